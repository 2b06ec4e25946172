"""What a workbook says of itself: its sheet list, and the cell styles that alter a number."""

from typing import NamedTuple

from kpi.intake.worker import guard
from kpi.intake.worker.formats import meaning
from kpi.intake.worker.guard import Archive, Refusal, local, pairs
from kpi.intake.worker.planes import NUMBER
from kpi.intake.worker.relations import Relation, parse, relations, root


class Listed(NamedTuple):
    """One line of the workbook's sheet list; `part` is None for a chart sheet or a lost part."""

    name: str
    visible: str
    part: str | None


class Book(NamedTuple):
    """Where a workbook keeps its parts, and whether its days count from 1904; `related` is all that
    its list of relationships names.
    """

    sheets: list[Listed]
    styles: str
    date_1904: bool
    related: list[Relation]


def styles(archive: Archive, part: str) -> dict[str, int]:
    """Cell style (as written in s=) → PERCENT or SCALED kind; plain styles are left out."""
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

    parse(archive, part, start)
    kinds = {number: meaning(code[:255]) for number, code in codes.items()}
    return {str(at): k for at, n in enumerate(cells) if (k := kinds.get(n, NUMBER)) != NUMBER}


def workbook(archive: Archive) -> str | None:
    """The part with the sheet list, whatever it is called; None where the file is no .xlsx."""
    related = [one.part for one in relations(archive) if one.kind == "officeDocument"]
    for part in (*related, "xl/workbook.xml"):
        if part in archive.parts and (
            part.endswith("/workbook.xml") or root(archive, part) == "workbook"
        ):
            return part
    return None


def read(archive: Archive, part: str) -> Book:
    """The sheet list in its order."""
    listed: list[tuple[str, str, str]] = []
    date_1904 = False

    def start(tag: str, attributes: list[str]) -> None:
        nonlocal date_1904
        name = local(tag)
        if name == "sheet":
            given = {local(key): value for key, value in pairs(attributes).items()}
            title = given.get("name", "")[: guard.NAME]
            listed.append((title, given.get("state", "visible"), given.get("id", "")))
        elif name == "workbookPr":
            date_1904 = pairs(attributes).get("date1904") in ("1", "true")

    parse(archive, part, start)
    if len(listed) > guard.SHEETS:
        raise Refusal("TOO_MANY_SHEETS", n=len(listed))
    related = relations(archive, part)
    sheets = {one.id: one.part for one in related if one.kind == "worksheet"}
    styled = (one.part for one in related if one.kind == "styles")
    seen = {"hidden": "hidden", "veryHidden": "very_hidden"}
    return Book(
        [Listed(name, seen.get(state, "visible"), sheets.get(id_)) for name, state, id_ in listed],
        next(styled, "xl/styles.xml"),
        date_1904,
        related,
    )
