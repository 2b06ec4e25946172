"""Who only reads sees editions and nothing else; who drafts may look at the live board too."""

from itertools import product
from typing import Any

import pytest
from october import revised

from kpi.model import person as people
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.person import OPERATOR, Person, Role, operator
from kpi.model.show import NO_BREAK
from kpi.service import editions, publish, start, upload
from pages.parts import cached, profiles, stands, steps

Open = Any
SEPTEMBER, OCTOBER = Period.parse("2026-09"), Period.parse("2026-10")
PUBLISHER = people.person("li", "李卫东", Role.PUBLISHER)
PREPARER = people.person("chen", "陈静", Role.PREPARER, "D01")
VIEWER = people.person("wang", "王建国", Role.VIEWER)
AUDITOR = people.person("zhou", "周审", Role.AUDITOR)
READERS = (VIEWER, AUDITOR)
UNSEEN = "8.37"  # 亿元 of 桥西街道 in October, which nobody published
PAGES = {
    "home": {"board": "fai"},
    "board": {"board": "fai", "drawer": "J08"},
    "matrix": {"board": "fai", "cell": "value", "drawer": "J08,fai.completion"},
    "unit": {"unit": "J08"},
    "indicator": {"indicator": "fai", "measure": "ytd", "group": "街道"},
    "duty": {"duty": "sponsor:常务副区长"},
}


def put_out(code: str, period: Period, reason: str = "") -> None:
    today = start.configured().today()
    publish.go(start.store(), code, period, PUBLISHER, reason=reason, today=today)


def send(value: float) -> None:
    today = start.configured().today()
    plan = upload.preview(start.store(), revised(value), "十月改.xlsx", OPERATOR, today=today)
    assert upload.commit(start.store(), plan, operator("D01"), "更正") is not None


@pytest.fixture
def apart(own: Open) -> Open:
    """September is published; October is live, with a figure that nobody published."""
    own()  # opens the store
    put_out("fai", SEPTEMBER)
    put_out("economy", SEPTEMBER)
    send(float(UNSEEN))
    return own


def whole(seen: Any) -> str:
    """All that the page sends: texts, tables, figures, lists."""
    sent = [str(e.proto) for kind in ("plotly_chart", "bidi_component") for e in seen.at.get(kind)]
    return "\n".join((seen.text, *seen.cells, *sent)).replace(NO_BREAK, "")


@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_a_reader_what_was_not_published(
    apart: Open, signed_in: Any, page: str
) -> None:
    signed_in(PUBLISHER)
    draft = apart(page, **PAGES[page], period="2026-10", stand="live")  # fills every cache
    if page in ("unit", "indicator"):
        assert UNSEEN in whole(draft)
    for who, period, stand in product(READERS, ("", "2026-10"), ("", "live", "nonsense")):
        signed_in(who)
        asked = {k: v for k, v in (("period", period), ("stand", stand)) if v}
        seen = apart(page, **PAGES[page], **asked)
        assert UNSEEN not in whole(seen)
        assert "83.7" not in {c.rstrip("%") for c in seen.cells}  # of 10.00 亿元
        assert "试算" not in seen.text
        if period:
            assert "本期尚未签发" in seen.text
        else:
            assert seen.url["period"] == "2026-09"


@pytest.mark.parametrize("who", READERS, ids=lambda who: who.role)
def test_a_cached_live_answer_is_refused_to_a_reader(
    apart: Open, signed_in: Any, who: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a page might ask for: `cached` asks whose run it is."""
    signed_in(PUBLISHER)
    apart("board", board="fai", period="2026-10", stand="live")
    monkeypatch.setattr(stands.session, "drafts", lambda: who.may(people.Right.DRAFT))
    for ask in (
        lambda: cached.edition("fai", OCTOBER),
        lambda: profiles.unit("J08", OCTOBER),
        lambda: profiles.indicator("fai", Measure.YTD, OCTOBER, "街道"),
    ):
        with pytest.raises(stands.Refused):
            ask()
    shown = cached.edition("fai", SEPTEMBER, stands.ISSUED)
    with pytest.raises(stands.Refused):
        cached.edition("fai", SEPTEMBER, stands.LIVE)
    assert shown.seal is not None


def test_the_download_of_a_reader_holds_the_editions_numbers(apart: Open, signed_in: Any) -> None:
    signed_in(VIEWER)
    apart("board", board="fai")
    edition = editions.newest(start.store(), "fai", SEPTEMBER)
    assert edition is not None
    made = steps._traced(edition).decode("utf-8-sig")
    assert "63.2" in made
    assert UNSEEN not in made


def test_before_the_first_edition_a_reader_is_told_so(own: Open, signed_in: Any) -> None:
    signed_in(VIEWER)
    for page in PAGES:
        seen = own(page, period="2026-10")
        assert "还没有签发过榜单" in seen.text
        assert len(seen.at.selectbox) == 0


def test_who_drafts_meets_the_edition_and_may_turn_to_the_live_board(
    apart: Open, signed_in: Any
) -> None:
    signed_in(PUBLISHER)
    seen = apart(board="fai", period="2026-09")
    assert seen.url["stand"] == "issued"
    assert "〔2026〕第1期" in seen.text
    (switch,) = [b for b in seen.at.get("button_group") if b.key.startswith("stand")]
    switch.set_value("live")
    live = seen.run()
    assert live.url["stand"] == "live"
    assert "试算 未签发" in live.text


def test_a_month_without_an_edition_is_shown_as_a_trial_to_who_drafts(
    apart: Open, signed_in: Any
) -> None:
    for who in (PUBLISHER, PREPARER):
        signed_in(who)
        seen = apart(board="fai", period="2026-10", stand="issued")
        assert seen.url["stand"] == "live"
        assert "试算 未签发" in seen.text


def test_the_newest_edition_is_one_click_away(apart: Open, signed_in: Any) -> None:
    signed_in(VIEWER)
    seen = apart("board", board="fai", period="2026-10").click("shown_newest")
    assert seen.url["period"] == "2026-09"
    assert "〔2026〕第1期" in seen.text
    assert "存证码" in seen.text


def test_a_correction_says_what_it_corrects_and_why(apart: Open, signed_in: Any) -> None:
    put_out("fai", OCTOBER)
    send(7.5)
    put_out("fai", OCTOBER, "统计局核减")
    signed_in(VIEWER)
    seen = apart(board="fai", period="2026-10")
    assert "本期更正〔2026〕第2期。原因：统计局核减" in seen.text.replace("\\", "")
    assert "〔2026〕第3期" in seen.text


def test_a_withdrawn_edition_says_so(apart: Open, signed_in: Any) -> None:
    publish.withdraw(start.store(), "fai", SEPTEMBER, PUBLISHER, "数据有误")
    signed_in(VIEWER)
    seen = apart("board", board="economy", period="2026-09")
    assert "63.2" in seen.table("ranks")["J08"]  # still in the other board's edition
    assert list(apart("board", board="fai").at.selectbox[0].options) == ["主要经济指标红黑榜"]


def test_the_ladders_proposal_is_for_who_drafts(apart: Open, signed_in: Any) -> None:
    signed_in(PUBLISHER)
    assert "建议提示函" in apart("unit", unit="J08", period="2026-09").text
    signed_in(VIEWER)
    seen = apart("unit", unit="J08", period="2026-09", tab="boards")
    assert "建议" not in seen.text
    assert seen.shows("黑榜1次", "〔2026〕第1期")


def test_a_statement_that_is_due_stands_beside_the_number(apart: Open, signed_in: Any) -> None:
    signed_in(VIEWER)
    assert "情况说明待提交" in apart("unit", unit="J08", period="2026-09").text


def test_a_link_to_a_unit_keeps_its_board_for_the_next_page(opened: Open) -> None:
    seen = opened("unit", unit="J08", board="retail")
    del seen.at.query_params["board"]
    seen.at.switch_page("home.py")
    assert seen.run().url["board"] == "retail"


def test_the_code_of_an_indicator_opens_its_column_on_the_ranking(opened: Open) -> None:
    seen = opened("board", board="economy", indicator="industry_va")
    assert seen.url["indicator"] == "industry_va.yoy"
    assert "链接中的" not in seen.text


def test_a_stale_link_is_named_beneath_the_pickers(opened: Open) -> None:
    seen = opened("home", board="gone")
    row = next(b for b in seen.at.main.children.values() if "home_pickers" in str(b.proto))
    assert "链接中的" in seen.text.replace("\\", "")
    assert not [m for m in row.children.values() if "链接中的" in str(m.proto)]


def test_an_indicator_that_a_unit_has_no_task_in_says_so(opened: Open) -> None:
    """南湖街道 has no industry above the size."""
    assert opened("unit", unit="J06", period="2026-10").shows("规上工业增加值", "不适用")


@pytest.mark.parametrize("page", ["unit", "indicator"])
def test_a_reader_is_told_of_no_revision_that_was_not_published(
    apart: Open, signed_in: Any, page: str
) -> None:
    signed_in(PUBLISHER)
    asked = {**PAGES[page], "tab": "changes"}
    assert apart(page, **asked, period="2026-10", stand="live").shows(UNSEEN)
    signed_in(VIEWER)
    seen = apart(page, **asked)
    assert UNSEEN not in whole(seen)
    assert "没有修订过" in seen.text
