"""合计 as a checksum: a total line against the sum of the units it stands for."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from kpi.intake.checks.values import NOT_REPORTED, REPORTED, Values, ref
from kpi.intake.table import scale
from kpi.intake.table.mapping import NONE, Block, Total
from kpi.intake.words import tokens
from kpi.model.catalog import Catalog
from kpi.model.measure import Measure
from kpi.model.problem import Problem, problem
from kpi.model.sheet import Cell, CellRef, Kind, Sheet

_SUMMED = ("money", "dollars", "count", "area", "mass", "energy")  # growth and places do not add
_NOT_SUMS = ("平均", "其中")


def check(sheet: Sheet, block: Block, values: Values, catalog: Catalog) -> Iterator[Problem]:
    """Totals that differ from the sum of their units by more than rounding explains."""
    if block.unit_column is None or not block.totals:
        return
    rows = [t.row for t in block.totals]
    for total in block.totals:
        if any(word in tokens.plain(total.given) for word in _NOT_SUMS):
            continue
        for c in range(len(block.values)):
            yield from _column(sheet, block, values, catalog, total, c, rows)


def _column(
    sheet: Sheet,
    block: Block,
    values: Values,
    catalog: Catalog,
    total: Total,
    c: int,
    rows: list[int],
) -> Iterator[Problem]:
    kinds = set(zip(block.target[:, c].tolist(), block.period[:, c].tolist(), strict=True))
    if len(kinds) != 1 or (t := kinds.pop()[0]) == NONE:
        return
    code, measure = block.targets[t]
    wanted = scale.canonical(catalog.indicator[code], measure)
    uom = tokens.uom(wanted)
    if uom is None or uom.dimension not in _SUMMED or measure is Measure.RANK:
        return
    stated = block.uom[0, c]
    by, _ = scale.stated(block.uoms[stated] if stated != NONE else None, wanted)
    given = _number(sheet[total.row, block.values[c]])
    if given is None or by is None:
        return
    given *= by
    decimals = catalog.indicator[code].digits(measure)
    parts = _parts(block, total, rows)
    sums = []
    for part in parts:
        numbers, states = values.number[part, c], values.state[part, c]
        if not part.any() or not np.isin(states, (REPORTED, 1)).all():
            return  # a fault or a blank among the parts: nothing to compare with
        whole = float(np.nansum(numbers))
        slack = 0.5 * 10.0**-decimals * (int(part.sum()) if decimals else 1)
        if abs(whole - given) <= slack + 1e-9 * abs(given):
            return
        sums.append(whole)
    if sums:
        yield problem(
            "TOTAL_MISMATCH",
            CellRef(sheet.name, total.row, block.values[c]),
            f"{given:.10g}",
            sum=f"{sums[0]:.10g}",
            cell=_likely(sheet, block, values, parts[0], c, given - sums[0]).address,
        )


def _parts(block: Block, total: Total, rows: list[int]) -> list[NDArray[np.bool_]]:
    """The lines a total may stand for: a 小计 those since the last total, any other all."""
    above = max((r for r in rows if r < total.row), default=-1)
    below = min((r for r in rows if r > total.row), default=2**31)
    since = (block.rows > above) & (block.rows < total.row)
    until = (block.rows > total.row) & (block.rows < below)
    everything = np.ones(len(block.rows), np.bool_)
    if "小计" in tokens.plain(total.given):
        return [part for part in (since, until) if part.any()]
    return [everything]


def _number(cell: Cell) -> float | None:
    if cell.kind is Kind.NUMBER and isinstance(cell.value, float) and np.isfinite(cell.value):
        return cell.value
    if cell.kind is Kind.TEXT and tokens.missing(cell.text) is None:
        token = tokens.number(cell.text)
        return token.value if isinstance(token, tokens.Number) else None
    return None


def _likely(
    sheet: Sheet, block: Block, values: Values, part: NDArray[np.bool_], c: int, gap: float
) -> CellRef:
    """The cell whose decimal slip would explain the difference, else the largest."""
    numbers = np.where(part & (values.state[:, c] != NOT_REPORTED), values.number[:, c], 0.0)
    numbers = np.nan_to_num(numbers)
    slips = np.stack([numbers * (f - 1) - gap for f in (10.0, 0.1, 100.0, 0.01, -1.0)])
    distance = np.abs(slips).min(axis=0)
    best = int(distance.argmin())
    if distance[best] > 1e-6 * max(1.0, abs(gap)):
        best = int(np.abs(numbers).argmax())
    return ref(sheet, block, best, c)
