"""What Office files share: the seal, the workbook behind a chart, what a template may not hold."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile, ZipInfo

import openpyxl
import pytest

from kpi.export import office
from kpi.i18n import speaking

DAY = date(2026, 10, 12)
TYPES = b"<Types>application/vnd.openxmlformats-officedocument.%sml.%s.main+xml</Types>"


def zipped(parts: dict[str, bytes], at=(2026, 1, 2, 3, 4, 6)) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as box:
        for name, body in parts.items():
            box.writestr(ZipInfo(name, at), body)
    return out.getvalue()


def template(kind: str = "presentation", main: str = "presentation", **parts: bytes) -> bytes:
    more = {name.replace("__", "/"): body for name, body in parts.items()}
    return zipped({"[Content_Types].xml": TYPES % (kind.encode(), main.encode()), **more})


def test_a_seal_takes_the_clock_out_of_file_properties_and_workbooks_inside() -> None:
    def file(clock: str, at) -> bytes:
        core = f'<dcterms:created xsi:type="x">{clock}</dcterms:created>'.encode()
        inner = zipped({"docProps/core.xml": core}, at)
        return zipped({"docProps/core.xml": core, "ppt/embeddings/a.xlsx": inner}, at)

    one = office.seal(file("2026-10-12T08:00:00Z", (2026, 10, 12, 8, 0, 0)), DAY)
    two = office.seal(file("2027-01-01T09:09:09Z", (2027, 1, 1, 9, 9, 8)), DAY)
    assert one == two
    with ZipFile(BytesIO(one)) as box:
        assert b"2026-10-12T00:00:00Z" in box.read("docProps/core.xml")
        assert box.getinfo("docProps/core.xml").date_time == (2026, 10, 12, 0, 0, 0)


def test_the_workbook_behind_a_chart_holds_texts_numbers_and_no_formula() -> None:
    made = office.numbers(["=1+1", "<r><t>x</t></r>", "甲"], [("@sum", [1.1, None, 0.1 + 0.2])])
    sheet = openpyxl.load_workbook(BytesIO(made))["Sheet1"]
    assert [c.value for c in sheet["A"]] == [None, "=1+1", "<r><t>x</t></r> ", "甲"]
    assert [c.value for c in sheet["B"]] == ["@sum", 1.1, None, 0.1 + 0.2]
    assert sheet["A2"].data_type == "s"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("街道", "街道"), ("甲!B2街道", "甲！B2街道"), ("=x!A1", "=x！A1"), ("好！A1", "好！A1")],
)
def test_a_chart_title_is_never_taken_for_a_reference(text: str, wanted: str) -> None:
    assert office.label(text) == wanted


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("pptx", template()),
        ("pptx", template(main="template")),
        ("docx", template("wordprocessing", "document")),
        ("pptx", template(a__b=b"<x/>")),
    ],
)
def test_a_clean_template_is_taken(kind: str, data: bytes) -> None:
    office.check_template(data, kind)


REFUSED = {
    "broken": ("pptx", b"no zip"),
    "other kind": ("docx", template()),
    "macro": ("pptx", zipped({"[Content_Types].xml": b"", "ppt/vbaProject.bin": b"x"})),
    "macro type": (
        "pptx",
        zipped({"[Content_Types].xml": b"ms-powerpoint.presentation.macroEnabled.main+xml"}),
    ),
    "activex": ("pptx", zipped({"ppt/activeX/activeX1.xml": b"<x/>"})),
    "object": ("docx", zipped({"word/embeddings/oleObject1.bin": b"x"})),
    "link": (
        "pptx",
        zipped(
            {"ppt/_rels/a.xml.rels": b'<Relationship Target="http://x" TargetMode="External"/>'}
        ),
    ),
    "dtd": ("pptx", zipped({"ppt/a.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"})),
    "path": ("pptx", zipped({"../up.xml": b"<x/>"})),
    "many parts": ("pptx", zipped({f"a{n}.xml": b"" for n in range(2001)})),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_unfit_template_is_refused_with_a_sentence(case: str) -> None:
    kind, data = REFUSED[case]
    with pytest.raises(office.Unfit) as caught:
        office.check_template(data, kind)
    assert "模板" in str(caught.value)


def test_a_bomb_is_refused_by_its_directory() -> None:
    out = BytesIO()
    with ZipFile(out, "w", compression=8) as box:
        box.writestr("ppt/media/a.xml", b"0" * (60 << 20))
    with pytest.raises(office.Unfit, match="解压后过大"):
        office.check_template(out.getvalue(), "pptx")
    with speaking("zh"), pytest.raises(office.Unfit, match="超过20MB"):
        office.check_template(b"0" * (21 << 20), "pptx")
