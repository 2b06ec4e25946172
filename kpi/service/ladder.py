"""The season ledger (台账): per unit the published editions, the year's tally, the ladder.

Only editions that count: corrected ones as corrected, withdrawn ones not at all.
"""

from collections.abc import Mapping

from kpi.board import ledger
from kpi.model.edition import Mark
from kpi.model.house import of_json
from kpi.model.period import Period
from kpi.model.standing import Standing
from kpi.store import editions, house
from kpi.store.engine import Store


def season(store: Store, code: str, year: int) -> tuple[Standing, ...]:
    """Every unit that an edition of the year names, in the order of its code."""
    with store.read() as tx:
        counting = [i for i in editions.counting(tx, code) if i.period.year <= year]
        told = editions.told(tx, [i.edition for i in counting])
        own = [i for i in counting if i.period.year == year]
        group: dict[str, str | None] = {}
        for issue in own:
            group |= editions.groups(tx, issue.edition)
        settled = of_json(house.settings(tx))
    past = ledger.past([(i.period, told[i.edition]) for i in counting])
    units = sorted({unit for i in own for unit in told[i.edition]})
    found = []
    for unit in units:
        marks = tuple(_mark(told[i.edition], unit, i.period) for i in own)
        black = past.streak_black.get(unit, 0)
        found.append(
            Standing(
                unit,
                group[unit],
                past.streak_red.get(unit, 0),
                black,
                sum(m.colour == "red" for m in marks),
                sum(m.colour == "black" for m in marks),
                marks,
                settled.rung(black),
            )
        )
    return tuple(found)


def _mark(told: Mapping[str, Mark], unit: str, period: Period) -> Mark:
    return told.get(unit) or Mark(period, None, None, None)
