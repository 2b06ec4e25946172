"""What a workbook says of itself: its sheet list, and the cell styles that alter a number."""

from collections.abc import Callable
from typing import NamedTuple

from kpi.intake.worker import guard
from kpi.intake.worker.formats import meaning
from kpi.intake.worker.guard import Archive, Refusal, local, markup_parser, pairs
from kpi.intake.worker.planes import NUMBER


class Listed(NamedTuple):
    """One line of the workbook's sheet list; `part` is None for a chart sheet or a lost part."""

    name: str
    visible: str
    part: str | None


class Book(NamedTuple):
    """Where a workbook keeps its parts, and whether its days count from 1904."""

    sheets: list[Listed]
    styles: str
    date_1904: bool


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

    _parse(archive, part, start)
    kinds = {number: meaning(code[:255]) for number, code in codes.items()}
    return {str(at): k for at, n in enumerate(cells) if (k := kinds.get(n, NUMBER)) != NUMBER}


def workbook(archive: Archive) -> str | None:
    """The part with the sheet list; None where the file is no .xlsx.

    As the value reader has it: workbook.xml in the folder that the package names, mostly xl.
    """
    targets = _related(archive, "_rels/.rels", "officeDocument", "").values()
    folder = next((target.rpartition("/")[0] for target in targets), "xl")
    part = f"{folder}/workbook.xml"
    return part if part in archive.parts else None


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

    _parse(archive, part, start)
    if len(listed) > guard.SHEETS:
        raise Refusal("TOO_MANY_SHEETS", n=len(listed))
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    sheets = _related(archive, relations, "worksheet", folder)
    styled = _related(archive, relations, "styles", folder)
    seen = {"hidden": "hidden", "veryHidden": "very_hidden"}
    return Book(
        [Listed(name, seen.get(state, "visible"), sheets.get(id_)) for name, state, id_ in listed],
        next(iter(styled.values()), "xl/styles.xml"),
        date_1904,
    )


def _related(archive: Archive, part: str, type_: str, folder: str) -> dict[str, str]:
    """Id → part of the relations of one type; their namespace differs in strict files."""
    targets: dict[str, str] = {}

    def start(tag: str, attributes: list[str]) -> None:
        given = pairs(attributes)
        if local(tag) == "Relationship" and given.get("Type", "").endswith(f"/{type_}"):
            # resolved as the value reader does, so that both read the same part
            target = guard.part_name(given.get("Target", "")).removeprefix("/")
            inside = not folder or target.startswith(f"{folder}/")
            targets[given.get("Id", "")] = target if inside else f"{folder}/{target}"

    _parse(archive, part, start)
    return targets


def _parse(archive: Archive, part: str, start: Callable[[str, list[str]], None]) -> None:
    if part in archive.parts:
        parser = markup_parser()
        parser.StartElementHandler = start
        archive.parse(part, parser)
