import csv
import io
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import plain, with_part, written

import kpi.intake.read as reading
from kpi.intake import process
from kpi.intake.read import read
from kpi.intake.sniff import sniff
from kpi.intake.worker import text
from kpi.model.sheet import Kind, Sheet

ROOT = Path(__file__).parents[2]
LINES = [["单位", "增速"], ["云溪街道", "8.5"], ["文昌镇", "-1.25"]]


def texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in sheet.row(row)] for row in range(sheet.grid.shape[0])]


def codes(data: bytes, name: str = "十月.xlsx") -> list[str]:
    found = read(data, name)
    assert bool(found.sheets) != any(p.severity == "error" for p in found.problems)
    return [p.code for p in found.problems]


def test_the_content_decides_not_the_name() -> None:
    found = read(plain(), "十月.csv")
    assert (found.facts.kind, texts(found.sheets[0])) == ("xlsx", LINES)


def test_equal_bytes_give_an_equal_answer() -> None:
    data = plain()  # once: it carries the second it was made in
    one, two = read(data, "a.xlsx"), read(data, "a.xlsx")
    assert one.facts == two.facts
    assert texts(one.sheets[0]) == texts(two.sheets[0])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_text_is_read_in_any_office_encoding(encoding: str, mark: str) -> None:
    data = "\r\n".join(mark.join(line) for line in LINES).encode(encoding)
    found = read(data, "十月.csv")
    assert (found.problems, texts(found.sheets[0]), found.sheets[0].name) == ((), LINES, "csv")


def test_one_character_of_gb18030_is_not_taken_for_a_coptic_letter() -> None:
    assert text.decode("1,溪".encode("gb18030")) == ("1,溪", "gb18030")
    assert text.decode("1,溪".encode()) == ("1,溪", "utf-8")


def test_commas_inside_numbers_do_not_split_a_tabbed_file() -> None:
    data = "单位\t投资\t税收\n云溪街道\t1,234\t5,678,901\n".encode()
    assert texts(read(data, "a.txt").sheets[0])[1] == ["云溪街道", "1,234", "5,678,901"]


CELLS = st.text("云溪街道1.5,;\"' \n", max_size=6).map(str.strip)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_a_written_text_file_reads_back(table: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(table)
    _, (sheet,) = text.read(out.getvalue().encode("gb18030"))
    said = [
        sheet.texts[int(n)] if k else "" for k, n in zip(sheet.kinds, sheet.numbers, strict=True)
    ]
    wide = [row[: sheet.columns] for row in table[: sheet.rows]]
    assert said == [cell for row in wide for cell in row]
    assert not any(any(row) for row in table[sheet.rows :])


def test_forced_text_and_trailing_tabs_are_unwrapped() -> None:
    data = '代码,单位\t,数\r\n="0012",云溪街道\t,"131,300"\t\r\n'.encode("gb18030")
    (sheet,) = read(data, "a.csv").sheets
    assert texts(sheet) == [["代码", "单位", "数"], ["0012", "云溪街道", "131,300"]]
    assert {cell.kind for cell in sheet.row(1)} == {Kind.TEXT}


def test_a_text_named_xls_is_said_to_be_text() -> None:
    assert codes("单位\t增速\n云溪街道\t8.5\n".encode(), "十月.xls") == ["TEXT_AS_XLS"]


def test_an_html_table_named_xls_is_read() -> None:
    data = (
        "<html><head><style>td{}</style></head><body><p>2026年10月</p><table><tr>"
        "<td colspan=2>标题</td></tr><tr><td rowspan=2>云溪<br>街道&nbsp;<td>8.5</td></tr>"
        "<tr><td>-1.25</td></tr></table><script>alert(1)</script></body></html>"
    ).encode("gb18030")
    found = read(data, "十月.xls")
    (sheet,) = found.sheets
    assert [p.code for p in found.problems] == ["HTML_AS_XLS"]
    assert texts(sheet) == [["2026年10月", ""], ["标题", ""], ["云溪 街道", "8.5"], ["", "-1.25"]]
    assert sheet.merges == ((1, 0, 1, 1), (2, 0, 3, 0))


def test_spreadsheetml_2003_is_read() -> None:
    data = """<?xml version="1.0" encoding="GB2312"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
     xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="p">
     <NumberFormat ss:Format="0.0%"/></Style></Styles><Worksheet ss:Name="10月"><Table>
     <Row><Cell ss:MergeAcross="1"><Data ss:Type="String">标题</Data></Cell></Row>
     <Row ss:Index="3"><Cell><Data ss:Type="String">云溪街道</Data></Cell>
     <Cell ss:Index="3" ss:StyleID="p"><Data ss:Type="Number">0.085</Data></Cell>
     <Cell><Data ss:Type="Error">#N/A</Data><Comment><Data>批注</Data></Comment></Cell>
     </Row></Table></Worksheet></Workbook>"""
    found = read(data.encode("gb18030"), "十月.xls")
    (sheet,) = found.sheets
    assert [p.code for p in found.problems] == ["XML2003"]
    assert (sheet.name, sheet.grid.shape, sheet.merges) == ("10月", (3, 4), ((0, 0, 0, 1),))
    assert [(cell.kind, cell.value) for cell in sheet.row(2)] == [
        (Kind.TEXT, "云溪街道"),
        (Kind.BLANK, None),
        (Kind.PERCENT, 0.085),
        (Kind.ERROR, "#N/A"),
    ]


def test_an_old_xls_keeps_formats_errors_and_hidden_lines() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("10月")
    sheet.write_merge(0, 0, 0, 1, "标题")
    sheet.write(1, 0, "云溪街道")
    sheet.write(1, 1, 0.085, xlwt.easyxf(num_format_str="0.0%"))
    sheet.write(1, 2, 8.5)
    sheet.row(1).set_cell_error(3, "#DIV/0!")
    sheet.row(1).hidden = True
    sheet.col(2).hidden = True
    book.add_sheet("底稿").visibility = 1
    out = io.BytesIO()
    book.save(out)
    first, second = read(out.getvalue(), "十月.xls").sheets
    assert [(cell.kind, cell.value) for cell in first.row(1)] == [
        (Kind.TEXT, "云溪街道"),
        (Kind.PERCENT, 0.085),
        (Kind.NUMBER, 8.5),
        (Kind.ERROR, "#DIV/0!"),
    ]
    assert (first.hidden_rows, first.hidden_columns, first.merges) == ({1}, {2}, ((0, 0, 0, 1),))
    assert (first.visible, second.visible) == ("visible", "hidden")


ODS = """<?xml version="1.0"?><d xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s">
<style:style style:name="h"><style:table-properties table:display="false"/></style:style>
<table:table table:name="10月"><table:table-row><table:table-cell office:value-type="string"
 table:number-columns-spanned="2"><office:annotation><text:p>批注</text:p></office:annotation>
<text:p>云溪<text:s/>街道</text:p></table:table-cell><table:covered-table-cell/>
<table:table-cell office:value-type="percentage" office:value="0.085"><text:p>8.5%</text:p>
</table:table-cell><table:table-cell table:number-columns-repeated="16381"/></table:table-row>
<table:table-row table:number-rows-repeated="2" table:visibility="collapse"><table:table-cell
 office:value-type="float" office:value="3"/></table:table-row>
<table:table-row table:number-rows-repeated="1048573"><table:table-cell
 table:number-columns-repeated="16384"/></table:table-row></table:table>
<table:table table:name="底稿" table:style-name="h"><table:table-row><table:table-cell
 office:value-type="date" office:date-value="2026-10-01"/></table:table-row></table:table></d>"""


def ods(content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        box.writestr("content.xml", content)
    return out.getvalue()


def test_an_opendocument_sheet_is_read_without_its_empty_tail() -> None:
    first, second = read(ods(ODS), "十月.ods").sheets
    assert [(c.kind, c.value) for c in first.row(0)][::2] == [
        (Kind.TEXT, "云溪 街道"),
        (Kind.PERCENT, 0.085),
    ]
    assert (first.grid.shape, first.hidden_rows, first.merges) == ((3, 3), {1, 2}, ((0, 0, 0, 1),))
    assert (second.visible, second[0, 0].kind, second[0, 0].text) == (
        "hidden",
        Kind.DATE,
        "2026-10-01",
    )


def test_an_encrypted_opendocument_sheet_is_called_encrypted() -> None:
    data = with_part(ods(ODS), "META-INF/manifest.xml", b"<m><encryption-data/></m>")
    assert codes(data, "十月.ods") == ["ENCRYPTED"]


def test_repeated_content_counts_as_often_as_it_repeats() -> None:
    content = ODS.replace('number-rows-repeated="2"', 'number-rows-repeated="1048000"')
    assert codes(ods(content), "十月.ods") == ["SHEET_TOO_LARGE"]


def test_a_blank_sheet_among_others_stays_a_blank_sheet() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_number(0, 0, 5)
        book.add_worksheet("Sheet2")

    first, second = read(written(fill), "十月.xlsx").sheets
    assert (first.grid.shape, second.grid.shape) == ((1, 1), (0, 0))


def test_the_far_cell_of_an_old_xls_is_named() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("10月")
    sheet.write(0, 0, 1)
    sheet.write(65_535, 255, 2)
    out = io.BytesIO()
    book.save(out)
    (fault,) = read(out.getvalue(), "十月.xls").problems
    assert (fault.code, str(fault.cell)) == ("SHEET_TOO_LARGE", "10月!IV65536")


def test_a_text_row_beyond_the_last_column_allowed_is_named() -> None:
    (fault,) = read(b"1," * 512 + b"2\n", "a.csv").problems
    assert (fault.code, str(fault.cell)) == ("SHEET_TOO_LARGE", "csv!SS1")


def test_macros_and_links_are_noted() -> None:
    data = with_part(with_part(plain(), "xl/vbaProject.bin"), "xl/externalLinks/externalLink1.xml")
    assert codes(data, "十月.xlsm") == ["MACRO_IGNORED", "EXTERNAL_LINK"]


def test_the_birth_mark_of_a_template_is_found() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_string(0, 0, "单位")
        mark = book.add_worksheet("_kpi")
        mark.write_string(0, 0, "kpi-redblack;v=1")
        mark.very_hidden()

    assert read(written(fill), "a.xlsx").facts.stamp == "kpi-redblack;v=1"


def test_a_blank_workbook_holds_no_data() -> None:
    assert codes(written(lambda book, sheet: None)) == ["NO_DATA"]


def test_a_file_over_the_limit_is_not_opened() -> None:
    (fault,) = read(b"a" * (20 * 1024 * 1024 + 1), "a.csv").problems
    assert (fault.code, dict(fault.details)["limit"]) == ("FILE_TOO_LARGE", 20)


def test_a_reading_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_WALL_SECONDS", 0.001)
    assert codes(plain()) == ["TOO_HEAVY"]


def test_more_memory_than_allowed_is_refused_as_too_heavy() -> None:
    # eight hundred thousand different texts do not fit into 128 MB
    limits = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 27, 1 << 27))"
    worker = "import kpi.intake.worker.__main__ as w; w.limit = lambda: None; w.main('text')"
    data = b"\n".join(b"%d,a%d,b%d,c%d" % (n, n, n, n) for n in range(200_000))
    code = f"import csv, io, kpi.intake.worker.text; {limits}; {worker}"
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
        [sys.executable, "-c", code], input=data, cwd=ROOT, capture_output=True, check=False
    )
    assert b"TOO_HEAVY" in done.stdout


def test_the_reading_process_limits_itself_within_what_it_is_given() -> None:
    code = (
        "import resource as r; r.setrlimit(r.RLIMIT_CPU, (7, 7))\n"
        "from kpi.intake.worker.__main__ import limit; limit()\n"
        "print([r.getrlimit(x)[1] for x in (r.RLIMIT_CPU, r.RLIMIT_AS, r.RLIMIT_FSIZE)])"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"[7, {1 << 30}, 0]"


def test_no_more_than_two_files_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, lock = 0, 0, threading.Lock()
    start = process.subprocess.Popen

    def counted(*args: object, **options: object) -> object:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        worker = start(*args, **options)
        wait = worker.communicate

        def communicate(data: bytes, timeout: float) -> tuple[bytes, bytes]:
            nonlocal running
            said = wait(data, timeout=timeout)
            with lock:
                running -= 1
            return said

        worker.communicate = communicate
        return worker

    monkeypatch.setattr(process.subprocess, "Popen", counted)
    threads = [threading.Thread(target=read, args=(plain(), "a.xlsx")) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


def test_every_reader_of_the_reading_process_is_light() -> None:
    names = ", ".join(
        f"kpi.intake.worker.{path.stem}" for path in ROOT.glob("kpi/intake/worker/*.py")
    )
    heavy = "{'pandas', 'numpy', 'sqlalchemy', 'openpyxl', 'kpi.settings'}"
    code = f"import sys, {names}; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"\x89PNG\r\n", "PNG"),
        (b"\0\1\2\3", "binary"),
        ("BM指标".encode(), "text"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b"MIME-Version: 1.0", "MHTML"),
        (b"<table><tr>", "html"),
        ("单位,增速".encode("gb18030"), "text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_is_known_by_its_first_bytes(head: bytes, kind: str) -> None:
    assert sniff(head) == kind


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le")
XML = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
HEADS = st.sampled_from([b"", b"PK\x03\x04", OLE, b"<table>", XML])
WHOLE = (plain(), ods(ODS))


@settings(max_examples=40, deadline=None)
@given(HEADS, st.binary(max_size=300))
def test_any_bytes_get_an_answer(head: bytes, rest: bytes) -> None:
    codes(head + rest)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_damaged_workbook_gets_an_answer(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(WHOLE)))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255))
    codes(bytes(whole[: data.draw(st.integers(1, len(whole)))]))
