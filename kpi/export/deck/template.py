"""An office's own template: checked, emptied, its layouts found by what they hold."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.oxml.ns import qn

from kpi.export import office
from kpi.export.deck import ground
from kpi.export.deck.ground import AREA, FOOT, MARGIN, TITLE, Ground
from kpi.export.deck.light import light
from kpi.export.deck.space import INCH, Box
from kpi.export.office import Unfit
from kpi.i18n import N_, _
from kpi.model.look import LIGHT

WHY = {
    "unread": N_("模板读不出来：请用PowerPoint或WPS另存为pptx后再上传。"),
    "layout": N_("模板中没有带标题的版式。"),
    "size": N_("模板页面的尺寸不合适：宽应在5至60英寸之间，不窄于高。"),
}
_TEMPLATE = b"presentationml.template.main+xml"
_PRESENTATION = b"presentationml.presentation.main+xml"
_LISTS = ("p:custShowLst", "p:modifyVerifier")
_SECTIONS = re.compile(r"sectionLst")
_BROKEN = (KeyError, ValueError, AttributeError, IndexError, TypeError, etree.XMLSyntaxError)


def opened(data: bytes, mark: str) -> Ground:
    """The template without its samples, ready for our slides; Unfit says why it is not used."""
    office.check_template(data, "pptx")
    try:
        return _ground(_document(data), mark)
    except _BROKEN as error:
        raise Unfit(_(WHY["unread"])) from error


def _document(data: bytes) -> bytes:
    """A .potx as a .pptx: the library takes no other type."""
    with ZipFile(BytesIO(data)) as box:
        types = box.read("[Content_Types].xml")
        if _TEMPLATE not in types:
            return data
        out = BytesIO()
        with ZipFile(out, "w", ZIP_STORED) as new:
            for info in box.infolist():
                part = box.read(info)
                if info.filename == "[Content_Types].xml":
                    part = part.replace(_TEMPLATE, _PRESENTATION)
                new.writestr(info.filename, part)
        return out.getvalue()


def _ground(data: bytes, mark: str) -> Ground:
    file: Any = Presentation(BytesIO(data))
    wide, high = file.slide_width, file.slide_height
    if not wide or not high or not 5 * INCH <= wide <= 60 * INCH or high > wide:
        raise Unfit(_(WHY["size"]))
    _emptied(file)
    layout, cover = _layout(file), _cover(file)
    if layout is None:
        raise Unfit(_(WHY["layout"]))
    slide = Box(0, 0, int(wide), int(high))
    title, area, foot = _areas(layout, slide)
    for master in file.slide_masters:
        ground.faces(master, only_empty=True)
    used = [layout] if cover is None else [layout, cover]
    for number, own in enumerate(used):
        tree = own.shapes._spTree
        if not light(own, slide.w * slide.h):  # our letters are dark: white under them
            top = foot.y if number else area.y - round(slide.h * 0.01)
            panel = Box(0, top, slide.w, slide.h - top)
            ground.add(tree, ground.rectangle(980, "panel", panel, LIGHT.background))
        if mark:
            scale = min(slide.h / (7.5 * INCH), slide.w / (10 * INCH))
            ground.add(tree, ground.watermark(mark, slide, scale))
    ground.trimmed(file)
    return Ground(file, cover or layout, layout, title, area, foot, own=False)


def _emptied(file: Any) -> None:
    """Away with sample slides, and with lists that speak of them."""
    slides = file.slides._sldIdLst
    for slide in list(slides):
        file.part.drop_rel(slide.rId)
        slides.remove(slide)
    root = file.part._element
    for name in _LISTS:
        for found in root.findall(qn(name)):
            root.remove(found)
    for extension in list(root.iter(qn("p:ext"))):
        if any(_SECTIONS.search(str(child.tag)) for child in extension):
            extension.getparent().remove(extension)


def _kinds(layout: Any) -> set[Any]:
    return {p.placeholder_format.type for p in layout.placeholders}


def _all(file: Any) -> list[Any]:
    return [layout for master in file.slide_masters for layout in master.slide_layouts]


def _layout(file: Any) -> Any:
    """The layout with a title and the least beside it."""
    titled = [one for one in _all(file) if KIND.TITLE in _kinds(one)]
    filled = {KIND.BODY, KIND.OBJECT, KIND.PICTURE, KIND.CHART, KIND.TABLE}
    empty = [one for one in titled if not _kinds(one) & filled]
    return next(iter(empty or titled), None)


def _cover(file: Any) -> Any:
    """The layout with a centred title; None: the cover is a page like the others."""
    return next((one for one in _all(file) if KIND.CENTER_TITLE in _kinds(one)), None)


def _areas(layout: Any, slide: Box) -> tuple[Box | None, Box, Box]:
    """Where title, content and stamp stand: the template's own title where it is at the top."""
    holders = {p.placeholder_format.type: p for p in layout.placeholders}
    given = _box(holders[KIND.TITLE])
    sane = (
        given is not None
        and given.x >= 0
        and given.y >= 0
        and given.right <= slide.w
        and given.w >= slide.w * 0.5
        and slide.h * 0.05 <= given.h
        and given.bottom <= slide.h * 0.3
    )
    title = None if sane else slide.part(*TITLE)
    bottom = given.bottom if given and sane else slide.part(*TITLE).bottom
    top = bottom + round(slide.h * 0.01)
    left = round(slide.w * MARGIN)
    foot = slide.part(*FOOT)
    area = Box(left, top, slide.w - 2 * left, slide.part(*AREA).bottom - top)
    return title, area, foot


def _box(shape: Any) -> Box | None:
    """Where a placeholder stands, by itself or by its master; None: nowhere said."""
    places = (shape.left, shape.top, shape.width, shape.height)
    return None if any(p is None for p in places) else Box(*(int(p) for p in places))
