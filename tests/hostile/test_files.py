"""Whole files against the whole reading process, with its time and memory."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kpi.intake.read import read
from kpi.intake.sniff import READABLE, sniff

ROOT = Path(__file__).parents[2]
CASES = ROOT.parent / "shared" / "cases"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)

# A small process measures the readers: one that is large itself would count as theirs.
MEASURE = """
import json, os, subprocess, sys
for line in sys.stdin:
    kind, path = json.loads(line)
    with open(path, "rb") as file:
        worker = subprocess.Popen([sys.executable, "-m", "kpi.intake.worker", kind], stdin=file,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, used = os.wait4(worker.pid, 0)
    print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def lines() -> list[dict[str, str]]:
    path = CASES / "intake" / "cases.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cost(paths: list[Path]) -> list[tuple[float, float]]:
    """CPU seconds and peak MB of the reading process on each file."""
    asked = [(sniff(path.read_bytes()), str(path)) for path in paths]
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
        [sys.executable, "-c", MEASURE],
        input="".join(json.dumps(a) + "\n" for a in asked if a[0] in READABLE),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("case", lines(), ids=lambda case: case["id"])
def test_a_case_is_taken_or_refused_as_it_should_be(case: dict[str, str]) -> None:
    found = read((CASES / "intake" / "files" / case["file"]).read_bytes(), case["file"])
    errors = [p.code for p in found.problems if p.severity == "error"]
    if case["outcome"] == "reject_file":
        assert (found.sheets, errors[0] in case["codes"], len(errors)) == ((), True, 1)
    else:
        assert (len(found.sheets) > 0, errors) == (True, [])
    of_reading = {"HTML_AS_XLS", "TEXT_AS_XLS", "XML2003", "MACRO_IGNORED", "EXTERNAL_LINK"}
    assert {p.code for p in found.problems} >= of_reading & set(case["codes"].split(";"))


def test_cases_keep_their_limits_of_time_and_memory() -> None:
    cases = [c for c in lines() if c["file"] not in ("B03_empty.xlsx", "B05_pdf.xlsx")]
    if not cases:
        pytest.skip("no open cases here")
    costs = cost([CASES / "intake" / "files" / c["file"] for c in cases])
    assert len(costs) == len(cases)
    beyond = [
        (case["id"], seconds, mb)
        for case, (seconds, mb) in zip(cases, costs, strict=True)
        if seconds > float(case["max_seconds"]) or mb > float(case["max_rss_mb"])
    ]
    assert beyond == []
    refused = [cost for case, cost in zip(cases, costs, strict=True) if "reject" in case["outcome"]]
    assert [c for c in refused if c[0] > 3 or c[1] > 100] == []


@pytest.mark.parametrize(
    "path",
    sorted(p for p in (CASES / "real").glob("*") if p.name != "SOURCES.csv"),
    ids=lambda path: path.name,
)
def test_a_real_file_gives_sheets(path: Path) -> None:
    found = read(path.read_bytes(), path.name)
    assert found.sheets
    assert all(min(sheet.grid.shape) > 1 for sheet in found.sheets)


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in parts.items():
            box.writestr(name, content)
    return out.getvalue()


def workbook(cells: bytes, before: bytes = b"", **parts: bytes) -> bytes:
    """A bare workbook around one row of cells."""
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    listed = b'<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="a" sheetId="1" r:id="r1"/>'
    sheet = b'<worksheet xmlns="%s"><sheetData><row r="1">%s</row></sheetData></worksheet>'
    return zipped(
        {
            "_rels/.rels": relation(office + b"/officeDocument", b"xl/workbook.xml"),
            "xl/workbook.xml": listed % (main, office) + b"</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": relation(
                office + b"/worksheet", b"worksheets/sheet1.xml"
            ),
            "xl/worksheets/sheet1.xml": before + sheet % (main, cells),
            **{name.replace("_", "/"): content for name, content in parts.items()},
        }
    )


def relation(type_: bytes, target: bytes) -> bytes:
    package = b"http://schemas.openxmlformats.org/package/2006/relationships"
    one = b'<Relationships xmlns="%s"><Relationship Id="r1" Type="%s" Target="%s"/></Relationships>'
    return one % (package, type_, target)


CELL = b'<c r="A1"><v>5</v></c>'
HOSTILE = {
    "EMPTY_FILE": b"",
    "UNKNOWN_TYPE": b"%PDF-1.7\n",
    "ENCRYPTED": OLE + "EncryptedPackage".encode("utf-16-le"),
    "CORRUPT": workbook(CELL)[:-60],
    "ZIP_BOMB": workbook(CELL, xl_bomb=bytes(40 << 20)),
    "TOO_MANY_PARTS": zipped({f"{n}.xml": b"" for n in range(2_001)}),
    "BAD_PART": zipped({"../pwned.txt": b""}),
    "XML_DTD": workbook(CELL, b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'),
    "SHEET_TOO_LARGE": workbook(CELL.replace(b"A1", b"XFD1048576")),
    "NO_DATA": workbook(b'<c r="A1" s="0"/>'),
}


@pytest.mark.parametrize("code", HOSTILE)
def test_a_hostile_file_is_refused_by_its_name(code: str) -> None:
    found = read(HOSTILE[code], "十月.xlsx")
    assert ([p.code for p in found.problems], found.sheets) == ([code], ())


def test_the_bare_workbook_itself_is_read() -> None:
    assert read(workbook(CELL), "十月.xlsx").sheets[0][0, 0].value == 5.0


def test_refusing_is_cheap(tmp_path: Path) -> None:
    paths = []
    for code in ("ZIP_BOMB", "TOO_MANY_PARTS", "XML_DTD", "SHEET_TOO_LARGE"):
        paths.append(tmp_path / code)
        paths[-1].write_bytes(HOSTILE[code])
    assert [c for c in cost(paths) if c[0] > 3 or c[1] > 100] == []


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (OLE + "WordDocument".encode("utf-16-le"), "Word"),
        (zipped({"word/document.xml": b"<a/>"}), "Word"),
        (zipped({"ppt/presentation.xml": b"<a/>"}), "PowerPoint"),
        (zipped({"xl/workbook.bin": b""}), "xlsb"),
        (zipped({"a.txt": b""}), "ZIP"),
    ],
    ids=["doc", "docx", "pptx", "xlsb", "zip"],
)
def test_another_document_is_called_what_it_is(data: bytes, kind: str) -> None:
    (fault,) = read(data, "十月.xlsx").problems
    assert (fault.code, dict(fault.details)) == ("UNKNOWN_TYPE", {"kind": kind})


def test_an_entity_is_never_resolved() -> None:
    found = read(HOSTILE["XML_DTD"], "十月.xlsx")
    assert "root:" not in "".join(map(repr, found.problems))
