"""An office's own template: filled in its own look, refused where it could do harm."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import papers
import pytest
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Emu

from kpi.export import pptx
from kpi.export.office import Unfit
from kpi.model import stamp
from kpi.model.choice import Choice

CHOICE = Choice(form="pptx")
SECTIONS = (
    '<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
    '<p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
    'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"/></p:ext></p:extLst>'
)


def template(change=lambda file: None) -> bytes:
    """The library's stock file, 4:3 with eleven layouts, and a sample slide in it."""
    file = Presentation()
    file.slides.add_slide(file.slide_layouts[1]).shapes.title.text = "样例页"
    change(file)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def packed(data: bytes, **parts: bytes) -> bytes:
    """The same file with parts replaced or added; names have __ for /."""
    given = {name.replace("__", "/"): body for name, body in parts.items()}
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in given:
                new.writestr(info.filename, old.read(info))
        for name, body in given.items():
            new.writestr(name, body)
    return out.getvalue()


def read(data: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(data)) as box:
        return box.read(name)


def small(file) -> None:
    """16:9 on ten inches, dark blue."""
    file.slide_width, file.slide_height = Emu(9_144_000), Emu(5_143_500)
    fill = file.slide_master.background.fill
    fill.solid()
    fill.fore_color.rgb = RGBColor(0x10, 0x20, 0x50)


def inside(deck) -> bool:
    return all(
        s.left >= 0
        and s.top >= 0
        and s.left + s.width <= deck.slide_width
        and s.top + s.height <= deck.slide_height
        for slide in deck.slides
        for s in slide.shapes
    )


@pytest.mark.parametrize("change", [lambda file: None, small], ids=["4:3", "small and dark"])
def test_slides_stand_on_the_template_without_its_samples(change) -> None:
    edition = papers.made()
    made = Presentation(BytesIO(pptx.deck(edition, CHOICE, template(change))))
    texts = [[s.text_frame.text for s in v.shapes if s.has_text_frame] for v in made.slides]
    assert inside(made)
    assert "样例页" not in [t for page in texts for t in page]
    assert all(stamp.line(edition, CHOICE) in page for page in texts)
    assert made.slides[0].slide_layout.name == "Title Slide"
    assert {s.slide_layout.name for s in list(made.slides)[1:]} == {"Title Only"}
    assert sum(s.has_chart for v in made.slides for s in v.shapes) > 5
    marks = [s for s in made.slides[1].slide_layout.shapes if s.name == "watermark"]
    assert [s.text_frame.text for s in marks] == ["试算"]


def test_a_dark_template_gets_white_ground_under_dark_letters() -> None:
    def grounds(change) -> list[str]:
        made = Presentation(BytesIO(pptx.deck(papers.made(), CHOICE, template(change))))
        return [s.name for s in made.slides[1].slide_layout.shapes if s.name == "panel"]

    assert grounds(lambda file: None) == []
    assert grounds(small) == ["panel"]


def test_faces_of_the_template_stay_and_only_a_missing_chinese_one_is_set() -> None:
    theme = read(template(), "ppt/theme/theme1.xml")
    own = theme.replace(b'<a:latin typeface="Calibri"', b'<a:latin typeface="Georgia"')
    given = packed(template(), **{"ppt__theme__theme1.xml": own})
    made = read(pptx.deck(papers.made(), CHOICE, given), "ppt/theme/theme1.xml")
    assert b'typeface="Georgia"' in made
    assert '<a:ea typeface="微软雅黑"'.encode() in made


def test_a_potx_is_a_template_too() -> None:
    types = read(template(), "[Content_Types].xml")
    potx = types.replace(b"presentation.main+xml", b"template.main+xml")
    data = packed(template(), **{"[Content_Types].xml": potx})
    made = Presentation(BytesIO(pptx.deck(papers.made(), CHOICE, data)))
    assert len(made.slides) > 5


def test_lists_of_the_removed_samples_are_removed_with_them() -> None:
    def sectioned(file) -> None:
        file.part._element.append(etree.fromstring(SECTIONS))

    made = Presentation(BytesIO(pptx.deck(papers.made(), CHOICE, template(sectioned))))
    assert b"sectionLst" not in etree.tostring(made.part._element)
    assert made.part._element.find(qn("p:custShowLst")) is None


def test_the_same_template_gives_the_same_bytes() -> None:
    given = template()
    edition = papers.issued(papers.made())
    assert pptx.deck(edition, CHOICE, given) == pptx.deck(edition, CHOICE, given)


def untitled(file) -> None:
    for layout in file.slide_layouts:
        for holder in list(layout.placeholders):
            holder._element.getparent().remove(holder._element)


def upright(file) -> None:
    file.slide_width, file.slide_height = Emu(6_858_000), Emu(9_144_000)


def linked() -> bytes:
    name = "ppt/slideMasters/_rels/slideMaster1.xml.rels"
    rels = read(template(), name).replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" TargetMode="External" Target="http://example.org/x" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
        b"</Relationships>",
    )
    return packed(template(), **{name: rels})


def broken() -> bytes:
    return packed(template(), **{"ppt/slideMasters/slideMaster1.xml": b"<p:sldMaster"})


def declared() -> bytes:
    master = read(template(), "ppt/slideMasters/slideMaster1.xml")
    body = master.replace(b"<p:sldMaster", b"<!DOCTYPE x []><p:sldMaster", 1)
    return packed(template(), **{"ppt/slideMasters/slideMaster1.xml": body})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (lambda: packed(template(), **{"ppt/vbaProject.bin": b"x"}), "含宏"),
        (linked, "外部文件或网址"),
        (lambda: packed(template(), **{"ppt/media/big.bin": bytes(60 << 20)}), "解压后过大"),
        (lambda: packed(template(), **{"ppt/embeddings/oleObject1.bin": b"x"}), "嵌入对象"),
        (declared, "文档类型声明"),
        (lambda: template(untitled), "没有带标题的版式"),
        (lambda: template(upright), "尺寸不合适"),
        (broken, "读不出来"),
        (lambda: b"PK\x03\x04 and no more", "打不开"),
        (lambda: packed(template(), **{"[Content_Types].xml": b"<Types/>"}), "不是pptx"),
    ],
    ids=[
        "macro",
        "link",
        "bomb",
        "object",
        "dtd",
        "no title",
        "upright",
        "broken",
        "no zip",
        "docx",
    ],
)
def test_an_unfit_template_is_refused_with_a_sentence(given, said) -> None:
    with pytest.raises(Unfit, match=said):
        pptx.deck(papers.made(), CHOICE, given())
