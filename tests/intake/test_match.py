"""Which header means which indicator and measure, and what is left out with its reason."""

from collections.abc import Iterator

import pytest
from office import DISTRICT, mapped, october, places, read, sheet, values

from kpi.intake.match import touches
from kpi.intake.table.lexicon import Lexicon
from kpi.intake.words.names import Names
from kpi.model.catalog import Alias, Catalog, Indicator, Unit
from kpi.model.measure import Measure
from kpi.model.period import Period

NAMES = Names(DISTRICT)
SPLIT = Catalog(  # a catalog with one measure per indicator
    (Unit("U1", "东关街道", "镇街"),),
    (
        Indicator("fai_cum", "固定资产投资累计", "亿元", aliases=("固投累计",)),
        Indicator(
            "fai_yoy",
            "固定资产投资累计同比",
            "%",
            measure=Measure.YOY,
            aliases=("固定资产投资同比",),
        ),
        Indicator("fai_cur", "固定资产投资当月", "亿元", measure=Measure.MONTH),
        Indicator("firms", "新增注册企业", "户", measure=Measure.MONTH),
        Indicator("firms_cum", "新增注册企业累计", "户", aliases=("1-N月新增注册企业",)),
    ),
)


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        (("固定资产投资（亿元）",), ("fai", "ytd")),
        (("固投",), ("fai", "ytd")),
        (("固定资产投资", "累计"), ("fai", "ytd")),
        (("固定资产投资", "当月"), ("fai", "month")),
        (("固定资产投资", "同比增速（%）"), ("fai", "yoy")),
        (("固定资产投资", "累计同比"), ("fai", "yoy")),
        (("固定资产投资", "年度目标"), ("fai", "target")),
        (("固定资产投资", "位次"), ("fai", "rank")),
        (("经济指标", "社零总额"), None),
        (("经济指标", "社零", "累计", "同比±%"), ("retail", "yoy")),
        (("规上工业增加值累计增长(%)",), ("industry", "yoy")),
        (("新增企业（户）",), ("firms", "month")),
        (("固定资产投资", "当月同比"), None),
        (("工业固定资产投资",), None),
        (("固定资产投资（含园区）",), None),
        (("固定资产投资", "完成率"), None),
    ],
)
def test_a_header_path_names_an_indicator_and_its_measure(
    path: tuple[str, ...], meant: tuple[str, str] | None
) -> None:
    assert NAMES.read(path).target == meant


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        (("固定资产投资累计",), "fai_cum"),
        (("固定资产投资", "累计"), "fai_cum"),
        (("固定资产投资", "同比"), "fai_yoy"),
        (("固定资产投资累计增长(%)",), "fai_yoy"),
        (("固定资产投资", "当月值"), "fai_cur"),
        (("1-10月新增注册企业",), "firms_cum"),
        (("新增注册企业",), "firms"),
    ],
)
def test_a_growth_with_an_indicator_of_its_own_is_that_indicator(
    path: tuple[str, ...], meant: str
) -> None:
    target = Names(SPLIT).read(path).target
    assert target is not None
    assert target[0] == meant


def test_an_indicator_of_growth_alone_needs_no_growth_word_in_its_name() -> None:
    names = Names(Catalog((), (Indicator("ind", "规上工业增加值", "%", measure=Measure.YOY),)))
    assert names.read(("规上工业增加值", "累计同比增速（%）")).target == ("ind", "yoy")
    assert names.read(("规上工业增加值",)).target == ("ind", "yoy")


def test_a_name_that_two_indicators_share_is_left_open() -> None:
    assert {code for code, _ in Names(SPLIT).read(("固定资产投资",)).targets} == {
        "fai_cum",
        "fai_cur",
    }


def test_an_exact_alias_wins_over_splitting_the_name() -> None:
    indicators = (
        Indicator("loan", "贷款余额", "亿元", measure=Measure.LEVEL),
        Indicator("other", "贷款", "亿元"),
    )
    assert Names(Catalog((), indicators)).read(("贷款余额",)).target == ("loan", "level")


def test_a_learned_alias_may_name_a_measure() -> None:
    catalog = Catalog(
        DISTRICT.units, DISTRICT.indicators, (), (Alias("indicator", "投资涨幅", "fai.yoy"),)
    )
    assert Names(catalog).read(("投资涨幅",)).target == ("fai", "yoy")


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        ("2026年固定资产投资累计完成情况（单位：亿元）", ("fai", "ytd")),
        ("云溪区2026年1-10月固投同比增速表", ("fai", "yoy")),
        ("2026年新增注册企业情况（当月，单位：户）", ("firms", "month")),
        ("云溪区2026年10月主要经济指标完成情况表", None),
        ("2026年工业固定资产投资累计", None),
    ],
)
def test_a_title_names_an_indicator_only_where_its_name_stands_alone(
    title: str, meant: tuple[str, str] | None
) -> None:
    assert NAMES.within(title).target == meant


def test_measure_words_alone_belong_to_the_column_before() -> None:
    found, _ = read(october(["单位", "固投", "同比±%", "社零", "同比±%"], ["东关街道", 9, 3, 8, 2]))
    assert {(v[1], v[2], v[5]) for v in values(found)} == {
        ("fai", "ytd", "B3"),
        ("fai", "yoy", "C3"),
        ("retail", "ytd", "D3"),
        ("retail", "yoy", "E3"),
    }


def test_growth_and_its_place_beside_a_value_and_its_place() -> None:
    found, problems = read(
        october(["单位", "固投", "位次", "同比", "位次"], ["东关街道", 9, 2, 3, 1])
    )
    assert {(v[2], v[5]) for v in values(found)} == {("ytd", "B3"), ("rank", "C3"), ("yoy", "D3")}
    assert places(problems, "DUPLICATE_HEADER") == []


def test_ten_months_beside_the_tenth_are_the_year_so_far() -> None:
    rows = [["2026年"], ["单位", "固投", ""], ["", "10月", "1-10月"], ["东关街道", 1, 9]]
    found, _ = read(sheet(rows, merges=((1, 1, 1, 2),)))
    assert {(v[2], v[4]) for v in values(found)} == {("month", 1.0), ("ytd", 9.0)}


def test_a_year_holds_for_the_headings_right_of_it() -> None:
    rows = [["单位", "2025年12月", "2026年2月", "3月"], ["东关街道", 9, 1, 2]]
    found, problems = read(sheet(rows, name="固投"))
    assert found["period"].tolist() == ["2025-12", "2026-02", "2026-03"]
    lacking = read(sheet([["单位", "9月", "10月"], ["东关街道", 9, 1]], name="固投"))[1]
    assert places(problems, "PERIOD_NO_YEAR") == []
    assert places(lacking, "PERIOD_NO_YEAR") == [("B1", "PERIOD_NO_YEAR"), ("C1", "PERIOD_NO_YEAR")]


def test_a_column_that_the_catalog_does_not_know_is_named() -> None:
    _, problems = read(october(["单位", "固投", "人口", "备注"], ["东关街道", 9, 4, "快报"]))
    found = [p for p in problems if p.code == "UNMAPPED_COLUMN"]
    assert [(str(p.cell), p.given, p.severity) for p in found] == [("数据!C2", "人口", "warning")]


def test_a_unit_under_another_name_is_read_and_said() -> None:
    found, problems = read(october(["单位", "固投"], ["东关街办", 9], [" 南 桥\u200b镇 ", 8]))
    assert set(found["unit"]) == {"U1", "U3"}
    assert places(problems, "UNIT_ALIAS") == [("A3", "UNIT_ALIAS"), ("A4", "UNIT_ALIAS")]


def test_an_unknown_unit_gets_a_suggestion_and_no_value() -> None:
    found, problems = read(october(["单位", "固投"], ["东关街道", 9], ["西关街", 8]))
    (unknown,) = [p for p in problems if p.code == "UNKNOWN_UNIT"]
    assert (str(unknown.cell), unknown.fix.value if unknown.fix else "") == ("数据!A4", "西关街道")
    assert set(found["unit"]) == {"U1"}


def test_a_value_without_a_unit_is_a_fault() -> None:
    _, problems = read(october(["单位", "固投"], ["东关街道", 9], [None, 8]))
    assert places(problems, "UNIT_MISSING") == [("A4", "UNIT_MISSING")]


def test_totals_are_never_units_wherever_their_name_stands() -> None:
    _, problems = read(
        october(
            ["序号", "单位", "固投"], [1, "东关街道", 9], ["全区合计", None, 9], [None, "平均", 9]
        )
    )
    assert places(problems, "TOTAL_ROW_SKIPPED", "UNIT_MISSING", "UNKNOWN_UNIT") == [
        ("A4", "TOTAL_ROW_SKIPPED"),
        ("B5", "TOTAL_ROW_SKIPPED"),
    ]


def test_a_registered_district_is_data_and_not_a_total() -> None:
    catalog = Catalog((*DISTRICT.units, Unit("D", "全区", "—")), DISTRICT.indicators)
    found, problems = read(october(["单位", "固投"], ["东关街道", 9], ["全区", 9]), catalog=catalog)
    assert set(found["unit"]) == {"U1", "D"}
    assert places(problems, "TOTAL_ROW_SKIPPED") == []


def test_hidden_sheets_and_columns_are_skipped_and_filtered_units_read() -> None:
    data = sheet(
        [["2026年10月"], ["单位", "固投", "社零"], ["东关街道", 9, 5], ["别处", 8, 5]],
        hidden_rows=frozenset({2, 3}),
        hidden_columns=frozenset({2}),
    )
    draft = sheet([["单位", "固投"], ["东关街道", 999]], name="底稿", visible="hidden")
    found, problems = read(data, draft)
    assert values(found) == {("U1", "fai", "ytd", "2026-10", 9.0, "B3")}
    hidden = [one for one in places(problems) if one[1].startswith("HIDDEN")]
    assert sorted(hidden) == [
        ("A3", "HIDDEN_ROW_INCLUDED"),
        ("A4", "HIDDEN_ROW_SKIPPED"),
        ("C2", "HIDDEN_COL_SKIPPED"),
        ("底稿", "HIDDEN_SHEET_SKIPPED"),
    ]


def test_a_table_of_another_district_is_no_data_and_not_silence() -> None:
    found, problems = read(sheet([["地区", "人口"], ["甲城", 5], ["乙城", 6]]))
    assert (len(found), places(problems)) == (0, [("数据", "HEADER_NOT_FOUND")])


def test_every_sheet_of_strange_shapes_ends_in_values_or_a_problem() -> None:
    def strange() -> Iterator[list[list[object]]]:
        yield [[1, 2], [3, 4]]
        yield [["东关街道"]]
        yield [["固投"]]
        yield [["单位", "固投"]]
        yield [[None, None], ["单位", None], [None, 5]]
        yield [["2026年10月"], ["东关街道", "西关街道"], ["固投", "社零"]]
        yield [[True, "—"], ["东关街道", 202610]]
        yield [["指标", "2026年10月"], ["固投", 5]]

    for rows in strange():
        found, problems = read(sheet(rows))
        assert len(found) or problems, rows


def test_the_same_layout_next_month_has_the_same_fingerprint() -> None:
    def fingerprint(month: int, *units: str) -> str:
        rows = [[f"2026年{month}月"], ["单位", "固投"], *([u, 1] for u in units)]
        return mapped(sheet(rows, name=f"{month}月")).fingerprint

    assert fingerprint(9, "东关街道") == fingerprint(10, "西关街道", "南桥镇") != ""


def test_a_file_touches_its_indicators_and_two_years_before() -> None:
    wanted = touches(mapped(october(["单位", "固投"], ["东关街道", 9])))
    assert wanted.indicators == ("fai",)
    assert {"2026-10", "2025-10", "2024-10"} <= set(wanted.periods)
    assert "2024-09" not in wanted.periods


def test_confidence_is_the_share_of_cells_with_all_four_keys() -> None:
    assert mapped(october(["单位", "固投"], ["东关街道", 9])).confidence == 1.0
    assert mapped(sheet([["单位", "固投"], ["东关街道", 9]])).confidence == 0.0
    hint = Period(2026, 10)
    assert mapped(sheet([["单位", "固投"], ["东关街道", 9]]), hint=hint).confidence == 1.0


def test_similarity_only_suggests() -> None:
    lexicon = Lexicon(DISTRICT)
    assert lexicon.unit("东关街道社区") is None
    assert lexicon.unit("U1") == "U1"
