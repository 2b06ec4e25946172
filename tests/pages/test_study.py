"""推演 and 管理: nothing is official before it is saved, and what is saved is a version."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from kpi.model.period import Period
from kpi.model.person import Person, operator
from kpi.service import admin, board, start, study
from pages.parts import firmness, session

Open = Any
PAGES = Path(__file__).parents[2] / "pages"
OCTOBER = Period.parse("2026-10")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", ["study", "setup"])
def test_both_pages_open_in_both_languages(opened: Open, page: str, lang: str) -> None:
    seen = opened(page, lang=lang)
    assert len(seen.at.title) == 1


def slider(seen: Any, item: str) -> Any:
    return next(s for s in seen.at.slider if item in s.key)


def test_a_trial_says_that_it_is_not_the_official_board(opened: Open) -> None:
    seen = opened("study", board="economy")
    assert "推演结果，不是正式榜单" in seen.text
    assert [s.value for s in seen.at.slider] == [30, 20, 15, 15, 10, 10]
    assert "推演结果：红榜不变；黑榜不变。" in seen.text


def test_moving_a_weight_ranks_again_and_names_who_comes_and_goes(opened: Open) -> None:
    """Without investment's completion 高新园 passes 青云, as leaving it out says below."""
    seen = opened("study", board="economy")
    slider(seen, "fai.completion").set_value(0.0)
    seen.run()
    assert "红榜进高新园街道，出青云街道" in seen.text
    assert seen.shows("↑1", "↓1")
    seen.click("study_reset")
    assert "推演结果：红榜不变；黑榜不变。" in seen.text


def test_without_any_weight_there_is_a_sentence_instead_of_a_list(opened: Open) -> None:
    seen = opened("study", board="service")
    for one in seen.at.slider:
        one.set_value(0.0)
    seen.run()
    assert "权重不能全部为0" in seen.text.replace("\\", "")


def test_a_board_of_one_item_has_no_weights_to_move(opened: Open) -> None:
    seen = opened("study", board="fai")
    assert len(seen.at.slider) == 0
    assert "没有权重可调" in seen.text


def test_how_firm_each_place_is_stands_in_words(opened: Open) -> None:
    seen = opened("study", board="economy")
    assert seen.shows("稳固", "较稳", "8/8", "5/8", "百分位")


def test_a_chip_says_how_often_a_unit_stands_where_it_stands(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened("study", board="economy")
    edition = board.drawn(start.store(), "economy", OCTOBER)
    monkeypatch.setattr(session, "drafts", lambda: True)
    assert firmness.chip(edition, "J01").replace("\u2060", "") == "稳健度 稳固（100.0%）"
    assert firmness.chip(edition, "Q01") == ""


def test_growth_of_counts_is_shown_with_the_range_of_chance(own: Open) -> None:
    """A town's 新增注册企业 are a few hundred: some ± 10 % are chance."""
    own("study")
    store = start.store()
    plain = board.known(store).board["economy"].rule.to_json()
    plain["items"].append({"item": "new_enterprises.yoy", "method": "efficacy", "weight": 5})
    study.save_rule(store, "economy", plain, operator("wangwu"), "云经调发〔2026〕8号")
    seen = own("study", board="economy")
    assert "小基数增速" in seen.text
    assert seen.shows("与组均")


def test_the_rehearsal_names_gaps_and_past_periods(opened: Open) -> None:
    seen = opened("setup", board="service")  # red from 85, black below 80
    assert "红榜和黑榜条件都不符合" in seen.text
    assert "过去12期名单都不变" in seen.text


def test_the_rehearsal_claims_no_gap_that_another_way_onto_the_list_fills(opened: Open) -> None:
    assert "红榜和黑榜条件都不符合" not in opened("setup", board="economy").text


def field(seen: Any, kind: str, end: str) -> Any:
    return next(w for w in getattr(seen.at, kind) if (w.key or "").endswith(end))


def test_a_changed_seat_shows_what_it_would_have_done(opened: Open) -> None:
    seen = opened("setup", board="fai")
    field(seen, "text_input", "街道_red").set_value("1")
    seen.run()
    assert "期名单会变" in seen.text
    assert seen.shows("出")


def test_a_new_item_comes_with_its_method_and_is_rehearsed(opened: Open) -> None:
    seen = opened("setup", board="fai")
    items = field(seen, "multiselect", "_items")
    items.set_value([*items.value, "industry_va.yoy"])
    seen.run()
    assert field(seen, "selectbox", "industry_va.yoy_m").value == "efficacy"
    assert "期名单" in seen.text
    assert len(seen.at.multiselect) == 1


def test_a_fault_is_named_by_its_field_and_nothing_can_be_saved(opened: Open) -> None:
    seen = opened("setup", board="fai")
    field(seen, "text_area", "_red_when").set_value("completion 大于 5")
    seen.run()
    assert "红榜的条件：“completion 大于 5”写法不对" in seen.text.replace("\\", "")
    assert seen.button("setup_save") is None


def test_a_rule_is_saved_as_a_version_only_with_a_document(own: Open) -> None:
    seen = own("setup", board="fai")
    field(seen, "number_input", "_min_group").set_value(3)
    seen.run().click("setup_save")
    assert "请填写文号" in seen.text
    field(seen, "text_input", "_document").set_value("云经调发〔2026〕8号")
    seen.run().click("setup_save")
    assert "已保存为第2版" in seen.text
    versions = study.versions(start.store(), "fai")
    assert [v.version for v in versions] == [2, 1]
    assert board.drawn(start.store(), "fai", OCTOBER).spec.rule.scope.min_group == 3


def workbook(change: bool) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(admin.catalog_book(start.store())))
    if change:
        sheet = book["单位"]
        names = [c.value for c in sheet[1]]
        row = next(r for r in sheet.iter_rows(min_row=2) if r[0].value == "J08")
        row[names.index("备注")].value = "2026年新设"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_a_catalog_is_shown_before_it_is_taken(own: Open) -> None:
    seen = own("setup", part="catalog")
    seen.at.file_uploader[0].upload("名录.xlsx", workbook(change=True))
    seen.run()
    assert seen.shows("修改", "备注：—→2026年新设")
    before = board.known(start.store()).unit["J08"].note
    seen.click("setup_take")
    assert (before, board.known(start.store()).unit["J08"].note) == ("", "2026年新设")
    assert "名录已导入：新增0，修改1" in seen.text


def test_the_same_catalog_has_nothing_to_take(own: Open) -> None:
    seen = own("setup", part="catalog")
    seen.at.file_uploader[0].upload("名录.xlsx", workbook(change=False))
    seen.run()
    assert "没有需要导入的内容" in seen.text
    assert seen.button("setup_take") is None


def test_what_is_no_catalog_is_refused(own: Open) -> None:
    seen = own("setup", part="catalog")
    seen.at.file_uploader[0].upload("名录.xlsx", b"no workbook")
    seen.run()
    assert "名录没有导入" in seen.text


def test_an_empty_instance_says_what_to_do_first(bare: Open) -> None:
    start.store()
    assert "还没有名录：先导入，再报送。" in bare("study").text
    assert "请先导入名录" in bare("setup").text


@pytest.mark.parametrize("page", ["study", "setup"])
def test_without_the_right_a_page_shows_nothing(opened: Open, page: str, signed_in: Any) -> None:
    opened()
    signed_in(Person("nobody", "", frozenset()))
    at = AppTest.from_file(PAGES / f"{page}.py", default_timeout=60).run()
    assert [text.value for text in at.markdown] == ["没有查看本页的权限。"]
