"""The label columns of a table: what every row says of unit, indicator, period, 计量单位."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kpi.intake.table.around import Around
from kpi.intake.table.columns import Part
from kpi.intake.table.headings import Heading, uoms
from kpi.intake.table.layout import Area, Face
from kpi.intake.table.lexicon import Lexicon
from kpi.intake.table.lines import Value, labels, shown, together
from kpi.intake.table.mapping import Indices, Stated, Uom
from kpi.intake.words import tokens
from kpi.model.sheet import CellRef

DATA, TOTAL, NOTE, UNKNOWN, BLANK, APART = range(6)


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """What the label columns say of every row under the header, data or not.

    `names` are the distinct indicator paths of rows (one empty path where columns name the
    indicators), `name_of`, `unit_of`, `stated_of`, `uom_of` say per row which one applies.
    """

    rows: NDArray[np.intp]
    label: int  # column that names the rows, for messages
    aside: tuple[int, ...]  # other label columns, where 合计 may stand
    unit_column: int | None
    units: list[Value]
    unit_of: Indices
    codes: list[str | None]
    name_columns: tuple[int, ...]
    names: list[tuple[str, ...]]
    name_of: Indices
    period_column: int | None
    stated: list[Stated | None]
    stated_of: Indices
    uoms: list[Uom | None]
    uom_of: Indices
    apart: NDArray[np.bool_] | None = None  # lines that others sum: projects under a subtotal

    @property
    def units_known(self) -> bool:
        """Whether any row names a unit of the catalog."""
        return any(self.codes)


def axis(
    seen: Face, area: Area, part: Part, heads: list[Heading], near: Around, lexicon: Lexicon
) -> Axis | None:
    """The row labels of a table; None where neither rows, columns nor surroundings name units."""
    sheet = seen.sheet
    rows = np.arange(area.rows[0], area.rows[1] + 1)
    units, names = part.of("unit"), part.of("indicator")
    across = any(h.unit for h in heads)
    titled = near.unit is not None and lexicon.unit(near.unit[2]) is None
    if not units and not across and not names and (titled or not near.unit):
        units = part.of("label")[:1]
    if units:
        across = False
    if not (units or across or near.unit or names):
        return None
    column = units[0] if units else None
    values, unit_of = _blank(rows) if column is None else labels(sheet, rows, column)
    codes = [lexicon.unit(shown(v)) if v is not None else None for v in values]
    naming = (*names, *part.of("measure"))
    combos, name_of = together([labels(sheet, rows, c) for c in naming], len(rows))
    paths = [tuple(shown(v) for v in combo if v is not None) for combo in combos]
    timing = part.of("year", "period")
    stated, stated_of = _stated(sheet.name, rows, timing, part, seen, near)
    measured = part.of("uom")[:1]
    uom_values, uom_of = labels(sheet, rows, measured[0]) if measured else _blank(rows)
    label = column if column is not None else (naming or tuple(timing) or (area.columns[0],))[0]
    aside = tuple(c for c, r in part.roles.items() if r not in ("value", "unmapped") and c != label)
    return Axis(
        rows, label, aside, column, values, unit_of, codes,
        naming, paths, name_of,
        timing[-1] if timing else None, stated, stated_of,
        [_uom(v) for v in uom_values], uom_of,
    )  # fmt: skip


def _blank(rows: NDArray[np.intp]) -> tuple[list[Value], Indices]:
    return [None], np.zeros(len(rows), np.int32)


def _uom(value: Value) -> Uom | None:
    text = shown(value)
    return Uom(tokens.uom_in(text) or (text,), None, True) if text.strip() else None


def _stated(
    sheet: str,
    rows: NDArray[np.intp],
    columns: list[int],
    part: Part,
    seen: Face,
    near: Around,
) -> tuple[list[Stated | None], Indices]:
    """The distinct periods that label columns state; 年 and 月 in two columns are one period."""
    combos, index = together([labels(seen.sheet, rows, c) for c in columns], len(rows))
    found: list[Stated | None] = []
    for i, combo in enumerate(combos):
        given = [v for v in combo if v is not None]
        if not given:
            found.append(None)
            continue
        here = CellRef(sheet, int(rows[int((index == i).argmax())]), columns[-1])
        text: str | float = given[-1]
        if len(given) > 1:
            year, month = shown(given[0]), shown(given[-1])
            text = f"{year.rstrip('年')}年{month}{'月' if month.isdigit() else ''}"
        found.append(Stated(text, "cell", here, near.year))
    return found, index


def own_uom(axis: Axis) -> list[tuple[Uom | None, Uom | None]]:
    """The 计量单位 that each kind of row states in its own label: 固定资产投资(亿元).

    Not strict: 同比 beside it in a column of its own is in percent all the same.
    """
    found = []
    for path in axis.names:
        own, outer = uoms("", tuple((text, (0, 0)) for text in path))
        plain = [replace(u, at=None, strict=False) if u else None for u in (own, outer)]
        found.append((plain[0], plain[1]))
    return found
