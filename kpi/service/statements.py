"""Statements (情况说明) that a publication asks for: one for each black line, opened by itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kpi.model.case import Statement
from kpi.model.edition import Edition
from kpi.store import cases
from kpi.store.tx import Tx


def invited(tx: Tx, edition: Edition) -> tuple[int, ...]:
    """While feedback is open every unit on the black list may already say why; without a day, and
    what it says is sealed with the edition. Gives the numbers of the new ones.
    """
    board, period = edition.spec.code, edition.period
    there = cases.find(tx, board=board, period=period, kind="statement")
    asked = {c.unit for c in there if c.state != "withdrawn"}
    black = sorted({e.unit for e in edition.black()} - asked)
    new = tuple(cases.open(tx, "statement", board, period, u, state="open") for u in black)
    if new:
        tx.detail["statements"] = list(new)
    return new


def opened(tx: Tx, edition: Edition, due: date | None) -> tuple[int, ...]:
    """Open the statement of every unit on the black list that has none for this period yet, and
    let those go that a correction or withdrawal took off it; gives the numbers of the new ones.
    """
    assert edition.seal is not None  # noqa: S101 - only editions ask for statements
    board, period, number = edition.spec.code, edition.period, edition.seal.issue.edition
    listed = {e.unit for e in edition.black()}
    there = cases.find(tx, board=board, period=period, kind="statement")
    for case in there:
        if case.state == "open" and case.unit not in listed:
            cases.step(tx, case.id, "lapse", {"edition": number}, "withdrawn")
        elif case.unit in listed and not case.edition and case.state != "withdrawn":
            cases.ask(tx, case.id, number, due)
    asked = {c.unit for c in there if c.state != "withdrawn"}
    new = []
    for unit in sorted(listed - asked):
        new.append(
            cases.open(tx, "statement", board, period, unit, state="open", edition=number, due=due)
        )
    if new:
        tx.detail["statements"] = new
    return tuple(new)


def filed(tx: Tx, edition: Edition) -> dict[str, Statement]:
    """What the units on its black list have said of this period so far; to be sealed with it."""
    known = cases.find(tx, board=edition.spec.code, period=edition.period, kind="statement")
    last = {
        c.unit: s.body for c in known if c.state == "filed" for s in c.steps if s.act == "write"
    }
    return {e.unit: _statement(last[e.unit]) for e in edition.black() if e.unit in last}


def _statement(body: Mapping[str, Any]) -> Statement:
    until = body["until"]
    day = date.fromisoformat(until) if until else None
    return Statement(body["kind"], body["reason"], body["measures"], day)
