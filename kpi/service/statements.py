"""Statements (情况说明) that a publication asks for: one for each black line, opened by itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kpi.model.case import Statement
from kpi.model.edition import Edition
from kpi.store import cases
from kpi.store.tx import Tx


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
