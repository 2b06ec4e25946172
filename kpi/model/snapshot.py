"""An edition as one plain object and back: what is sealed is enough to show it for ever.

Nothing here looks at the live panel, catalog or rules; numbers keep every digit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any, get_args

from kpi.model import snapshot_board
from kpi.model.case import Statement
from kpi.model.catalog import Basis, BoardSpec, Catalog, Direction, Indicator, Unit
from kpi.model.decision import Ruling
from kpi.model.edition import Edition
from kpi.model.measure import Measure
from kpi.model.paper import Paper
from kpi.model.period import Period
from kpi.model.rule import parse
from kpi.model.seal import Issue, Seal, Sent

SCHEMA = 1
Plain = dict[str, Any]
LATER = ("sponsor", "liaison", "inspection")  # fields of a unit that older editions lack
CELL = ("period", "indicator", "measure", "unit", "value", "upload", "sheet", "cell", "document")


def moment(at: datetime) -> str:
    """ISO 8601 in UTC with microseconds."""
    return f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"


def of_moment(text: str) -> datetime:
    """Back from `moment`."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def sealed(edition: Edition, result: Plain, cells: Sequence[Sequence[Any]], seal: Seal) -> Plain:
    """Everything of an edition in plain values; `cells` are rows of CELL, `result` what `board
    --json` says. Hashes are not in it: they are of it.
    """
    issue, rule = seal.issue, edition.spec.rule
    part = catalog_part(edition.spec, edition.catalog, edition.period)
    said = {unit: _statement(s) for unit, s in sorted(edition.statements.items())}
    return ({"statements": said} if said else {}) | {
        "schema": SCHEMA,
        "edition": issue.edition,
        "issue_no": issue.title,
        "year": issue.year,
        "number": issue.number,
        "board": issue.board,
        "period": str(issue.period),
        "kind": issue.kind,
        "corrects": issue.corrects,
        "corrects_no": seal.corrects_no or None,
        "reason": issue.reason or None,
        "paper": paper_plain(edition.paper)
        | {"labels": {"red": rule.red_label, "black": rule.black_label}},
        "rule": rule.to_json(),
        "rule_hash": rule.hash,
        "rule_version": seal.rule_version,
        "catalog": catalog_plain(part),
        "cells": [list(row) for row in cells],
        "uploads": [asdict(u) | {"at": moment(u.at)} for u in seal.uploads],
        "rulings": [ruling_plain(r) for r in seal.rulings],
        "result": result,
        "told": snapshot_board.told(edition),
        "past": edition.past,
        "engine": seal.engine,
        "frozen_by": seal.frozen_by,
        "two_persons": seal.two_persons,
        "published_at": moment(issue.at),
        "published_by": issue.by,
    }


def rebuilt(plain: Mapping[str, Any], mine: str, previous: str) -> Edition:
    """The edition that was sealed, out of its snapshot, its hash and the hash before it."""
    spec, catalog = catalog_of(plain["catalog"], plain["rule"])
    issue = Issue(
        edition=plain["edition"],
        board=plain["board"],
        period=Period.parse(plain["period"]),
        year=plain["year"],
        number=plain["number"],
        kind=plain["kind"],
        corrects=plain["corrects"],
        reason=plain["reason"] or "",
        by=plain["published_by"],
        at=of_moment(plain["published_at"]),
        hash=mine,
        previous_hash=previous,
    )
    seal = Seal(
        issue=issue,
        corrects_no=plain["corrects_no"] or "",
        engine=plain["engine"],
        frozen_by=plain["frozen_by"],
        two_persons=plain["two_persons"],
        rule_version=plain["rule_version"],
        rulings=tuple(ruling_of(r) for r in plain["rulings"]),
        uploads=sent_of(plain),
    )
    told = plain["told"]
    return Edition(
        spec=spec,
        period=issue.period,
        board=snapshot_board.board(plain),
        catalog=catalog,
        marks=snapshot_board.marks(told["marks"]),
        tellings={unit: snapshot_board.telling(t) for unit, t in told["tellings"].items()},
        exits=told["exits"],
        number=issue.number,
        state="withdrawn" if issue.withdrawn else "published",
        paper=paper_of(plain["paper"]),
        hash=mine,
        previous_hash=previous,
        seal=seal,
        past=plain["past"],
        statements={u: _stated(s) for u, s in plain.get("statements", {}).items()},
    )


def _statement(said: Statement) -> Plain:
    return asdict(said) | {"until": _spelled(said.until)}


def _stated(plain: Mapping[str, Any]) -> Statement:
    until = plain["until"]
    return Statement(**{**plain, "until": date.fromisoformat(until) if until else None})


def sent_of(plain: Mapping[str, Any]) -> tuple[Sent, ...]:
    """The uploads that the cells of a snapshot came with."""
    return tuple(Sent(**u | {"at": of_moment(u["at"])}) for u in plain["uploads"])


def catalog_part(spec: BoardSpec, catalog: Catalog, period: Period) -> Catalog:
    """The part of the catalog that a board needs: units, indicators, who answers for those; and
    the district itself with its peers, whose figures are shown beside the board.
    """
    codes = {column.partition(".")[0] for column in spec.rule.columns}
    indicators = tuple(i for i in catalog.indicators if i.code in codes)
    members = {u.code: u for u in catalog.members(spec, period)}
    offices = {i.lead for i in indicators} | {u.liaison for u in members.values()}
    besides = offices | {u.code for u in catalog.outside}
    units = tuple(u for u in catalog.units if u.code in members or u.code in besides)
    return Catalog(units, indicators, (spec,), english=catalog.english)


def catalog_plain(part: Catalog) -> Plain:
    """That part in plain values; the rule stands beside it. What the catalog does not say leaves
    no trace, so that an edition of an older catalog is sealed as it always was.
    """
    (spec,) = part.boards
    names = ("code", "name", "name_en", "freq", "audience")
    english = {"english": [list(pair) for pair in part.english]} if part.english else {}
    return english | {
        "board": {n: getattr(spec, n) for n in names} | {"groups": list(spec.groups)},
        "units": [_unit_plain(u) for u in part.units],
        "indicators": [_lists(asdict(i)) for i in part.indicators],
    }


def catalog_of(plain: Mapping[str, Any], rule: Mapping[str, Any]) -> tuple[BoardSpec, Catalog]:
    """Board and catalog back from their plain values."""
    board = plain["board"]
    spec = BoardSpec(**board | {"groups": tuple(board["groups"]), "rule": parse(rule)})
    units = tuple(
        Unit(**_known(Unit, u) | {"aliases": tuple(u["aliases"])}) for u in plain["units"]
    )
    indicators = tuple(
        Indicator(
            **_known(Indicator, i)
            | {
                "direction": Direction(i["direction"]),
                "measure": Measure(i["measure"]),
                "basis": Basis(i["basis"]) if i["basis"] else None,
                "aliases": tuple(i["aliases"]),
            }
        )
        for i in plain["indicators"]
    )
    english = tuple((text, said) for text, said in plain.get("english", ()))
    return spec, Catalog(units, indicators, (spec,), english=english)


def ruling_plain(ruling: Ruling) -> Plain:
    """One decision in plain values."""
    at = {"at": moment(ruling.at), "period": str(ruling.period)}
    gone = {"lifted_at": moment(ruling.lifted_at) if ruling.lifted_at else None}
    return asdict(ruling) | at | gone


def ruling_of(plain: Mapping[str, Any]) -> Ruling:
    """A decision back from plain values."""
    gone = plain["lifted_at"]
    times = {"at": of_moment(plain["at"]), "lifted_at": of_moment(gone) if gone else None}
    return Ruling(**{**plain, "period": Period.parse(plain["period"])} | times)


def paper_plain(paper: Paper) -> Plain:
    """What a person filled in, in plain values: days as ISO dates."""
    plain = {f.name: _spelled(getattr(paper, f.name)) for f in fields(paper)}
    if not paper.brief:  # younger than the first editions, whose papers must read the same
        del plain["brief"]
    return plain


def paper_of(plain: Mapping[str, Any]) -> Paper:
    """Back; a field that a later version knows and this snapshot does not has its default."""
    given: Plain = {}
    for f in fields(Paper):
        if f.name in plain:
            value = plain[f.name]
            day = date in get_args(f.type) or f.type is date
            given[f.name] = (
                date.fromisoformat(value) if day and value else snapshot_board.tuples(value)
            )
    return Paper(**given)


def _spelled(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _lists(plain: Plain) -> Plain:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in plain.items()}


def _unit_plain(unit: Unit) -> Plain:
    return {k: v for k, v in _lists(asdict(unit)).items() if v or k not in LATER}


def _known(kind: type, plain: Mapping[str, Any]) -> Plain:
    names = {f.name for f in fields(kind)}
    return {k: v for k, v in plain.items() if k in names}
