"""What a person said of a file's columns is known of next month's, without a click."""

import pytest
from typed import KNOWN, plan, reading, stock, values

from kpi.intake.table import told
from kpi.model.person import operator
from kpi.model.sheet import Reading
from kpi.service import repairs
from kpi.store import mappings
from kpi.store.engine import Act, Store


@pytest.fixture
def district(store: Store) -> Store:
    return stock(store)


SEPTEMBER = [["云溪区2026年9月指标"], ["单位", "投资额", "好评", "备注栏"],
             ["云溪街道", 5, 90, 1], ["望江街道", 6, 91, 2]]  # fmt: skip
NEXT_MONTH = [["云溪区2026年10月指标"], ["单位", "投资额", "好评", "备注栏"],
              ["望江街道", 8, 93, 2], ["云溪街道", 7, 92, 1]]  # fmt: skip
MEANT = ("unit", "fai.ytd", "rate.level", "ignore")


def confirmed(district: Store) -> None:
    """September's file named column by column by a person, and remembered."""
    read = reading(*SEPTEMBER, sheet="9月")
    heads = plan(district, read).tables[0].headings
    said = [h.choice(target) for h, target in zip(heads, MEANT, strict=True)]
    mended = plan(district, read, *said)
    assert mended.settled is False
    assert repairs.confirm(district, mended, operator("zhang")) == 4


def test_the_next_months_file_needs_no_click(district: Store) -> None:
    confirmed(district)
    following = plan(district, reading(*NEXT_MONTH, sheet="10月"))
    assert following.settled
    assert {h.by for h in following.tables[0].headings} == {"memory"}
    assert values(following) == {
        ("J01", "fai.ytd", "2026-10", 7.0),
        ("J01", "rate.level", "2026-10", 92.0),
        ("J02", "fai.ytd", "2026-10", 8.0),
        ("J02", "rate.level", "2026-10", 93.0),
    }
    assert [p.code for p in following.problems if p.code == "UNMAPPED_COLUMN"] == []


def test_a_retired_code_silences_the_memory_of_its_column_alone(district: Store) -> None:
    confirmed(district)
    read = reading(*NEXT_MONTH, sheet="10月")
    layout = plan(district, read).tables[0].fingerprint
    with district.write("zhang", Act.MAPPING) as tx:  # as if fai had been another code then
        mappings.confirm(tx, layout, told.remembered([(("投资额",), "gone.ytd")]))
    following = plan(district, read)
    assert [(h.target, h.by) for h in following.tables[0].headings] == [
        ("unit", "memory"),
        ("", ""),
        ("rate.level", "memory"),
        ("ignore", "memory"),
    ]
    assert following.settled is False


def test_a_person_goes_before_the_memory_and_may_silence_it(district: Store) -> None:
    confirmed(district)
    read = reading(*NEXT_MONTH, sheet="10月")
    heads = plan(district, read).tables[0].headings
    other = plan(district, read, heads[1].choice("retail.ytd"))
    assert ("J01", "retail.ytd", "2026-10", 7.0) in values(other)
    unaided = plan(district, read, heads[1].choice(""))
    assert [h.target for h in unaided.tables[0].headings][1] == ""


def test_a_series_that_grows_by_a_month_is_remembered(district: Store) -> None:
    def series(*months: int) -> Reading:
        rows = [["云溪区2026年投资"], ["单位", *(f"{m}月" for m in months)]]
        units = [[u.name, *(float(m) for m in months)] for u in KNOWN.units]
        return reading(*rows, *units, sheet="表一")

    first = plan(district, series(8, 9))
    heads = [h for h in first.tables[0].headings if h.target != "unit"]
    mended = plan(district, series(8, 9), *(h.choice("fai.ytd") for h in heads))
    repairs.confirm(district, mended, operator("zhang"))
    following = plan(district, series(8, 9, 10))
    assert following.settled
    assert ("J03", "fai.ytd", "2026-10", 10.0) in values(following)


def test_columns_alike_but_for_their_digits_are_remembered_apart(district: Store) -> None:
    rows = (["云溪区2026年9月"], ["单位", "项目1", "项目2"], ["云溪街道", 5, 6], ["望江街道", 7, 8])
    heads = plan(district, reading(*rows)).tables[0].headings
    said = (heads[1].choice("fai.ytd"), heads[2].choice("retail.ytd"))
    repairs.confirm(district, plan(district, reading(*rows), *said), operator("zhang"))
    following = plan(district, reading(["云溪区2026年10月"], *rows[1:]))
    assert [h.target for h in following.tables[0].headings] == ["unit", "fai.ytd", "retail.ytd"]
    assert following.settled


def test_a_named_header_that_was_not_found_is_remembered(district: Store) -> None:
    rows = (["", "子项", "丑项"], ["云溪街道", 5, 6], ["望江街道", 7, 8])
    september = reading(*rows, name="2026年9月.xlsx")
    heads = plan(district, september).tables[0].headings
    targets = {("子项",): "fai.ytd", ("丑项",): "ignore"}
    said = [h.choice(targets[h.path]) for h in heads if h.path in targets]
    repairs.confirm(district, plan(district, september, *said), operator("zhang"))
    following = plan(district, reading(*rows, name="2026年10月.xlsx"))
    assert values(following) == {
        ("J01", "fai.ytd", "2026-10", 5.0),
        ("J02", "fai.ytd", "2026-10", 7.0),
    }


def test_rows_that_name_indicators_are_remembered(district: Store) -> None:
    def by_row(month: int) -> Reading:
        return reading(
            [f"2026年{month}月"], ["指标", "云溪街道", "望江街道"], ["投资二", 5, month],
            ["固定资产投资", 1, 2],
        )  # fmt: skip

    heads = {h.path: h for h in plan(district, by_row(9)).tables[0].headings}
    mended = plan(district, by_row(9), heads["投资二",].choice("retail.ytd"))
    repairs.confirm(district, mended, operator("zhang"))
    following = plan(district, by_row(10))
    assert ("J02", "retail.ytd", "2026-10", 10.0) in values(following)
    assert following.settled


def test_two_columns_of_one_name_are_remembered_by_their_order(district: Store) -> None:
    def grown(month: int) -> Reading:
        head = ["单位", "固定资产投资", "同比", "社会消费品零售总额", "同比"]
        rows = ["云溪街道", 5, 1.5, 8, 2.5], ["望江街道", 6, 3.5, 9, 4.5]
        return reading([f"云溪区2026年{month}月"], head, *rows)

    assert repairs.confirm(district, plan(district, grown(9)), operator("zhang")) == 5
    following = plan(district, grown(10))
    assert following.settled
    assert ("J01", "fai.yoy", "2026-10", 1.5) in values(following)
    assert ("J01", "retail.yoy", "2026-10", 2.5) in values(following)


def test_the_last_word_on_columns_alike_but_for_digits_holds(district: Store) -> None:
    rows = (["云溪区2026年9月"], ["单位", "项目1", "项目2"], ["云溪街道", 5, 6], ["望江街道", 7, 8])
    heads = plan(district, reading(*rows)).tables[0].headings
    for second in ("retail.ytd", "ignore"):
        said = (heads[1].choice("fai.ytd"), heads[2].choice(second))
        repairs.confirm(district, plan(district, reading(*rows), *said), operator("zhang"))
    following = plan(district, reading(["云溪区2026年10月"], *rows[1:]))
    assert [h.target for h in following.tables[0].headings] == ["unit", "fai.ytd", "ignore"]


def test_what_is_still_unknown_is_not_remembered(district: Store) -> None:
    rows = (["云溪区2026年9月"], ["单位", "投资额", "走访"], ["云溪街道", 5, 6], ["望江街道", 7, 8])
    heads = plan(district, reading(*rows)).tables[0].headings
    found = plan(district, reading(*rows), heads[1].choice("fai.ytd"))
    assert repairs.confirm(district, found, operator("zhang")) == 2
    following = plan(district, reading(["云溪区2026年10月"], *rows[1:]))
    assert [h.by for h in following.tables[0].headings] == ["memory", "memory", ""]
    assert not following.settled
