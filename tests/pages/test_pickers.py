"""Pickers keep their choice in the URL, as a code, in every language."""

import pytest
from streamlit.testing.v1 import AppTest

from kpi import i18n

TOWNS = {"J01": "云溪街道", "J02": "青云街道", "J03": "望江街道"}


@pytest.fixture(autouse=True)
def _chinese_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_asked", lambda: "zh")


def one_unit() -> None:
    import streamlit as st

    from pages.parts import pickers

    names = {"J01": "云溪街道", "J02": "青云街道", "J03": "望江街道"}
    if st.session_state.get("english"):
        st.session_state.language = "en"
        names = {"J01": "Yunxi", "J02": "Qingyun", "J03": "Wangjiang"}
    offered = st.session_state.get("offered", names)
    st.session_state.chosen = pickers.unit({c: names[c] for c in offered})


def all_pickers() -> None:
    import streamlit as st

    from kpi.model.measure import Measure
    from kpi.model.period import Period
    from pages.parts import pickers

    st.session_state.chosen = (
        pickers.board({"main": "主要经济指标", "fai": "固定资产投资"}),
        str(pickers.period([Period(2026, 9), Period(2026, 10), Period(2025, 12)])),
        pickers.group({"街道": 8, "镇": 2}),
        pickers.indicator({"fai": "固定资产投资"}, composite="综合得分"),
        pickers.measure([Measure.COMPLETION, Measure.YTD]),
        pickers.here(unit="J01"),
    )


def opened(page: object, **url: str) -> AppTest:
    at = AppTest.from_function(page, default_timeout=30)
    for name, code in url.items():
        at.query_params[name] = code
    return at.run()


def test_without_a_link_the_first_is_chosen_and_written() -> None:
    at = opened(one_unit)
    assert at.session_state.chosen == "J01"
    assert at.query_params["unit"] == "J01"


def test_a_link_chooses_by_code() -> None:
    at = opened(one_unit, unit="J02")
    assert at.session_state.chosen == "J02"
    assert at.selectbox(key="unit_zh").value == "J02"
    assert len(at.markdown) == 0


def test_a_choice_is_written_into_the_url_as_code() -> None:
    at = opened(one_unit, unit="J02")
    at.selectbox(key="unit_zh").select("J03").run()
    assert (at.session_state.chosen, at.query_params["unit"]) == ("J03", "J03")


def test_a_link_that_names_nothing_is_said_in_one_line_once() -> None:
    at = opened(one_unit, unit="J99")
    assert at.session_state.chosen == "J01"
    assert ["J99" in line.value for line in at.markdown] == [True]
    assert len(at.run().markdown) == 0


def test_a_strange_code_cannot_become_markup() -> None:
    at = opened(one_unit, unit="[x](http://evil.example)")
    assert "[x](" not in at.markdown[0].value


def test_a_url_changed_from_outside_wins_over_the_widget() -> None:
    at = opened(one_unit, unit="J02")
    at.query_params["unit"] = "J03"
    assert at.run().session_state.chosen == "J03"


def test_the_choice_survives_a_change_of_language_and_back() -> None:
    at = opened(one_unit, unit="J02")
    at.session_state.english = True
    at.run()
    assert (at.session_state.chosen, at.selectbox(key="unit_en").value) == ("J02", "J02")
    at.selectbox(key="unit_en").select("J03").run()
    at.session_state.english = False
    at.session_state.language = "zh"
    assert at.run().session_state.chosen == "J03"


def test_the_choice_survives_a_page_that_clears_the_url() -> None:
    at = opened(one_unit, unit="J02")
    del at.query_params["unit"]
    at.run()
    assert (at.session_state.chosen, at.query_params["unit"]) == ("J02", "J02")


def test_a_choice_no_longer_offered_falls_back_without_a_notice() -> None:
    at = opened(one_unit, unit="J03")
    at.session_state.offered = ["J01", "J02"]
    at.run()
    assert (at.session_state.chosen, len(at.markdown)) == ("J01", 0)


def test_all_pickers_start_with_the_newest_and_first() -> None:
    board, period, group, indicator, measure, here = opened(all_pickers).session_state.chosen
    assert (board, period, group, indicator, measure) == (
        "main",
        "2026-10",
        "街道",
        "",
        "completion",
    )
    assert here == {
        "board": "main",
        "period": "2026-10",
        "group": "街道",
        "indicator": "",
        "measure": "completion",
        "unit": "J01",
    }


def test_all_pickers_follow_one_link() -> None:
    at = opened(
        all_pickers, board="fai", period="2025-12", group="镇", indicator="fai", measure="ytd"
    )
    assert at.session_state.chosen[:5] == ("fai", "2025-12", "镇", "fai", "ytd")


def test_periods_are_listed_newest_first_as_officials_write_them() -> None:
    at = opened(all_pickers)
    assert at.selectbox(key="period_zh").options == ["2026年10月", "2026年9月", "2025年12月"]
    assert at.get("button_group")[0].options == ["街道 8", "镇 2"]
