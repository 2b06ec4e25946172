"""A unit that nobody is ranked with has a score and no place to show."""

from kpi.model import panel
from kpi.model.catalog import BoardSpec, Catalog, Indicator, Unit
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.rule import parse
from kpi.service import board as boards
from kpi.service.trends import bars

OCTOBER = Period.parse("2026-10")
UNITS = (
    Unit("A", "云溪街道", "街道"),
    Unit("B", "望江街道", "街道"),
    Unit("C", "河湾镇", "镇"),
    Unit("D", "青云镇", "镇"),
)


def drawn(**fields):
    """Two streets and one of two towns report."""
    rule = parse({"items": [{"item": "works.level", "method": "points"}], **fields})
    board = BoardSpec("works", "在建项目榜", "M", rule)
    own = Indicator("works", "在建项目", "个", measure=Measure.LEVEL, decimals=0)
    catalog = Catalog(units=UNITS, indicators=(own,), boards=(board,))
    row = {"indicator": "works", "period": "2026-10", "measure": "level"}
    frame = panel.of(
        [{**row, "unit": u, "value": v} for u, v in (("A", 3.0), ("B", 5.0), ("C", 4.0))]
    )
    return boards.edition(board, catalog, [OCTOBER], frame)


def test_the_only_ranked_unit_of_a_group_is_shown_without_a_place():
    edition = drawn()
    assert {u.code: edition.place(edition.entry(u.code)) for u in UNITS} == {
        "A": 2,
        "B": 1,
        "C": None,
        "D": None,
    }
    assert [(b.value, b.rank) for b in bars(edition, "镇").bars if b.value] == [(4.0, None)]
    assert edition.headline("镇") == "只有河湾镇参加排名，不分先后"


def test_compared_with_other_groups_it_has_its_place():
    edition = drawn(compare="across")
    assert edition.place(edition.entry("C")) == 2
