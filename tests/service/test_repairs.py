"""A person mends what was understood of a file: by hand-worked numbers, never in the file."""

from dataclasses import replace
from typing import Any

import pytest
from typed import KNOWN, codes, plan, reading, stock, together, values

from kpi.model.catalog import Unit
from kpi.model.period import Period
from kpi.model.person import OPERATOR, operator
from kpi.model.problem import Refused
from kpi.model.repair import Repair
from kpi.model.sheet import Kind, Reading, Sheet, grid
from kpi.model.upload import Plan
from kpi.service import learn, offers, repairs, upload
from kpi.store import verify
from kpi.store.engine import Store
from kpi.store.schema import journal


@pytest.fixture
def district(store: Store) -> Store:
    return stock(store)


TITLE = ["云溪区2026年10月主要指标"]
HEAD = ["单位", "固定资产投资（亿元）", "办件好评率（%）"]


def october(*rows: list[Any]) -> Reading:
    return reading(TITLE, HEAD, *rows)


def pressed(store: Store, found: Plan, code: str, label: str = "") -> offers.Offer:
    """The offer of the first problem with this code, by its label if there are several."""
    offered = repairs.offers(store, found)
    mine = next(o for p, o in offered.items() if p.code == code)
    return next(o for o in mine if label in o.label)


def test_a_name_for_this_upload_only_is_not_learned(district: Store) -> None:
    read = october(["望江街道区", 12.5, 90], ["云溪街道", 3, 91])
    found = plan(district, read)
    assert codes(found) == ["UNKNOWN_UNIT"]
    once = pressed(district, found, "UNKNOWN_UNIT", "仅本次")
    mended = plan(district, read, *once.repairs)
    assert codes(mended) == []
    assert ("J02", "fai.ytd", "2026-10", 12.5) in values(mended)
    assert codes(plan(district, read)) == ["UNKNOWN_UNIT"]


def test_a_name_adopted_is_read_next_time_without_a_repair(district: Store) -> None:
    read = october(["望江街道区", 12.5, 90])
    made = repairs.adopt(district, "望江街道区", "J02", operator("zhang"))
    assert made.kind == "learned"
    assert codes(plan(district, read, made)) == codes(plan(district, read)) == []


def test_a_name_of_another_unit_is_neither_adopted_nor_used_once(district: Store) -> None:
    read = october(["云溪街道", 12.5, 90])
    clash = Repair("alias", "J02", given="云溪街道")
    with pytest.raises(Refused) as said:
        repairs.adopt(district, "云溪街道", "J02", operator("zhang"))
    assert said.value.problems[0].code == "ALIAS_CLASH"
    found = plan(district, read, clash)
    assert codes(found) == ["ALIAS_CLASH"]
    assert ("J01", "fai.ytd", "2026-10", 12.5) in values(found)


def test_a_factor_mends_one_cell_or_the_column(district: Store) -> None:
    read = october(["云溪街道", 123456, 90], ["望江街道", 234567, 91], ["松林街道", 45, 92])
    found = plan(district, read)
    assert codes(found) == ["OUT_OF_RANGE", "OUT_OF_RANGE"]
    offer = pressed(district, found, "OUT_OF_RANGE")
    assert offer.label == "÷10000"
    one = plan(district, read, *offer.repairs)
    assert codes(one) == ["OUT_OF_RANGE"]
    assert ("J01", "fai.ytd", "2026-10", 12.3456) in values(one)
    both = plan(district, read, *offer.alike)
    assert {v for v in values(both) if v[1] == "fai.ytd"} == {
        ("J01", "fai.ytd", "2026-10", 12.3456),
        ("J02", "fai.ytd", "2026-10", 23.4567),
        ("J03", "fai.ytd", "2026-10", 45.0),
    }
    whole = plan(district, read, *offer.column)
    assert ("J03", "fai.ytd", "2026-10", 0.0045) in values(whole)


def test_a_factor_of_one_cell_goes_before_that_of_its_column(district: Store) -> None:
    read = october(["云溪街道", 200, 90], ["望江街道", 300, 91])
    column = Repair("factor", "0.1", "数据", "B3:B4")
    cell = Repair("factor", "0.5", "数据", "B4")
    for order in ((column, cell), (cell, column)):
        amounts = {v for v in values(plan(district, read, *order)) if v[1] == "fai.ytd"}
        assert amounts == {
            ("J01", "fai.ytd", "2026-10", 20.0),
            ("J02", "fai.ytd", "2026-10", 150.0),
        }


def test_a_suggested_value_is_taken_in_the_measure_of_its_column(district: Store) -> None:
    read = reading(
        TITLE,
        ["单位", "固定资产投资（万元）", "固定资产投资同比（%）"],
        ["云溪街道", 25000, "下降1.8"],
        ["望江街道", "3 0000", "增长2.5"],
    )
    found = plan(district, read)
    assert codes(found) == ["NOT_A_NUMBER"] * 3
    fell = pressed(district, found, "NOT_A_NUMBER", "改为 −1.8")
    assert [r.value for r in fell.alike] == ["-1.8", "2.5"]
    typed = Repair("value", "30000", "数据", "B4")
    assert values(plan(district, read, *fell.alike, typed)) == {
        ("J01", "fai.ytd", "2026-10", 2.5),
        ("J01", "fai.yoy", "2026-10", -1.8),
        ("J02", "fai.ytd", "2026-10", 3.0),
        ("J02", "fai.yoy", "2026-10", 2.5),
    }


def test_an_arrow_is_offered_with_both_signs(district: Store) -> None:
    read = reading(TITLE, ["单位", "固定资产投资同比（%）"], ["云溪街道", "▲5.2"], ["望江街道", 1])
    found = plan(district, read)
    labels = [o.label for o in next(iter(repairs.offers(district, found).values()))]
    assert labels == ["改为 5.2", "改为 −5.2"]
    down = pressed(district, found, "NOT_A_NUMBER", "−")
    assert ("J01", "fai.yoy", "2026-10", -5.2) in values(plan(district, read, *down.repairs))


def test_a_blank_becomes_not_applicable_and_a_dash_not_reported(district: Store) -> None:
    read = october(["云溪街道", None, 90], ["望江街道", "—", 91])
    assert ("J02", "fai.ytd", "2026-10", None) in values(plan(district, read))
    mended = plan(
        district,
        read,
        Repair("status", "not_applicable", "数据", "B3"),
        Repair("status", "not_reported", "数据", "B4"),
    )
    fai = {v for v in values(mended) if v[1] == "fai.ytd"}
    assert fai == {("J01", "fai.ytd", "2026-10", None)}


def test_a_blank_that_keeps_its_old_value_may_be_made_a_dash(district: Store) -> None:
    first = plan(district, october(["云溪街道", 5, 90], ["望江街道", 6, 91], ["松林街道", 7, 92]))
    assert upload.commit(district, first, operator("zhang")) is not None
    read = october(["云溪街道", None, 90], ["望江街道", 6, 91], ["松林街道", 7, 92])
    offer = pressed(district, plan(district, read), "BLANK_KEEPS_OLD")
    assert offer.label == "记为不适用（—）"
    mended = plan(district, read, *offer.repairs)
    assert ("J01", "fai.ytd", "2026-10", None) in values(mended)
    assert mended.diff.changed == 1


def test_a_period_conflict_is_settled_for_the_other(district: Store) -> None:
    read = reading(TITLE, HEAD, ["云溪街道", 5, 90], name="云溪区9月.xlsx")
    found = plan(district, read, hint=Period.parse("2026-09"))
    assert "PERIOD_CONFLICT" in codes(found, "warning")
    offer = pressed(district, found, "PERIOD_CONFLICT", "2026-09")
    mended = plan(district, read, *offer.repairs)
    assert mended.periods == ("2026-09",)
    assert "PERIOD_CONFLICT" not in codes(mended, "warning")


def test_a_period_may_be_stated_for_the_file_and_otherwise_for_a_sheet(district: Store) -> None:
    rows = [["单位", "固定资产投资（亿元）"], ["云溪街道", 5], ["望江街道", 6]]
    read = together(Sheet("甲", grid(rows)), Sheet("乙", grid(rows)))
    assert set(codes(plan(district, read))) == {"PERIOD_MISSING"}
    file = Repair("period", "2026-09")
    sheet = Repair("period", "2026-10", "乙")
    mended = plan(district, read, file, sheet)
    assert codes(mended) == []
    assert {(p, s) for p, s in zip(mended.panel["period"], mended.panel["sheet"], strict=True)} == {
        ("2026-09", "甲"),
        ("2026-10", "乙"),
    }


def test_a_month_typed_as_a_number_is_offered_as_both_that_it_may_be(district: Store) -> None:
    rows = (["单位", 2026.8, 2026.9, 2026.1], ["云溪街道", 5, 6, 7], ["望江街道", 1, 2, 3])
    read = reading(*rows, sheet="固定资产投资")
    found = plan(district, read)
    assert codes(found) == ["BAD_PERIOD"]
    labels = [o.label for o in next(iter(repairs.offers(district, found).values()))]
    assert labels == ["报告期改用 2026-01", "报告期改用 2026-10"]
    tenth = pressed(district, found, "BAD_PERIOD", "2026-10")
    mended = plan(district, read, *tenth.repairs)
    assert codes(mended) == []
    assert ("J01", "fai.ytd", "2026-10", 7.0) in values(mended)


def test_a_task_of_the_year_keeps_its_year_when_the_period_is_stated(district: Store) -> None:
    head = ["单位", "2026年9月固定资产投资", "2026年固定资产投资年度目标"]
    read = reading(head, ["云溪街道", 5, 60], ["望江街道", 7, 80])
    mended = plan(district, read, Repair("period", "2026-10", "数据"))
    assert {v[1:3] for v in values(mended)} == {("fai.ytd", "2026-10"), ("fai.target", "2026")}


def test_fractions_under_a_percent_head_are_raised_to_percent(district: Store) -> None:
    more = replace(KNOWN, units=(*KNOWN.units, Unit("J04", "河西街道", "街道")))
    stock(district, more)
    read = reading(
        TITLE, ["单位", "办件好评率（%）"], ["云溪街道", 0.912], ["望江街道", 0.934],
        ["松林街道", 0.95], ["河西街道", 0.87],
    )  # fmt: skip
    found = plan(district, read)
    offer = pressed(district, found, "SCALE_SUSPECT")
    assert (offer.label, [r.cell for r in offer.column]) == ("×100", ["B3:B6"])
    mended = plan(district, read, *offer.column)
    assert "SCALE_SUSPECT" not in codes(mended, "warning")
    assert {v[3] for v in values(mended)} == {91.2, 93.4, 95.0, 87.0}


def test_a_text_that_is_no_period_is_given_one(district: Store) -> None:
    read = reading(
        ["单位", "报告期", "固定资产投资（亿元）"],
        ["云溪街道", "十三月", 5],
        ["望江街道", "2026年9月", 6],
        ["松林街道", "十三月", 7],
    )
    assert codes(plan(district, read)) == ["BAD_PERIOD", "BAD_PERIOD"]
    mended = plan(district, read, Repair("period", "2026-10", "数据", given="十三月"))
    assert codes(mended) == []
    assert sorted(zip(mended.panel["unit"], mended.panel["period"], strict=True)) == [
        ("J01", "2026-10"),
        ("J02", "2026-09"),
        ("J03", "2026-10"),
    ]


def test_months_without_a_year_take_it_from_the_period_that_is_stated(district: Store) -> None:
    rows = (["单位", "9月", "10月"], ["云溪街道", 5, 6], ["望江街道", 7, 8])
    read = reading(*rows, sheet="固定资产投资")
    assert codes(plan(district, read)) == ["PERIOD_NO_YEAR", "PERIOD_NO_YEAR"]
    mended = plan(district, read, Repair("period", "2026-10", "固定资产投资"))
    assert ("J01", "fai.ytd", "2026-09", 5.0) in values(mended)
    assert ("J02", "fai.ytd", "2026-10", 8.0) in values(mended)


def test_of_two_lines_that_contradict_each_other_one_is_kept(district: Store) -> None:
    read = october(["云溪街道", 5, 90], ["望江街道", 6, 91], ["云溪街道", 8, 95])
    found = plan(district, read)
    assert codes(found) == ["DUPLICATE_CONFLICT", "DUPLICATE_CONFLICT"]
    later = pressed(district, found, "DUPLICATE_CONFLICT", "保留 B5")
    assert [r.cell for r in later.repairs] == ["B3"]
    assert [r.cell for r in later.alike] == ["B3", "C3"]
    mended = plan(district, read, *later.alike)
    assert codes(mended) == []
    assert {v for v in values(mended) if v[0] == "J01"} == {
        ("J01", "fai.ytd", "2026-10", 8.0),
        ("J01", "rate.level", "2026-10", 95.0),
    }


def test_of_two_columns_with_one_head_one_is_kept(district: Store) -> None:
    read = reading(
        TITLE, ["单位", "固定资产投资", "固定资产投资"], ["云溪街道", 5, 6], ["望江街道", 7, 8]
    )
    found = plan(district, read)
    assert codes(found) == ["DUPLICATE_HEADER"]
    offer = pressed(district, found, "DUPLICATE_HEADER", "保留 C2")
    mended = plan(district, read, *offer.repairs)
    assert values(mended) == {
        ("J01", "fai.ytd", "2026-10", 6.0),
        ("J02", "fai.ytd", "2026-10", 8.0),
    }


def test_only_the_good_rows_are_taken_in_and_the_others_are_told(district: Store) -> None:
    read = october(["云溪街道", 5, "坏"], ["望江街道", 6, 91], ["火星街道", 7, 92])
    found = plan(district, read)
    assert (found.outcome, codes(found)) == ("reject", ["UNKNOWN_UNIT", "NOT_A_NUMBER"])
    choice = offers.leaving_out(found)
    assert choice is not None
    mended = plan(district, read, *choice.repairs)
    assert mended.outcome == "accept"
    assert values(mended) == {
        ("J02", "fai.ytd", "2026-10", 6.0),
        ("J02", "rate.level", "2026-10", 91.0),
    }
    assert [p.code for p in mended.left_out] == ["UNKNOWN_UNIT", "NOT_A_NUMBER"]
    assert [s.range for s in mended.skipped if s.reason == "left_out"] == ["A3:C3", "A5:C5"]
    told = next(p for p in mended.problems if p.code == "LEFT_OUT")
    assert told.sentence() == "2处错误，按选择没有导入：数据!3、数据!5。"
    assert "LEFT_OUT" in upload.needs_note(mended)


def test_with_no_good_row_nothing_is_taken_in(district: Store) -> None:
    read = october(["云溪街道", 5, "坏"])
    mended = plan(district, read, Repair("good_rows", "yes"))
    assert (mended.outcome, codes(mended)) == ("reject", ["NO_DATA"])


def test_what_a_column_means_is_said_by_a_person(district: Store) -> None:
    read = reading(
        TITLE, ["单位", "投资完成（亿元）", "备用"], ["云溪街道", 5, 1], ["望江街道", 6, 2]
    )
    found = plan(district, read)
    first = found.tables[0]
    assert [(h.target, h.by) for h in first.headings] == [("unit", "exact"), ("", ""), ("", "")]
    said = first.headings[1].choice("fai.ytd")
    mended = plan(district, read, said, first.headings[2].choice("ignore"))
    assert values(mended) == {
        ("J01", "fai.ytd", "2026-10", 5.0),
        ("J02", "fai.ytd", "2026-10", 6.0),
    }
    assert "UNMAPPED_COLUMN" not in [p.code for p in mended.problems]
    assert [(h.target, h.by) for h in mended.tables[0].headings[1:]] == [
        ("fai.ytd", "person"),
        ("ignore", "person"),
    ]


def test_an_unknown_head_is_offered_what_it_is_like_and_to_be_ignored(district: Store) -> None:
    head = ["单位", "固定资产投资额（亿元）", "固定资产投资总额同比（%）", "走访次数"]
    read = reading(TITLE, head, ["云溪街道", 5, 1.5, 3], ["望江街道", 6, 2.5, 4])
    found = plan(district, read)
    assert [h.near for h in found.tables[0].headings] == ["", "fai.ytd", "fai.yoy", ""]
    labels = {
        p.given: [o.label for o in mine]
        for p, mine in repairs.offers(district, found).items()
        if p.code == "UNMAPPED_COLUMN"
    }
    assert labels == {
        "固定资产投资额（亿元）": ["是“固定资产投资 累计”？", "忽略这一项"],
        "固定资产投资总额同比（%）": ["是“固定资产投资 同比增速”？", "忽略这一项"],
        "走访次数": ["忽略这一项"],
    }
    asked = pressed(district, found, "UNMAPPED_COLUMN", "是")
    assert values(plan(district, read, *asked.repairs)) == {
        ("J01", "fai.ytd", "2026-10", 5.0),
        ("J02", "fai.ytd", "2026-10", 6.0),
    }


def test_a_recognised_column_may_be_said_to_mean_something_else(district: Store) -> None:
    read = october(["云溪街道", 5, 90])
    heads = plan(district, read).tables[0].headings
    mended = plan(district, read, heads[1].choice("retail.ytd"), heads[2].choice("ignore"))
    assert values(mended) == {("J01", "retail.ytd", "2026-10", 5.0)}


def test_a_sheet_whose_header_is_unknown_is_read_once_a_column_is_named(district: Store) -> None:
    read = reading(
        ["", "子项", "丑项", "寅项"],
        ["云溪街道", 5, 6, 1],
        ["望江街道", 7, 8, 2],
    )
    found = plan(district, read, hint=Period.parse("2026-10"))
    assert codes(found) == ["HEADER_NOT_FOUND"]
    shown = found.tables[0]
    assert (shown.read, [h.path for h in shown.headings if h.role != "unit"]) == (
        False,
        [("子项",), ("丑项",), ("寅项",)],
    )
    said = [h.choice("fai.ytd") for h in shown.headings if h.path == ("子项",)]
    mended = plan(district, read, *said, hint=Period.parse("2026-10"))
    assert values(mended) == {
        ("J01", "fai.ytd", "2026-10", 5.0),
        ("J02", "fai.ytd", "2026-10", 7.0),
    }
    assert "HEADER_NOT_FOUND" not in [p.code for p in mended.problems]


def test_a_row_that_names_an_unknown_indicator_is_told_or_ignored(district: Store) -> None:
    read = reading(
        ["指标", "云溪街道", "望江街道"],
        ["固定资产投资", 5, 6],
        ["投资二", 7, 8],
        ["投资三", 9, 9],
    )
    october_ = Period.parse("2026-10")
    rows = {h.path: h for h in plan(district, read, hint=october_).tables[0].headings}
    said = (rows["投资二",].choice("retail.ytd"), rows["投资三",].choice("ignore"))
    mended = plan(district, read, *said, hint=october_)
    assert values(mended) == {
        ("J01", "fai.ytd", "2026-10", 5.0),
        ("J02", "fai.ytd", "2026-10", 6.0),
        ("J01", "retail.ytd", "2026-10", 7.0),
        ("J02", "retail.ytd", "2026-10", 8.0),
    }
    assert "UNMAPPED_COLUMN" not in [p.code for p in mended.problems]


def test_confidence_is_the_share_of_values_whose_keys_are_known(district: Store) -> None:
    read = october(["云溪街道", 5, 90], ["望江街道", 6, None])
    table = plan(district, read).tables[0]
    assert (table.confidence, table.settled) == (1.0, False)
    assert [h.values for h in table.headings] == [2, 2, 1]
    undated = reading(HEAD, ["云溪街道", 5, 90], ["望江街道", 6, None])
    assert plan(district, undated).tables[0].confidence == 0


def test_the_reading_is_never_changed(district: Store) -> None:
    read = october(["云溪街道", 123456, "下降1.8"], ["望江街道", "—", None])
    before = [(s.grid.kinds.copy(), s.grid.numbers.copy(), s.grid.texts) for s in read.sheets]
    mended = plan(
        district,
        read,
        Repair("factor", "0.0001", "数据", "B3"),
        Repair("value", "-1.8", "数据", "C3"),
        Repair("status", "not_reported", "数据", "B4"),
    )
    for (kinds, numbers, texts), sheet in zip(before, read.sheets, strict=True):
        assert (sheet.grid.kinds == kinds).all()
        assert sheet.grid.texts == texts
        at = kinds != Kind.BLANK
        assert (sheet.grid.numbers[at] == numbers[at]).all()
    assert (mended.data, mended.facts) == (read.data, read.facts)


def test_the_stored_file_is_the_one_that_came(district: Store) -> None:
    read = october(["云溪街道", 123456, 90])
    made = plan(district, read, Repair("factor", "0.0001", "数据", "B3"))
    receipt = upload.commit(district, made, operator("zhang"), "converted")
    assert receipt is not None
    assert upload.original(district, made.facts.sha256, OPERATOR) == read.data


def test_repairs_stand_on_the_upload_its_receipt_and_the_journal(district: Store) -> None:
    made = Repair("factor", "0.0001", "数据", "B3", code="OUT_OF_RANGE")
    idle = Repair("factor", "10", "数据", "Z99")
    mended = plan(district, october(["云溪街道", 123456, 90]), made, idle)
    notes = {code: f"核对过{code}" for code in upload.needs_note(mended)}
    answer = upload.submit(district, mended, operator("zhang"), notes)
    assert answer.receipt is not None
    assert answer.receipt.repairs == (made,)
    row = upload.history(district, OPERATOR)[0]
    assert (row.repairs, dict(row.notes)) == ((made,), notes)
    assert repairs.sentences(district, row.repairs) == ("数据!B3 乘以 0.0001",)
    with district.read() as tx:
        line = tx.con.execute(journal.select().order_by(journal.c.n.desc())).first()
    assert line is not None
    assert '"factor"' in line.detail
    assert "核对过" in line.detail
    assert verify.prove(district).breaks == ()


def test_every_warning_asks_for_a_note_of_its_own(district: Store) -> None:
    mended = plan(district, october(["云溪街道", "5①", 90]))
    assert upload.needs_note(mended) == ("FOOTNOTE_STRIPPED", "UNITS_ABSENT")
    silent = upload.submit(district, mended, operator("zhang"), {"UNITS_ABSENT": "两街道次日补报"})
    assert (silent.receipt, silent.unconfirmed) == (None, ("FOOTNOTE_STRIPPED",))
    assert upload.history(district, OPERATOR) == ()
    blank = upload.submit(
        district, mended, operator("zhang"), dict.fromkeys(("UNITS_ABSENT",), "  ")
    )
    assert blank.unconfirmed == ("FOOTNOTE_STRIPPED", "UNITS_ABSENT")
    given = {"FOOTNOTE_STRIPPED": "初步数", "UNITS_ABSENT": "两街道次日补报"}
    assert upload.submit(district, mended, operator("zhang"), given).receipt is not None
    assert upload.history(district, OPERATOR)[0].note == "初步数；两街道次日补报"
    again = upload.submit(district, mended, operator("zhang"), given)
    assert (again.receipt, again.stored_before) == (None, True)


def test_one_note_by_command_confirms_every_warning(district: Store) -> None:
    mended = plan(district, october(["云溪街道", "5①", 90]))
    assert upload.commit(district, mended, operator("zhang"), "都核对过") is not None
    assert dict(upload.history(district, OPERATOR)[0].notes) == {
        "FOOTNOTE_STRIPPED": "都核对过",
        "UNITS_ABSENT": "都核对过",
    }


def test_an_error_is_answered_not_raised(district: Store) -> None:
    answer = upload.submit(
        district, plan(district, october(["火星街道", 5, 90])), operator("zhang"), {}
    )
    assert answer.receipt is None
    assert "UNKNOWN_UNIT" in [p.code for p in answer.problems]


def test_a_value_that_changed_since_stops_a_mended_plan_too(district: Store) -> None:
    made = Repair("factor", "0.0001", "数据", "B3")
    mine = plan(district, october(["云溪街道", 123456, 90], ["望江街道", 1, 91]), made)
    other = plan(district, october(["云溪街道", 9, 90]))
    assert upload.commit(district, other, operator("li"), "first") is not None
    notes = dict.fromkeys(upload.needs_note(mine), "核对过")
    answer = upload.submit(district, mine, operator("zhang"), notes)
    assert (answer.receipt, [p.code for p in answer.problems]) == (None, ["DATA_CHANGED"])


def test_repairs_of_different_places_may_come_in_any_order(district: Store) -> None:
    read = october(
        ["望江街道区", 123456, "下降1.8"],
        ["云溪街道", "—", None],
        ["松林街道", 7, 95],
        ["松林街道", 8, 95],
    )
    made = [
        Repair("alias", "J02", given="望江街道区"),
        Repair("factor", "0.0001", "数据", "B3"),
        Repair("value", "1.8", "数据", "C3"),
        Repair("status", "not_reported", "数据", "B4"),
        Repair("status", "not_applicable", "数据", "C4"),
        Repair("drop", "", "数据", "B5"),
        Repair("period", "2026-09", "数据"),
    ]
    expected = values(plan(district, read, *made))
    assert expected == {
        ("J02", "fai.ytd", "2026-09", 12.3456),
        ("J02", "rate.level", "2026-09", 1.8),
        ("J01", "rate.level", "2026-09", None),
        ("J03", "fai.ytd", "2026-09", 8.0),
        ("J03", "rate.level", "2026-09", 95.0),
    }
    for turn in range(1, len(made)):
        again = plan(district, read, *made[turn:], *made[:turn][::-1])
        assert (values(again), again.idle) == (expected, ())


def test_a_repair_that_finds_nothing_is_told(district: Store) -> None:
    read = october(["云溪街道", 5, 90])
    lost = (
        Repair("factor", "10", "数据", "Z99"),
        Repair("alias", "J02", given="没有这个名字"),
        Repair("period", "2026-09", "别的表"),
    )
    found = plan(district, read, *lost)
    assert found.idle == lost
    assert values(found) == values(plan(district, read))


def test_detection_explains_itself(district: Store) -> None:
    said = repairs.explain(district, plan(district, october(["云溪街道", 5, 90])))
    assert said == (
        "数据!A2 起的表：一行一个单位，一列一项指标，1个单位；认出2项，未认出0项。",
        "单位在A列（名称相同）。",
        "“固定资产投资（亿元）”是固定资产投资 累计（名称相同）。",
        "“办件好评率（%）”是办件好评率 时点（名称相同）。",
        "报告期2026-10，取自数据!A1。",
    )


def test_a_choice_of_columns_begins_with_the_indicators_own_measure(district: Store) -> None:
    said = dict(repairs.choices(district))
    targets = list(said)
    assert targets[:7] == ["unit", "period", "uom", "indicator", "value", "ignore", "fai.ytd"]
    assert targets.index("rate.level") < targets.index("rate.ytd")
    assert (said["ignore"], said["fai.yoy"]) == ("忽略", "固定资产投资 同比增速")


def test_a_file_of_an_unknown_unit_may_not_use_a_word_that_says_something_else(
    district: Store,
) -> None:
    with pytest.raises(Refused):
        learn.learn_alias(district, "J01", "合计", operator("zhang"))
    found = plan(district, october(["合计", 5, 90]), Repair("alias", "J01", given="合计"))
    assert "CATALOG_VALUE" in codes(found)


def test_a_unit_that_retired_is_no_answer(district: Store) -> None:
    gone = replace(KNOWN.units[0], code="J09", name="旧街道", until="2025-12")
    stock(district, replace(KNOWN, units=(*KNOWN.units, gone)))
    found = plan(district, october(["老旧街", 5, 90]), Repair("alias", "J09", given="老旧街"))
    assert codes(found) == ["UNIT_NOT_ACTIVE"]
    assert isinstance(gone, Unit)
