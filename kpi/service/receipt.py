"""A stored upload looked at again: what it changed, and which boards stand on those figures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kpi.model.catalog import Catalog
from kpi.model.edition import Edition
from kpi.model.panel import KEYS, Wanted, records
from kpi.model.period import Period
from kpi.model.upload import UploadRow
from kpi.service.upload import Change, told
from kpi.store import observations, uploads
from kpi.store.engine import Store


def changes(store: Store, row: UploadRow) -> tuple[Change, ...]:
    """What an upload changed when it was stored: changed values first, then new ones.

    The old value is the version before it that nobody had taken back.
    """
    with store.read() as tx:
        frame = observations.history(tx, Wanted(periods=row.periods or ("",)))
        undone = {r.upload for r in uploads.list(tx) if r.undone and r.upload != row.upload}
    standing = records(frame[~frame["upload"].isin(undone)])
    found = list(_changes(standing, row.upload))
    return tuple(sorted(found, key=lambda c: not c.old))  # stable


def _changes(versions: list[dict[str, Any]], number: int) -> Iterator[Change]:
    before: dict[str, Any] = {}
    for one in versions:
        key = {k: one[k] for k in KEYS}
        if one["upload"] == number:
            same = before and all(before[k] == v for k, v in key.items())
            yield Change(
                **key,
                old=told(before["value"]) if same else "",
                new=told(one["value"]),
                sheet=one["sheet"] or "",
                cell=one["cell"] or "",
            )
        before = one


def boards(known: Catalog, changed: Iterable[Change]) -> tuple[tuple[str, Period], ...]:
    """The boards that judge by a changed figure, each in the newest period concerned."""
    newest: dict[str, Period] = {}
    for one in changed:
        period = Period.parse(one.period)
        if one.indicator not in newest or newest[one.indicator].last_day < period.last_day:
            newest[one.indicator] = period
    found: dict[str, Period] = {}
    for board in known.boards:
        codes = {i.column.partition(".")[0] for i in board.rule.items}
        if touched := [newest[c] for c in codes if c in newest]:
            last = max(touched, key=lambda p: p.last_day)
            found[board.code] = Period.of(last.last_day, board.freq)
    return tuple(found.items())


@dataclass(frozen=True, slots=True)
class Moves:
    """One board before and after an upload: places that moved, who came onto a list, who left.

    `places` are (unit, place before, place now); None: not ranked then.
    """

    places: tuple[tuple[str, int | None, int | None], ...] = ()
    came: tuple[tuple[str, str], ...] = ()  # colour, unit
    went: tuple[tuple[str, str], ...] = ()

    @property
    def none(self) -> bool:
        """Whether nothing moved."""
        return not (self.places or self.came or self.went)


def moves(before: Edition, now: Edition) -> Moves:
    """What a reader of the board would notice."""
    old = {e.unit: e for e in before.board.entries}
    places, came, went = [], [], []
    for entry in now.board.entries:
        was = old.get(entry.unit)
        first = before.place(was) if was else None
        last = now.place(entry)
        if first != last:
            places.append((entry.unit, first, last))
        was_on = was.colour if was else None
        if entry.colour != was_on:
            if entry.colour:
                came.append((str(entry.colour), entry.unit))
            if was_on:
                went.append((str(was_on), entry.unit))
    return Moves(tuple(places), tuple(came), tuple(went))
