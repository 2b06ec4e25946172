"""The command `score`: one table and one rule in, the board out. No database, settings or clock."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpi.board.score import score_board
from kpi.i18n import _
from kpi.model.board import Board, Entry, Note, Reason
from kpi.model.field import RuleError
from kpi.model.rule import Rule, parse
from kpi.model.table import TableError, read_csv


class Unusable(Exception):
    """An input that cannot be used; the text names the place."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A board with the rule it was made by."""

    rule: Rule
    board: Board

    def document(self) -> str:
        """The board as one JSON document."""
        return json.dumps(_document(self), ensure_ascii=False, allow_nan=False, indent=1) + "\n"

    def plain(self) -> str:
        """The board as a table for people: group, rank, unit, score, list."""
        head = [_("组别"), _("位次"), _("单位"), _("得分"), _("榜单")]
        rows = [head, *(_row(e, self.rule) for e in self.board.entries)]
        return "\n".join("\t".join(row).rstrip() for row in rows) + "\n"


def score(values: Path, rule: Path, draws: int = 0, seed: int | None = None) -> Scored:
    """The board of one VALUES.csv by one RULE.json; raises Unusable with file, row and column."""
    try:
        judged_by = parse(_json(rule))
        table = read_csv(_text(values), judged_by, values.name)
        return Scored(judged_by, score_board(table, judged_by, draws, seed))
    except (RuleError, TableError) as fault:
        raise Unusable(str(fault)) from None


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as fault:
        raise Unusable(f"{file}: {fault.strerror}") from None
    except UnicodeDecodeError as fault:
        raise Unusable(f"{file.name}: not UTF-8 (byte {fault.start})") from None


def _json(file: Path) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        for n, (name, _value) in enumerate(pairs):
            if any(name == before for before, _value in pairs[:n]):
                raise Unusable(f"{file.name}: field {name} stands twice in one object")
        return dict(pairs)

    def refuse(word: str) -> None:
        raise Unusable(f"{file.name}: {word} is not JSON")

    text = _text(file)
    try:
        found = json.loads(text, object_pairs_hook=once, parse_constant=refuse)
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except json.JSONDecodeError as fault:
        raise Unusable(f"{file.name}:{fault.lineno}: not JSON: {fault.msg}") from None
    except UnicodeEncodeError:
        raise Unusable(f"{file.name}: a text is not valid Unicode") from None
    except (ValueError, RecursionError):
        raise Unusable(f"{file.name}: not JSON that can be read") from None
    return found


def _row(e: Entry, rule: Rule) -> list[str]:
    label = {"red": rule.red_label, "black": rule.black_label, None: ""}[e.colour]
    rank = "–" if e.rank is None else str(e.rank)
    score = "–" if e.score is None else f"{e.score:.{rule.score_decimals}f}"
    return [e.group or "", rank, e.unit, score, label]


def _document(scored: Scored) -> dict[str, Any]:
    rule, board = scored.rule, scored.board
    return {
        "schema": 1,
        "engine": board.engine,
        "rule": {"code": rule.code, "name": rule.name, "hash": board.rule_hash},
        "data": {
            "hash": board.data_hash,
            "units": len(board.entries),
            "items": len(rule.items),
        },
        "groups": [
            {
                "group": g.group,
                "units": g.units,
                "ranked": g.ranked,
                "red": g.red,
                "black": g.black,
                "notes": [_coded(n) for n in g.notes],
            }
            for g in board.groups
        ],
        "entries": [_entry(e) for e in board.entries],
    }


def _entry(e: Entry) -> dict[str, Any]:
    return {
        "unit": e.unit,
        "group": e.group,
        "score": e.score,
        "score_raw": e.score_raw,
        "rank": e.rank,
        "rank_from_last": e.rank_from_last,
        "tied": e.tied,
        "colour": e.colour,
        "coverage": e.coverage,
        "bonus": e.bonus,
        "blocks": [_fields(b) for b in e.blocks],
        "parts": [_fields(p) for p in e.parts],
        "reasons": [_coded(r) for r in e.reasons],
        "robustness": _fields(e.robustness) if e.robustness else None,
    }


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _coded(value: Reason | Note) -> dict[str, Any]:
    return {"code": value.code, **dict(value.numbers)}
