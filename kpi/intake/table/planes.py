"""What each value of a table stands for: planes of unit, target, period and 计量单位."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kpi.intake.table import rowaxis, scale
from kpi.intake.table.around import Around
from kpi.intake.table.headings import Heading
from kpi.intake.table.lexicon import Lexicon
from kpi.intake.table.mapping import NONE, Indices, Stated, Uom
from kpi.intake.table.notes import Pool
from kpi.intake.table.rowaxis import Axis
from kpi.intake.words.names import Meaning, Target
from kpi.model.measure import Measure

Meanings = list[list[Meaning]]  # per kind of row, per value column


@dataclass(slots=True)
class Planes:
    """Which unit, target, period and 计量单位 each value has, as numbers into four lists."""

    units: Pool[str] = field(default_factory=Pool)
    targets: Pool[Target] = field(default_factory=Pool)
    stated: Pool[Stated] = field(default_factory=Pool)
    uoms: Pool[Uom] = field(default_factory=Pool)
    unit: Indices = field(default_factory=lambda: np.zeros((0, 0), np.int32))
    target: Indices = field(default_factory=lambda: np.zeros((0, 0), np.int32))
    period: Indices = field(default_factory=lambda: np.zeros((0, 0), np.int32))
    uom: Indices = field(default_factory=lambda: np.zeros((0, 0), np.int32))

    def confidence(self, dated: bool) -> float:
        """Share of cells whose unit, target and period are known."""
        known = (self.unit != NONE) & (self.target != NONE) & (dated | (self.period != NONE))
        return float(known.mean()) if known.size else 0.0


def planes(
    axis: Axis,
    kept: NDArray[np.intp],
    values: list[Heading],
    meant: Meanings,
    near: Around,
    lexicon: Lexicon,
) -> Planes:
    """The planes of the kept rows × value columns."""
    made = Planes()
    shape = (len(kept), len(values))
    table = np.array(
        [[made.targets.add(m.target) if m.target else NONE for m in line] for line in meant],
        np.int32,
    ).reshape(len(axis.names), len(values))
    made.target = table[axis.name_of[kept]]
    made.unit = np.broadcast_to(_units(made, axis, kept, values, near), shape)
    cells = _numbered(made.stated, axis.stated)[axis.stated_of[kept]][:, None]
    across = _numbered(made.stated, [h.stated for h in values])[None, :]
    made.period = np.where(cells != NONE, cells, across)
    made.uom = _uoms(made, axis, kept, values, near, lexicon)
    return made


def _numbered(pool: Pool[Stated], stated: list[Stated | None]) -> Indices:
    return np.array([pool.add(s) if s else NONE for s in stated], np.int32)


def _units(
    made: Planes, axis: Axis, kept: NDArray[np.intp], values: list[Heading], near: Around
) -> Indices:
    if axis.unit_column is not None:
        numbers = np.array([made.units.add(c) if c else NONE for c in axis.codes], np.int32)
        column: Indices = numbers[axis.unit_of[kept]][:, None]
        return column
    if any(h.unit for h in values):
        across = [made.units.add(h.unit[0]) if h.unit else NONE for h in values]
        return np.array(across, np.int32)[None, :]
    return np.full((1, 1), made.units.add(near.unit[0]) if near.unit else NONE, np.int32)


def _uoms(
    made: Planes,
    axis: Axis,
    kept: NDArray[np.intp],
    values: list[Heading],
    near: Around,
    lexicon: Lexicon,
) -> Indices:
    """The nearest stated 计量单位 that fits: cell of the line, own header, its row's name, table.

    Where none fits, a strict one stays and will be called a fault; growth and places beside a
    line's 亿元 have their own.
    """

    def numbered(uoms: list[Uom | None]) -> Indices:
        return np.array([made.uoms.add(u) if u else NONE for u in uoms], np.int32)

    in_names = rowaxis.own_uom(axis)
    whole = near.uom
    if whole and len(made.targets.items) == 1 and len(whole.words) == 1:
        whole = replace(whole, strict=True)
    own = numbered([h.uom for h in values])[None, :]
    layers = [
        numbered(axis.uoms)[axis.uom_of[kept]][:, None],
        own,
        numbered([inner for inner, _ in in_names])[axis.name_of[kept]][:, None],
        numbered([h.outer for h in values])[None, :],
        numbered([outer for _, outer in in_names])[axis.name_of[kept]][:, None],
        numbered([whole])[None, :],
    ]
    wanted = scale.wanted_of(tuple(made.targets.items), lexicon.catalog.indicator)
    fits = np.zeros((len(made.uoms.items) + 1, len(wanted) + 1), np.bool_)
    for u, uom in enumerate(made.uoms.items):
        fits[u, :-1] = [bool(scale.stated(uom, w)[1]) and scale.stated(uom, w)[0] for w in wanted]
    aside = np.array([m in _BESIDE for _, m in made.targets.items] + [True], np.bool_)[made.target]
    plane = np.full((len(kept), len(values)), NONE, np.int32)
    layers = [layer for layer in layers if (layer != NONE).any()]
    for layer in layers:
        plane = np.where((plane == NONE) & fits[layer, made.target], layer, plane)
    strict = np.array([u.strict for u in made.uoms.items] + [False], np.bool_)
    for layer in layers:
        said = strict[layer] & (~aside | (layer is own))
        plane = np.where((plane == NONE) & said, layer, plane)
    return plane


_BESIDE = (Measure.YOY, Measure.RANK)
