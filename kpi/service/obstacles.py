"""Everything that stands between a board and its next edition, each with its places."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from kpi.board.score import Answer
from kpi.board.select import split
from kpi.model.comparison import compared
from kpi.model.due import asked_period
from kpi.model.edition import named
from kpi.model.house import House
from kpi.model.obstacle import Obstacle, Place, obstacle, some
from kpi.model.paper import Paper
from kpi.model.person import Person, Right
from kpi.model.round import Round, State
from kpi.model.seal import chained
from kpi.model.table import NOT_REPORTED
from kpi.service import sealing
from kpi.service.sealing import Draft
from kpi.store import cases, editions, uploads
from kpi.store.tx import Tx


@dataclass(frozen=True, eq=False)
class Asked:
    """Who wants to publish what, and when; `at_once`: he would freeze and publish in one go."""

    draft: Draft
    round: Round
    paper: Paper
    by: Person
    reason: str
    house: House
    today: date
    at_once: bool = False


def obstacles(tx: Tx, asked: Asked) -> tuple[Obstacle, ...]:
    """All of them; empty where nothing stands in the way."""
    return (
        *_person(tx, asked),
        *_period(asked),
        *_data(tx, asked),
        *_paper(asked),
        *_voices(tx, asked),
        *_chain(tx, asked),
        *_second(tx, asked),
    )


def _person(tx: Tx, asked: Asked) -> Iterator[Obstacle]:
    """Who may publish: with the right, not his own values, not what he froze himself."""
    by, name = asked.by, asked.by.name or asked.by.login
    if not by.may(Right.PUBLISH):
        yield obstacle("NOT_ENTITLED", [Place(login=by.login)], given=name)
    mine = sorted(n for n, sender in asked.draft.sent_by.items() if sender == by.login)
    if mine:
        numbers = some([str(n) for n in mine])
        places = [Place(upload=n, login=by.login) for n in mine]
        yield obstacle("SAME_PERSON", places, by=name, uploads=numbers)
    froze = asked.round.frozen_by if asked.round.locked else by.login * asked.at_once
    if asked.house.two_persons and froze == by.login:
        yield obstacle("SAME_PERSON", [Place(login=by.login)], by=name)


def _period(asked: Asked) -> Iterator[Obstacle]:
    edition, state = asked.draft.edition, asked.round.state
    end = edition.period.last_day
    if asked.today <= end:
        label = edition.period.label()
        yield obstacle("PERIOD_NOT_OVER", period=label, day=end.isoformat())
    if state is State.ARCHIVED:
        yield obstacle("WRONG_STATE", state=state.label, move=State.PUBLISHED.label)


def _data(tx: Tx, asked: Asked) -> Iterator[Obstacle]:
    """Reports that are missing, warnings nobody confirmed, a board without places."""
    edition = asked.draft.edition
    if missing := list(_missing(asked.draft)):
        units = [edition.name(p.unit) for p in missing]
        known = (edition.catalog.indicator[p.indicator] for p in missing)
        items = [named(i.name, i.name_en) for i in known]
        yield obstacle(
            "NOT_REPORTED", missing, units=some(units), items=some(items), count=len(missing)
        )
    if loose := [n for n in asked.draft.sent_by if uploads.unconfirmed(tx, n)]:
        numbers = some([str(n) for n in loose])
        yield obstacle("UNCONFIRMED", [Place(upload=n) for n in loose], uploads=numbers)
    if edition.spec.rule.suspended is None and not edition.within(None):
        yield obstacle("NOBODY_RANKED")


def _missing(draft: Draft) -> Iterator[Place]:
    """Unit and indicator of every scored cell that is due, not reported and not waived; a unit
    that a document keeps out of the ranking owes nothing.
    """
    edition = draft.edition
    assert isinstance(edition.board, Answer)  # noqa: S101 - a draft is judged here and now
    rule, table = edition.spec.rule, edition.board.judged.scores.norm.cover.cells.table
    apart = {e.unit for e in rule.exemptions if e.origin == "ranking"}
    found = {}
    for item in (i for i in rule.items if i.scored):
        own = split(item.column, edition.catalog)
        if own is None or asked_period(own[0], edition.period) is None:
            continue
        lacking = table.status[table.columns.index(item.column)] == NOT_REPORTED
        for u in np.flatnonzero(lacking).tolist():
            unit, code = table.units[u], own[0].code
            if unit not in apart and not any(r.waives(unit, code) for r in draft.rulings):
                found[unit, code] = Place(unit, code)
    yield from found.values()


def _paper(asked: Asked) -> Iterator[Obstacle]:
    if not (asked.paper.document.strip() or asked.draft.edition.spec.rule.basis.strip()):
        yield obstacle("NO_AUTHORITY")
    if not asked.paper.audience.strip():
        yield obstacle("NO_AUDIENCE")


def _voices(tx: Tx, asked: Asked) -> Iterator[Obstacle]:
    """Appeals nobody decided, and units that have not answered yet."""
    edition, state = asked.draft.edition, asked.round.state
    known = cases.find(tx, board=edition.spec.code, period=edition.period)
    if open_ := [c for c in known if c.appealed]:
        names = some([edition.name(c.unit) for c in open_])
        yield obstacle(
            "APPEAL_OPEN", [Place(c.unit, c.indicator, case=c.id) for c in open_], units=names
        )
    if state in (State.SIGNED, State.ARCHIVED):
        return
    until, since = asked.round.feedback_until, asked.round.moved_at
    if state is State.FEEDBACK and until is not None and since is not None:
        said = {c.unit for c in known if c.kind == "confirm" and c.at >= since}
        silent = [e.unit for e in edition.within(None) if e.colour and e.unit not in said]
        if silent and asked.today <= until:
            names = some([edition.name(u) for u in silent])
            places = [Place(u) for u in silent]
            yield obstacle("FEEDBACK_OPEN", places, until=until.isoformat(), units=names)
    elif asked.house.feedback_days > 0:
        yield obstacle("FEEDBACK_OPEN")


def _chain(tx: Tx, asked: Asked) -> Iterator[Obstacle]:
    """The board's last edition must still be what its hash says; what was signed stays signed."""
    last = editions.last(tx, asked.draft.edition.spec.code)
    if last and chained(last.previous_hash, editions.text(tx, last.edition)) != last.hash:
        yield obstacle("CHAIN_BROKEN", issue_no=last.title)
    if asked.round.state is State.SIGNED and hashes(asked.draft) != signed_hashes(asked.round):
        yield obstacle("SIGNED_CHANGED")


def _second(tx: Tx, asked: Asked) -> Iterator[Obstacle]:
    """A second edition of a period is a correction: something changed, and somebody says why."""
    draft = asked.draft
    edition = draft.edition
    stands = editions.newest(tx, edition.spec.code, edition.period)
    if stands is not None:
        issue = sealing.next_issue(
            tx, draft, "correction", stands.edition, "", asked.by.login, stands.at
        )
        new = sealing.plain(tx, draft, asked.paper, issue, "", False)
        if compared(editions.snapshot(tx, stands.edition), new).empty:
            yield obstacle("NOTHING_CHANGED", issue_no=stands.title)
            return
    if editions.of_period(tx, edition.spec.code, edition.period) and not asked.reason.strip():
        yield obstacle("NO_REASON")


def hashes(draft: Draft) -> dict[str, Any]:
    """What a signature stands for: the table and the rule."""
    board = draft.edition.board
    return {"data_hash": board.data_hash, "rule_hash": board.rule_hash}


def signed_hashes(round: Round) -> dict[str, Any]:
    """The hashes that were signed."""
    found = json.loads(round.signed or "{}")
    return {name: found.get(name) for name in ("data_hash", "rule_hash")}
