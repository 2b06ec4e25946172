"""The catalog (名录): units, indicators and boards, as of a period."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal

from kpi.i18n import language
from kpi.model.measure import PERCENT, Measure
from kpi.model.period import Freq, Period
from kpi.model.rule import Rule

NEVER_RANKED = "—"
DISTRICT, PEER = "区", "外部"  # levels (层级) of what stands outside the boards


class Direction(StrEnum):
    """Which way an indicator is better."""

    HIGHER = "higher"
    LOWER = "lower"
    TARGET = "target"
    NONE = "none"


class Basis(StrEnum):
    """Of what growth is growth (增速口径); only nominal growth can be recomputed from levels."""

    NOMINAL = "nominal"
    CONSTANT_PRICE = "constant_price"
    COMPARABLE_SCOPE = "comparable_scope"


@dataclass(frozen=True, slots=True)
class Unit:
    """One membership of a unit: the same code twice is another group in other dates.

    `since` and `until` are periods (2026-07) or dates as given, inclusive; empty means always.
    `sponsor` is a post, never a person's name; `liaison` an office's code, or free text.
    """

    code: str
    name: str
    group: str
    level: str = ""
    name_en: str = ""
    aliases: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    note: str = ""
    sponsor: str = ""  # 包抓领导
    liaison: str = ""  # 联络单位
    inspection: str = ""  # 督查组

    def active(self, period: Period) -> bool:
        """Whether the membership holds at the end of `period`."""
        if not (self.since or self.until):
            return True  # nearly all, asked for every period of a file
        end, start = period.last_day.isoformat(), period.first_day.isoformat()
        return (not self.since or self.since <= end[: len(self.since)]) and (
            not self.until or self.until >= start[: len(self.until)]
        )


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator; `measure` is its own 口径, `decimals` of the value in `uom`."""

    code: str
    name: str
    uom: str
    direction: Direction = Direction.HIGHER
    freq: Freq = "M"
    measure: Measure = Measure.YTD
    monthly_growth: bool = False  # 只报增速(当月): the growth of the single month
    basis: Basis | None = None
    jan_feb_merged: bool = False
    decimals: int = 2
    low: float | None = None
    high: float | None = None
    lead: str = ""
    sponsor: str = ""
    source: str = ""
    definition: str = ""
    ranked: bool = True
    name_en: str = ""
    min_base: float | None = None
    part_of: str = ""
    category: str = ""
    due_day: int | None = None  # 报送日: working day of the month after; None: the usual one
    aliases: tuple[str, ...] = ()

    @property
    def cumulative(self) -> bool:
        """Whether a value covers the year so far."""
        return self.measure is Measure.YTD or (
            self.measure is Measure.YOY and not self.monthly_growth
        )

    def digits(self, measure: Measure) -> int:
        """Decimals of a value of `measure`: percentages and gaps 1, else the indicator's own."""
        own = measure is self.measure or measure not in (PERCENT | {Measure.GAP})
        return self.decimals if own else 1


@dataclass(frozen=True, slots=True)
class Alias:
    """A learned name: `kind` is unit, indicator, uom or group; an indicator may be `fai.yoy`."""

    kind: str
    alias: str
    code: str


@dataclass(frozen=True, slots=True)
class BoardSpec:
    """A board of the catalog: its cadence, audience and rule (data, never code)."""

    code: str
    name: str
    freq: Freq
    rule: Rule
    groups: tuple[str, ...] = ()  # the board's units; empty means all groups
    audience: str = "internal"
    name_en: str = ""


@dataclass(frozen=True)
class Catalog:
    """Everything codes refer to. Lookups go by code; names are for showing only.

    `english` are pairs of a text of the catalog and its English, for texts without a field for it:
    groups, posts, sources, definitions, documents.
    """

    units: tuple[Unit, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    boards: tuple[BoardSpec, ...] = ()
    aliases: tuple[Alias, ...] = ()
    english: tuple[tuple[str, str], ...] = ()

    @cached_property
    def unit(self) -> dict[str, Unit]:
        """Units by code, in the catalog's order; of several memberships the newest."""
        newest: dict[str, Unit] = {}
        for unit in self.units:
            if unit.code not in newest or unit.since >= newest[unit.code].since:
                newest[unit.code] = unit
        return newest

    @cached_property
    def indicator(self) -> dict[str, Indicator]:
        """Indicators by code."""
        return {i.code: i for i in self.indicators}

    @cached_property
    def board(self) -> dict[str, BoardSpec]:
        """Boards by code, in the catalog's order."""
        return {b.code: b for b in self.boards}

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Peer groups in the order in which the catalog names them; never-ranked left out."""
        return tuple(dict.fromkeys(u.group for u in self.units if u.group != NEVER_RANKED))

    @cached_property
    def in_english(self) -> dict[str, str]:
        """English names of units and indicators by their Chinese ones, where they have any."""
        units = {unit.name: unit.name_en for unit in self.units if unit.name_en}
        return units | {own.name: own.name_en for own in self.indicators if own.name_en}

    @cached_property
    def _english(self) -> dict[str, str]:
        return dict(self.english)

    def said(self, text: str, spoken: str | None = None) -> str:
        """A text of the catalog in a language (None: the reader's); untranslated as it stands."""
        return self._english.get(text, text) if (spoken or language()) == "en" else text

    def office(self, code: str, spoken: str | None = None) -> str:
        """The name of the unit behind a code of `lead` or `liaison`; free text as `said` has it."""
        unit = self.unit.get(code)
        if unit is None:
            return self.said(code, spoken)
        own = unit.name_en if (spoken or language()) == "en" else ""
        return own or self.said(unit.name, spoken)

    @cached_property
    def outside(self) -> tuple[Unit, ...]:
        """The district itself (层级 区) and those that it is compared with (外部): of those that
        are never ranked here.
        """
        known = (u for u in self.unit.values() if u.group == NEVER_RANKED)
        return tuple(u for u in known if u.level in (DISTRICT, PEER))

    def active(self, period: Period) -> tuple[Unit, ...]:
        """Ranked units in force at the end of `period`, in the catalog's order."""
        return tuple(u for u in self.units if u.group != NEVER_RANKED and u.active(period))

    def members(self, board: BoardSpec, period: Period) -> tuple[Unit, ...]:
        """Units that `board` ranks in `period`."""
        return tuple(u for u in self.active(period) if not board.groups or u.group in board.groups)


@dataclass(frozen=True, slots=True)
class Target:
    """A task set for a unit: `value` None is `—`, no task set (not applicable).

    `period` is 2026 for the year, 2026-Q3 or 2026-09 for the plan to that period's end.
    """

    unit: str
    indicator: str
    period: str
    value: float | None
    kind: Literal["baseline", "stretch"] = "baseline"
    document: str = ""
    sheet: str = field(default="", compare=False)  # where the workbook says so: 目标, D5
    cell: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Setup:
    """What the catalog workbook (名录.xlsx) holds: the catalog and the targets."""

    catalog: Catalog
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogReceipt:
    """What an imported catalog changed: counts of lines, and (kind, code) of the lines concerned.

    `missing` are lines that are stored and not in the workbook: they stay, only 停用至 retires.
    `upload` is the one that brought `targets` new or changed targets; None where none changed.
    """

    upload: int | None
    new: tuple[tuple[str, str], ...] = ()
    changed: tuple[tuple[str, str], ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    unchanged: int = 0
    targets: int = 0
