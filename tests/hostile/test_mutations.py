"""Valid files of every format with bytes changed: an answer always, from bytes to plan."""

import csv
import io
import zipfile
from datetime import date
from functools import cache

import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.intake.check import check
from kpi.intake.match import match
from kpi.intake.plan import plan
from kpi.intake.read import read
from kpi.model import panel
from kpi.model.catalog import Catalog, Indicator, Unit

TODAY = date(2026, 11, 21)
CATALOG = Catalog(
    (Unit("U1", "东关街道", "镇街"), Unit("U2", "西关街道", "镇街")),
    (Indicator("fai", "固定资产投资", "亿元"), Indicator("retail", "社会消费品零售总额", "亿元")),
)
LINES: list[list[str | float]] = [
    ["云溪区2026年10月主要指标", "", ""],
    ["单位", "固定资产投资（万元）", "社会消费品零售总额"],
    ["东关街道", 105000, 7.25],
    ["西关街道", 80000, 6.5],
]
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
EXCEL = "urn:schemas-microsoft-com:office:spreadsheet"


def xlsx() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, percent = book.add_worksheet("10月"), book.add_format({"num_format": "0.0%"})
        for row, line in enumerate(LINES):
            sheet.write_row(row, 0, line)
        sheet.write_number(3, 3, 0.5, percent)
        sheet.write_formula(3, 4, "=1/0", None, "#DIV/0!")
    return out.getvalue()


def xls() -> bytes:
    book, out = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("10月")
    for row, line in enumerate(LINES):
        for column, value in enumerate(line):
            sheet.write(row, column, value)
    book.save(out)
    return out.getvalue()


def ods() -> bytes:
    def cell(value: str | float) -> str:
        if isinstance(value, str):
            return f"<t:table-cell><x:p>{value}</x:p></t:table-cell>"
        return f'<t:table-cell o:value-type="float" o:value="{value}"/>'

    rows = "".join(f"<t:table-row>{''.join(map(cell, line))}</t:table-row>" for line in LINES)
    spaces = (
        f'xmlns:o="{OFFICE}:office:1.0" xmlns:t="{OFFICE}:table:1.0" xmlns:x="{OFFICE}:text:1.0"'
    )
    table = f'<t:table t:name="10月">{rows}</t:table>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        box.writestr("content.xml", f"<o:document-content {spaces}>{table}</o:document-content>")
    return out.getvalue()


def text(encoding: str = "gb18030") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(LINES)
    return out.getvalue().encode(encoding)


def html() -> bytes:
    rows = ["".join(f"<td>{value}</td>" for value in line) for line in LINES]
    return f"<html><table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table></html>".encode()


def xml2003() -> bytes:
    def cell(value: str | float) -> str:
        kind = "String" if isinstance(value, str) else "Number"
        return f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>'

    rows = "".join(f"<Row>{''.join(map(cell, line))}</Row>" for line in LINES)
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{EXCEL}" xmlns:ss="{EXCEL}"><Worksheet ss:Name="10月">'
        f"<Table>{rows}</Table></Worksheet></Workbook>"
    ).encode()


FORMATS = {f.__name__: cache(f) for f in (xlsx, xls, ods, text, html, xml2003)}


def answered(data: bytes, name: str) -> tuple[str, dict[tuple[str, str], float]]:
    """Outcome and values of the whole road; a file is either read or refused for one reason."""
    reading = read(data, f"十月.{name}")
    errors = [p.code for p in reading.problems if p.severity == "error"]
    assert bool(reading.sheets) == (errors == []), errors
    assert len(errors) <= 1
    stored = panel.empty()
    mapping = match(reading.sheets, CATALOG, name=reading.name, hint=None, today=TODAY)
    found, problems, skipped = check(reading.sheets, mapping, CATALOG, stored, today=TODAY)
    made = plan(reading, found, problems, skipped, stored, mapping)
    assert all(p.text() for p in made.problems)
    keys = zip(made.panel["unit"], made.panel["indicator"], strict=True)
    return made.outcome, dict(zip(keys, made.panel["value"], strict=True))


@pytest.mark.parametrize("name", FORMATS)
def test_the_file_itself_is_taken_in_every_format(name: str) -> None:
    values = {("U1", "fai"): 10.5, ("U2", "fai"): 8.0, ("U1", "retail"): 7.25}
    found = answered(FORMATS[name](), name)[1]
    assert found == values | {("U2", "retail"): 6.5}


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[str, float, bytes]]:
    """What to do, where (as a share of the whole), with which bytes."""
    what = st.sampled_from(["put", "cut", "insert", "repeat", "end"])
    some = st.sampled_from([b"\0", b"<", b">", b'"', b"&#0;", b"]]>", b"9" * 400, b"\xff\xfe"])
    one = st.tuples(what, st.floats(0, 1), some | st.binary(min_size=1, max_size=8))
    return draw(st.lists(one, min_size=1, max_size=4))


def changed(data: bytes, done: list[tuple[str, float, bytes]]) -> bytes:
    for what, where, some in done:
        at = int(where * len(data))
        before, after = data[:at], data[at:]
        data = {
            "put": before + some + after[len(some) :],
            "cut": before + after[64:],
            "insert": before + some + after,
            "repeat": before + after[:200] * 3 + after,
            "end": data[: max(at, 1)],
        }[what]
    return data


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=15, deadline=None, derandomize=True)
@given(done=changes())
def test_changed_bytes_get_an_answer(name: str, done: list[tuple[str, float, bytes]]) -> None:
    answered(changed(FORMATS[name](), done), name)


@pytest.mark.parametrize("name", ["xlsx", "ods"])
@settings(max_examples=30, deadline=None, derandomize=True)
@given(part=st.integers(0, 50), done=changes())
def test_changed_markup_inside_a_whole_archive_gets_an_answer(
    name: str, part: int, done: list[tuple[str, float, bytes]]
) -> None:
    out, old = io.BytesIO(), zipfile.ZipFile(io.BytesIO(FORMATS[name]()))
    names = old.namelist()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for n, inside in enumerate(names):
            content = old.read(inside)
            new.writestr(inside, changed(content, done) if n == part % len(names) else content)
    answered(out.getvalue(), name)
