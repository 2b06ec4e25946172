"""签发: a period goes step by step to its edition, back, and to a correction."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kpi.model.period import Period
from kpi.model.person import OPERATOR, Person, Role, operator, person
from kpi.model.round import State
from kpi.service import admin, editions, follow, publish, start, upload
from pages.parts import issuing_draft

OCTOBER = Period.parse("2026-10")
FAI = {"board": "fai", "period": "2026-10"}
AUDITOR = person("shen", "沈审", Role.AUDITOR)
ADMIN = person("zhou", "周管", Role.ADMIN)


def state() -> State:
    return publish.round_of(start.store(), "fai", OCTOBER).state


def confirmed(seen: Any) -> Any:
    """Press the button that opens the dialog, then the one that means it."""
    return meant(seen, "publish_go", "publish_confirm")


def meant(seen: Any, opens: str, yes: str = "publish_yes", why: str = "", *items: str) -> Any:
    """A deed that asks first; AppTest closes a dialog with each run, so its opener is pressed
    again beside each answer.
    """
    seen.click(opens)
    if why:
        seen.at.text_area(key="publish_back_why").set_value(why)
        if items:
            seen.at.multiselect(key="publish_back_items").set_value(list(items))
        seen.click(opens)
    seen.button(opens).click()
    return seen.click(yes)


def test_a_period_is_frozen_tried_signed_and_published_each_step_in_a_line(own: Any) -> None:
    seen = own("publish", **FAI)
    assert "本期数据不再变动，改数须经退回。" in seen.text
    seen.click("publish_freeze")
    assert state() is State.FROZEN
    assert "已锁定：本期数据不再变动。" in seen.text
    seen.click("publish_trial")
    assert "核对无误，定下数据、规则和签发信息。" in seen.text
    seen.click("publish_sign")
    assert (state(), seen.at.title[0].value) == (State.SIGNED, "可以签发")
    confirmed(seen)
    issue = editions.every(start.store(), "fai")[-1]
    assert (state(), seen.at.title[0].value) == (State.PUBLISHED, f"{issue.title}已签发")
    assert f"已签发{issue.title}，存证码 {issue.code}。" in seen.text.replace("\\", "")


def test_all_steps_at_once_where_nothing_stands_in_the_way(own: Any) -> None:
    seen = confirmed(own("publish", **FAI))
    assert state() is State.PUBLISHED
    assert len(editions.issues(start.store(), "fai", OCTOBER)) == 1
    assert seen.button("publish_go") is None


def test_an_indicator_given_back_is_named_and_frozen_again(own: Any) -> None:
    seen = own("publish", **FAI).click("publish_freeze")
    meant(seen, "publish_reopen", "publish_yes", "补报两个项目", "fai")
    assert publish.round_of(start.store(), "fai", OCTOBER).reopened == ("fai",)
    assert "已退回：固定资产投资。" in seen.text
    assert seen.button("publish_go") is None
    seen.click("publish_freeze")
    assert "已退回：" not in seen.text


def test_a_way_back_asks_for_a_reason_beside_its_button(own: Any) -> None:
    seen = meant(own("publish", **FAI).click("publish_freeze"), "publish_reopen")
    assert ":red[请写明原因。]" in seen.text
    assert state() is State.FROZEN


def test_feedback_shows_who_has_answered(own: Any) -> None:
    seen = own("publish", **FAI).click("publish_freeze").click("publish_trial")
    seen.click("publish_feedback")
    assert "反馈到2026-11-25为止；0个单位已确认，共4个。" in seen.text
    follow.confirm(start.store(), "fai", OCTOBER, "J08", OPERATOR)
    seen.run()
    assert "1个单位已确认，共4个。" in seen.text
    assert seen.shows("已确认", "尚未答复")
    assert "还差1项才能签发" in seen.text
    assert seen.button("publish_sign").disabled


def test_a_correction_says_why_and_what_changed(own: Any) -> None:
    confirmed(own("publish", **FAI))
    data = "单位,固定资产投资（亿元）2026年10月累计\n桥西街道,8.06\n".encode()
    store, today = start.store(), start.configured().today()
    seen = meant(own("publish", **FAI), "publish_correct", "publish_yes", "漏报一个项目")
    assert "正在更正，原因：漏报一个项目" in seen.text
    assert "内容没有变化" in seen.text  # NOTHING_CHANGED
    plan = upload.preview(store, data, "更正.csv", operator("D01"), today=today)
    assert upload.commit(store, plan, operator("D01"), "漏报") is not None
    seen.run()
    assert "与已签发的一期对照" in seen.text
    assert seen.shows("8.06")
    confirmed(seen)
    first, second = editions.issues(store, "fai", OCTOBER)
    assert (second.kind, second.corrects, second.reason) == (
        "correction",
        first.edition,
        "漏报一个项目",
    )


def test_the_lists_of_an_edition_are_not_called_a_rehearsal_and_feedback_was_skipped(
    own: Any,
) -> None:
    seen = own("publish", **FAI)
    assert "预演榜单" in seen.text
    confirmed(seen)
    assert "本期榜单" in seen.text and "预演榜单" not in seen.text
    assert "反馈（略过）" in html(seen)
    assert seen.at.get("text_input") == []  # the reason of a correction is asked beside its button


def html(seen: Any) -> str:
    return "".join(e.proto.body for e in seen.at.get("html"))


def test_a_decision_needs_document_and_reason_and_moves_the_board(own: Any) -> None:
    seen = own("publish", **FAI, step="rulings")
    assert seen.button("publish_rule_go").disabled
    seen.at.selectbox(key="publish_kind").set_value("exempt").run()
    seen.at.selectbox(key="publish_unit_exempt").set_value("J08")
    seen.at.text_input(key="publish_document").set_value("云督〔2026〕5号")
    seen.at.text_area(key="publish_why").set_value("征地未完成")
    seen.run().click("publish_rule_go")
    assert seen.shows("豁免（不列黑榜）", "云督〔2026〕5号")
    draft = publish.rehearse(start.store(), "fai", OCTOBER, OPERATOR)
    assert "J08" not in [e.unit for e in draft.black()]


def test_an_auditor_reads_what_was_issued_and_nothing_live(
    own: Any, signed_in: Callable[[Person | None], None]
) -> None:
    confirmed(own("publish", **FAI))
    signed_in(AUDITOR)
    seen = own("publish", **FAI)
    assert seen.at.title[0].value == "历次期次"
    assert seen.shows("第1期") or seen.shows("第10期")
    for word in ("预演榜单", "签发前核对", "下一步"):
        assert word not in seen.text
    assert seen.listed("red") == seen.listed("black") == []


def test_an_administrator_looks_and_moves_nothing_but_archives(
    own: Any, signed_in: Callable[[Person | None], None]
) -> None:
    signed_in(ADMIN)
    seen = own("publish", **FAI)
    assert [b.key for b in seen.at.button if (b.key or "").startswith("publish_")] == []
    signed_in(OPERATOR)
    confirmed(own("publish", **FAI))
    signed_in(ADMIN)
    meant(own("publish", **FAI), "publish_archive")
    assert state() is State.ARCHIVED


def test_the_board_is_drawn_once_for_one_state_of_the_data(
    own: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    real = publish.rehearse
    monkeypatch.setattr(
        issuing_draft.publish, "rehearse", lambda *given: (drawn.append(1), real(*given))[1]
    )
    seen = own("publish", **FAI)
    seen.run().run()
    assert len(drawn) == 1
    seen.click("publish_freeze")
    assert len(drawn) == 2


def test_the_lists_bear_the_names_that_the_house_gives_them(own: Any) -> None:
    store = start.store()
    house = admin.house_rules(store)
    admin.settle(store, replace(house, red_label="先进", black_label="待提升"), OPERATOR)
    seen = own("publish", **FAI)
    confirmed(seen)
    made = editions.read(store, editions.every(store, "fai")[-1].edition)
    assert (made.label("red"), made.label("black")) == ("先进", "待提升")
    assert "待提升" in seen.text


def test_what_stands_in_the_way_is_said_in_each_readers_language(own: Any) -> None:
    own("publish", **FAI).click("publish_freeze").click("publish_trial").click("publish_feedback")
    texts = (own("publish", **FAI, lang=code).text for code in ("zh", "en"))
    chinese, english = (text.replace("\\", "") for text in texts)
    assert "青云街道" in chinese
    assert "Qingyun Sub-district" in english
    assert "青云街道" not in english


def test_what_one_person_saw_is_not_shown_to_another(
    own: Any, signed_in: Callable[[Person | None], None]
) -> None:
    sender = person("D01", "陈静", Role.PUBLISHER)  # sent the sample's figures before he published
    assert "可以签发" in own("publish", **FAI).text
    signed_in(sender)
    assert "还差1项才能签发" in own("publish", **FAI).text
    signed_in(OPERATOR)
    assert "可以签发" in own("publish", **FAI).text
