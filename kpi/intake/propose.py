"""How a file was understood, table by table and column by column, for a person to see and change.

Confidence is counted, not guessed: the share of values whose unit, indicator, measure and period
are known.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from kpi.intake.table import scale
from kpi.intake.table.lines import shown
from kpi.intake.table.mapping import NONE, Block, Column, Mapping, Stated
from kpi.intake.table.told import IGNORE, LINE, VALUE
from kpi.intake.words.names import Names, Target
from kpi.intake.words.periods import PeriodToken
from kpi.model.catalog import Catalog
from kpi.model.proposal import Heading, Table
from kpi.model.sheet import CellRef, Kind, Sheet

_ALIKE = 60  # ratio from which a name is worth asking about: 固投完成 is not 固定资产投资
_AS_TARGET = {"year": "period", "measure": "indicator", "label": IGNORE, "aside": IGNORE}
_AS_TARGET |= {"total": IGNORE, "hidden": IGNORE, "derived": IGNORE, "unmapped": ""}


def propose(sheets: tuple[Sheet, ...], mapping: Mapping, catalog: Catalog) -> tuple[Table, ...]:
    """The tables of a file, then those that only a person can say the meaning of."""
    by_name = {sheet.name: sheet for sheet in sheets}
    found = [_table(by_name[b.sheet], b, catalog, True) for b in mapping.blocks]
    found += [_table(by_name[b.sheet], b, catalog, False) for b in mapping.unread]
    if all(h.target or not h.values for t in found for h in t.headings):
        return tuple(found)
    names = Names(catalog)
    return tuple(
        replace(t, headings=tuple(replace(h, near=_near(h, names)) for h in t.headings))
        for t in found
    )


def _near(heading: Heading, names: Names) -> str:
    """What an unknown heading is like: its name without measure words against those known."""
    sign = names.read(heading.path).signature
    if heading.target or not sign.stem:
        return ""
    found = process.extractOne(sign.stem, names.stems, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    targets = names.look_up(replace(sign, stem=found[0])) if found else ()
    return _word(targets[0]) if len(targets) == 1 else ""


def _table(sheet: Sheet, block: Block, catalog: Catalog, read: bool) -> Table:
    filled = sheet.grid.kinds[np.ix_(block.rows, np.array(block.values, np.intp))] != Kind.BLANK
    known = _known(block, catalog)
    share = float(known[filled].mean()) if filled.any() else 0.0
    lines = list(_kinds(block, filled, known))
    return Table(
        block.sheet,
        block.shape,
        block.rect,
        block.layout,
        len(block.units),
        share,
        (*_columns(sheet, block, catalog, filled, known), *lines),
        read,
    )


def _known(block: Block, catalog: Catalog) -> NDArray[np.bool_]:
    """Which values have all four keys: looked up once per stated period and target."""
    dated = np.zeros((len(block.stated) + 1, len(block.targets) + 1), np.bool_)
    for t, (code, _) in enumerate(block.targets):
        freq = catalog.indicator[code].freq
        good = [isinstance(s.read(freq), PeriodToken) for s in block.stated]
        around = any(isinstance(s.read(freq), PeriodToken) for s in block.context)
        whole = [isinstance(s.read("Y"), PeriodToken) for s in block.stated]
        dated[:, t] = [*(g or w for g, w in zip(good, whole, strict=True)), around]
    known: NDArray[np.bool_] = (block.unit != NONE) & (block.target != NONE)
    known = known & dated[block.period, block.target]
    return known


def _columns(
    sheet: Sheet,
    block: Block,
    catalog: Catalog,
    filled: NDArray[np.bool_],
    known: NDArray[np.bool_],
) -> Iterator[Heading]:
    place = {c: j for j, c in enumerate(block.values)}
    wanted = scale.wanted_of(block.targets, catalog.indicator)
    for column in block.columns:
        j = place.get(column.index)
        full = sheet.grid.kinds[block.rows, column.index] != Kind.BLANK
        if not column.path and not full.any():
            continue
        at = _head(block, column)
        if j is None:
            target = _target(block, column)
            yield Heading(at, column.path, target, column.by,
                          role=column.role, values=int(full.sum()),
                          confidence=1.0 if target else 0.0)  # fmt: skip
            continue
        uom, place_of, factor = _uom(block, j, wanted)
        periods, whence = _periods(block, j, catalog)
        share = float(known[filled[:, j], j].mean()) if filled[:, j].any() else 1.0
        yield Heading(
            at,
            column.path,
            _target(block, column),
            column.by,
            role=column.role,
            uom=uom,
            uom_from=place_of,
            factor=factor,
            periods=periods,
            period_from=whence,
            values=int(filled[:, j].sum()),
            confidence=share,
        )


def _head(block: Block, column: Column) -> CellRef:
    under = max(block.header, default=block.rect[0] - 1) + 1
    return CellRef(block.sheet, column.at.row if column.at else under, column.index)


def _target(block: Block, column: Column) -> str:
    if column.index == block.unit_column:  # a label column, too, where no other lists the units
        return "unit"
    if column.role != VALUE:
        return _AS_TARGET.get(column.role, column.role)
    if block.kind is not None and column.by not in ("person", "stamp"):
        return VALUE  # the rows say which indicator
    return _word(column.target) if column.target else ""


def _word(target: Target | None) -> str:
    return f"{target[0]}.{target[1]}" if target else ""


def _uom(block: Block, j: int, wanted: tuple[str, ...]) -> tuple[str, str, float]:
    """The 计量单位 that most values of a column have, where it stands, and its factor."""
    plane = np.broadcast_to(block.uom, block.target.shape)[:, j]
    given = plane[(plane != NONE) & (block.target[:, j] != NONE)]
    if not len(given):
        return "", "", 1.0
    uom = block.uoms[int(np.bincount(given).argmax())]
    t = int(block.target[plane != NONE, j][0])
    by, word = scale.stated(uom, wanted[t])
    return word, str(uom.at or ""), by if by is not None else 1.0


def _periods(block: Block, j: int, catalog: Catalog) -> tuple[tuple[str, ...], str]:
    """The periods of a column's values and where they are stated; at most the first twelve."""
    targets = [int(t) for t in np.unique(block.target[:, j]) if t != NONE]
    if not targets:
        return (), ""
    freq = catalog.indicator[block.targets[targets[0]][0]].freq
    own = [int(p) for p in np.unique(block.period[:, j])]
    said = [block.stated[p] for p in own if p != NONE] if set(own) != {NONE} else block.context
    read = [(str(t.period), s) for s in said if isinstance(t := s.read(freq), PeriodToken)]
    if set(own) == {NONE}:
        read = read[:1]
    found = tuple(dict.fromkeys(period for period, _ in read))[:12]
    return found, _whence(read[0][1]) if read else ""


def _whence(stated: Stated) -> str:
    return str(stated.at or f"{stated.place}: {shown(stated.text)}")


def _kinds(block: Block, filled: NDArray[np.bool_], known: NDArray[np.bool_]) -> Iterator[Heading]:
    if block.kind is None:
        return
    most = int(block.kind.max(initial=0)) + len(block.kinds) + 1
    values = np.bincount(block.kind, filled.sum(axis=1), most)
    clear = np.bincount(block.kind, (filled & known).sum(axis=1), most)
    for n, column in enumerate(block.kinds):
        if not column.path or column.at is None:
            continue
        share = float(clear[n] / values[n]) if values[n] else 0.0
        target = _word(column.target) if column.role == VALUE else _AS_TARGET.get(column.role, "")
        if not (target or column.values):  # a note under the table
            continue
        yield Heading(
            column.at,
            column.path,
            target,
            column.by,
            kind="row",
            role=column.role,
            values=column.values,
            confidence=share,
        )


def memory(table: Table) -> list[tuple[tuple[str, ...], str]]:
    """What a confirmed table has to say: header path → target; what is unknown is left out."""
    asked = [h for h in table.headings if h.target and h.role not in ("total", "hidden")]
    return [((LINE, *h.path) if h.kind == "row" else h.path, h.target) for h in asked]
