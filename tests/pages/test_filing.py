"""填报: four steps on the sample district, from what is due to the receipt and back."""

import io
import re
from typing import Any

import openpyxl
import pytest
import streamlit as st
from october import OCTOBER, WRONG, revised, sent, stored

from kpi.model.person import OPERATOR, Role, operator, person
from kpi.service import board, receipt, start, upload
from pages.parts import session

Open = Any
ALIAS = "单位,指标,报告期,数值\n高新区街道,固定资产投资,2026年10月,17.20\n".encode()
FIRMS = "新增注册企业2026年.xlsx"


def words(seen: Any) -> str:
    """Everything to be read: sentences, tables, and what the buttons say."""
    found = [*seen.cells, seen.text, *(b.label for b in seen.at.button)]
    return re.sub(r"\\(.)", r"\1", "\n".join(found))


def downloads(seen: Any, key: str) -> list[str]:
    """Labels of the downloads whose key begins so."""
    found = seen.at.get("download_button")
    return [b.proto.label for b in found if key in b.proto.id]


def noted(seen: Any) -> Any:
    """A reason for every doubt."""
    for box in seen.at.text_input:
        if box.key.startswith("upload_note"):
            box.set_value("统计口径调整")
    return seen


def count(seen: Any, key: str) -> int:
    return sum((b.key or "").startswith(key) for b in seen.at.button)


def newest() -> Any:
    return upload.history(start.store(), OPERATOR)[0]


def speaking(monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    """The test reads the widgets in the language in which the page wrote them."""
    monkeypatch.setenv("KPI_LANG", lang)
    start.configured.cache_clear()


def taken_back(name: str) -> None:
    """Undo the upload of a sample file."""
    row = next(r for r in upload.history(start.store(), OPERATOR) if r.name == name)
    upload.undo(start.store(), row.upload, operator("zhang"))


# ① 本期应报


def test_the_first_step_says_what_is_due_and_offers_each_template(opened: Open) -> None:
    seen = opened("upload")
    assert seen.at.title[0].value == "2026年10月：10项指标已全部报齐"
    assert seen.url["period"] == "2026-10"
    assert downloads(seen, "upload_template_") == ["下载模板"] * 6
    for said in ("区商务局", "✓ 固定资产投资　10/10", "截止11月11日"):
        assert said in words(seen)


def test_a_month_that_is_not_over_says_until_when(opened: Open) -> None:
    seen = opened("upload", period="2026-11")
    assert seen.at.title[0].value == "2026年11月：10项指标12月10日前报送"
    assert "截止12月10日周四，还剩19天" in words(seen)


def test_what_is_not_asked_for_in_a_month_is_named(opened: Open) -> None:
    seen = opened("upload", period="2026-01")
    rest = "本期不报：规上工业增加值、固定资产投资、社会消费品零售总额"
    assert rest in words(seen)


def test_a_preparer_sees_his_own_indicators_first(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = person("li", "李科长", Role.PREPARER, unit="D03")
    monkeypatch.setattr(session, "person", lambda: own)
    seen = opened("upload")
    offices = [t for t in seen.text.splitlines() if re.fullmatch(r"\*\*区.*局\*\*", t)]
    assert offices[0] == "**区商务局**"
    assert len(offices) == 6
    assert next(e.label for e in seen.at.expander) == "其他部门（5）"


def test_who_may_not_send_sees_what_came_and_no_place_to_drop_files(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewer = person("wang", "王科长", Role.PUBLISHER)
    monkeypatch.setattr(session, "person", lambda: reviewer)
    seen = opened("upload")
    assert seen.url["tab"] == "came"
    assert not seen.at.get("file_uploader")


# ② 上传


def test_the_bytes_leave_the_widget_at_once(opened: Open) -> None:
    seen = sent(opened("upload"), (WRONG.name, WRONG.read_bytes()))
    assert seen.at.file_uploader[0].key == "upload_files_1"
    assert not seen.at.file_uploader[0].value
    desk = seen.at.session_state["upload_desk"]
    assert [(p.name, p.data) for p in desk.values()] == [(WRONG.name, b"")]


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "是空的"), (b"%PDF-1.7\n", "PDF"), (OCTOBER.read_bytes()[:4000], "损坏")],
    ids=["empty", "letter", "half"],
)
def test_what_is_no_workbook_cannot_be_stored(opened: Open, data: bytes, said: str) -> None:
    seen = sent(opened("upload"), ("十月.xlsx", data))
    assert said in words(seen)
    assert "无法读取" in words(seen)
    assert seen.button("upload_commit") is None
    assert downloads(seen, "upload_marked") == []


def test_a_file_that_is_stored_already_leads_to_its_receipt(opened: Open) -> None:
    seen = sent(opened("upload"), (OCTOBER.name, OCTOBER.read_bytes()))
    assert "不会重复入库" in words(seen)
    assert seen.button("upload_commit") is None
    assert downloads(seen, "upload_marked") == []
    number = next(
        r for r in upload.history(start.store(), OPERATOR) if r.name == OCTOBER.name
    ).upload
    seen.click("upload_earlier")
    assert seen.url["receipt"] == str(number)
    assert f"回执 第{number}号" in words(seen)


def test_a_file_can_be_put_away(opened: Open) -> None:
    seen = sent(opened("upload"), (WRONG.name, WRONG.read_bytes()))
    seen.click("upload_drop")
    assert seen.at.session_state["upload_desk"] == {}
    assert count(seen, "upload_drop") == 0


# ③ 核对


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_bad_file_is_named_cell_by_cell_and_cannot_be_stored(
    opened: Open, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaking(monkeypatch, lang)
    before = len(upload.history(start.store(), OPERATOR))
    seen = sent(opened("upload", lang=lang), (WRONG.name, WRONG.read_bytes()))
    for cell in ("C5", "B6", "C7", "C8", "D9"):
        assert f"固定资产投资!{cell}" in words(seen)
    assert seen.button("upload_commit") is None
    assert len(downloads(seen, "upload_marked")) == 1
    assert len(upload.history(start.store(), OPERATOR)) == before


def test_a_wrong_name_is_put_right_by_a_click_and_remembered(own: Open) -> None:
    seen = sent(own("upload"), ("十月.csv", ALIAS))
    assert "“高新区街道”不在单位名录中" in words(seen)
    assert seen.button("upload_commit") is None
    seen.click("upload_do_")  # 采用并记住
    assert "已作的处理（1）" in words(seen)
    noted(seen).click("upload_commit")
    assert stored("J03") == [17.2]
    assert newest().repairs[0].kind == "learned"

    again = ALIAS.replace(b"17.20", b"17.30")
    later = sent(own("upload"), ("十月改.csv", again))
    assert "不在单位名录中" not in words(later)
    assert later.button("upload_commit") is not None


def test_a_click_can_be_taken_back(opened: Open) -> None:
    seen = sent(opened("upload"), (WRONG.name, WRONG.read_bytes()))
    say = "固定资产投资!D9：“下降3.2”不是数字"
    assert say in words(seen)
    key = next(b.key for b in seen.at.button if "NOT_A_NUMBER" in (b.key or ""))
    seen.click(key)
    assert say not in words(seen)
    seen.click("upload_undecide")
    assert say in words(seen)


def test_only_the_good_rows_are_stored_when_somebody_says_so(own: Open) -> None:
    data = ALIAS + "桥西街道,固定资产投资,2026年10月,7.16\n".encode()
    seen = sent(own("upload"), ("十月.csv", data))
    assert seen.button("upload_commit") is None
    seen.click("upload_good")
    assert "不入库的内容（1处）" in words(seen)
    noted(seen).click("upload_commit")
    assert (stored("J08"), stored("J03")) == ([7.16], [17.1])


def test_a_doubt_without_a_reason_is_not_stored(own: Open) -> None:
    data = "单位,指标,报告期,数值\n桥西街道,固定资产投资,2026年10月,1.16\n".encode()
    seen = sent(own("upload"), ("十月.csv", data))
    assert any(t.key.startswith("upload_note") for t in seen.at.text_input)
    before = newest().upload
    seen.click("upload_commit")
    assert "没有写理由，没有入库" in words(seen)
    assert newest().upload == before
    noted(seen).click("upload_commit")
    assert newest().upload == before + 1
    assert {note for _code, note in newest().notes} == {"统计口径调整"}


# ④ 完成


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_good_file_is_previewed_stored_listed_and_taken_back(
    own: Open, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaking(monkeypatch, lang)
    seen = sent(own("upload", lang=lang), ("十月改.xlsx", revised()))
    assert seen.shows("7.06", "7.16", "固定资产投资!C13")
    assert stored() == [7.06]
    noted(seen).click("upload_commit")
    assert stored() == [7.16]
    assert seen.button("upload_commit") is None
    row = newest()
    assert row.name == "十月改.xlsx"
    assert seen.shows(row.name)
    assert seen.url["receipt"] == str(row.upload)

    seen.click(f"upload_undo_{row.upload}")
    assert stored() == [7.16]  # it asks first
    seen.button(f"upload_undo_{row.upload}").click()  # AppTest closes a dialog with each run
    seen.click("upload_undo_confirm")
    assert stored() == [7.06]
    assert newest().undone is not None
    assert seen.button(f"upload_undo_{row.upload}") is None


def test_the_receipt_says_what_moved_on_the_boards(own: Open) -> None:
    seen = sent(own("upload"), ("十月改.xlsx", revised(7.90)))
    noted(seen).click("upload_commit")
    said = words(seen)
    assert "桥西街道 第8位→第6位" in said
    assert "黑榜出桥西街道" in said
    links = [e.proto.query_string for e in seen.at.get("page_link")]
    assert any("board=fai" in link and "period=2026-10" in link for link in links)


def test_a_receipt_outlives_a_reload(own: Open) -> None:
    seen = sent(own("upload"), ("十月改.xlsx", revised()))
    noted(seen).click("upload_commit")
    number = newest().upload
    again = own("upload", receipt=str(number))
    assert f"回执 第{number}号" in words(again)
    assert again.shows("7.06", "7.16")
    again.click("upload_another")
    assert "receipt" not in again.url


def test_a_receipt_that_does_not_exist_is_left_out(opened: Open) -> None:
    seen = opened("upload", receipt="9999,x,²")
    assert "回执 第" not in words(seen)


def test_an_earlier_upload_is_opened_from_the_list(opened: Open) -> None:
    seen = opened("upload")
    seen.at.session_state["upload_history"] = {"selection": {"rows": [0], "columns": []}}
    seen.run()
    assert f"回执 第{newest().upload}号" in words(seen)
    assert downloads(seen, "upload_original") == ["原文件"]


def test_two_files_at_once_are_looked_at_one_by_one(own: Open) -> None:
    seen = sent(own("upload"), (WRONG.name, WRONG.read_bytes()), ("十月改.xlsx", revised()))
    assert seen.shows("固定资产投资!C5", "7.16")
    assert count(seen, "upload_commit") == 1
    assert count(seen, "upload_drop") == 2


def whole(indicator: str, name: str, measure: str) -> tuple[str, bytes]:
    """Every unit's October value of an indicator, the first a little higher than stored."""
    rows = upload.values(
        start.store(), OPERATOR, indicator=indicator, period="2026-10", measure=measure
    )
    names = {u.code: u.name for u in board.known(start.store()).units}
    rows[0]["value"] += 0.1
    lines = [f"{names[r['unit']]},{name},2026年10月,{r['value']:.1f}" for r in rows]
    return f"{indicator}.csv", "\n".join(["单位,指标,报告期,数值", *lines]).encode()


def test_all_files_without_a_question_go_at_one_click(own: Open) -> None:
    seen = own("upload")
    files = whole("good_rating", "好评率", "month"), whole("online_rate", "一网通办率", "level")
    sent(seen, *files, (WRONG.name, WRONG.read_bytes()))
    assert words(seen).count("可以提交") == 2
    before = newest().upload
    seen.click("upload_all")
    assert newest().upload == before + 2
    assert seen.url["receipt"] == f"{before + 1},{before + 2}"
    assert [p.name for p in seen.at.session_state["upload_desk"].values()] == [WRONG.name]


# 识别


def layout(period: str, value: float) -> bytes:
    """A workbook whose figures stand under a heading that the catalog does not know."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "汇总"
    sheet.append([f"{period}街道情况"])
    sheet.append(["单位", "完成情况"])
    for n, unit in enumerate(
        ["长安路街道", "青云街道", "高新园街道", "望江街道", "东风街道", "南湖街道", "柳林街道"]
    ):
        sheet.append([unit, value + n])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_column_is_asked_about_once_and_known_next_month(own: Open) -> None:
    seen = sent(own("upload"), ("九月.xlsx", layout("2026年9月", 5.5)))
    assert "待确认识别" in words(seen)
    box = next(b for b in seen.at.selectbox if b.key.startswith("upload_column"))
    assert "完成情况" in box.label
    box.set_value("fai.ytd")
    seen.run().click("upload_remember")
    assert "已记住" in words(seen)

    later = sent(own("upload"), ("十月.xlsx", layout("2026年10月", 6.5)))
    assert "待确认识别" not in words(later)
    assert "以前确认过" in words(later)


# 报送情况 · 日历


def test_the_reviewer_sees_what_is_late_and_whom_to_call(own: Open) -> None:
    own("upload")
    taken_back(FIRMS)
    seen = own("upload", tab="came")
    assert seen.at.title[0].value == "2026年10月：还有1项指标没有报齐，其中1项已过截止日"
    assert seen.shows("区市场监督管理局", "逾期未报", "0/10")
    assert "区市场监督管理局：新增注册企业全部未报（10个单位）" in seen.text
    assert len(downloads(seen, "upload_missing")) == 1


def test_with_everything_there_nobody_is_called(opened: Open) -> None:
    seen = opened("upload", tab="came")
    assert "电话催报" not in words(seen)
    assert downloads(seen, "upload_missing") == []
    assert seen.cells.count("已报齐") == 10


def test_the_calendar_shows_every_month_of_the_year(opened: Open) -> None:
    seen = opened("upload", tab="calendar")
    table = seen.at.dataframe[0].value
    fai = table[table["indicator"] == "固定资产投资"].iloc[0]
    months = [fai[f"2026-{n:02d}"] for n in range(1, 13)]
    assert months == ["", *["✓"] * 9, "12-10", "01-12"]
    assert "**12月10日**　2026年11月：" in seen.text


def test_a_stored_upload_tells_its_changes_from_the_store(own: Open) -> None:
    own("upload")
    row = next(r for r in upload.history(start.store(), OPERATOR) if "修订" in r.name)
    changes = receipt.changes(start.store(), row)
    assert ("J08", "2026-08", "5.6", "5.52") in [(c.unit, c.period, c.old, c.new) for c in changes]
    assert len(changes) == row.diff.changed


def test_a_name_like_no_other_is_given_its_unit_out_of_the_list(own: Open) -> None:
    line = ALIAS.decode().replace("高新区街道", "火炬片区")
    seen = sent(own("upload"), ("十月.csv", line.encode()))
    box = next(b for b in seen.at.selectbox if b.key.startswith("upload_unit"))
    box.set_value("J03")
    assert "不在单位名录中" not in words(seen.run())
    noted(seen).click("upload_commit")
    assert stored("J03") == [17.2]


def test_who_waits_is_told_how_many_are_ahead(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(data: bytes, name: str, on_wait: Any) -> None:
        on_wait(2)
        st.stop()  # the test looks while it waits

    monkeypatch.setattr(upload, "read", busy)
    seen = sent(opened("upload"), ("一.csv", ALIAS), ("二.csv", ALIAS))
    assert "前面还有2份文件在读" in words(seen)
    assert [s.label for s in seen.at.get("status")] == ["正在读取第1份，共2份：一.csv"]


def test_a_file_without_a_period_takes_the_chosen_one_and_says_so(opened: Open) -> None:
    data = "单位,固定资产投资\n桥西街道,7.5\n".encode()
    seen = sent(opened("upload", period="2026-10"), ("投资.csv", data))
    assert "没有写明报告期，按上面选的2026年10月读取" in words(seen)
    assert seen.shows("2026-10", "7.5")
    assert "没有写明报告期" not in words(sent(opened("upload"), ("十月.csv", ALIAS)))


def test_a_chosen_problem_shows_its_line_with_the_neighbours(opened: Open) -> None:
    seen = sent(opened("upload"), (WRONG.name, WRONG.read_bytes()))
    lines = seen.at.dataframe
    table = next(t for t in lines if "where" in t.value.columns and "what" in t.value.columns)
    row = [*table.value["where"]].index("✕ 固定资产投资!C7")
    key = f"upload_problems_{next(iter(seen.at.session_state['upload_desk']))}"
    seen.at.session_state[key] = {"selection": {"rows": [row], "columns": []}}
    seen.run()
    near = next(t.value for t in seen.at.dataframe if "C" in t.value.columns)
    assert [*near["row"]] == ["5", "6", "7", "8", "9"]
    assert near["C"].tolist()[2] == "#DIV/0!"


def test_a_sheet_that_nobody_understands_is_shown_as_it_was_read(opened: Open) -> None:
    seen = sent(opened("upload"), ("表.csv", "甲,乙,丙\n1,2,3\n4,5,6\n7,8,9\n".encode()))
    assert "无法读取" in words(seen)
    assert seen.shows("甲", "乙", "7")
