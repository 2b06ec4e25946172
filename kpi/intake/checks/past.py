"""A file among what is stored: numbers of both by unit, target and period, quick to look up."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.intake.checks.flat import Flat
from kpi.intake.checks.values import REPORTED
from kpi.model.catalog import Catalog
from kpi.model.measure import Measure, Status
from kpi.model.period import Freq, Period

_PER_YEAR: dict[Freq, int] = {"M": 12, "Q": 4, "H": 2, "Y": 1}
SPAN = 10**5  # period numbers of one frequency lie within this span
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Numbers by unit, target and period, sorted for looking up; both as numbers of the file."""

    keys: Ints
    values: Floats

    def at(self, unit: Ints, target: Ints, when: Ints) -> Floats:
        """The values at these places, NaN where there is none; target −1 has none."""
        if not len(self.keys):
            return np.full(len(unit), np.nan)
        wanted = key(unit, target, when)
        found = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        there = (self.keys[found] == wanted) & (target >= 0)
        return np.where(there, self.values[found], np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A file among what is stored: `all` has both (the file wins), `past` only what is stored."""

    whole: Flat
    catalog: Catalog
    when: Ints  # of each value of the file, months (quarters, …) counted through
    first: Ints  # the same for the first period of its year
    per_year: Ints
    before: Floats  # what stands at the period before, in the file or stored; NaN if nothing
    all: Series
    past: Series
    stored: pd.DataFrame  # of the file's units and targets, with unit and target numbers

    def entries(self, *measures: Measure) -> Ints:
        """Positions of reported values of these measures."""
        wanted = self.whole.measures(*measures) & (self.whole.state == REPORTED)
        return np.flatnonzero(wanted)

    def sibling(self, at: Ints, measure: Measure | None) -> Ints:
        """Number of another measure of the same indicator (None: its own 口径), −1 if unknown."""
        number = {t: i for i, t in enumerate(self.whole.targets)}
        indicator = self.catalog.indicator
        of = [
            number.get((code, measure or indicator[code].measure), -1)
            for code, _ in self.whole.targets
        ]
        return np.array(of or [-1], np.int64)[self.whole.target[at]]


def key(unit: Ints, target: Ints, when: Ints) -> Ints:
    """One number for a place; the places of a unit and target follow each other by period."""
    return (unit * 10**4 + target) * (4 * SPAN) + when


def _when(period: Period) -> int:
    per = _PER_YEAR[period.freq]
    return "MQHY".index(period.freq) * SPAN + period.year * per + period.number - 1


def known(whole: Flat, catalog: Catalog, stored: pd.DataFrame) -> Known:
    """The file and its own history, ready to be compared; measures only stored are added."""
    units = {u: i for i, u in enumerate(whole.units)}
    codes = {code: i for i, code in enumerate(dict.fromkeys(code for code, _ in whole.targets))}
    targets = {t: i for i, t in enumerate(whole.targets)}
    unit = _numbered(stored["unit"], lambda text: units.get(text, -1))
    code = _numbered(stored["indicator"], lambda text: codes.get(text, -1))
    mine = (unit >= 0) & (code >= 0) & (stored["status"] == Status.REPORTED).to_numpy()
    had = stored[mine]
    measures = list(Measure)
    measure = _numbered(had["measure"], lambda text: measures.index(Measure(text)))
    pairs, pair = np.unique(code[mine] * len(measures) + measure, return_inverse=True)
    names, known_codes = [], list(codes)
    for one in pairs.tolist():
        name = known_codes[one // len(measures)], measures[one % len(measures)]
        names.append(targets.setdefault(name, len(targets)))
    wide = replace(whole, targets=list(targets))
    old = pd.DataFrame(
        {
            "u": unit[mine],
            "t": np.array(names, np.int64)[pair],
            "w": _numbered(had["period"], lambda text: _when(Period.parse(text))),
            "value": had["value"].to_numpy(),
        }
    )
    periods = [Period.parse(p) for p in whole.periods]
    when = np.array([_when(p) for p in periods] or [0], np.int64)[whole.period]
    first = np.array([_when(p) - p.number + 1 for p in periods] or [0], np.int64)[whole.period]
    per = np.array([_PER_YEAR[p.freq] for p in periods] or [1], np.int64)[whole.period]
    now = whole.state == REPORTED
    past = _series([(old["u"], old["t"], old["w"], old["value"])])
    both = _series(
        [
            (whole.unit[now], whole.target[now], when[now], whole.number[now]),
            (old["u"], old["t"], old["w"], old["value"]),
        ]
    )
    before = both.at(whole.unit, whole.target, when - 1)
    return Known(wide, catalog, when, first, per, before, both, past, old)


def _numbered(texts: "pd.Series[str]", number: Callable[[str], int]) -> Ints:
    """A number for every text, asked once per distinct text."""
    index, distinct = pd.factorize(texts)
    return np.array([number(text) for text in distinct], np.int64)[index]


def _series(parts: list[tuple[object, object, object, object]]) -> Series:
    """Looked up by key; of two values at one place the first given counts."""
    arrays = [[np.asarray(a) for a in part] for part in parts]
    unit, target, when, value = (np.concatenate([p[i] for p in arrays]) for i in range(4))
    keys = key(unit.astype(np.int64), target.astype(np.int64), when.astype(np.int64))
    order = np.argsort(keys, kind="stable")
    keys, value = keys[order], value[order].astype(np.float64)
    first = np.ones(len(keys), np.bool_)
    first[1:] = keys[1:] != keys[:-1]
    return Series(keys[first], value[first])
