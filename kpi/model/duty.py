"""Who answers for what (分管): a post, a lead department, an inspection group, each with its field.

Never a person: posts and offices are a way to look at units and indicators, and have no figures,
score or place of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kpi.i18n import N_, _
from kpi.model.catalog import NEVER_RANKED, Catalog

WAYS = {
    "sponsor": N_("包抓领导"),
    "lead": N_("牵头单位"),
    "inspection": N_("督查组"),
}
SHORT = {"sponsor": N_("包抓"), "lead": N_("牵头"), "inspection": N_("督查")}


@dataclass(frozen=True, slots=True)
class Duty:
    """One field: `way` of WAYS, `who` as the catalog writes it (of an office its code), the codes
    of ranked units and of indicators, in the catalog's order. An office answers for the indicators
    that it leads and the units that it is the liaison of.
    """

    way: str
    who: str
    units: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """What stands in a URL: sponsor:常务副区长, lead:D01."""
        return f"{self.way}:{self.who}"


def duties(catalog: Catalog) -> tuple[Duty, ...]:
    """Every field that the catalog names, way by way, each way in the order of the catalog."""
    units: dict[tuple[str, str], list[str]] = {}
    indicators: dict[tuple[str, str], list[str]] = {}
    for way, who, unit in _of_units(catalog):
        units.setdefault((way, who), []).append(unit)
    for own in catalog.indicators:
        for way, who in (("sponsor", own.sponsor), ("lead", own.lead)):
            if who:
                indicators.setdefault((way, who), []).append(own.code)
    keys = dict.fromkeys([*indicators, *units])
    order = [*WAYS]
    return tuple(
        Duty(way, who, tuple(units.get((way, who), ())), tuple(indicators.get((way, who), ())))
        for way, who in sorted(keys, key=lambda key: order.index(key[0]))
    )


def _of_units(catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    for unit in catalog.unit.values():
        if unit.group == NEVER_RANKED:
            continue
        named = ("sponsor", unit.sponsor), ("lead", unit.liaison), ("inspection", unit.inspection)
        for way, who in named:
            if who and (way != "lead" or who in catalog.unit):  # free text has no field
                yield way, who, unit.code


def name(catalog: Catalog, duty: Duty) -> str:
    """常务副区长, 区发展和改革局 in the reader's language."""
    return catalog.office(duty.who) if duty.way == "lead" else catalog.said(duty.who)


def label(catalog: Catalog, duty: Duty) -> str:
    """包抓 常务副区长: which way, and who."""
    return f"{_(SHORT[duty.way])} {name(catalog, duty)}"
