"""What Office files share: a seal that gives the same bytes, safe workbooks, checked templates."""

import re
import zlib
from collections.abc import Sequence
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from kpi.i18n import N_, _
from kpi.model import show, stamp
from kpi.model.edition import Edition
from kpi.model.problem import KpiError

LEVEL = 6  # of deflate: a later zlib may pack otherwise, the parts themselves stay the same
FILE, INFLATED, PARTS, RATIO = 20 << 20, 200 << 20, 2_000, 200  # budgets of a template
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_CORE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
_REFERENCE = re.compile(r"=?[^!]+!\$?[A-Z]+\$?\d+")
_CLEAN = re.compile(r"(?!/)(?!.*(^|/)\.\.?(/|$))[^\\:\x00-\x1f]+")
_BROKEN = (BadZipFile, NotImplementedError, EOFError, ValueError, OSError, RuntimeError, zlib.error)
_MAIN = {
    "pptx": rb"presentationml\.(presentation|template)\.main\+xml",
    "docx": rb"wordprocessingml\.(document|template)\.main\+xml",
}


class Exact(Worksheet):  # type: ignore[misc]  # the library has no types
    """A sheet whose numbers are written in full: the library's own keep 16 digits, some need 17.

    Its formulas are ours alone and name only functions that every program has, so that the library
    need not look each through for a hundred newer ones: a third of the time of a large workbook.
    """

    # rows and columns are always numbers here: nothing like A1 to look for
    write_string, write_number = Worksheet._write_string, Worksheet._write_number
    write_blank, write_formula = Worksheet._write_blank, Worksheet._write_formula

    def _xml_number_element(
        self, number: float, attributes: Sequence[tuple[str, Any]] = ()
    ) -> None:
        given = "".join(f' {key}="{value}"' for key, value in attributes)
        self.fh.write(f"<c{given}><v>{number!r}</v></c>")

    def _get_range_data(self, top: int, left: int, bottom: int, right: int) -> list[Any]:
        """What a chart remembers of its cells, a column of them: in full like the cells."""
        found = list(super()._get_range_data(top, left, bottom, right))
        for n, row in enumerate(range(top, bottom + 1)):
            cell = self.table.get(row, {}).get(left)
            if cell.__class__.__name__ == "Number":
                found[n] = repr(cell.number)
        return found

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """Numbers and texts with a look in one piece; all else as the library does."""
        kind = cell.__class__.__name__
        if kind not in ("Number", "String") or not cell.format:
            super()._write_cell(row, col, cell)
            return
        start = f'<c r="{_letters(col)}{row + 1}" s="{cell.format._get_xf_index()}"'
        if kind == "Number":
            self.fh.write(f"{start}><v>{cell.number!r}</v></c>")
        else:
            self.fh.write(f'{start} t="s"><v>{cell.string}</v></c>')


@cache
def _letters(column: int) -> str:
    return str(xl_col_to_name(column))


def workbook(file: BytesIO) -> Any:
    """A workbook in which no text becomes a formula or a link."""
    return Workbook(file, dict(OPTIONS))


def text(given: str) -> str:
    """A text that a sheet can hold: plain, within a cell's 32,767 characters.

    The library takes a text from <r> to </r> for its own markup, so such a name gets a blank.
    """
    found = show.clipped(show.plain(given), 32_767)
    return found + " " if found.startswith("<r>") and found.endswith("</r>") else found


def label(given: str) -> str:
    """A text on a chart: the library takes 甲!B2 for a reference, so ! becomes a wide one."""
    found = text(given)
    return found.replace("!", "！", 1) if _REFERENCE.match(found) else found


def numbers(
    categories: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]]
) -> bytes:
    """The workbook behind a chart on a slide or in a letter, in the place where charts look:
    names of the series in B1, C1 …, categories from A2 down.
    """
    file = BytesIO()
    book = workbook(file)
    sheet = book.add_worksheet("Sheet1", worksheet_class=Exact)
    for row, name in enumerate(categories, 1):
        sheet.write_string(row, 0, text(name))
    for column, (name, values) in enumerate(series, 1):
        sheet.write_string(0, column, text(name))
        for row, value in enumerate(values, 1):
            if value is not None:
                sheet.write_number(row, column, value)
    book.close()
    return file.getvalue()


def day(edition: Edition) -> date:
    """The day that a file bears: of its issue, else the last of its period; never the clock's."""
    return stamp.day(edition)


def seal(data: bytes, made: date) -> bytes:
    """The same file with the dates of `made` in it, workbooks inside likewise: two runs of one
    edition give the same bytes. Parts keep their order.
    """
    stamp = (made.year, made.month, made.day, 0, 0, 0)
    core = rb"\g<1>" + made.isoformat().encode() + b"T00:00:00Z"
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=LEVEL) as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename.endswith("core.xml"):
                part = _CORE.sub(core, part)
            elif info.filename.endswith(".xlsx"):
                part = seal(part, made)
            entry = ZipInfo(info.filename, stamp)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
            new.writestr(entry, part, compresslevel=LEVEL)
    return out.getvalue()


class Unfit(KpiError):
    """A template that is not used; the text says why, in the reader's language."""


WHY = {
    "big": N_("模板超过{most}MB。"),
    "broken": N_("模板打不开：不是完好的Office文件。"),
    "bomb": N_("模板解压后过大，不予使用。"),
    "name": N_("模板中有不规范的部件名：{name}。"),
    "kind": N_("模板不是{kind}文件。"),
    "macro": N_("模板含宏，请另存为不含宏的文件。"),
    "object": N_("模板含嵌入对象或控件，请删去后再上传：{name}。"),
    "external": N_("模板引用外部文件或网址，请删去后再上传：{name}。"),
    "dtd": N_("模板中有文档类型声明，不予使用：{name}。"),
}


def check_template(data: bytes, kind: str) -> None:
    """Raises Unfit unless `data` is a pptx or docx (`kind`) without macros, objects, links.

    Looked at by content and within budgets, before any library opens it.
    """
    if len(data) > FILE:
        raise _unfit("big", most=str(FILE >> 20))
    try:
        with ZipFile(BytesIO(data)) as box:
            _look(box, len(data), kind)
    except _BROKEN as error:
        raise _unfit("broken") from error


def _look(box: ZipFile, size: int, kind: str) -> None:
    entries = box.infolist()
    inflated = sum(e.file_size for e in entries)
    if len(entries) > PARTS or inflated > INFLATED or inflated > RATIO * max(size, 1 << 16):
        raise _unfit("bomb")
    types = b""
    for entry in entries:
        name = entry.filename
        if not _CLEAN.fullmatch(name):
            raise _unfit("name", name=show.plain(name)[:60])
        low = name.lower()
        if "vbaproject" in low or "vbadata" in low:
            raise _unfit("macro")
        embedded = "embeddings/" in low and not low.endswith(".xlsx")
        if embedded or "activex" in low or "oleobject" in low or low.endswith((".exe", ".dll")):
            raise _unfit("object", name=name)
        with box.open(entry) as part:  # the size in the directory may lie: never read beyond it
            body = part.read(entry.file_size + 1)
        if len(body) > entry.file_size:
            raise _unfit("bomb")
        if low.endswith((".xml", ".rels")) and b"<!DOCTYPE" in body.replace(b"\x00", b""):
            raise _unfit("dtd", name=name)
        if low.endswith(".rels") and _EXTERNAL.search(body):
            raise _unfit("external", name=name)
        if low == "[content_types].xml":
            types = body
    if b"macroEnabled" in types:
        raise _unfit("macro")
    if not re.search(_MAIN[kind], types):
        raise _unfit("kind", kind=kind)


def _unfit(code: str, **details: str) -> Unfit:
    return Unfit(_(WHY[code]).format(**details))
