"""Published editions: listed, read from their own snapshots, compared, scored again."""

from collections.abc import Container
from typing import Any

import pandas as pd

from kpi.board import ledger
from kpi.board.answer import Judged
from kpi.board.derive import Slices
from kpi.board.score import judge
from kpi.board.select import select
from kpi.i18n import _
from kpi.model import snapshot
from kpi.model.catalog import BoardSpec, Catalog
from kpi.model.comparison import Comparison, compared
from kpi.model.edition import Edition
from kpi.model.period import Period
from kpi.model.person import Person, Right
from kpi.model.seal import Issue
from kpi.service import board as boards
from kpi.service import deeds, sealing
from kpi.store import editions
from kpi.store.engine import Store
from kpi.store.tx import Tx


def every(store: Store, code: str | None = None) -> tuple[Issue, ...]:
    """All editions, of one board or of all, oldest first."""
    with store.read() as tx:
        return editions.every(tx, code)


def issues(store: Store, code: str, period: Period) -> tuple[Issue, ...]:
    """The editions of one board and period, corrections and withdrawals included, oldest first."""
    with store.read() as tx:
        return editions.of_period(tx, code, period)


def periods(store: Store, code: str) -> tuple[Period, ...]:
    """Periods that have an edition which counts, newest first."""
    with store.read() as tx:
        return tuple(reversed([i.period for i in editions.counting(tx, code)]))


def read(store: Store, edition: int) -> Edition:
    """One edition as it was published; Unknown where there is none."""
    with store.read() as tx:
        return _read(tx, edition)


def newest(store: Store, code: str, period: Period) -> Edition | None:
    """The edition that counts for a period; None where none was published or it was withdrawn."""
    with store.read() as tx:
        found = editions.newest(tx, code, period)
        return _read(tx, found.edition) if found else None


def document(store: Store, edition: int) -> dict[str, Any]:
    """What `edition --json` prints: the sealed board document with number, paper and hashes."""
    with store.read() as tx:
        issue, plain = _issue(tx, edition), editions.snapshot(tx, edition)
    names = ("edition", "issue_no", "year", "number", "kind", "corrects", "corrects_no", "reason")
    more = ("paper", "rulings", "past", "engine", "frozen_by", "two_persons", "rule_version")
    last = ("published_at", "published_by")
    result: dict[str, Any] = plain["result"]
    return (
        result
        | {"state": "withdrawn" if issue.withdrawn else "published"}
        | {name: plain[name] for name in (*names, *more, *last)}
        | {"hash": issue.hash, "previous_hash": issue.previous_hash, "code": issue.code}
    )


def compare(store: Store, old: int, new: int) -> Comparison:
    """What differs between two editions."""
    with store.read() as tx:
        _issue(tx, old), _issue(tx, new)
        return compared(editions.snapshot(tx, old), editions.snapshot(tx, new))


def against_live(store: Store, code: str, period: Period, by: Person) -> Comparison | None:
    """What differs between the edition that counts and the board as it is now; None without one."""
    deeds.require(store, by, Right.DRAFT)
    with store.read() as tx:
        stands = editions.newest(tx, code, period)
        if stands is None:
            return None
        draft, old = sealing.draft(tx, code, period), editions.snapshot(tx, stands.edition)
        issue = sealing.next_issue(tx, draft, "correction", stands.edition, "", "", stands.at)
        new = sealing.plain(tx, draft, snapshot.paper_of(old["paper"]), issue, "", False)
        return compared(old, new)


def stand(
    store: Store, edition: Edition, look_back: int = boards.SEASON
) -> tuple[BoardSpec, Catalog, list[Period], pd.DataFrame]:
    """What an edition stands on, as `board.stand` gives it for the live board: out of its own
    snapshot where it is published, out of the live panel for a trial. Unknown for places that were
    made of published cells: those stand on no live panel, and ask `service/stand`.
    """
    if edition.seal is None:
        if edition.state == "computed":
            raise boards.Unknown(f"{edition.spec.code} {edition.period}: not a board of its own")
        return boards.stand(store, edition.spec.code, edition.period, look_back)
    with store.read() as tx:
        plain = editions.snapshot(tx, edition.seal.issue.edition)
    return _footing(plain)


def cells(store: Store, edition: Edition) -> list[list[Any]]:
    """The cells that a published edition keeps, as rows of `snapshot.CELL`."""
    assert edition.seal is not None  # noqa: S101 - a trial keeps none
    with store.read() as tx:
        kept: list[list[Any]] = editions.snapshot(tx, edition.seal.issue.edition)["cells"]
    return kept


def past(edition: Edition) -> ledger.Season | None:
    """The published editions behind an edition, oldest first; None where its past is live."""
    if edition.past == "live":
        return None
    first = next(iter(edition.marks.values()), ())
    return [
        (mark.period, {unit: marks[n] for unit, marks in edition.marks.items()})
        for n, mark in enumerate(first[:-1])
    ]


def _footing(plain: dict[str, Any]) -> tuple[BoardSpec, Catalog, list[Period], pd.DataFrame]:
    spec, catalog = snapshot.catalog_of(plain["catalog"], plain["rule"])
    panel = sealing.frame(plain["cells"])
    keys = panel[["indicator", "measure", "period"]].drop_duplicates()
    shares = boards.shares(keys.itertuples(index=False, name=None), catalog, spec)
    period = Period.parse(plain["period"])
    having = boards.due_then(shares, spec, period)[-sealing.LOOK_BACK :]
    return spec, catalog, having, panel


def replay(store: Store, but: Container[int] = ()) -> tuple[tuple[int, bool], ...]:
    """Every edition with whether its own cells, scored again by its own rule, give its lines;
    `but` those that are no longer what was published.
    """
    with store.read() as tx:
        whole = [n for n in editions.numbers(tx) if n not in but]
        return tuple((n, replayed(editions.snapshot(tx, n))) for n in whole)


def replayed(plain: dict[str, Any]) -> bool:
    """Whether a snapshot's cells give its lines: place, score and list of every unit."""
    edition = snapshot.rebuilt(plain, "", "")
    if not edition.board.entries:
        return True  # a withdrawal has nothing to score
    again = ledger.marks(_judged(plain, edition), edition.period)
    stored = {
        e.unit: (e.rank, e.colour, e.score if e.rank is not None else None)
        for e in edition.board.entries
    }
    return stored == {unit: (m.rank, m.colour, m.score) for unit, m in again.items()}


def judged(store: Store, edition: Edition) -> Judged:
    """A published edition's cells judged again by its own rule: for what is not sealed, such as
    how firm a place is. Its places and scores are those that were published.
    """
    assert edition.seal is not None  # noqa: S101 - only asked of published ones
    with store.read() as tx:
        return _judged(editions.snapshot(tx, edition.seal.issue.edition), edition)


def _judged(plain: dict[str, Any], edition: Edition) -> Judged:
    spec, catalog, _having, panel = _footing(plain)
    units = tuple(sorted(u.code for u in catalog.members(spec, edition.period)))
    streaks = ledger.past(past(edition) or ())
    table = select(Slices(panel, units), spec, catalog, edition.period, streaks)
    return judge(table, spec.rule)


def _issue(tx: Tx, edition: int) -> Issue:
    found = editions.get(tx, edition)
    if found is None:
        raise boards.Unknown(_("没有编号为 {edition} 的一期。").format(edition=edition))
    return found


def _read(tx: Tx, edition: int) -> Edition:
    issue = _issue(tx, edition)
    return snapshot.rebuilt(editions.snapshot(tx, edition), issue.hash, issue.previous_hash)
