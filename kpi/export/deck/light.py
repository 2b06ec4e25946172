"""Whether dark letters can be read on an office's layout: only on a ground known to be light."""

from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn

PLAIN = "1001"  # the theme's first ground: one colour; the others may be pictures or gradients
BRIGHT = 180.0  # of 255
LARGE = 0.4  # of the slide: a picture or shape that is a ground itself


def light(layout: Any, area: int) -> bool:
    """True where the ground is one bright colour and nothing large lies on it; `area` of the
    slide in EMU².
    """
    if any(_large(shape, area) for one in (layout, layout.slide_master) for shape in one.shapes):
        return False
    found = _given(layout)
    if found is None:
        return True
    colour = _colour(found, layout)
    return colour is not None and _brightness(colour) >= BRIGHT


def _large(shape: Any, area: int) -> bool:
    """Whether a picture, group or filled shape covers much of the slide."""
    if shape.is_placeholder or None in (shape.width, shape.height):
        return False
    return bool(shape.width * shape.height >= area * LARGE)


def _given(layout: Any) -> Any:
    """The ground that the layout or its master names; None: neither does, then it is white."""
    for holder in (layout, layout.slide_master):
        found = holder._element.find(qn("p:cSld") + "/" + qn("p:bg"))
        if found is not None:
            return found
    return None


def _colour(given: Any, layout: Any) -> str | None:
    """RRGGBB of a ground of one colour; None of any other."""
    reference = given.find(qn("p:bgRef"))
    holder = reference if reference is not None else given.find(".//" + qn("a:solidFill"))
    if holder is None or (reference is not None and reference.get("idx") != PLAIN):
        return None
    named = next((c for c in holder if not len(c)), None)  # a tint or shade would change it
    if named is None:
        return None
    if named.tag == qn("a:srgbClr"):
        return str(named.get("val"))
    return _themed(named.get("val"), layout) if named.tag == qn("a:schemeClr") else None


def _themed(name: str, layout: Any) -> str | None:
    """A colour of the theme by the name that the master gives it (bg1 is lt1, or dk1)."""
    master = layout.slide_master
    names = master._element.find(qn("p:clrMap"))
    own = names.get(name, name) if names is not None else name
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
    place = theme.find(".//" + qn("a:clrScheme") + "/" + qn(f"a:{own}"))
    if place is None or not len(place):
        return None
    found = place[0].get("lastClr") or place[0].get("val")
    return found if found and len(found) == 6 else None


def _brightness(colour: str) -> float:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue
