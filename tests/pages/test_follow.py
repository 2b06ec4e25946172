"""说明与申诉: what a unit says to its list, what its lead office thinks, how it is decided."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kpi.model.period import Period
from kpi.model.person import OPERATOR, Person, Role, person
from kpi.model.round import State
from kpi.service import follow, publish, start
from pages.parts import casework

OCTOBER = Period.parse("2026-10")
BRIDGE = person("qiao", "桥联", Role.PREPARER, "J08")  # 桥西街道: ranked, on the black list of fai
OTHER = person("liu", "柳联", Role.PREPARER, "J07")
LEAD = person("chen", "陈静", Role.PREPARER, "D01")  # leads investment
JUDGE = person("wang", "王审", Role.PUBLISHER)
AUDITOR = person("shen", "沈审", Role.AUDITOR)
Enter = Callable[[Person | None], None]


@pytest.fixture
def issued(own: Any) -> Iterator[Any]:
    """The sample district with October's investment board published today."""
    today = start.configured().today()
    publish.go(start.store(), "fai", OCTOBER, OPERATOR, today=today)
    yield own


def statement(unit: str) -> int:
    (found,) = follow.find(start.store(), board="fai", period=OCTOBER, unit=unit, kind="statement")
    return found.id


def chosen(seen: Any, case: int, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The page with one case's row ticked, which AppTest cannot do by itself."""
    real = casework.table

    def ticked(found: Any, today: Any, *, key: str) -> Any:
        real(found, today, key=key)
        return next((c for c in found if c.id == case), None)

    monkeypatch.setattr(casework, "table", ticked)
    return seen.run()


def submit(seen: Any, label: str) -> Any:
    next(b for b in seen.at.button if b.label == label).click()
    return seen.run()


def test_a_liaison_sees_his_units_cases_alone(issued: Any, signed_in: Enter) -> None:
    signed_in(BRIDGE)
    seen = issued("follow")
    assert seen.at.title[0].value == "1件待办"
    assert seen.shows("桥西街道", "情况说明", "待提交", "2026-11-25")
    assert not seen.shows("柳林街道")
    signed_in(OTHER)
    assert not issued("follow").shows("桥西街道")


def test_a_statement_is_written_by_its_own_unit(
    issued: Any, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(BRIDGE)
    number = statement("J08")
    seen = chosen(issued("follow"), number, monkeypatch)
    for label, words in (("原因", "两个项目征地延期"), ("措施", "十二月底前开工")):
        next(t for t in seen.at.text_area if t.label == label).set_value(words)
    submit(seen, "提交情况说明")
    assert "已提交，并留痕。" in seen.text
    found = follow.case(start.store(), number)
    assert (found.state, found.steps[-1].body["reason"]) == ("filed", "两个项目征地延期")
    assert seen.at.title[0].value == "没有待办的说明和申诉"


def test_a_statement_without_a_word_is_refused_with_a_sentence(
    issued: Any, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(BRIDGE)
    seen = chosen(issued("follow"), statement("J08"), monkeypatch)
    submit(seen, "提交情况说明")
    assert "没有填写内容。" in seen.text
    assert follow.case(start.store(), statement("J08")).state == "open"


def test_an_auditor_reads_and_has_no_button(
    issued: Any, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(AUDITOR)
    seen = chosen(issued("follow"), statement("J08"), monkeypatch)
    assert seen.shows("桥西街道")
    assert [b.key for b in seen.at.button if (b.key or "").startswith("follow_")] == []
    assert list(seen.at.text_area) == []


def test_an_appeal_is_heard_and_upheld_and_the_board_is_corrected(
    issued: Any, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(BRIDGE)
    seen = issued("follow")
    next(t for t in seen.at.text_area if t.label == "理由").set_value("漏报一个项目")
    submit(seen, "提出申诉")
    assert "申诉已提交，并留痕。" in seen.text
    (appeal,) = follow.find(start.store(), board="fai", unit="J08", kind="appeal")

    signed_in(LEAD)
    seen = chosen(issued("follow"), appeal.id, monkeypatch)
    seen.at.text_area(key=f"follow_say_{appeal.id}").set_value("核实，确有漏报")
    seen.run().click(f"follow_opinion_{appeal.id}_True")
    assert follow.case(start.store(), appeal.id).state == "heard"

    signed_in(JUDGE)
    seen = chosen(issued("follow"), appeal.id, monkeypatch)
    assert "已签发的，另出更正的一期。" in seen.text
    assert seen.button(f"follow_yes_{appeal.id}").disabled
    seen.at.text_area(key=f"follow_why_{appeal.id}").set_value("补计该项目")
    seen.run().click(f"follow_yes_{appeal.id}")
    assert follow.case(start.store(), appeal.id).state == "upheld"
    now = publish.round_of(start.store(), "fai", OCTOBER)
    assert (now.state, now.corrects is not None, now.reason) == (
        State.COLLECTING,
        True,
        "补计该项目",
    )


def test_a_unit_confirms_its_line_while_feedback_runs(own: Any, signed_in: Enter) -> None:
    store, today = start.store(), start.configured().today()
    publish.freeze(store, "fai", OCTOBER, JUDGE)
    publish.trial(store, "fai", OCTOBER, JUDGE)
    publish.feedback(store, "fai", OCTOBER, JUDGE, today=today)
    signed_in(BRIDGE)
    seen = own("follow")
    assert "正在征求意见，到2026-11-25为止。" in seen.text
    seen.click("follow_confirm_fai_2026-10")
    assert "已确认，并留痕。" in seen.text
    assert seen.button("follow_confirm") is None


def test_where_nothing_was_published_the_page_says_when_it_fills(
    own: Any, signed_in: Enter
) -> None:
    signed_in(BRIDGE)
    seen = own("follow")
    assert seen.at.title[0].value == "没有待办的说明和申诉"
    assert "签发后，列黑榜的单位在这里提交情况说明。" in seen.text
