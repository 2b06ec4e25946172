"""Deck, bulletin and workbook as LibreOffice opens and prints them, where it is installed."""

import re
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import papers
import pytest
from lxml import etree
from pptx import Presentation

from kpi.export import docx, pptx, xlsx
from kpi.model import rankings, scope
from kpi.model.choice import Choice
from kpi.model.edition import Edition

pytestmark = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftoppm")), reason="no LibreOffice here"
)
MAKERS: dict[str, Callable] = {"pptx": pptx.deck, "docx": docx.bulletin, "xlsx": xlsx.book}
INK = 0.004  # of a page that carries a title and a line; a stamp alone is a tenth of it
VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value"
CELL = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-cell"
ROW = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-row"


@pytest.fixture(scope="module")
def edition() -> Edition:
    return papers.issued(papers.made())


@pytest.fixture(scope="module")
def folder(edition, tmp_path_factory) -> Path:
    """All three as PDF, and the deck as the other program's own slides."""
    found = tmp_path_factory.mktemp("office")
    for form, make in MAKERS.items():
        (found / f"{form}.{form}").write_bytes(make(edition, Choice(form, watermark="内部资料")))
    _converted(found, "pdf", *(f"{form}.{form}" for form in MAKERS))
    _converted(found, "odp", "pptx.pptx")
    return found


def _converted(folder: Path, to: str, *names: str) -> None:
    subprocess.run(  # noqa: S603 - a program of this machine on our own files
        [
            shutil.which("soffice"),
            f"-env:UserInstallation=file://{folder}/profile",
            *("--headless", "--convert-to", to, "--outdir", str(folder)),
            *(str(folder / name) for name in names),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )


def _pages(file: Path) -> list[str]:
    """Words of each page without blanks."""
    told = subprocess.run(  # noqa: S603
        [shutil.which("pdftotext"), "-layout", str(file), "-"], check=True, capture_output=True
    )
    return [re.sub(r"\s", "", page) for page in told.stdout.decode().split("\f")[:-1]]


def _ink(file: Path) -> list[float]:
    """Share of each page that is darker than paper and watermark."""
    subprocess.run(  # noqa: S603
        [shutil.which("pdftoppm"), "-r", "40", "-gray", str(file), str(file.with_suffix(""))],
        check=True,
    )
    found = []
    for page in sorted(file.parent.glob(f"{file.stem}-*.pgm")):
        _kind, _size, _most, pixels = page.read_bytes().split(b"\n", 3)
        found.append(sum(level < 190 for level in pixels) / len(pixels))
    return found


def test_every_page_is_printed_and_none_is_blank(edition, folder) -> None:
    slides = len(Presentation(BytesIO((folder / "pptx.pptx").read_bytes())).slides)
    counts = {form: len(_pages(folder / f"{form}.pdf")) for form in MAKERS}
    assert counts["pptx"] == slides
    assert 3 <= counts["docx"] <= 6
    assert 7 <= counts["xlsx"] <= 14  # seven sheets
    for form in MAKERS:
        ink = _ink(folder / f"{form}.pdf")
        assert len(ink) == counts[form]
        assert min(ink) > INK, (form, ink)


def test_every_unit_and_score_is_read_on_the_printed_pages(edition, folder) -> None:
    for form in MAKERS:
        text = "".join(_pages(folder / f"{form}.pdf"))
        assert all(name in text for name in papers.NAMES.values())
        assert all(edition.score(e.score) in text for e in edition.board.entries)


def test_the_deck_has_charts_that_the_other_program_knows_as_charts(edition, folder) -> None:
    wanted = [r.value for r in rankings.ranking(edition, scope.scopes(edition)[0]).drawn]
    native = sum(s.has_chart for p in Presentation(folder / "pptx.pptx").slides for s in p.shapes)
    found = []
    with ZipFile(folder / "pptx.odp") as box:
        for name in box.namelist():
            if re.fullmatch(r"Object \d+/content\.xml", name):
                root = etree.fromstring(box.read(name))
                rows = [[c.get(VALUE) for c in r.iter(CELL)] for r in root.iter(ROW)]
                numbers = [[float(v) for v in row if v is not None] for row in rows]
                found.append([row[0] for row in numbers if row])
    assert len(found) == native
    assert wanted in found
