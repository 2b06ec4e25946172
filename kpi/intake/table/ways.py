"""How each column and each kind of row was understood, for a person to see."""

import numpy as np

from kpi.intake.table.headings import Heading
from kpi.intake.table.layout import Face
from kpi.intake.table.lexicon import role
from kpi.intake.table.mapping import Column
from kpi.intake.table.rowaxis import Axis
from kpi.intake.table.told import Told, lines_at
from kpi.intake.words.names import Meaning
from kpi.model.catalog import Catalog

Meanings = list[list[Meaning]]  # per kind of row, per value column


def columns(
    axis: Axis, heads: list[Heading], values: list[Heading], meant: Meanings, told: Told
) -> tuple[Column, ...]:
    """All columns of a table, those left out too."""
    return tuple(_column(h, values, meant, told, bool(axis.name_columns)) for h in heads)


def _column(
    head: Heading, values: list[Heading], meant: Meanings, told: Told, named: bool
) -> Column:
    """One column with how it was found; where rows name the indicators (`named`) it has none."""
    said = told.columns.get(head.index)
    by = said.by if said else ""
    if head not in values:
        announced = any(role(text) for text in head.path)
        own = by or ("exact" if announced else "context")
        return Column(head.index, head.role, head.path, head.at, by=own)
    line = [m[values.index(head)] for m in meant]
    clear = next((m for m in line if m.target), Meaning())
    kind = head.role
    if kind == "value" and not clear.target:
        kind = "derived" if all(m.signature.kind == "aside" for m in line) else "unmapped"
    way = "context" if named else _way(clear)
    return Column(head.index, kind, head.path, head.at, clear.target, by or way)


def kinds(
    seen: Face, axis: Axis, values: list[Heading], meant: Meanings, told: Told, catalog: Catalog
) -> tuple[Column, ...]:
    """The kinds of rows of a table, where their names say the indicator; no notes under it."""
    if not axis.name_columns:
        return ()
    places = np.array([h.index for h in values], np.intp)
    filled = seen.values[np.ix_(axis.rows, places)].sum(axis=1)
    counted = np.bincount(axis.name_of, filled, len(axis.names)).astype(int).tolist()
    rows = told.rows(axis, catalog)
    found = []
    cells = lines_at(axis, told.sheet)
    for n, (at, path, line) in enumerate(zip(cells, axis.names, meant, strict=False)):
        said = rows.get(path)
        clear = next((m for m in line if m.target), Meaning())
        kind = "value" if clear.target else "derived" if said else "unmapped"
        by = said.by if said else _way(clear)
        found.append(Column(at.column, kind, path, at, clear.target, by, counted[n]))
    return tuple(found)


def _way(meaning: Meaning) -> str:
    """exact, alias, or context: what stands around counts as context too."""
    return "context" if meaning.by == "around" else meaning.by
