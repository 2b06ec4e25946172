"""Workbooks whose parts have other names than usual: the relationships say which part is what."""

import re
from collections.abc import Callable

import pytest
from workbooks import SHEET, changed, plain, renamed, replaced

from kpi.intake.mark import mark
from kpi.intake.read import read
from kpi.model.problem import problem

LIST = "xl/_rels/workbook.xml.rels"
LINES = [["单位", "增速"], ["云溪街道", "8.5"], ["文昌镇", "-1.25"]]


def lines(data: bytes) -> list[list[str]]:
    found = read(data, "十月.xlsx")
    assert found.problems == ()
    (sheet,) = found.sheets
    assert sheet.name == "10月"
    return [[cell.text for cell in sheet.row(row)] for row in range(sheet.grid.shape[0])]


def another_main_part() -> bytes:
    data = replaced(plain(), b'"xl/workbook.xml', b'"xl/book2.xml', "_rels/.rels")
    return renamed(
        data,
        lambda n: n.replace("xl/workbook", "xl/book2").replace("_rels/workbook", "_rels/book2"),
    )


def main_part_on_top() -> bytes:
    data = replaced(plain(), b'"xl/workbook.xml', b'"/book.xml', "_rels/.rels")
    data = replaced(data, b'Target="', b'Target="xl/', LIST)
    return renamed(
        data,
        lambda n: n.replace("xl/workbook", "book").replace("xl/_rels/workbook", "_rels/book"),
    )


def another_folder() -> bytes:
    data = replaced(plain(), b'"xl/workbook.xml', b'"excel/workbook.xml', "_rels/.rels")
    return renamed(data, lambda n: n.replace("xl/", "excel/"))


def other(part: str, name: str) -> Callable[[], bytes]:
    def made() -> bytes:
        data = replaced(plain(), part.encode(), name.encode(), LIST)
        return renamed(data, lambda n: n.replace(part, name))

    return made


def target(old: str, new: str) -> Callable[[], bytes]:
    return lambda: replaced(plain(), old.encode(), new.encode(), LIST)


def upper_case() -> bytes:
    return renamed(plain(), str.upper)


def backslashes() -> bytes:
    data = replaced(plain(), b"worksheets/", b"worksheets\\", LIST)
    return renamed(data, lambda n: n.replace("/", "\\"))


def without_root_list() -> bytes:
    return renamed(plain(), lambda n: n.replace("_rels/.rels", "old/rels.xml"))


def escaped() -> bytes:
    data = replaced(plain(), b"sheet1.xml", b"sheet%201.xml", LIST)
    return renamed(data, lambda n: n.replace("sheet1.xml", "sheet 1.xml"))


ODD = {
    "another main part": another_main_part,
    "main part on top": main_part_on_top,
    "another folder": another_folder,
    "another sheet": other("worksheets/sheet1.xml", "blatt/eins.xml"),
    "other texts": other("sharedStrings.xml", "texts.xml"),
    "other styles": other("styles.xml", "formats.xml"),
    "from the top": target("worksheets/", "/xl/worksheets/"),
    "from the top without a slash": target("worksheets/", "xl/worksheets/"),
    "through the folder above": target("worksheets/", "../xl/worksheets/"),
    "through the own folder": target("worksheets/", "./worksheets/"),
    "upper case": upper_case,
    "backslashes": backslashes,
    "no list at the root": without_root_list,
    "escaped": escaped,
}


@pytest.mark.parametrize("made", ODD.values(), ids=ODD.keys())
def test_odd_part_names_give_the_same_sheet(made: Callable[[], bytes]) -> None:
    assert lines(made()) == LINES


def strict(data: bytes) -> bytes:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    for part in ("xl/workbook.xml", SHEET, "xl/sharedStrings.xml", "xl/styles.xml"):
        data = replaced(data, main, b"http://purl.oclc.org/ooxml/spreadsheetml/main", part)
    for part in ("_rels/.rels", LIST, "xl/workbook.xml"):
        new = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        data = replaced(data, office, new, part)
    return data


def prefixed(data: bytes) -> bytes:
    def change(xml: bytes) -> bytes:
        return re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", xml).replace(b"xmlns=", b"xmlns:x=")

    for part in ("xl/workbook.xml", SHEET, "xl/sharedStrings.xml", "xl/styles.xml"):
        data = changed(data, change, part)
    return data


def without_references(data: bytes) -> bytes:
    return changed(data, lambda xml: re.sub(rb'(<(?:c|row)) r="\w+"', rb"\1", xml))


def inline(data: bytes) -> bytes:
    """Texts in their cells, and no list of shared ones."""
    texts = dict(enumerate(["单位", "增速", "云溪街道", "文昌镇"]))

    def change(xml: bytes) -> bytes:
        return re.sub(
            rb't="s"><v>(\d)</v>',
            lambda found: f't="inlineStr"><is><t>{texts[int(found[1])]}</t></is>'.encode(),
            xml,
        )

    return renamed(changed(data, change), lambda n: n.replace("sharedStrings", "unused"))


DIALECTS = [strict, prefixed, without_references, inline]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda f: f.__name__)
def test_dialects_give_the_same_sheet(dialect: Callable[[bytes], bytes]) -> None:
    assert lines(dialect(plain())) == LINES


@pytest.mark.parametrize("dialect", DIALECTS[:3], ids=lambda f: f.__name__)
def test_a_dialect_under_an_odd_name_gives_the_same_sheet(
    dialect: Callable[[bytes], bytes],
) -> None:
    data = replaced(dialect(plain()), b'"xl/workbook.xml', b'"xl/book2.xml', "_rels/.rels")
    moved = renamed(
        data,
        lambda n: n.replace("xl/workbook", "xl/book2").replace("_rels/workbook", "_rels/book2"),
    )
    assert lines(moved) == LINES


def test_a_letter_is_not_taken_for_a_workbook() -> None:
    data = replaced(plain(), b'"xl/workbook.xml', b'"word/document.xml', "_rels/.rels")
    data = changed(data, lambda xml: b"<w:document xmlns:w='w'/>", "xl/workbook.xml")
    moved = renamed(data, lambda n: n.replace("xl/workbook.xml", "word/document.xml"))
    assert [(p.code, dict(p.details)["kind"]) for p in read(moved, "a.xlsx").problems] == [
        ("UNKNOWN_TYPE", "Word")
    ]


def test_a_copy_with_marks_is_made_of_an_odd_package_too() -> None:
    found = read(another_main_part(), "十月.xlsx")
    copy = read(mark(found, (problem("NOT_A_NUMBER", "10月", "x"),)), "a.xlsx")
    assert len(copy.sheets) >= 1
