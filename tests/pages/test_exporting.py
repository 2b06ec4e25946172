"""The panel 导出: what is offered to whom, named how, and what it says where a file fails."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kpi.model.period import Period
from kpi.model.person import Role, person
from kpi.model.show import NO_BREAK
from kpi.service import export, publish, start
from kpi.service.forms import File, Unmakeable
from pages.parts import exporting_preview, making

VIEWER = person("liu", "刘看", Role.VIEWER)
PREPARER = person("li", "李报", Role.PREPARER, "D01")
PAPERS = [
    "会议材料包（全部文件）",
    "演示（PPT）",
    "通报（Word）",
    "通报（PDF）",
    "数据表（Excel）",
    "海报（A3 PDF）",
    "一图（手机图片）",
]


def downloads(at: AppTest) -> list[str]:
    """What the panel offers; its keys begin with `export_`."""
    return [b.label for b in at.get("download_button") if (b.key or "").startswith("export_")]


@pytest.mark.parametrize("page", ["home", "board"])
def test_a_preparer_is_offered_every_paper_of_a_trial_marked_as_one(
    opened: Any, signed_in: Any, page: str
) -> None:
    signed_in(PREPARER)
    seen = opened(page, board="fai", period="2026-10").click("export_open")
    assert downloads(seen.at) == PAPERS
    assert "试算件：每页都标“试算”，不能代替签发的一期。" in seen.text.replace("\\", "")


def panel() -> None:
    from kpi.model.period import Period
    from kpi.model.person import Right
    from pages.parts import cached, exporting, session

    session.require(Right.DRAFT)
    exporting.papers(cached.edition("fai", Period.parse("2026-10")))


def test_the_notice_board_is_offered_what_it_may_see(opened: Any, signed_in: Any) -> None:
    signed_in(PREPARER)
    at = AppTest.from_function(panel, default_timeout=30).run()
    assert downloads(at) == PAPERS
    at.checkbox(key="export_public").check().run()
    assert downloads(at) == [PAPERS[0], *PAPERS[2:5]]
    at.multiselect(key="export_items_zh").set_value([]).run()
    assert downloads(at) == PAPERS[2:5]


def test_a_watermark_names_readers_and_asker(opened: Any, signed_in: Any) -> None:
    signed_in(PREPARER)
    seen = opened("board", board="fai", period="2026-10").click("export_open")
    assert seen.at.text_input(key="export_mark").value.endswith("李报")


def test_a_unit_takes_its_own_page_and_picture_along(opened: Any, signed_in: Any) -> None:
    signed_in(PREPARER)
    seen = opened("unit", unit="J08", period="2026-10").click("export_open")
    assert downloads(seen.at) == ["单位体检表（PDF）", "得分构成图（PNG）", "得分构成图（SVG）"]


def test_a_viewer_takes_editions_alone(own: Any, signed_in: Any) -> None:
    signed_in(VIEWER)
    assert own("board", board="fai", period="2026-10").button("export_open") is None
    wang = person("wang", "王审", Role.PUBLISHER)
    day = start.configured().today()
    publish.go(start.store(), "fai", Period.parse("2026-10"), wang, today=day)
    seen = own("board", board="fai", period="2026-10").click("export_open")
    assert downloads(seen.at) == PAPERS
    assert "〔2026〕第1期" in seen.text.replace(NO_BREAK, "") and "试算件" not in seen.text


def test_a_preview_that_cannot_be_made_says_why(
    opened: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(*_given: object, **_more: object) -> bytes:
        raise Unmakeable("字库缺字：𠮷（石𠮷街道）")

    signed_in(PREPARER)
    monkeypatch.setattr(export, "preview", lacking)
    seen = opened("board", board="fai", period="2026-10").click("export_picture_ranking")
    assert "字库缺字：𠮷（石𠮷街道）" in seen.text.replace("\\", "")


def test_a_character_of_no_face_offers_to_go_on_without_it(
    opened: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Lacking(Unmakeable):
        characters = frozenset("𠮷")

    def lacking(
        _store: object, _code: str, _period: Period, choice: Any, *_r: Any, **_k: Any
    ) -> Any:
        if not choice.bracket:
            raise Lacking("字库缺字：𠮷（石𠮷街道）")
        return b"\x89PNG\r\n\x1a\n" + b"\0" * 20

    signed_in(PREPARER)
    monkeypatch.setattr(export, "preview", lacking)
    seen = opened("board", board="fai", period="2026-10").click("export_picture_ranking")
    go_on = [b for b in seen.at.button if b.label == "缺的字印成编号，继续"]
    assert len(go_on) == 1
    go_on[0].click().run()
    assert seen.at.session_state[exporting_preview.BRACKET] is True


def previewed() -> None:
    from kpi.model.choice import Choice
    from kpi.model.period import Period
    from kpi.model.person import Right
    from pages.parts import cached, exporting_preview, session

    session.require(Right.DRAFT)
    edition = cached.edition("fai", Period.parse("2026-10"))
    for what in exporting_preview.SHOWN:
        exporting_preview.painted(edition, Choice(), what, ())


def test_every_form_shows_a_page_and_tells_what_else_is_in_it(opened: Any, signed_in: Any) -> None:
    signed_in(PREPARER)
    at = AppTest.from_function(previewed, default_timeout=60).run()
    assert not at.exception
    told = " ".join(c.value for c in at.caption)
    assert "封面、总览、综合排名" in told and "榜单、对比矩阵、走势" in told
    assert len(at.get("image")) == 5  # of the pack its files by name
    files = next(m.value for m in at.markdown if m.value.startswith("1. "))
    assert files.count(".docx") == 1 and "演示.pptx" in files.replace("\\", "")


def test_a_file_that_fails_leaves_its_sentence_and_no_bytes() -> None:
    job: making.Job = {"done": "早先的一份"}

    def fails(say: Any) -> File:
        say("3/7 海报（PDF）")
        assert job["doing"] == "3/7 海报（PDF）"
        raise Unmakeable("字库缺字：𠮷（石𠮷街道）")

    with pytest.raises(Unmakeable):
        making.maker(job, "海报.pdf", fails)()
    assert job == {"fault": "字库缺字：𠮷（石𠮷街道）"}


def test_a_fault_of_ours_is_told_without_its_details() -> None:
    job: making.Job = {}
    with pytest.raises(ZeroDivisionError):
        making.maker(job, "海报.pdf", lambda say: File("", "", b"" * (1 // 0), ""))()
    assert job == {"fault": "出了故障，文件没有生成，已记录。"}


def test_a_file_that_was_made_is_named_with_its_size() -> None:
    job: making.Job = {}
    made = making.maker(job, "a", lambda say: File("榜.xlsx", "", b"x" * 70_000, ""))()
    assert len(made) == 70_000 and job == {"done": "榜.xlsx　70 kB"}
