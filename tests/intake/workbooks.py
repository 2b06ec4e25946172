"""Small workbooks for tests, and the same ones with a part changed by hand."""

import io
import zipfile
from collections.abc import Callable

import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"


def written(fill: Callable[[xlsxwriter.Workbook, object], None], **options: object) -> bytes:
    """A workbook with the sheet 10月, filled by the test."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        fill(book, book.add_worksheet("10月"))
    return out.getvalue()


def plain() -> bytes:
    """单位 and 增速 of two units."""

    def fill(_book: object, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for row, line in enumerate([("单位", "增速"), ("云溪街道", 8.5), ("文昌镇", -1.25)]):
            sheet.write_row(row, 0, line)

    return written(fill)


def changed(data: bytes, change: Callable[[bytes], bytes], part: str = SHEET) -> bytes:
    """The same workbook with one part rewritten."""
    out, old = io.BytesIO(), zipfile.ZipFile(io.BytesIO(data))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def replaced(data: bytes, old: bytes, new: bytes, part: str = SHEET) -> bytes:
    """The same workbook with some bytes of a part replaced; they must stand there."""

    def change(xml: bytes) -> bytes:
        assert old in xml
        return xml.replace(old, new)

    return changed(data, change, part)


def with_part(data: bytes, name: str, content: bytes = b"") -> bytes:
    """The same workbook with one part more."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as box:
        box.writestr(name, content)
    return out.getvalue()


def renamed(data: bytes, change: Callable[[str], str]) -> bytes:
    """The same workbook with other part names."""
    out, old = io.BytesIO(), zipfile.ZipFile(io.BytesIO(data))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo("x")
            info.filename = change(name)
            new.writestr(info, old.read(name))
    return out.getvalue()
