"""Files, pages and pictures with one wrong number, to prove that it would be found."""

import json
import re
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from kpi.model import scope
from kpi.model.board import Board
from kpi.model.edition import Edition

PLANTS = {  # where a wrong number may stand: part of the file, what stands before the number
    "pptx": (
        (r"ppt/charts/chart\d+\.xml", r"<c:val>.*<c:v>"),
        (r"ppt/embeddings/.*\.xlsx>xl/worksheets/sheet1\.xml", r"<row r=.2.*<v>"),
        (r"ppt/slides/slide\d+\.xml", r"<a:tbl>.*<a:t>(?=\d+\.\d</a:t>)"),
        (r"ppt/slides/slide\d+\.xml", r"name=\"figure \d+\".*?<a:t>"),
        (r"ppt/slides/slide2\.xml", r"<a:tbl>.*?第"),
        (r"ppt/notesSlides/notesSlide\d+\.xml", r"：本期第"),
    ),
    "docx": (
        (r"word/charts/chart\d+\.xml", r"<c:val>.*<c:v>"),
        (r"word/embeddings/.*\.xlsx>xl/worksheets/sheet1\.xml", r"<row r=.2.*<v>"),
        (r"word/document\.xml", r"<w:tbl>.*<w:t[^>]*>(?=\d+\.\d</w:t>)"),
        (r"word/document\.xml", r"（第\d+位，"),
    ),
    "xlsx": (
        *(
            (rf"xl/worksheets/sheet{n}\.xml", r"<c r=\"[A-Z]+\d+\" s=\"\d+\"><v>")
            for n in range(1, 7)
        ),
        (r"xl/worksheets/sheet5\.xml", r"</f><v>"),
        (r"xl/charts/chart\d+\.xml", r"<c:val>.*<c:v>"),
    ),
}


def wrong(data: bytes, part: str, before: str) -> list[tuple[str, bytes]]:
    """The file again for every part of that name, each with one number changed."""
    part, _inside, inner = part.partition(">")
    found = []
    with ZipFile(BytesIO(data)) as box:
        for name in box.namelist():
            if not re.fullmatch(part, name):
                continue
            body = box.read(name)
            if inner:
                spoilt = next((d for _n, d in wrong(body, inner, before)), body)
            else:
                spoilt = _off(body.decode(), before).encode()
            if spoilt != body:
                found.append((name, _with(box, name, spoilt)))
    return found


def _off(text: str, before: str) -> str:
    """One more than the number that stands after `before`."""
    at = re.search(before + r"(-?\d+(?:\.\d+)?)", text, re.DOTALL)
    if at is None:
        return text
    more = f"{float(at[1]) + 1:.15g}" if "." in at[1] else str(int(at[1]) + 1)
    return text[: at.start(1)] + more + text[at.end(1) :]


def _with(box: ZipFile, part: str, body: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as new:
        for name in box.namelist():
            new.writestr(name, body if name == part else box.read(name))
    return out.getvalue()


def nudged(edition: Edition, unit: str, what: str) -> Edition:
    """The edition with another score, or another value, of one unit."""

    def other(entry: Any) -> Any:
        if entry.unit != unit:
            return entry
        if what == "score":
            return replace(entry, score=entry.score + 0.5)
        first = scope.items(edition)[0].item
        parts = (replace(p, value=p.value + 0.3) if p.item == first else p for p in entry.parts)
        return replace(entry, parts=tuple(parts))

    own = edition.board
    entries = tuple(other(entry) for entry in own.entries)
    board = Board(own.rule_hash, own.data_hash, own.engine, entries, own.groups, own.notes)
    return replace(edition, board=board)


def lies(data: dict) -> list[dict]:
    """The same with one text, one length, one point that is not true."""
    found = []
    for path in _paths(data):
        copy = json.loads(json.dumps(data))
        place = copy
        for step in path[:-1]:
            place = place[step]
        given = place[path[-1]]
        place[path[-1]] = given + 0.01 if isinstance(given, float) else f"1{given}"
        found.append(copy)
    return found


def _paths(data: dict) -> list[list]:
    """Where numbers stand that a reader of the picture sees."""
    if "groups" in data:
        group = ["groups", 0]
        return [[*group, "ranking", "rows", 1, "text"], [*group, "lists", 0, "cards", 0, "score"]]
    kind = data["chart"]["kind"]
    if kind in ("bars", "shares"):
        rows = [["chart", "rows", n] for n in range(len(data["chart"]["rows"]))]
        return [[*row, word] for row in rows for word in ("text", "at")]
    if kind == "heat":
        return [["chart", "rows", n, "cells", 0, "text"] for n in (0, -1)]
    series = data["chart"]["series"]
    named = [n for n, line in enumerate(series) if line["label"] and line["role"] != "mean"]
    return [["chart", "series", n, "runs", 0, 0, 1] for n in named]
