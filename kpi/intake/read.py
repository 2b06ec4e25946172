"""Bytes of any spreadsheet to a Reading: starts the reading process and decodes what it says."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from kpi.intake.process import Died, answer
from kpi.intake.sniff import READABLE, sniff
from kpi.intake.turns import OnWait
from kpi.intake.worker.cage import framed, unframed
from kpi.intake.worker.guard import FILE, MB
from kpi.model.problem import Problem, problem
from kpi.model.sheet import CellRef, Facts, Grid, Kind, Reading, Sheet

WORKER = "kpi.intake.worker"
_WALL_SECONDS = 90
_WORKBOOK_NAMES = frozenset({".xls", ".xlsx", ".xlsm", ".et"})
_DISGUISES = {"html": "HTML_AS_XLS", "csv": "TEXT_AS_XLS", "xml2003": "XML2003"}
_WORDS = {"html": "HTML", "csv": "CSV", "xml2003": "XML"}


def read(data: bytes, name: str, on_wait: OnWait | None = None) -> Reading:
    """What the file holds, or no sheets and one error that says why not.

    Equal bytes give an equal answer. `name` is only shown: the content decides what a file is.
    Where others are read first, `on_wait` is told how many files are ahead.
    """
    kind = sniff(data)
    facts = Facts(hashlib.sha256(data).hexdigest(), kind, len(data))
    if fault := _outside(data, kind):
        return Reading(name, data, facts, (), (fault,))
    said = _asked(kind, data, on_wait)
    if isinstance(said, Problem):
        return Reading(name, data, facts, (), (said,))
    head, planes = said
    if "refused" in head:
        return Reading(name, data, facts, (), (_refusal(head["refused"], head["details"]),))
    sheets = _sheets(head["sheets"], planes)
    facts = replace(facts, stamp=_stamp(sheets), **head["facts"])
    return Reading(name, data, facts, sheets, _notes(facts, name))


def _outside(data: bytes, kind: str) -> Problem | None:
    """What can be refused without looking inside."""
    if len(data) > FILE:
        size = f"{len(data) / MB:.1f}"
        return problem("FILE_TOO_LARGE", size=size, limit=FILE // MB)
    if not data:
        return problem("EMPTY_FILE")
    if kind not in READABLE:
        return problem("UNKNOWN_TYPE", kind=kind)
    return None


def _asked(
    kind: str, data: bytes, on_wait: OnWait | None
) -> tuple[dict[str, Any], bytes] | Problem:
    """Head and planes from a reading process of its own; a problem where it died or said half."""
    asked = b"".join((*framed({"kind": kind}), data))
    try:
        said = answer(WORKER, data=asked, seconds=_WALL_SECONDS, on_wait=on_wait)
    except Died as died:
        return problem("TOO_HEAVY" if died.heavy else "CORRUPT")
    try:
        head, planes = unframed(said)
    except ValueError:  # it met hostile bytes: what it says is not trusted either
        return problem("CORRUPT")
    cells = sum(sheet["rows"] * sheet["columns"] for sheet in head.get("sheets", ()))
    return (head, planes) if len(planes) == 9 * cells else problem("CORRUPT")


def _refusal(code: str, details: dict[str, Any]) -> Problem:
    if "row" in details:
        at = CellRef(details["sheet"], details["row"], details["column"])
        return problem(code, at, sheet=at.sheet, cell=at.address)
    return problem(code, **details)


def _sheets(heads: list[dict[str, Any]], planes: bytes) -> tuple[Sheet, ...]:
    sheets, start = [], 0
    for head in heads:
        shape = head["rows"], head["columns"]
        cells = shape[0] * shape[1]
        kinds = np.frombuffer(planes, np.uint8, cells, start).reshape(shape)
        numbers = np.frombuffer(planes, "<f8", cells, start + cells).reshape(shape)
        start += 9 * cells
        sheets.append(
            Sheet(
                head["name"],
                Grid(kinds, numbers, tuple(head["texts"]), _scales(head["scales"], shape[1])),
                head["visible"],
                tuple((r, c, r2, c2) for r, c, r2, c2 in head["merges"]),
                frozenset(head["hidden_rows"]),
                frozenset(head["hidden_columns"]),
                frozenset(divmod(at, shape[1]) for at in head["formulas"]),
            )
        )
    return tuple(sheets)


def _scales(
    said: list[tuple[int, int, list[int]]], columns: int
) -> dict[tuple[int, int], tuple[int, int]]:
    return {
        divmod(at, columns): (places, decimals) for places, decimals, cells in said for at in cells
    }


def _stamp(sheets: tuple[Sheet, ...]) -> str:
    """The birth mark a template of ours carries; empty for every other file."""
    for sheet in sheets:
        if sheet.name == "_kpi" and (mark := sheet[0, 0]).kind is Kind.TEXT:
            return mark.text
    return ""


def _notes(facts: Facts, name: str) -> tuple[Problem, ...]:
    """What a person may want to know of a file that was read."""
    notes = []
    if facts.kind in _DISGUISES and Path(name).suffix.lower() in _WORKBOOK_NAMES:
        notes.append(problem(_DISGUISES[facts.kind], kind=_WORDS[facts.kind]))
    if facts.macros:
        notes.append(problem("MACRO_IGNORED"))
    if facts.links:
        notes.append(problem("EXTERNAL_LINK"))
    return tuple(notes)
