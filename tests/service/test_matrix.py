"""The matrix of the eight units, worked by hand: places, steps of heat, findings, the file."""

import csv
from dataclasses import replace
from io import StringIO

import pandas as pd
import pytest
from eight_units import AUGUST, CATALOG, EIGHT, PLACE_AND_GATE, SEPTEMBER, TWO, cells

from kpi.model.catalog import Basis, BoardSpec, Catalog, Direction, Indicator, Unit
from kpi.model.rule import parse
from kpi.service import board as boards
from kpi.service.matrix import csv as written
from kpi.service.matrix import matrix, shift

FAI, FIRMS = "fai.completion", "firms.yoy"


class Cells:
    """A stand with nothing but cells."""

    def __init__(self, panel: pd.DataFrame) -> None:
        self.cells = panel

    def panel(self, wanted: object) -> pd.DataFrame:
        return self.cells


def ruled(*items):
    return BoardSpec("two", "综合榜", "M", parse({"code": "two", "items": list(items)}))


def made(panel=None, board=TWO, catalog=CATALOG):
    panel = cells() if panel is None else panel
    edition = boards.edition(board, catalog, [AUGUST, SEPTEMBER], panel)
    return matrix(Cells(panel), edition, "街道")


def column(found, item, field):
    at = [head.item for head in found.heads].index(item)
    return {line.unit: getattr(line.cells[at], field) for line in found.lines}


def texts(found, item, kind):
    return {unit: told[kind] for unit, told in column(found, item, "texts").items()}


def changed(**values):
    """The example with other completions: investment done of a target of 100."""
    panel = cells()
    for unit, value in values.items():
        own = (panel["unit"] == unit) & (panel["indicator"] == "fai")
        panel.loc[own & (panel["measure"] == "target"), "value"] = 100.0
        panel.loc[own & (panel["period"] == "2026-09"), "value"] = float(value)
    return panel


def test_a_cell_knows_its_place_in_its_column() -> None:
    """77.5, 71.3, 68.0, 88.0, 65.0, 78.7, 76.7, 66.7 %."""
    assert column(made(), FAI, "place") == dict(
        zip("ABCDEFGH", (3, 5, 6, 1, 8, 2, 4, 7), strict=True)
    )


def test_five_steps_of_heat_go_from_the_first_to_the_last() -> None:
    """5 × (place − 1) ÷ 8 in whole numbers."""
    steps = column(made(), FAI, "step")
    assert [steps[u] for u in "DFAGBCHE"] == [0, 0, 1, 1, 2, 3, 3, 4]


def test_a_cell_shows_amount_completion_and_points() -> None:
    """H: 2.00 of 3 亿元 are 66.7 %; 100 × 66.7 ÷ 75 = 88.93. Firms: 96 of 60, no task."""
    found = made()
    assert [texts(found, FAI, k)["H"] for k in ("rank", "value", "completion", "score")] == [
        "7",
        "2.00",
        "66.7",
        "88.93",
    ]
    assert [texts(found, FIRMS, k)["H"] for k in ("value", "completion", "score")] == [
        "+60.0",
        "—",
        "100.00",
    ]
    assert [h.uoms["value"] for h in found.heads] == ["亿元", "%"]
    assert [h.uoms["completion"] for h in found.heads] == ["%", ""]


def test_the_weak_item_of_a_red_unit_is_the_finding() -> None:
    assert made().headline == "红榜单位也有短板：H街道固定资产投资完成率排第7"


def test_the_strong_item_of_a_black_unit_is_the_next_finding() -> None:
    """H with 99 % of its task has no weak item; E has 65.0 % and is third in new firms."""
    panel = changed(H=99)
    firms = (
        (panel["unit"] == "E") & (panel["indicator"] == "firms") & (panel["period"] == "2026-09")
    )
    panel.loc[firms, "value"] = 372 * 1.12  # + 12.0 %, after H and D
    board = parse(
        {
            "code": "two",
            "items": [
                {"item": FAI, "weight": 90, "method": "ratio", "params": {"target": "progress"}},
                {"item": FIRMS, "weight": 10, "method": "minmax"},
            ],
            "decimals": {FAI: 1, FIRMS: 1},
            "red": {"n": 1},
            "black": {"n": 1},
        }
    )
    found = made(panel, type(TWO)("two", "综合榜", "M", board))
    assert [(x.unit, x.colour) for x in found.lines if x.colour] == [("H", "red"), ("E", "black")]
    assert found.headline == "黑榜单位也有长项：E街道新增注册企业同比增速排第3"


def test_without_a_contrast_the_ends_are_told() -> None:
    """D and H lead one item each, E and B are last in one: the higher in score is named."""
    board = type(TWO)(
        "two",
        "综合榜",
        "M",
        parse(
            {
                "code": "two",
                "items": [{"item": FAI, "method": "points"}, {"item": FIRMS, "method": "points"}],
            }
        ),
    )
    assert made(board=board).headline == "H街道2项指标1项居首，B街道1项居末"


def test_equal_numbers_share_the_better_place_and_say_so() -> None:
    found = made(changed(A=90, D=90))
    assert [texts(found, FAI, "rank")[u] for u in "ADF"] == ["1=", "1=", "3"]


def test_a_column_all_equal_has_no_colour() -> None:
    found = made(changed(**dict.fromkeys("ABCDEFGH", 50)))
    assert set(column(found, FAI, "step").values()) == {None}
    assert set(texts(found, FAI, "rank").values()) == {"1="}


def test_an_indicator_without_direction_has_no_colour() -> None:
    fai, firms = CATALOG.indicators
    plain = Indicator(
        firms.code, firms.name, firms.uom, Direction.NONE, basis=firms.basis, decimals=0
    )
    found = made(catalog=Catalog(CATALOG.units, (fai, plain), CATALOG.boards))
    assert set(column(found, FIRMS, "step").values()) == {None}
    assert None not in column(found, FAI, "step").values()


def test_what_was_not_reported_has_a_word_and_no_place() -> None:
    panel = cells()
    gone = (panel["unit"] == "G") & (panel["indicator"] == "firms")
    found = made(panel[~gone].reset_index(drop=True))
    assert texts(found, FIRMS, "rank")["G"] == "未报"
    assert (column(found, FIRMS, "place")["G"], column(found, FIRMS, "step")["G"]) == (None, None)
    assert column(found, FIRMS, "of")["A"] == 7


def test_lines_sort_by_any_item_and_those_without_a_number_stand_last() -> None:
    panel = cells()
    gone = (panel["unit"] == "G") & (panel["indicator"] == "firms")
    found = made(panel[~gone].reset_index(drop=True))
    by_growth = "".join(line.unit for line in found.sorted(FIRMS))
    assert by_growth == "HDCAFEBG"  # 60.0, 17.1, 11.0, 7.9, 7.1, −1.9, −2.3, 未报
    assert [x.unit for x in found.sorted("")] == [x.unit for x in found.lines]


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "@SUM(A1)"])
def test_the_file_holds_every_number_and_runs_nothing(name: str) -> None:
    units = tuple(Unit(u, name if u == "H" else f"{u}街道", "街道") for u in EIGHT)
    found = made(catalog=Catalog(units, CATALOG.indicators, CATALOG.boards))
    rows = list(csv.reader(StringIO(written(found).decode("utf-8-sig"))))
    assert rows[0][:5] == [
        "位次",
        "单位",
        "综合得分",
        "固定资产投资完成率 位次",
        "固定资产投资完成率 数值",
    ]
    assert rows[1][:7] == [
        "1",
        f"'{name}",
        "93.36",
        "7",
        "2",
        "66.6666666666667",
        "88.9333333333333",
    ]
    assert len(rows) == 9


def test_two_periods_stand_side_by_side_with_the_rise_in_places() -> None:
    """August is eight ninths of September for all but B, which falls from first to fifth."""
    panel = cells(B=7.5)
    edition = boards.edition(PLACE_AND_GATE, CATALOG, [AUGUST, SEPTEMBER], panel)
    drawn = shift(edition, "街道")
    assert drawn is not None
    rows = {row.name: row for row in drawn.rows}
    assert (rows["B街道"].before, rows["B街道"].now, rows["B街道"].rise) == (93.8, 71.3, -4)
    assert rows["D街道"].rise == 1
    assert (drawn.periods, drawn.uom) == (("2026年8月", "2026年9月"), "%")


def test_without_a_period_before_nothing_stands_side_by_side() -> None:
    assert shift(boards.edition(PLACE_AND_GATE, CATALOG, [SEPTEMBER], cells()), "街道") is None


def test_growth_of_an_indicator_with_a_task_shows_no_completion() -> None:
    """A colour by growth over a number of something else would say the wrong thing."""
    board = ruled({"item": FAI, "method": "points"}, {"item": "fai.gap", "method": "points"})
    assert texts(made(board=board), "fai.gap", "completion")["H"] == "66.7"
    board = ruled({"item": FAI, "method": "points"}, {"item": "fai.yoy", "method": "points"})
    fai = replace(CATALOG.indicators[0], basis=Basis.NOMINAL)
    catalog = Catalog(CATALOG.units, (fai, CATALOG.indicators[1]), CATALOG.boards)
    found = made(board=board, catalog=catalog)
    assert texts(found, "fai.yoy", "value")["H"] == "+66.7"  # 2.0 of 1.2
    assert texts(found, "fai.yoy", "completion")["H"] == "—"
