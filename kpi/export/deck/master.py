"""Our own master: white, a red tab at the title, a hairline above the stamp; 16:9 or 4:3."""

from typing import Any

from pptx import Presentation
from pptx.oxml.ns import qn

from kpi.export.deck import ground
from kpi.export.deck.ground import AREA, FOOT, TITLE, Ground
from kpi.export.deck.space import INCH, Box
from kpi.model.choice import Choice
from kpi.model.look import LIGHT

SIZES = {"16:9": (13.333, 7.5), "4:3": (10.0, 7.5)}  # inches
COVER, TITLE_ONLY = 0, 5  # layouts of the library's own file that are kept


def made(choice: Choice, mark: str) -> Ground:
    """The empty presentation on our master; `mark` is the text behind every slide."""
    file: Any = Presentation()
    wide, high = SIZES[choice.ratio]
    file.slide_width, file.slide_height = round(wide * INCH), round(high * INCH)
    size = file.part._element.find(qn("p:sldSz"))
    if choice.ratio == "16:9":
        size.attrib.pop("type", None)
    slide = Box(0, 0, int(file.slide_width), int(file.slide_height))
    cover, layout = file.slide_layouts[COVER], file.slide_layouts[TITLE_ONLY]
    for other in list(file.slide_layouts):
        if other not in (cover, layout):
            file.slide_layouts.remove(other)
    ground.faces(file.slide_master, only_empty=False)
    _master(file.slide_master, slide)
    _layouts(cover, layout, slide)
    if mark:
        scale = high / 7.5
        for holder in (file.slide_master, cover):
            ground.add(holder.shapes._spTree, ground.watermark(mark, slide, scale), at=2)
    ground.trimmed(file)
    return Ground(file, cover, layout, None, slide.part(*AREA), slide.part(*FOOT), own=True)


def _master(master: Any, slide: Box) -> None:
    """Geometry and title of the master, its tab and rule."""
    for shape in list(master.placeholders):
        kind = shape._element.find(".//" + qn("p:ph")).get("type")
        if kind == "title":
            _place(shape, slide.part(*TITLE))
        elif kind == "body":
            _place(shape, slide.part(*AREA))
        else:  # date, foot and number: the stamp and the number stand on each slide
            shape._element.getparent().remove(shape._element)
    style = master._element.find(".//" + qn("p:titleStyle") + "/" + qn("a:lvl1pPr"))
    style.set("algn", "l")
    look = style.find(qn("a:defRPr"))
    look.set("sz", "2800")
    look.set("b", "1")
    tab = Box(0, slide.part(*TITLE).y + round(slide.h * 0.012), round(slide.w * 0.012), 0)
    tab = Box(tab.x, tab.y, tab.w, round(slide.h * 0.072))
    rule = Box(slide.part(*FOOT).x, slide.part(0, 0.93, 1, 0).y, slide.part(*FOOT).w, 9_525)
    tree = master.shapes._spTree
    ground.add(tree, ground.rectangle(901, "tab", tab, LIGHT.red), at=2)
    ground.add(tree, ground.rectangle(902, "rule", rule, LIGHT.border), at=2)


def _layouts(cover: Any, layout: Any, slide: Box) -> None:
    for own in (cover, layout):
        for shape in list(own.placeholders):
            kind = shape._element.find(".//" + qn("p:ph")).get("type")
            if kind in ("dt", "ftr", "sldNum"):
                shape._element.getparent().remove(shape._element)
            elif kind == "ctrTitle":
                _place(shape, slide.part(*ground.TITLE_OF_COVER))
                _left(shape, "b")
            elif kind == "subTitle":
                _place(shape, slide.part(*ground.TEXT_OF_COVER))
                _left(shape, "t")
            else:
                _inherit(shape)
    cover._element.set("showMasterSp", "0")
    tab = slide.part(0.075, 0.29, 0.008, 0.235)
    band = slide.part(0, 0, 1, 0.018)
    ground.add(cover.shapes._spTree, ground.rectangle(901, "tab", tab, LIGHT.red), at=2)
    ground.add(cover.shapes._spTree, ground.rectangle(902, "band", band, LIGHT.red), at=2)


def _place(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = box.x, box.y, box.w, box.h
    body = shape._element.txBody.find(qn("a:bodyPr"))
    for side in ("lIns", "rIns", "tIns", "bIns"):
        body.set(side, "0")


def _left(shape: Any, anchor: str) -> None:
    """Titles of the cover begin at the left."""
    shape._element.txBody.find(qn("a:bodyPr")).set("anchor", anchor)
    styles = shape._element.txBody.find(qn("a:lstStyle"))
    level = styles.find(qn("a:lvl1pPr"))
    if level is not None:
        level.set("algn", "l")


def _inherit(shape: Any) -> None:
    """A placeholder of a layout stands where the master has it."""
    place = shape._element.spPr.find(qn("a:xfrm"))
    if place is not None:
        shape._element.spPr.remove(place)
