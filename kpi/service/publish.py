"""The round of one board and period: frozen, tried, fed back, signed, published, corrected.

Every deed asks for the right, checks the state in its own transaction and leaves one journal
line; what stands in the way is told in full before anything moves.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from kpi.model import canon, workday
from kpi.model.edition import Edition
from kpi.model.house import of_json
from kpi.model.obstacle import Obstacle
from kpi.model.paper import Paper
from kpi.model.period import Period
from kpi.model.person import Person, Right
from kpi.model.problem import Refused, problem
from kpi.model.round import Move, Round, State
from kpi.model.seal import Issue
from kpi.model.snapshot import paper_plain, rebuilt
from kpi.service import deeds, manuscript, sealing, statements
from kpi.service import obstacles as ahead
from kpi.service import paper as papers
from kpi.service.moves import correcting, deed, done, move, reopened, said, wrong
from kpi.service.sealing import Draft
from kpi.store import catalog, drafts, editions, house, rounds
from kpi.store.engine import Act, Store, Tx

FEEDBACK_DAYS = 3  # where feedback is asked for although the house has set no days


def round_of(store: Store, code: str, period: Period) -> Round:
    """How far a board has come in a period."""
    with store.read() as tx:
        return rounds.get(tx, code, period)


def every(store: Store) -> tuple[Round, ...]:
    """All rounds that were ever moved."""
    with store.read() as tx:
        return rounds.every(tx)


def rehearse(store: Store, code: str, period: Period, by: Person) -> Edition:
    """The edition as it would be published now: rulings in, its past out of published editions."""
    deeds.require(store, by, Right.DRAFT)
    with store.read() as tx:
        return sealing.draft(tx, code, period).edition


def paper_of(store: Store, code: str, period: Period) -> Paper:
    """What was signed; before that what is written; of what nobody wrote the usual."""
    with store.read() as tx:
        return manuscript.paper(tx, code, period)


def obstacles(
    store: Store,
    code: str,
    period: Period,
    by: Person,
    paper: Paper | None = None,
    reason: str = "",
    *,
    today: date,
) -> tuple[Obstacle, ...]:
    """All that stands between the board as it is now and its edition, published by this person."""
    with store.read() as tx:
        return _obstacles(tx, sealing.draft(tx, code, period), by, paper, reason, today)


def freeze(store: Store, code: str, period: Period, by: Person) -> Round:
    """Values of the period stand still from now on; returned indicators are closed again."""
    with deed(store, code, period, by, Move.FREEZE) as (tx, now):
        return move(tx, now, Move.FREEZE, reopened=(), frozen_by=by.login)


def trial(store: Store, code: str, period: Period, by: Person) -> Round:
    """The board is computed with the frozen values; Unknown or RuleError where it cannot be."""
    with deed(store, code, period, by, Move.TRIAL) as (tx, now):
        draft = sealing.draft(tx, code, period)
        return move(tx, now, Move.TRIAL, ahead.hashes(draft))


def feedback(store: Store, code: str, period: Period, by: Person, *, today: date) -> Round:
    """The units on the lists are asked to confirm or to appeal, for as long as the house says, and
    the black-listed ones to say why.
    """
    with deed(store, code, period, by, Move.FEEDBACK) as (tx, now):
        days = of_json(house.settings(tx)).feedback_days or FEEDBACK_DAYS
        until = workday.after(today, days)
        told = {"until": until.isoformat()}
        statements.invited(tx, sealing.draft(tx, code, period).edition)
        return move(tx, now, Move.FEEDBACK, told, feedback_until=until)


def sign(
    store: Store,
    code: str,
    period: Period,
    by: Person,
    paper: Paper | None = None,
    reason: str = "",
    *,
    today: date,
) -> Round:
    """Data, rule and paper are signed; Refused with everything that stands in the way. A wording
    whose sentence the bulletin does not have is not signed with them; the journal has it.
    """
    gone = _gone(store, code, period, by, paper)
    with deed(store, code, period, by, Move.SIGN) as (tx, now):
        now = replace(now, reason=now.reason or reason)
        draft, own = _cleared(tx, now, by, paper, today)
        own = replace(own, words=tuple(w for w in own.words if w not in gone))
        signed = ahead.hashes(draft) | {"paper": paper_plain(own)}
        told = ahead.hashes(draft) | ({"unsaid": dict(gone)} if gone else {})
        return move(tx, now, Move.SIGN, told, signed=canon.text(signed), reason=now.reason)


def publish(store: Store, code: str, period: Period, by: Person, *, today: date) -> Edition:
    """Seal what was signed as the board's next edition and open the statements of its black
    lines; Refused with everything that stands in the way.
    """
    with deed(store, code, period, by, Move.PUBLISH) as (tx, now):
        draft, paper = _cleared(tx, now, by, None, today)
        settled = of_json(house.settings(tx))
        issue = _issue(tx, draft, now, by)
        plain = sealing.plain(tx, draft, paper, issue, now.frozen_by, settled.two_persons)
        done(tx, now)
        drafts.clear(tx, code, period)
        written = editions.write(tx, plain)
        edition = rebuilt(plain, written.hash, written.previous_hash)
        statements.opened(tx, edition, workday.after(today, settled.statement_days))
    return edition


def go(
    store: Store,
    code: str,
    period: Period,
    by: Person,
    paper: Paper | None = None,
    reason: str = "",
    *,
    today: date,
) -> Edition:
    """All the remaining steps at once, each with its journal line. Refused with every obstacle,
    and nothing moved, where one stands in the way; also where another paper was signed already.
    """
    with deeds.noting(store, by, Act.PUBLISH, f"{code} {period}"), store.read() as tx:
        draft = sealing.draft(tx, code, period)
        _clear(_obstacles(tx, draft, by, paper, reason, today, at_once=True))
        state = rounds.get(tx, code, period).state
        if state is State.SIGNED and paper not in (None, manuscript.paper(tx, code, period)):
            raise Refused(problem("SIGNED_PAPER"))
    if state is State.PUBLISHED:
        correct(store, code, period, by, reason)
    now = round_of(store, code, period)
    if now.state is State.COLLECTING or now.reopened:
        now = freeze(store, code, period, by)
    if now.state is State.FROZEN:
        now = trial(store, code, period, by)
    if now.state is not State.SIGNED:
        sign(store, code, period, by, paper, reason, today=today)
    return publish(store, code, period, by, today=today)


def reopen(
    store: Store,
    code: str,
    period: Period,
    by: Person,
    reason: str,
    indicators: tuple[str, ...] = (),
) -> Round:
    """Back to collecting; with `indicators` only those may be sent again, the rest stands still."""
    with deed(store, code, period, by, Move.REOPEN) as (tx, now):
        told = {"reason": said(reason), "indicators": sorted(indicators)}
        return reopened(tx, now, indicators, told)


def correct(store: Store, code: str, period: Period, by: Person, reason: str) -> Round:
    """Start over at collecting: the next edition of this period will correct the last one."""
    with deed(store, code, period, by, Move.CORRECT) as (tx, now):
        return correcting(tx, now, said(reason))


def withdraw(store: Store, code: str, period: Period, by: Person, reason: str) -> Edition:
    """Take the period's edition back by one without lines; streaks and tallies count anew."""
    with deed(store, code, period, by, Move.WITHDRAW) as (tx, now):
        reason = said(reason)
        stands = editions.newest(tx, code, period)
        if stands is None:
            raise Refused(wrong(now, Move.WITHDRAW))
        old = rebuilt(editions.snapshot(tx, stands.edition), stands.hash, stands.previous_hash)
        draft = sealing.emptied(old)
        issue = sealing.next_issue(tx, draft, "withdrawal", stands.edition, reason, by.login, tx.at)
        plain = sealing.plain(tx, draft, old.paper, issue, now.frozen_by, False)
        written = editions.write(tx, plain)
        done(tx, now)
        edition = rebuilt(plain, written.hash, written.previous_hash)
        statements.opened(tx, edition, None)
    return edition


def archive(store: Store, code: str, period: Period, by: Person) -> Round:
    """Close a published period for good: nothing of it is sent or corrected any more."""
    with deed(store, code, period, by, Move.ARCHIVE, Right.CATALOG) as (tx, now):
        return move(tx, now, Move.ARCHIVE)


def _gone(
    store: Store, code: str, period: Period, by: Person, paper: Paper | None
) -> tuple[tuple[str, str], ...]:
    """The reworded sentences, by place, that would stand nowhere on the paper."""
    with store.read() as tx:
        known = code in catalog.read(tx).board and by.may(Right.PUBLISH)
        own = (paper or manuscript.paper(tx, code, period)) if known else Paper()
    if not own.words:
        return ()
    return papers.unsaid(store, rehearse(store, code, period, by), own)


def _cleared(
    tx: Tx, now: Round, by: Person, paper: Paper | None, today: date
) -> tuple[Draft, Paper]:
    """The board and the paper that may go out; Refused with everything that stands in the way."""
    draft = sealing.draft(tx, now.board, now.period)
    own = paper or manuscript.paper(tx, now.board, now.period)
    _clear(_obstacles(tx, draft, by, own, now.reason, today))
    return draft, own


def _clear(found: tuple[Obstacle, ...]) -> None:
    if found:
        raise Refused(*(o.problem for o in found))


def _obstacles(
    tx: Tx,
    draft: Draft,
    by: Person,
    paper: Paper | None,
    reason: str,
    today: date,
    *,
    at_once: bool = False,
) -> tuple[Obstacle, ...]:
    code, period = draft.edition.spec.code, draft.edition.period
    now, settled = rounds.get(tx, code, period), of_json(house.settings(tx))
    paper = paper or manuscript.paper(tx, code, period)
    why = now.reason or reason
    return ahead.obstacles(tx, ahead.Asked(draft, now, paper, by, why, settled, today, at_once))


def _issue(tx: Tx, draft: Draft, now: Round, by: Person) -> Issue:
    """The next edition's line: the second of a period corrects the one before."""
    issues = editions.of_period(tx, now.board, now.period)
    corrects = issues[-1].edition if issues else None
    kind: Any = "correction" if issues else "issue"
    reason = now.reason if issues else ""
    return sealing.next_issue(tx, draft, kind, corrects, reason, by.login, tx.at)
