"""One field of responsibility in one period: its indicators over the district, its units on lists,
what was asked of them. Posts and offices are a filter; nothing here is counted into a figure of
theirs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kpi import access
from kpi.board.derive import Slices
from kpi.board.select import spell
from kpi.i18n import N_, _
from kpi.model.board import Entry
from kpi.model.case import Case
from kpi.model.catalog import Catalog
from kpi.model.due import Due
from kpi.model.duty import Duty, name
from kpi.model.edition import Edition
from kpi.model.panel import Wanted
from kpi.model.period import Period
from kpi.model.person import Person, Right
from kpi.service import tally
from kpi.service.stand import Stand
from kpi.service.tally import Tally
from kpi.store import cases, editions
from kpi.store.engine import Store

PLACES = frozenset({"街道", "镇", "乡", "园区", "社区", "村"})  # levels that share out the land


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A unit on a list: the edition, its entry, and the period since which it is there."""

    edition: Edition
    entry: Entry
    since: Period


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A duty in a period; `lines` are its units on lists, black before red, `free` its units that
    stand on boards and on no list.
    """

    duty: Duty
    tallies: tuple[Tally, ...]
    lines: tuple[Line, ...]
    free: tuple[str, ...]

    def listed(self, colour: str) -> frozenset[str]:
        """The units on a list of this colour, on any board."""
        return frozenset(at.entry.unit for at in self.lines if at.entry.colour == colour)


def field(stand: Stand, duty: Duty, period: Period, shown: Sequence[Edition]) -> Field:
    """The field as the `shown` boards say, its indicators as of `period`."""
    found = (over(stand, code, period) for code in duty.indicators)
    return _field(duty, tuple(t for t in found if t), shown)


def fields(every: Iterable[Duty], shown: Sequence[Edition]) -> tuple[Field, ...]:
    """Every field in short, without the figures of its indicators."""
    return tuple(_field(duty, (), shown) for duty in every)


def _field(duty: Duty, tallies: tuple[Tally, ...], shown: Sequence[Edition]) -> Field:
    lines, seen = [], set()
    for unit in duty.units:
        for edition in shown:
            entry = edition.entry(unit)
            seen |= {unit} if entry else set()
            if entry and entry.colour:
                lines.append(Line(edition, entry, _since(edition, unit)))
    lines.sort(key=lambda at: at.entry.colour != "black")
    free = seen - {at.entry.unit for at in lines}
    return Field(duty, tallies, tuple(lines), tuple(u for u in duty.units if u in free))


def _since(edition: Edition, unit: str) -> Period:
    marks = edition.marks.get(unit, ())
    return marks[-edition.streak(unit)].period if marks else edition.period


def over(stand: Stand, code: str, period: Period) -> Tally | None:
    """An indicator over the whole district: what the district itself reports; else its places
    (街道, 镇 …) together, which share out its land; else whoever has figures. None without any.
    """
    catalog = stand.catalog()
    one = catalog.indicator.get(code)
    if one is None:
        return None
    home = tally.district(catalog)
    panel = stand.panel(Wanted(indicators=(code,), periods=spell(period, period)))
    own = Slices(panel, [home.code]) if home else None
    active = catalog.active(period)
    for units in ([u for u in active if u.level in PLACES], active):
        inside = Slices(panel, [u.code for u in units])
        if units and (found := tally.tallied(one, period, inside, own)):
            return found
    return None


HELD = {  # what a post or office has to do with indicators and units, with one of them alone
    "sponsor": (
        N_("{who}包抓{n}项指标、{m}个单位"),
        N_("{who}包抓{n}项指标"),
        N_("{who}包抓{m}个单位"),
    ),
    "lead": (
        N_("{who}牵头{n}项指标、联络{m}个单位"),
        N_("{who}牵头{n}项指标"),
        N_("{who}联络{m}个单位"),
    ),
    "inspection": ("", "", N_("{who}督查{m}个单位")),
}


def headline(catalog: Catalog, field: Field) -> str:
    """常务副区长包抓3项指标、2个单位，1个单位列黑榜."""
    duty = field.duty
    both, led, minded = HELD[duty.way]
    words = both if duty.units and duty.indicators else minded if duty.units else led
    held = {"n": len(duty.indicators), "m": len(duty.units)}
    text = _(words).format(who=name(catalog, duty), **held)
    told = [
        _("{n}个单位列{label}").format(n=len(units), label=_label(field, colour))
        for colour in ("black", "red")
        if (units := field.listed(colour))
    ]
    if not told and field.free:
        told = [_("本期均未列榜")]
    return _("，").join((text, *told))


def _label(field: Field, colour: str) -> str:
    """What the lists of this colour are called; where boards differ, the usual word."""
    said = {at.edition.label(colour) for at in field.lines if at.entry.colour == colour}
    usual = _("黑榜") if colour == "black" else _("红榜")
    return said.pop() if len(said) == 1 else usual


def owed(duty: Duty, dues: Iterable[Due]) -> tuple[Due, ...]:
    """What is wanting of the field's indicators; of a field without indicators, what is wanting of
    its units.
    """
    found = []
    for due in dues:
        if not due.wanting:
            continue
        if duty.indicators:
            found += [due] if due.indicator.code in duty.indicators else []
        elif lacks := tuple(lack for lack in due.lacks if lack.unit in duty.units):
            found.append(replace(due, lacks=lacks))
    return tuple(found)


def asked(store: Store, by: Person) -> tuple[Case, ...]:
    """What units were asked and said, newest first: statements to editions that count; to who may
    see drafts also the statements of others, and appeals.
    """
    access.require(by, Right.READ)
    with store.read() as tx:
        counting = {(i.board, i.period) for i in editions.counting(tx)}
        every = cases.find(tx)
    drafts = by.may(Right.DRAFT)
    shown = (c for c in every if drafts or (c.board, c.period) in counting)
    kinds = ("statement", "appeal") if drafts else ("statement",)
    return tuple(c for c in reversed([*shown]) if c.kind in kinds)


def newest(duty: Duty, every: Iterable[Case]) -> tuple[Case, ...]:
    """Of the cases (newest first) of the field's units the last one of each unit and board, those
    that are open first, by their day.
    """
    last: dict[tuple[str, str, str], Case] = {}
    for case in every:
        if case.unit in duty.units:
            last.setdefault((case.unit, case.board, case.kind), case)
    return tuple(sorted(last.values(), key=lambda c: (not c.open, str(c.due or "9999"), -c.id)))


def waiting(duty: Duty, every: Iterable[Case]) -> tuple[Case, ...]:
    """The cases of the field's units that wait for somebody."""
    return tuple(c for c in every if c.unit in duty.units and c.open)
