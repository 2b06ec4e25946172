"""What was worked out of an edition's board, as one plain object and back."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from kpi.model.board import BlockPart, Board, Entry, GroupSummary, Note, Part, Reason, Robustness
from kpi.model.edition import Edition, Mark, Telling
from kpi.model.period import Period

Plain = dict[str, Any]


def told(edition: Edition) -> Plain:
    """Everything that was worked out, nothing that was given: the board, its marks and tellings."""
    board = edition.board
    return {
        "entries": [asdict(e) for e in board.entries],
        "groups": [asdict(g) for g in board.groups],
        "notes": [asdict(n) for n in board.notes],
        "data_hash": board.data_hash,
        "marks": _marks_plain(edition.marks),
        "tellings": {unit: asdict(t) for unit, t in edition.tellings.items()},
        "exits": dict(edition.exits),
    }


def _marks_plain(marks: Mapping[str, tuple[Mark, ...]]) -> Plain:
    """Periods once, then per unit a row for each: rank, colour, score."""
    periods = [str(m.period) for m in next(iter(marks.values()), ())]
    rows = {unit: [[m.rank, m.colour, m.score] for m in own] for unit, own in marks.items()}
    return {"periods": periods, "units": rows}


def marks(plain: Mapping[str, Any]) -> dict[str, tuple[Mark, ...]]:
    """The unit's earlier places back from `told`."""
    periods = [Period.parse(p) for p in plain["periods"]]
    return {
        unit: tuple(Mark(p, *row) for p, row in zip(periods, rows, strict=True))
        for unit, rows in plain["units"].items()
    }


def board(plain: Mapping[str, Any]) -> Board:
    """The board back from a whole snapshot."""
    told = plain["told"]
    return Board(
        rule_hash=plain["rule_hash"],
        data_hash=told["data_hash"],
        engine=plain["engine"],
        entries=tuple(_entry(e) for e in told["entries"]),
        groups=tuple(
            replace(GroupSummary(**g), notes=tuple(_notes(g["notes"]))) for g in told["groups"]
        ),
        notes=tuple(_notes(told["notes"])),
    )


def _entry(plain: Mapping[str, Any]) -> Entry:
    firm = plain["robustness"]
    return Entry(
        **{
            **plain,
            "blocks": tuple(BlockPart(**b) for b in plain["blocks"]),
            "parts": tuple(Part(**p) for p in plain["parts"]),
            "reasons": tuple(Reason(r["code"], tuples(r["numbers"])) for r in plain["reasons"]),
            "robustness": Robustness(**firm) if firm else None,
        }
    )


def _notes(rows: Iterable[Mapping[str, Any]]) -> list[Note]:
    return [Note(n["code"], tuples(n["numbers"])) for n in rows]


def telling(plain: Mapping[str, Any]) -> Telling:
    """What was told of one unit, back from `told`."""
    return Telling(**{**plain, "item": Part(**plain["item"]) if plain["item"] else None})


def tuples(value: Any) -> Any:
    """JSON has lists alone; ours are tuples, all the way down."""
    return tuple(tuples(x) for x in value) if isinstance(value, list | tuple) else value
