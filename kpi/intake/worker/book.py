"""What a workbook says of itself: its sheet list, and the cell styles that alter a number."""

import re
from collections.abc import Callable
from typing import NamedTuple

from kpi.intake.worker import guard
from kpi.intake.worker.guard import Archive, Refusal, local, markup_parser, pairs
from kpi.intake.worker.planes import NUMBER, PERCENT, SCALED

_LITERAL = re.compile(
    r'"[^"]*"|[\\!].|\[[^\]]*\]|_.|\*.'
)  # pieces of a format code that only decorate
_THOUSANDS = re.compile(r"[0#?],+(?![0#?,])")


class Listed(NamedTuple):
    """One line of the workbook's sheet list; `part` is None for a chart sheet or a lost part."""

    name: str
    visible: str
    part: str | None


def meaning(code: str) -> int:
    """The kind of a number under this format code: a quoted or escaped % scales nothing."""
    bare = _LITERAL.sub("", code)
    if "%" in bare:
        return PERCENT
    return SCALED if _THOUSANDS.search(bare.partition(";")[0]) else NUMBER


def styles(archive: Archive) -> dict[str, int]:
    """Cell style (as written in s=) → PERCENT or SCALED; plain styles are left out."""
    codes, cells, section = {"9": "0%", "10": "0.00%"}, [], ""

    def start(tag: str, attributes: list[str]) -> None:
        nonlocal section
        name = local(tag)
        if name == "numFmt" and section == "numFmts":  # dxfs have such elements too
            given = pairs(attributes)
            codes[given.get("numFmtId", "")] = given.get("formatCode", "")
        elif name == "xf" and section == "cellXfs":
            cells.append(pairs(attributes).get("numFmtId", "0"))
            if len(cells) > guard.STYLES:
                raise Refusal("BAD_PART", detail=f"styles > {guard.STYLES}")
        elif name[-3:] in ("Xfs", "xfs") or name in ("numFmts", "cellStyles"):
            section = name

    _parse(archive, "xl/styles.xml", start)
    kinds = {number: meaning(code[:255]) for number, code in codes.items()}
    return {str(at): k for at, n in enumerate(cells) if (k := kinds.get(n, NUMBER)) != NUMBER}


def sheets(archive: Archive) -> tuple[list[Listed], bool]:
    """The sheet list with the part each sheet lies in, and whether days count from 1904."""
    listed: list[tuple[str, str, str]] = []
    targets: dict[str, str] = {}
    date_1904 = False

    def start(tag: str, attributes: list[str]) -> None:
        nonlocal date_1904
        name = local(tag)
        if name == "sheet":
            given = {local(key): value for key, value in pairs(attributes).items()}
            listed.append(
                (given.get("name", ""), given.get("state", "visible"), given.get("id", ""))
            )
        elif name == "workbookPr":
            date_1904 = pairs(attributes).get("date1904") in ("1", "true")

    def relation(tag: str, attributes: list[str]) -> None:
        given = pairs(attributes)
        if local(tag) == "Relationship" and given.get("Type", "").endswith("/worksheet"):
            targets[given.get("Id", "")] = _part(given.get("Target", ""))

    _parse(archive, "xl/workbook.xml", start)
    _parse(archive, "xl/_rels/workbook.xml.rels", relation)
    if len(listed) > guard.SHEETS:
        raise Refusal("TOO_MANY_SHEETS", n=len(listed))
    seen = {"hidden": "hidden", "veryHidden": "very_hidden"}
    return [Listed(n, seen.get(s, "visible"), targets.get(i)) for n, s, i in listed], date_1904


def _parse(archive: Archive, part: str, start: Callable[[str, list[str]], None]) -> None:
    if part in archive.parts:
        parser = markup_parser()
        parser.StartElementHandler = start
        archive.parse(part, parser)


def _part(target: str) -> str:
    """A relation's target as the value reader resolves it, so that both read the same part."""
    target = guard.part_name(target).removeprefix("/")
    return target if target.startswith("xl/") else f"xl/{target}"
