"""What boards, units and indicators are shown from: the live figures, or what was published.

Who only reads is shown `Issued`: the union of the cells that the editions which count were sealed
with, of two the newer edition's. Nothing in it comes from the live panel; a board that was
published is its edition itself and never computed again.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

import pandas as pd

from kpi import access
from kpi.board.select import needs
from kpi.i18n import _
from kpi.model import canon, snapshot
from kpi.model.catalog import NEVER_RANKED, BoardSpec, Catalog
from kpi.model.edition import Edition
from kpi.model.panel import Wanted
from kpi.model.period import Period
from kpi.model.person import Person, Right
from kpi.model.seal import Issue, Sent
from kpi.service import board as boards
from kpi.service import editions as published
from kpi.service import origins, sealing
from kpi.service.origins import Find
from kpi.store import catalog as names
from kpi.store import editions, observations
from kpi.store.engine import Store

COMPUTED = "computed"  # the state of a board of one column made of published cells: no edition
Footing = tuple[BoardSpec, Catalog, list[Period], pd.DataFrame]


class Stand(Protocol):
    """What a page asks: names, periods, cells, boards, and where a number comes from."""

    def catalog(self) -> Catalog:
        """The names and definitions that codes refer to."""

    def units(self) -> tuple[str, ...]:
        """Ranked units that have a page here, in the catalog's order."""

    def periods(self, code: str) -> tuple[Period, ...]:
        """Periods that a board or column can be shown for, newest first."""

    def series(self, *indicators: str) -> tuple[tuple[str, str, str], ...]:
        """Which (indicator, measure, period) of these indicators hold any value."""

    def panel(self, wanted: Wanted) -> pd.DataFrame:
        """The wanted cells as the panel has them."""

    def edition(self, code: str, period: Period) -> Edition:
        """A board or column of one period; raises `board.Unknown` where there is none."""

    def footing(self, edition: Edition, look_back: int = boards.SEASON) -> Footing:
        """What an edition stands on: its rule, its names, its periods and their cells."""

    def finding(self, edition: Edition) -> AbstractContextManager[Find]:
        """The way from a number of an edition to its file and cell."""


@dataclass(frozen=True, slots=True)
class Live:
    """The figures as they stand: boards in state trial (试算)."""

    store: Store

    def catalog(self) -> Catalog:
        """The catalog as it stands."""
        return boards.known(self.store)

    def units(self) -> tuple[str, ...]:
        """All ranked units."""
        return tuple(c for c, u in self.catalog().unit.items() if u.group != NEVER_RANKED)

    def periods(self, code: str) -> tuple[Period, ...]:
        """Periods with figures."""
        return boards.periods(self.store, code)

    def series(self, *indicators: str) -> tuple[tuple[str, str, str], ...]:
        """What holds any value now."""
        with self.store.read() as tx:
            return observations.series(tx, indicators)

    def panel(self, wanted: Wanted) -> pd.DataFrame:
        """The cells as they stand."""
        with self.store.read() as tx:
            return observations.read(tx, wanted)

    def edition(self, code: str, period: Period) -> Edition:
        """The board as the data stand now."""
        return boards.drawn(self.store, code, period)

    def footing(self, edition: Edition, look_back: int = boards.SEASON) -> Footing:
        """The live panel; of a published edition its own snapshot."""
        return published.stand(self.store, edition, look_back)

    @contextmanager
    def finding(self, edition: Edition) -> Iterator[Find]:
        """Cells as they stand; of a published edition those that it was sealed with."""
        if edition.seal:
            yield _sealed(self.store, edition)
            return
        with self.store.read() as tx:
            yield partial(origins.live, tx)


@dataclass(frozen=True, eq=False)
class Issued:
    """What was published and counts: of every board and period the newest edition that was not
    withdrawn. `cells` are the union of their cells, `sent` the uploads that those came with.
    """

    store: Store
    names: Catalog
    counting: Mapping[tuple[str, Period], Issue]
    cells: pd.DataFrame
    sent: Mapping[int, Sent]
    stored: tuple[tuple[str, str, str], ...]

    def catalog(self) -> Catalog:
        """Names as the newest edition that has them says, in the order of the catalog of now."""
        return self.names

    def units(self) -> tuple[str, ...]:
        """Ranked units of which any value was published."""
        having = set(self.cells["unit"].unique())
        known = self.names.unit.items()
        return tuple(c for c, u in known if c in having and u.group != NEVER_RANKED)

    def periods(self, code: str) -> tuple[Period, ...]:
        """Of a board the periods with an edition; of a column those with published cells too."""
        found = {p for board, p in self.counting if board == code}
        if code not in self.names.board and boards.column(self.names, code):
            own = boards.spec(self.names, code)
            found = {p for board, p in self.counting if board == own.code}
            found |= set(boards.shares(self.stored, self.names, own))
        return tuple(sorted(found, key=str, reverse=True))

    def series(self, *indicators: str) -> tuple[tuple[str, str, str], ...]:
        """What holds any published value."""
        return tuple(row for row in self.stored if row[0] in indicators or not indicators)

    def panel(self, wanted: Wanted) -> pd.DataFrame:
        """The published cells."""
        asked = {
            "unit": wanted.units,
            "indicator": wanted.indicators,
            "period": wanted.periods,
            "measure": wanted.measures,
        }
        found = self.cells
        for name, codes in asked.items():
            if codes:
                found = found[found[name].isin(codes)]
        return found

    def edition(self, code: str, period: Period) -> Edition:
        """The sealed edition; of a column without a board of its own its places, and no lists."""
        own = code if code in self.names.board else None
        if own is None and boards.column(self.names, code):
            own = boards.spec(self.names, code).code
        issue = self.counting.get((own, period)) if own else None
        if issue:
            found = published.read(self.store, issue.edition)
            said = replace(found.catalog, english=self.names.english)
            return replace(found, catalog=said)
        board = boards.column(self.names, code)
        if board is None:
            raise boards.Unknown(
                _("榜单“{code}”在 {period} 没有签发。").format(code=code, period=period)
            )
        return replace(boards.edition(*self._computed(board, period)), state=COMPUTED)

    def footing(self, edition: Edition, look_back: int = boards.SEASON) -> Footing:
        """The edition's own snapshot; of a computed one the published cells."""
        if edition.seal:
            return published.stand(self.store, edition, look_back)
        return self._computed(edition.spec, edition.period, look_back)

    @contextmanager
    def finding(self, edition: Edition) -> Iterator[Find]:
        """Cells as they were published: an edition's own, else those of the newest editions."""
        if edition.seal:
            yield _sealed(self.store, edition)
            return
        codes = {c.partition(".")[0] for c in edition.spec.rule.columns}
        mine = self.cells[self.cells["indicator"].isin(codes)]
        yield origins.sealed(_rows(mine), self.sent)

    def _computed(
        self, board: BoardSpec, period: Period, look_back: int = boards.SEASON
    ) -> Footing:
        shares = boards.shares(self.stored, self.names, board)
        if period not in shares:
            raise boards.Unknown(
                _("榜单“{code}”在 {period} 没有签发。").format(code=board.code, period=period)
            )
        having = boards.due_then(shares, board, period)[-look_back:]
        panel = self.panel(needs(board, self.names, having[0], period))
        return board, self.names, having, panel


def live(store: Store, by: Person) -> Live:
    """The live figures, for who may see drafts; Refused else."""
    access.require(by, Right.DRAFT)
    return Live(store)


def heads(store: Store) -> str:
    """What tells whether `issued` would be another: a digest of the editions that count, and of the
    English that the catalog has for their texts.
    """
    with store.read() as tx:
        said = [list(pair) for pair in names.read(tx).english]
        return canon.digest([[[i.edition, i.hash] for i in editions.counting(tx)], said])


def issued(store: Store) -> Issued:
    """What was published and counts, read out of the snapshots."""
    with store.read() as tx:
        counting = editions.counting(tx)
        known = names.read(tx)
        rows: dict[tuple[str, ...], list[Any]] = {}
        sent: dict[int, Sent] = {}
        parts: list[Catalog] = []
        for issue in sorted(counting, key=lambda i: -i.edition):
            plain = editions.snapshot(tx, issue.edition)
            parts.append(snapshot.catalog_of(plain["catalog"], plain["rule"])[1])
            for row in plain["cells"]:
                rows.setdefault(tuple(row[:4]), row)
            for one in snapshot.sent_of(plain):
                sent.setdefault(one.upload, one)
    cells = sealing.frame(rows[key] for key in sorted(rows))
    keys = cells[["indicator", "measure", "period"]].drop_duplicates()
    return Issued(
        store,
        _together(parts, known),
        {(i.board, i.period): i for i in counting},
        cells,
        sent,
        tuple(keys.itertuples(index=False, name=None)),
    )


def _together(parts: Iterable[Catalog], known: Catalog) -> Catalog:
    """One catalog of those of many editions, newest first: of each code what the newest says, in
    the order of the `known` one; a unit's memberships stay together. English is that of now
    where there is any: it says the same text, and older editions have none.
    """
    units: dict[str, list[Any]] = {}
    indicators: dict[str, Any] = {}
    found: dict[str, Any] = {}
    said = dict(known.english)
    for part in parts:
        fresh: dict[str, list[Any]] = {}
        for unit in part.units:
            fresh.setdefault(unit.code, []).append(unit)
        units = fresh | units
        indicators = part.indicator | indicators
        found = part.board | found
        said = dict(part.english) | said
    return Catalog(
        tuple(u for code in _ordered(units, known.unit) for u in units[code]),
        tuple(indicators[code] for code in _ordered(indicators, known.indicator)),
        tuple(found[code] for code in _ordered(found, known.board)),
        english=tuple(said.items()),
    )


def _ordered(codes: Iterable[str], known: Iterable[str]) -> list[str]:
    place = {code: n for n, code in enumerate(known)}
    return sorted(codes, key=lambda code: (place.get(code, len(place)), code))


def _sealed(store: Store, edition: Edition) -> Find:
    assert edition.seal is not None  # noqa: S101 - only asked of published ones
    sent = {u.upload: u for u in edition.seal.uploads}
    return origins.sealed(published.cells(store, edition), sent)


def _rows(cells: pd.DataFrame) -> Iterator[list[Any]]:
    """Rows of `snapshot.CELL`, a value that is not there as None."""
    for row in cells[list(snapshot.CELL)].itertuples(index=False, name=None):
        key, value, rest = row[:4], row[4], row[5:]
        texts = (x if isinstance(x, str) else None for x in rest[1:])
        yield [*key, None if value != value else float(value), int(rest[0]), *texts]
