"""What is due, what came and what is missing: for the page 数据填报 and the round of calls."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kpi.i18n import N_, _
from kpi.model import due as rules
from kpi.model import show
from kpi.model.catalog import Catalog
from kpi.model.due import Due, Lack
from kpi.model.edition import named
from kpi.model.period import Period
from kpi.model.plainsheet import plainsheet, safe
from kpi.settings import HERE
from kpi.store import arrivals, catalog
from kpi.store.engine import Store

HEADINGS = (N_("牵头单位"), N_("指标"), N_("报告期"), N_("截止日"), N_("未报单位"), N_("口径"))


def dues(store: Store, periods: Sequence[Period], today: date) -> Mapping[Period, tuple[Due, ...]]:
    """Every ranked indicator of each period: when it is due and how far it has come."""
    with store.read() as tx:
        known = catalog.read(tx)
        ranked = [i for i in known.indicators if i.ranked]
        codes = [i.code for i in ranked]
        own = {rules.asked_period(i, p) for i in ranked for p in periods} - {None}
        came = arrivals.first(tx, codes, sorted(map(str, own)))
        units, first = arrivals.known(tx, codes), arrivals.begun(tx)
    begun = first.astimezone(HERE).date() if first else None
    return {p: rules.dues(known, p, came, units, today=today, begun=begun) for p in periods}


def by_lead(found: Iterable[Due], offices: Iterable[str] = ()) -> dict[str, tuple[Due, ...]]:
    """The dues of each lead department; one's own `offices` come first, then as in the catalog."""
    own = frozenset(offices)
    leads: dict[str, list[Due]] = {}
    for one in found:
        leads.setdefault(one.indicator.lead, []).append(one)
    ordered = sorted(leads, key=lambda lead: lead not in own)
    return {lead: tuple(leads[lead]) for lead in ordered}


def calls(known: Catalog, found: Iterable[Due]) -> str:
    """What to say on the telephone: a line per lead department that owes figures."""
    lines = []
    for lead, owed in by_lead(d for d in found if d.wanting).items():
        said = _("；").join(_owed(known, d) for d in owed)
        lines.append(_("{office}：{owed}").format(office=_office(known, lead), owed=said))
    return "\n".join(lines)


def _owed(known: Catalog, one: Due) -> str:
    name, total = named(one.indicator.name, one.indicator.name_en), len(one.units)
    if len(one.lacks) == total and len({lack.measures for lack in one.lacks}) == 1:
        return _("{indicator}全部未报（{n}个单位）").format(indicator=name, n=total)
    return _("{indicator}缺{units}").format(
        indicator=name, units=_("、").join(lacking(known, one, lack) for lack in one.lacks)
    )


def lacking(known: Catalog, one: Due, lack: Lack) -> str:
    """桥西街道, or 桥西街道（同比增速） where the rest of the report is there."""
    name = _office(known, lack.unit)
    if len(lack.measures) == len(rules.asked_measures(one.indicator)):
        return name
    measures = _("、").join(show.measure_name(m) for m in lack.measures)
    return _("{name}（{measures}）").format(name=name, measures=measures)


def missing_csv(known: Catalog, found: Iterable[Due]) -> bytes:
    """A line per figure that is wanting; UTF-8 with byte-order mark, for Excel and WPS."""
    rows: list[list[str]] = [[_(heading) for heading in HEADINGS]]
    for one in found:
        for lack in one.lacks if one.wanting else ():
            for measure in lack.measures:
                row = (
                    _office(known, one.indicator.lead),
                    named(one.indicator.name, one.indicator.name_en),
                    str(one.period),
                    str(one.day),
                    _office(known, lack.unit),
                    show.measure_name(measure),
                )
                rows.append([safe(cell) for cell in row])
    return plainsheet(rows)


def _office(known: Catalog, code: str) -> str:
    unit = known.unit.get(code)
    return named(unit.name, unit.name_en) if unit else code
