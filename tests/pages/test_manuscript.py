"""文稿: the paper is filled in and its sentences reworded on the page, whoever comes after."""

from collections.abc import Callable
from typing import Any

import pytest

from kpi.model.manuscript import WORD
from kpi.model.period import Period
from kpi.model.person import OPERATOR, Person, Role, operator, person
from kpi.service import desk, editions, manuscript, publish, start, upload
from pages.parts import issuing_draft

OCTOBER = Period.parse("2026-10")
PAPER = {"board": "fai", "period": "2026-10", "step": "paper"}
ADMIN = person("zhou", "周管", Role.ADMIN)


def paper() -> Any:
    return publish.paper_of(start.store(), "fai", OCTOBER)


def field(seen: Any, kind: str, key: str) -> Any:
    """The widget whose key begins so: its end changes with what is stored."""
    return next(w for w in seen.at.get(kind) if (w.key or "").startswith(key))


def area(seen: Any, text: str) -> Any:
    """The sentence that begins so."""
    return next(w for w in seen.at.text_area if str(w.value).startswith(text))


def reworded(seen: Any, text: str, by: str) -> Any:
    area(seen, text).set_value(by)
    return seen.run()


def test_fields_are_kept_as_they_are_filled_in_and_sealed(own: Any) -> None:
    seen = own("publish", **PAPER)
    for name, text in (("signer", "王区长"), ("watermark", "会议材料"), ("symbol", "云经调办发")):
        field(seen, "text_input", f"publish_paper_{name}_").set_value(text)
        seen.run()
    again = own("publish", **PAPER)
    assert field(again, "text_input", "publish_paper_signer_").value == "王区长"
    publish.go(start.store(), "fai", OCTOBER, OPERATOR, today=start.configured().today())
    made = editions.read(start.store(), editions.every(start.store(), "fai")[-1].edition)
    assert (made.paper.signer, made.paper.symbol) == ("王区长", "云经调办发")
    assert made.paper.audience


def test_what_no_paper_has_is_said_beneath_its_field_and_not_kept(own: Any) -> None:
    seen = own("publish", **PAPER)
    field(seen, "text_input", "publish_paper_serial_").set_value("12a")
    seen.run()
    assert "“12a”不是份号。请填1至6位数字。" in seen.text
    assert paper().serial == ""
    field(seen, "text_input", "publish_paper_serial_").set_value("12")
    assert "不是份号" not in seen.run().text
    assert paper().serial == "12"


def test_a_sentence_is_reworded_counted_and_restored(own: Any) -> None:
    seen = own("publish", **PAPER)
    assert "全部为规则原文。" in seen.text
    reworded(seen, "桥西街道（", "桥西街道居末，完成率为71.9%。")
    assert "改写1句。" in seen.text
    assert "71.9在本期数据中没有出现，请核对。" in seen.text.replace("\\", "")
    assert area(own("publish", **PAPER), "桥西街道居末").value == "桥西街道居末，完成率为71.9%。"
    restore = next(b for b in seen.at.button if b.label == "恢复规则原文")
    restore.click()
    assert "全部为规则原文。" in seen.run().text
    seen.click("publish_words_undo")
    assert "改写1句。" in seen.text
    seen.click("publish_words_restore")
    assert paper().words == ()


def test_a_sentence_typed_back_to_the_rules_words_is_the_rules(own: Any) -> None:
    seen = own("publish", **PAPER)
    rule = area(seen, "桥西街道（").value
    reworded(seen, "桥西街道（", "桥西街道居末。")
    reworded(seen, "桥西街道居末", rule)
    assert paper().words == ()


def test_facts_that_changed_after_a_rewording_show_both_wordings(own: Any) -> None:
    seen = own("publish", **PAPER)
    old = area(seen, "桥西街道（").value
    reworded(seen, "桥西街道（", "桥西街道居末。")
    data = "单位,固定资产投资（亿元）2026年10月累计\n桥西街道,7.16\n".encode()
    store, today = start.store(), start.configured().today()
    plan = upload.preview(store, data, "补报.csv", operator("D01"), today=today)
    assert upload.commit(store, plan, operator("D01"), "漏报") is not None
    seen = own("publish", **PAPER)
    said = seen.text.replace("\\", "")
    assert "原文已变：改写之后数据或规则有变化。" in said
    assert f"改写时：{old}" in said
    next(b for b in seen.at.button if b.label == "保留改写").click()
    assert "原文已变：" not in seen.run().text
    assert dict(paper().words)["black.J08"] == "桥西街道居末。"


def test_hostile_words_show_as_they_were_typed(own: Any) -> None:
    seen = reworded(
        own("publish", **PAPER), "桥西街道（", "<b>甲</b> **乙** [丙](http://x) :red[丁]"
    )
    assert area(seen, "<b>").value == "<b>甲</b> **乙** [丙](http://x) :red[丁]"
    publish.freeze(start.store(), "fai", OCTOBER, OPERATOR)
    publish.trial(start.store(), "fai", OCTOBER, OPERATOR)
    publish.sign(start.store(), "fai", OCTOBER, OPERATOR, today=start.configured().today())
    shown = own("publish", **PAPER)
    assert "\\<b\\>甲\\</b\\>" in shown.text and "\\*\\*乙" in shown.text
    assert "已审签，不能再改。" in shown.text
    assert shown.at.text_area.len == 0


def test_what_another_person_writes_appears_and_is_not_overwritten(own: Any) -> None:
    seen = own("publish", **PAPER)
    rule = area(seen, "桥西街道（").value
    place = {WORD + "black.J08": ["桥西街道第8位。", rule]}
    manuscript.write(start.store(), "fai", OCTOBER, place, OPERATOR)
    reworded(seen, "桥西街道（", "我的改法。")
    assert "没有保存您的改动" in seen.text
    assert area(seen, "桥西街道第8位").value == "桥西街道第8位。"


def test_a_wording_whose_sentence_is_gone_is_shown_and_taken_away(own: Any) -> None:
    gone = {WORD + "black.J01": ["不再列榜的一句。", "原文。"]}
    manuscript.write(start.store(), "fai", OCTOBER, gone, OPERATOR)
    seen = own("publish", **PAPER)
    assert "原文已不在通报中，这句改写不会印出，签发时略去：不再列榜的一句。" in seen.text.replace(
        "\\", ""
    )
    seen.click("publish_lost")
    assert "不再列榜的一句" not in seen.text


def test_an_administrator_reads_the_paper_and_changes_nothing(
    own: Any, signed_in: Callable[[Person | None], None]
) -> None:
    signed_in(ADMIN)
    seen = own("publish", **PAPER)
    assert (
        seen.at.text_input.len == seen.at.text_area.len == 0
        and seen.button("publish_words_undo") is None
    )
    assert "桥西街道" in seen.text


def test_the_first_page_follows_the_fields_and_says_why_there_is_none(
    own: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    real = desk.preview
    monkeypatch.setattr(
        issuing_draft.desk, "preview", lambda *given: (drawn.append(given[2]), real(*given))[1]
    )
    seen = own("publish", **PAPER)
    assert "填写发文机关后印红头。" in seen.text
    field(seen, "text_input", "publish_paper_office_").set_value("石𠮷镇人民政府")
    seen.run()
    assert [paper.office for paper in drawn] == ["", "石𠮷镇人民政府"]
    assert "填写发文机关后印红头。" not in seen.text
    assert "字库缺字：𠮷" in seen.text
