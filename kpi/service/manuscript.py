"""The paper of a board and period before it is signed: read, written, taken back.

Whoever may publish writes; every change is one line of the journal, with what stood there before.
"""

import json
from collections.abc import Mapping
from typing import Any

from kpi.model import manuscript, snapshot
from kpi.model import paper as papers
from kpi.model.manuscript import LONGEST, TITLE, WORD, Change, Manuscript
from kpi.model.paper import Paper
from kpi.model.period import Period
from kpi.model.person import Person, Right
from kpi.model.problem import Problem, Refused, problem
from kpi.model.round import State
from kpi.service import board as boards
from kpi.service import deeds
from kpi.store import catalog, drafts, editions, rounds
from kpi.store.engine import Act, Store
from kpi.store.tx import Tx

OUT = frozenset({State.PUBLISHED, State.ARCHIVED})
CLOSED = OUT | {State.SIGNED}


def paper(tx: Tx, code: str, period: Period) -> Paper:
    """What was signed; before that what is written; of what nobody wrote the usual."""
    if signed := _signed(tx, code, period):
        return signed
    return script(tx, code, period).paper


def script(tx: Tx, code: str, period: Period) -> Manuscript:
    """The paper as it is being written."""
    body, _by = drafts.get(tx, code, period)
    return Manuscript(_usual(tx, code, period), body.get("given", {}), _steps(body))


def read(store: Store, code: str, period: Period, by: Person) -> Manuscript:
    """The same for a page, with what was signed in place of what was written; for those who may
    see drafts.
    """
    deeds.require(store, by, Right.DRAFT)
    with store.read() as tx:
        found, signed = script(tx, code, period), _signed(tx, code, period)
    if signed is None:
        return found
    return Manuscript(signed, origins={place: then for place, (_text, then) in found.words.items()})


def write(
    store: Store,
    code: str,
    period: Period,
    change: Change,
    by: Person,
    seen: Mapping[str, Any] | None = None,
) -> Manuscript:
    """Fill in fields, reword sentences (`manuscript.Change`). Refused with what is wrong in words,
    where the paper is signed, or where somebody else changed what was `seen` there.
    """
    with deeds.doing(store, by, Right.PUBLISH, Act.PAPER, f"{code} {period}") as tx:
        now = _open(tx, code, period)
        _body, last = drafts.get(tx, code, period)
        if seen is not None and any(now.given.get(n) != v for n, v in seen.items()):
            raise Refused(problem("PAPER_MOVED", by=last))
        after = now.changed({n: _tidy(n, v) for n, v in change.items()})
        if wrong := tuple(_faults(after, change, period)):
            raise Refused(*wrong)
        _put(tx, code, period, now, after)
    return after


def undo(store: Store, code: str, period: Period, by: Person) -> Manuscript:
    """Take the last change back, whoever made it."""
    with deeds.doing(store, by, Right.PUBLISH, Act.PAPER, f"{code} {period}") as tx:
        now = _open(tx, code, period)
        after = now.undone()
        _put(tx, code, period, now, after)
    return after


def _open(tx: Tx, code: str, period: Period) -> Manuscript:
    state = rounds.get(tx, code, period).state
    if state in CLOSED:
        raise Refused(problem("PAPER_CLOSED", state=state.label))
    return script(tx, code, period)


def _put(tx: Tx, code: str, period: Period, now: Manuscript, after: Manuscript) -> None:
    """Write it, and tell the journal name by name what stood there and what stands now."""
    names = sorted({*now.given, *after.given})
    told = {n: [now.given.get(n), after.given.get(n)] for n in names}
    moved = {n: pair for n, pair in told.items() if pair[0] != pair[1]}
    drafts.put(tx, code, period, {"given": dict(after.given), "before": list(after.before)})
    tx.about(f"paper {code} {period}", changed=moved)


def _tidy(name: str, value: Any) -> Any:
    if name.startswith(WORD) and value is not None:
        lines = name == WORD + TITLE
        return [manuscript.tidy(str(text), lines=lines) for text in value]
    if isinstance(value, str):
        return manuscript.tidy(value)
    return manuscript.spelled(value) if value is not None else None


def _faults(after: Manuscript, change: Change, period: Period) -> list[Problem]:
    """What is wrong with the changed sentences and with the fields as they stand together."""
    found = [
        problem("TEXT_TOO_LONG", n=len(text), limit=LONGEST)
        for name in change
        if name.startswith(WORD)
        for text in after.given.get(name, [""])[:1]
        if len(text) > LONGEST
    ]
    if any(not name.startswith(WORD) for name in change):
        found += papers.faults(after.paper, period.last_day)
    return found


def _usual(tx: Tx, code: str, period: Period) -> Paper:
    """What stood on the period's last edition; else the board's last, the rule's document and the
    board's audience.
    """
    if issues := editions.of_period(tx, code, period):
        return _sealed(tx, issues[-1].edition)
    board = boards.spec(catalog.read(tx), code)
    issue = editions.last(tx, code)
    last = _sealed(tx, issue.edition) if issue else Paper()
    return papers.usual(last, board.rule.basis, board.audience)


def _sealed(tx: Tx, edition: int) -> Paper:
    """What stood on an edition; nothing of one whose snapshot was tampered with, which the obstacle
    CHAIN_BROKEN names.
    """
    return snapshot.paper_of(editions.snapshot(tx, edition).get("paper", {}))


def _signed(tx: Tx, code: str, period: Period) -> Paper | None:
    now = rounds.get(tx, code, period)
    return snapshot.paper_of(json.loads(now.signed)["paper"]) if now.signed else None


def _steps(body: Mapping[str, Any]) -> tuple[Change, ...]:
    return tuple(body.get("before", ()))
