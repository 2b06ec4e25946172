import io
import zipfile

import pytest
from workbooks import SHEET, changed, plain, replaced, with_part

from kpi.intake.worker import guard, xlsx
from kpi.intake.worker.guard import Archive, Refusal

DTD = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet'


def code(data: bytes) -> str:
    """The refusal's code, or what was read."""
    try:
        return xlsx.read(Archive(data), "xl/workbook.xml", data)[0]["kind"]
    except Refusal as refusal:
        return refusal.code


def test_an_honest_workbook_passes() -> None:
    assert code(plain()) == "xlsx"


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (plain()[:-300], "CORRUPT"),
        (changed(plain(), lambda xml: xml[:-40]), "CORRUPT"),
        (replaced(plain(), b'<row r="1"', b'<row r="one"'), "CORRUPT"),
        (replaced(plain(), b'r="A2"', b'r="$A$2"'), "CORRUPT"),
        (with_part(plain(), "xl/../../etc/passwd"), "BAD_PART"),
        (with_part(plain(), "..\\passwd"), "BAD_PART"),
        (with_part(plain(), "/etc/passwd"), "BAD_PART"),
        (with_part(plain(), "XL\\Workbook.xml"), "BAD_PART"),
        (replaced(plain(), b"<worksheet", DTD), "XML_DTD"),
        (with_part(plain(), "docProps/own.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "XML_DTD"),
        (with_part(plain(), "xl/media/a.bin", bytes(33 << 20)), "ZIP_BOMB"),
        (replaced(plain(), b'r="A2"', b'r="XFD1048576"'), "SHEET_TOO_LARGE"),
        (replaced(plain(), b'r="A2"', b'r="A250001"'), "SHEET_TOO_LARGE"),
        (replaced(plain(), b'r="A2"', b'r="SS2"'), "SHEET_TOO_LARGE"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_or_hostile_workbook_is_refused(data: bytes, wanted: str) -> None:
    assert code(data) == wanted


def test_a_sheet_nobody_lists_is_counted_too() -> None:
    xml = zipfile.ZipFile(io.BytesIO(plain())).read(SHEET).replace(b'r="A2"', b'r="XFD9"')
    assert code(with_part(plain(), "xl/worksheets/sheet9.xml", xml)) == "SHEET_TOO_LARGE"


def test_the_far_cell_is_named() -> None:
    data = replaced(plain(), b'r="A2"', b'r="XFD1048576"')
    with pytest.raises(Refusal) as caught:
        xlsx.read(Archive(data), "xl/workbook.xml", data)
    assert caught.value.details == {"sheet": "10月", "row": 1_048_575, "column": 16_383}


def test_a_faulty_part_that_nobody_reads_is_no_fault() -> None:
    assert code(with_part(plain(), "docProps/own.xml", b"<a>")) == "xlsx"


def test_more_than_two_thousand_parts_are_too_many() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for number in range(2001):
            box.writestr(f"{number}.txt", b"")
    assert code(out.getvalue()) == "TOO_MANY_PARTS"


def test_an_encrypted_entry_is_called_encrypted() -> None:
    data = bytearray(plain())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert code(bytes(data)) == "ENCRYPTED"


def test_entries_that_share_bytes_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("a.xml", b"<a/>" * 20)
        box.writestr("b.xml", b"<b/>" * 20)
        box.infolist()[1].header_offset = 0
    assert code(out.getvalue()) == "BAD_PART"


def test_bytes_are_counted_while_inflating_whatever_the_header_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guard, "TOTAL", 1 << 20)
    data = with_part(plain(), "xl/media/a.bin", bytes(2 << 20))
    assert code(data) == "ZIP_BOMB"


@pytest.mark.parametrize(
    ("far", "named"), [(b"A250001", (250_000, 0)), (b"AH240000", (239_999, 33))]
)
def test_the_cell_that_is_too_much_is_named_itself(far: bytes, named: tuple[int, int]) -> None:
    data = replaced(plain(), b'r="A3"', b'r="' + far + b'"')
    with pytest.raises(Refusal) as caught:
        xlsx.read(Archive(data), "xl/workbook.xml", data)
    assert (caught.value.details["row"], caught.value.details["column"]) == named


def test_more_cells_than_the_budget_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "CELLS", 5)
    assert code(plain()) == "SHEET_TOO_LARGE"
    monkeypatch.setattr(guard, "CELLS", 6)
    assert code(plain()) == "xlsx"


def test_more_merges_than_the_budget_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MERGES", 1)
    merges = (
        b'</sheetData><mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/></mergeCells>'
    )
    assert code(replaced(plain(), b"</sheetData>", merges)) == "SHEET_TOO_LARGE"


def test_sixty_five_sheets_are_too_many() -> None:
    sheets = b"".join(b'<sheet name="%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(1, 66))
    book = changed(
        plain(), lambda xml: xml.replace(b"<sheets>", b"<sheets>" + sheets), "xl/workbook.xml"
    )
    assert code(book) == "TOO_MANY_SHEETS"
