"""对比矩阵: units × items of one board, each number with its place within the group.

A cell's place and step of colour are those of the exports (`model/pictures.grid`); beside them
stand the amount that a completion is of, the completion and the points.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kpi.board.derive import Slices, column, due
from kpi.board.select import needs
from kpi.i18n import N_, _
from kpi.model import pictures, scope, show, titles
from kpi.model.board import Colour, Entry
from kpi.model.catalog import Indicator
from kpi.model.chart import HEAT, Square
from kpi.model.edition import Edition
from kpi.model.measure import PERCENT, Measure
from kpi.model.plainsheet import plainsheet, safe
from kpi.model.profile import Shift, Slope
from kpi.model.rule import Item
from kpi.service.stand import Stand

SHOWN = ("rank", "value", "completion", "score")
Numbers = Mapping[str, float]  # by unit


@dataclass(frozen=True, slots=True)
class Head:
    """One item: what it is called and its unit of measure in each of `SHOWN`."""

    item: str
    column: str
    name: str
    share: float
    uoms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One number: its place among `of`, `tied` where others share it, its step of heat (0 leads,
    None: no colour), and its texts and numbers in each of `SHOWN`.

    `status` is reported, not_reported (未报) or not_applicable (—).
    """

    place: int | None
    of: int
    tied: bool
    step: int | None
    status: str
    texts: Mapping[str, str]
    numbers: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Line:
    """One unit over all items; rank None: not ranked."""

    unit: str
    name: str
    rank: int | None
    score: str
    colour: Colour | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole board of one group with the finding that it shows, best first."""

    headline: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]

    def sorted(self, item: str) -> tuple[Line, ...]:
        """Lines by their place in one item, those without one last; "" by the board's own."""
        at = next((n for n, head in enumerate(self.heads) if head.item == item), None)
        if at is None:
            return self.lines
        return tuple(
            sorted(self.lines, key=lambda line: (line.cells[at].place or 10**9, line.rank or 10**9))
        )


def matrix(stand: Stand, edition: Edition, group: str | None) -> Matrix:
    """Units × items of one group, from the edition and the cells it stands on."""
    grid = pictures.grid(edition, group)
    items, members = scope.items(edition), scope.members(edition, group)
    cells = slices(stand, edition, [e.unit for e in members])
    heads, columns = [], []
    for n, item in enumerate(items):
        own, measure = edition.indicator(item.column), edition.measure(item.column)
        amount, done = _amount(cells, edition, own, measure), _done(cells, edition, own, measure)
        squares = [row.squares[n] for row in grid.rows]
        heads.append(_head(edition, item, grid.columns[n].share, tasked=bool(done)))
        columns.append(_cells(edition, item, members, squares, amount, done))
    lines = tuple(
        Line(
            e.unit,
            edition.name(e.unit),
            edition.place(e),
            edition.score(e.score) if e.rank else show.NOT_APPLICABLE,
            e.colour,
            tuple(cells[n] for cells in columns),
        )
        for n, e in enumerate(members)
    )
    found = Matrix("", tuple(heads), lines)
    return replace(found, headline=headline(edition, group, found))


def headline(edition: Edition, group: str | None, found: Matrix) -> str:
    """What the matrix shows that the list does not: a red unit's weak item, a black unit's strong
    one; else who leads and who lags in most items.
    """
    if scope.single(edition) is not None or not found.lines:
        return titles.board(edition, group)
    weak = max(_contrasts(found, "red", range(HEAT - 2, HEAT)), key=_extent, default=None)
    strong = min(_contrasts(found, "black", range(2)), key=_extent, default=None)
    for contrast, pattern in (
        (weak, N_("{label}单位也有短板：{name}{item}排第{place}")),
        (strong, N_("{label}单位也有长项：{name}{item}排第{place}")),
    ):
        if contrast:
            line, head, cell = contrast
            told = {"name": line.name, "item": head.name, "place": cell.place}
            label = edition.label(line.colour)
            return titles.fitting(
                _(pattern).format(label=label, **told),
                _("{label}的{name}{item}排第{place}").format(label=label, **told),
                _("{name}{item}排第{place}").format(**told),
            )
    return titles.strengths(edition, group)


Contrast = tuple[Line, Head, Cell]


def _contrasts(found: Matrix, colour: Colour, steps: range) -> Iterator[Contrast]:
    """Cells of one list's units within some steps of heat."""
    for line in found.lines:
        for head, cell in zip(found.heads, line.cells, strict=True):
            if line.colour == colour and cell.step in steps:
                yield line, head, cell


def _extent(contrast: Contrast) -> tuple[float, float]:
    """How far back a place lies; of equal ones the heavier item says more."""
    _line, head, cell = contrast
    return (cell.place or 0) / cell.of, head.share


def slices(stand: Stand, edition: Edition, units: Sequence[str]) -> Slices:
    """The cells behind the board; of a published one its own."""
    if edition.seal:
        return Slices(stand.footing(edition)[3], units)
    wanted = needs(edition.spec, edition.catalog, edition.period, edition.period)
    return Slices(stand.panel(wanted), units)


def _amount(
    slices: Slices, edition: Edition, own: Indicator | None, measure: Measure | None
) -> Numbers | None:
    """Of a completion the amount that is done; None: the value itself is the amount."""
    if own is None or measure is not Measure.COMPLETION:
        return None
    done = own.measure if own.measure is not Measure.MONTH else Measure.YTD
    return _numbers(slices, edition, own, done)


def _done(
    slices: Slices, edition: Edition, own: Indicator | None, measure: Measure | None
) -> Numbers:
    """The completion of the item's indicator; empty where it has no task, or where the item is a
    rate that says nothing of one.
    """
    if own is None or (measure in PERCENT and measure is not Measure.COMPLETION):
        return {}
    return _numbers(slices, edition, own, Measure.COMPLETION)


def _numbers(slices: Slices, edition: Edition, own: Indicator, measure: Measure) -> Numbers:
    at = due(own, edition.period)
    if at is None:
        return {}
    values = column(slices, own, measure, at).value.tolist()
    return {u: v for u, v in zip(slices.units, values, strict=True) if v == v}


def _head(edition: Edition, item: Item, share: float, *, tasked: bool) -> Head:
    own, measure = edition.indicator(item.column), edition.measure(item.column)
    amount = own.uom if own and measure is Measure.COMPLETION else scope.uom(own, measure)
    uoms = {"rank": "", "value": amount, "completion": "%" if tasked else "", "score": "分"}
    return Head(item.item, item.column, edition.item_name(item.column), share, uoms)


def _cells(
    edition: Edition,
    item: Item,
    members: Sequence[Entry],
    squares: Sequence[Square],
    amount: Numbers | None,
    done: Numbers,
) -> list[Cell]:
    """One column of the matrix, in the order of the units."""
    own, measure = edition.indicator(item.column), edition.measure(item.column)
    digits = own.digits(measure) if own and measure else 2
    places = Counter(s.place for s in squares if s.place)
    found = []
    for entry, square in zip(members, squares, strict=True):
        part = scope.part(entry, item.item)
        numbers = {
            "rank": None if square.place is None else float(square.place),
            "value": square.value if amount is None else amount.get(entry.unit),
            "completion": done.get(entry.unit),
            "score": part.normalised if part else None,
        }
        decimals = {
            "rank": 0,
            "value": digits if amount is None or own is None else own.decimals,
            "completion": 1,
            "score": 2,
        }
        tied = places[square.place] > 1 if square.place else False
        signed = measure is Measure.YOY
        texts = {
            k: show.number(v, decimals[k], sign=signed and k == "value") for k, v in numbers.items()
        }
        texts["rank"] += "=" if tied else ""
        if square.value is None:
            texts = dict.fromkeys(SHOWN, square.text)
        found.append(
            Cell(square.place, square.of, tied, square.step, square.status, texts, numbers)
        )
    return found


def shift(edition: Edition, group: str | None) -> Slope | None:
    """The scores of the period before and of this one, unit by unit; None with fewer than two to
    compare, or where less is better and a line that falls would say the wrong thing.
    """
    rows, before = [], ""
    for entry in edition.within(group):
        mark = edition.previous(entry.unit)
        if mark is None or mark.score is None or mark.rank is None or entry.score is None:
            continue
        before = mark.period.label()
        rise = mark.rank - (entry.rank or mark.rank)
        name = edition.name(entry.unit)
        rows.append(Shift(name, mark.score, entry.score, rise, entry.colour))
    if len(rows) < 2 or edition.spec.rule.best != "high":
        return None
    digits = edition.spec.rule.score_decimals
    periods = (before, edition.period.label())
    return Slope(edition.title, _score_uom(edition), digits, periods, tuple(rows))


def _score_uom(edition: Edition) -> str:
    """What the score of a board counts: points, or of one plain item its own unit."""
    only = scope.single(edition)
    if only is None or only.method != "points":
        return "分"
    return scope.uom(edition.indicator(only.column), edition.measure(only.column))


def csv(found: Matrix) -> bytes:
    """Every number in full as a spreadsheet (UTF-8 with its mark): per item place, value,
    completion and points; empty where there is none.
    """
    names = (_("位次"), _("数值"), _("完成率"), _("得分"))
    wide = [f"{head.name} {name}" for head in found.heads for name in names]
    rows: list[list[object]] = [[_("位次"), _("单位"), _("综合得分"), *map(safe, wide)]]
    for line in found.lines:
        numbers = (cell.numbers[kind] for cell in line.cells for kind in SHOWN)
        told = ["" if x is None else f"{x:.15g}" for x in numbers]
        rows.append([line.rank or "", safe(line.name), line.score, *told])
    return plainsheet(rows)
