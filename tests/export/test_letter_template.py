"""An office's own Word template: its page, head, foot and named styles; what is refused."""

import io
from zipfile import ZipFile

import docx as library
import letters
import papers
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from kpi.export import docx, office
from kpi.export.letter import template
from kpi.i18n import speaking
from kpi.model.choice import Choice

CHOICE = Choice("docx")


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def own(*, head: str = "", face: str = "方正仿宋_GBK") -> bytes:
    """A template of an office: narrower page, a title and a text style of its own, sample text."""
    document = library.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin, section.right_margin = Mm(30), Mm(30), Mm(30)
    section.bottom_margin = Mm(35)
    for name, size in (("通报标题", 20), ("通报正文", 15)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.size, style.font.name = Pt(size), "Times New Roman"
        style.element.rPr.rFonts.set(qn("w:eastAsia"), face)
    document.add_paragraph("样文，使用时删去")
    document.add_table(1, 1)
    if head:
        section.header.paragraphs[0].text = head
    return saved(document)


def changed(data: bytes, **parts: bytes) -> bytes:
    """The file with some parts replaced or added."""
    out, given = io.BytesIO(), dict(parts)
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, given.pop(name, old.read(name)))
        for name, body in given.items():
            new.writestr(name, body)
    return out.getvalue()


def face_of(paragraph) -> set[str]:
    return {r._element.rPr.rFonts.get(qn("w:eastAsia")) for r in paragraph.runs}


def test_named_styles_of_the_template_are_used_and_the_others_are_added() -> None:
    data = docx.bulletin(papers.issued(papers.made()), CHOICE, own())
    document = letters.opened(data)
    by_style = {p.style.name: p for p in document.paragraphs if p.text}
    assert document.styles["通报正文"].font.size == Pt(15)
    assert document.styles["通报标题"].font.size == Pt(20)
    assert face_of(by_style["通报正文"]) == {"方正仿宋_GBK"}
    assert face_of(by_style["通报一级"]) == {"黑体"}
    assert [s.name for s in document.styles].count("通报正文") == 1


def test_the_templates_page_is_kept_its_sample_text_is_not() -> None:
    data = docx.bulletin(papers.issued(papers.made()), CHOICE, own())
    (section,) = letters.opened(data).sections
    margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
    assert [round(m.mm) for m in margins] == [30, 35, 30, 30]
    assert "样文" not in letters.whole(data)
    grid = letters.opened(data).tables[0]._tbl.tblGrid
    assert abs(sum(int(c.get(qn("w:w"))) for c in grid) - 150 * 1440 / 25.4) < 10


def test_where_the_page_departs_from_the_standard_is_said() -> None:
    assert template.differences(own()) == (
        "天头为30毫米，国家标准为37毫米。",
        "订口为30毫米，国家标准为28毫米。",
        "切口为30毫米，国家标准为26毫米。",
    )
    with speaking("en"):
        assert len(template.differences(own())) == 3


def test_head_and_foot_of_the_template_stay_and_the_stamp_and_trial_mark_join_them() -> None:
    data = docx.bulletin(papers.made(), CHOICE, own(head="云溪区政府办公室专用"))
    (section,) = letters.opened(data).sections
    head = section.header.part.element
    assert section.header.paragraphs[0].text == "云溪区政府办公室专用"
    assert any("试算" in (e.get("string") or "") for e in head.iter())
    assert "试算码" in "".join(p.text for p in section.footer.paragraphs)


def test_a_template_for_new_documents_is_opened_too() -> None:
    given = own()
    with ZipFile(io.BytesIO(given)) as box:
        types = box.read(template.TYPES)
    turned = types.replace(b"document.main+xml", b"template.main+xml")
    assert turned != types
    data = docx.bulletin(
        papers.issued(papers.made()), CHOICE, changed(given, **{template.TYPES: turned})
    )
    assert letters.opened(data).styles["通报正文"].font.size == Pt(15)
    assert b"document.main+xml" in letters.parts(data)[template.TYPES]


LINK = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="x" Target="http://example.org/t.dotx" TargetMode="External"/>'
    b"</Relationships>"
)
REFUSED = {
    "no zip": (b"no zip", "模板打不开"),
    "macro": (changed(own(), **{"word/vbaProject.bin": b"x"}), "模板含宏"),
    "link": (changed(own(), **{"word/_rels/settings.xml.rels": LINK}), "外部"),
    "object": (changed(own(), **{"word/embeddings/oleObject1.bin": b"x"}), "嵌入对象"),
    "entities": (changed(own(), **{"word/extra.xml": b"<!DOCTYPE a><a/>"}), "文档类型声明"),
    "no text": (changed(own(), **{"word/document.xml": b"<broken"}), "模板打不开"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_unfit_template_is_refused_with_a_sentence(case: str) -> None:
    data, said = REFUSED[case]
    with pytest.raises(office.Unfit, match=said):
        docx.bulletin(papers.made(), CHOICE, data)


def test_a_slide_file_is_no_letter() -> None:
    types = letters.parts(own())[template.TYPES].replace(b"wordprocessingml", b"presentationml")
    with pytest.raises(office.Unfit, match="模板不是docx文件"):
        docx.bulletin(papers.made(), CHOICE, changed(own(), **{template.TYPES: types}))


def test_a_style_based_on_itself_does_not_hang() -> None:
    document = library.Document()
    one = document.styles.add_style("通报正文", WD_STYLE_TYPE.PARAGRAPH)
    two = document.styles.add_style("乙", WD_STYLE_TYPE.PARAGRAPH)
    one.base_style, two.base_style = two, one
    data = docx.bulletin(papers.made(), CHOICE, saved(document))
    text = next(p for p in letters.opened(data).paragraphs if p.style.name == "通报正文" and p.text)
    assert face_of(text) == {"仿宋_GB2312"}


def test_the_same_template_gives_the_same_bytes() -> None:
    given, edition = own(head="云溪"), papers.issued(papers.made())
    assert docx.bulletin(edition, CHOICE, given) == docx.bulletin(edition, CHOICE, given)
