"""What the demo has published when it opens: its main board since January, the others of late.

So a reader finds editions and a publisher still has the newest month to publish. Every edition
goes the way of all others; where something stands in its way, it is left out. August is out
before its revision comes, as it happens in a year: so readers find that a figure was changed.
"""

from collections.abc import Callable, Iterator
from datetime import date

from kpi.i18n import _
from kpi.model.period import Period
from kpi.model.person import Person
from kpi.model.problem import Refused
from kpi.service import board as boards
from kpi.service import editions, publish
from kpi.store import house
from kpi.store.engine import Act, Store

_DONE = "demo_past"
REVISION = "2026/2026年8月固定资产投资（修订）.xlsx"  # in the sample's manifest
REVISED = Period.parse("2026-08")
_LATELY = 3  # periods of the other boards: what a start can bear


def publish_past(
    store: Store,
    by: Person,
    *,
    today: date,
    tell: Callable[[str], None],
    until: Period | None = None,
) -> int:
    """Publish the past periods once, with `until` no later ones yet; gives how many editions were
    made.
    """
    with store.read() as tx:
        if house.settings(tx).get(_DONE):
            return 0
    last = until.last_day if until else date.max
    ahead = [(code, period) for code, period in _ahead(store) if period.last_day <= last]
    if not ahead:
        return 0
    tell(_("签发样例区往期榜单：{n}期，约需十秒。").format(n=len(ahead)))
    made = 0
    for n, (code, period) in enumerate(ahead, 1):
        try:
            edition = publish.go(store, code, period, by, today=today)
        except Refused:
            continue  # what is not ready for its edition has none, here as anywhere
        made += 1
        tell(f"  {n}/{len(ahead)} {edition.title} {period.label()}")
    if until is None:
        with store.write("system", Act.SETTINGS) as tx:
            house.change(tx, **{_DONE: True})
            tx.about("demo", editions=made)
    return made


def _ahead(store: Store) -> Iterator[tuple[str, Period]]:
    """Board by board, oldest period first; the newest is left, and what has an edition already."""
    for n, board in enumerate(boards.known(store).boards):
        newest, *before = boards.periods(store, board.code) or (None,)
        mine = [p for p in reversed(before) if newest and p.year == newest.year]
        for period in mine if n == 0 else mine[-_LATELY:]:
            if not editions.issues(store, board.code, period):
                yield board.code, period
