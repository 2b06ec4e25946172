"""Which cells a rule asks for, and the table that the engine eats: the pandas edge of the room."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kpi.board import derive
from kpi.board.derive import Column, Slices
from kpi.model.catalog import BoardSpec, Catalog, Indicator
from kpi.model.measure import Measure
from kpi.model.panel import Wanted
from kpi.model.period import Period, between
from kpi.model.rule import Rule
from kpi.model.table import NOT_REPORTED, REPORTED, Table
from kpi.model.when import STREAKS, Gate, Term, gates

RESERVED = frozenset({"progress", *STREAKS})


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier editions say of each unit: consecutive times on a list, and the place before."""

    streak_red: Mapping[str, int] = field(default_factory=dict)
    streak_black: Mapping[str, int] = field(default_factory=dict)


def needs(board: BoardSpec, catalog: Catalog, first: Period, last: Period) -> Wanted:
    """The stored cells that boards from `first` to `last` stand on, a year of base included."""
    codes = {c.split(".")[0] for c in board.rule.columns if c not in RESERVED}
    return Wanted(
        indicators=tuple(sorted(codes & set(catalog.indicator))),
        periods=spell(first, last),
    )


def spell(first: Period, last: Period) -> tuple[str, ...]:
    """Every period text of any frequency from a year before `first` to `last`, years whole."""
    months = between(Period(first.year - 1, 1), Period(last.year, 12))
    names = {str(m.within(f)) for m in months for f in ("M", "Q", "H", "Y")}
    return tuple(sorted(names))


def split(key: str, catalog: Catalog) -> tuple[Indicator, Measure] | None:
    """The indicator and measure of a column key; a bare code means the indicator's own measure."""
    code, _, measure = key.partition(".")
    indicator = catalog.indicator.get(code)
    if indicator is None or (measure and measure not in list(Measure)):
        return None
    return indicator, Measure(measure) if measure else indicator.measure


def select(slices: Slices, board: BoardSpec, catalog: Catalog, period: Period, past: Past) -> Table:
    """The table of one board and period over the units of `slices`, columns as the rule names them.

    An indicator that is not due then (GDP in a single month) is a column without values.
    """
    groups = {u.code: u.group for u in catalog.members(board, period)}
    keys = sorted({*board.rule.columns, *_streaks(board.rule)})
    columns = {key: _column(key, slices, board, catalog, period, past) for key in keys}
    return Table(
        units=slices.units,
        groups=tuple(groups[u] for u in slices.units),
        columns=tuple(columns),
        value=np.array([c.value for c in columns.values()]).reshape(len(columns), -1),
        status=np.array([c.status for c in columns.values()], np.int8).reshape(len(columns), -1),
    )


def _column(
    key: str, slices: Slices, board: BoardSpec, catalog: Catalog, period: Period, past: Past
) -> Column:
    if key == "progress":
        return progress(slices, board, catalog, period)
    if key in RESERVED:
        counts = past.streak_red if key == "streak_red" else past.streak_black
        value = np.array([float(counts.get(u, 0)) for u in slices.units])
        return Column(value, np.full(len(value), REPORTED, np.int8))
    found = split(key, catalog)
    own = found and derive.due(found[0], period)
    if not found or not own:
        nothing = np.full(len(slices.units), np.nan)
        return Column(nothing, np.full(len(nothing), NOT_REPORTED, np.int8))
    return derive.column(slices, found[0], found[1], own)


def _streaks(rule: Rule) -> set[str]:
    """The streak columns that the rule's conditions ask for."""
    scopes = (rule.scope, *(patch.scope for patch in rule.groups))
    whens = [seats.when for scope in scopes for seats in (scope.red, scope.black) if seats]
    whens += [veto.when for veto in rule.veto if veto.when]
    facts = {f for test in whens for gate in gates(test) for f in _facts(gate)}
    return facts & STREAKS


def _facts(gate: Gate) -> tuple[str, ...]:
    return (gate.fact, gate.value.fact) if isinstance(gate.value, Term) else (gate.fact,)


def progress(slices: Slices, board: BoardSpec, catalog: Catalog, period: Period) -> Column:
    """Each unit's time progress (序时进度) in percent: a monthly plan counts where the board has
    one indicator, else the share of the year that is over.
    """
    codes = {c.split(".")[0] for c in board.rule.columns if c not in RESERVED}
    indicator = catalog.indicator.get(codes.pop()) if len(codes) == 1 else None
    if indicator:
        own = derive.due(indicator, period)
        if own:
            return derive.progress(slices, indicator, own)
    return Column.of(np.full(len(slices.units), period.elapsed()))
