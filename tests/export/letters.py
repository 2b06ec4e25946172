"""A Word letter as tests read it back: parts, paragraphs, tables, charts, workbooks."""

import io
import re
from zipfile import ZipFile

import docx
import openpyxl
from docx.oxml.ns import qn
from lxml import etree

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(data: bytes):
    return docx.Document(io.BytesIO(data))


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as box:
        return {n: box.read(n) for n in box.namelist()}


def roots(data: bytes) -> dict[str, etree._Element]:
    """Every part that holds text of the letter."""
    wanted = re.compile(r"word/(document|header\d*|footer\d*|styles|settings)\.xml")
    return {n: etree.fromstring(x) for n, x in parts(data).items() if wanted.fullmatch(n)}


def texts(data: bytes) -> list[str]:
    return [p.text for p in opened(data).paragraphs if p.text]


def styled(data: bytes, name: str) -> list[str]:
    return [p.text for p in opened(data).paragraphs if p.style.name == name]


def tables(data: bytes) -> list[list[list[str]]]:
    """Rows of texts of the tables in the annexes; the imprint is none of them."""
    return [
        [[c.text for c in row.cells] for row in t.rows]
        for t in opened(data).tables
        if t._tbl.tblPr.find(qn("w:tblpPr")) is None
    ]


def charts(data: bytes) -> list[tuple[list[str], list[float], list[list]]]:
    """(categories, values, rows of the workbook behind) of every chart."""
    found = []
    for name, body in sorted(parts(data).items()):
        if not re.fullmatch(r"word/charts/chart\d+\.xml", name):
            continue
        root = etree.fromstring(body)
        labels = [v.text for v in root.iterfind(f".//{CHART}cat//{CHART}v")]
        values = [float(v.text) for v in root.iterfind(f".//{CHART}val//{CHART}v")]
        links = etree.fromstring(parts(data)[f"word/charts/_rels/{name.rpartition('/')[2]}.rels"])
        (target,) = [link.get("Target") for link in links]
        book = parts(data)["word/" + target.removeprefix("../").removeprefix("/word/")]
        sheet = openpyxl.load_workbook(io.BytesIO(book))["Sheet1"]
        rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
        found.append((labels, values, rows))
    return found


def whole(data: bytes) -> str:
    """Every XML part as text, workbooks inside included."""
    found = []
    for name, body in parts(data).items():
        if name.endswith(".xlsx"):
            found += [x.decode() for n, x in parts(body).items() if n.endswith(".xml")]
        elif name.endswith((".xml", ".rels")):
            found.append(body.decode())
    return "".join(found)
