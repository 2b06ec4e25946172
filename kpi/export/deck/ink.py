"""Text on a slide as XML: plain, in the theme's faces, no larger than its box holds."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import ceil
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from kpi.i18n import language
from kpi.model import show
from kpi.model.look import LIGHT

LEADING = 1.25  # height of a line in sizes of its face
LATIN = 0.56  # mean width of a letter or digit, in sizes
BETWEEN = 0.12  # air that programs put between Chinese and Latin letters, in sizes
SLACK = 1.04  # lines of Chinese never break quite at the edge


_UOM = "(?:%|个百分点|亿元|万元|万美元|分|家|户)"
_NUMBER = re.compile(
    f"(?<![A-Za-z0-9.,-])[-\u2212+]?\\d[\\d,]*(?:\\.\\d+{_UOM}?|{_UOM})(?![A-Za-z0-9])"
)


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one look; `colour` empty: as the layout has it, `size` 0: the paragraph's."""

    text: str
    bold: bool = False
    colour: str = LIGHT.text
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: its runs, size in points, where it stands, the air before it in points."""

    runs: tuple[Run, ...]
    size: float
    align: str = "l"
    before: float = 0.0

    @property
    def text(self) -> str:
        """All its letters."""
        return "".join(run.text for run in self.runs)


def line(
    text: str,
    size: float,
    colour: str = LIGHT.text,
    *,
    bold: bool = False,
    align: str = "l",
    before: float = 0.0,
) -> Line:
    """A paragraph of one look."""
    return Line((Run(text, bold, colour),), size, align, before)


def stressed(
    text: str, size: float, colour: str = LIGHT.text, *, before: float = 0.0, lead: str = ""
) -> Line:
    """A paragraph whose numbers with their units stand out; `lead` comes before it."""
    runs, at = [Run(lead, False, colour)] if lead else [], 0
    for found in _NUMBER.finditer(text):
        if found.start() > at:
            runs.append(Run(text[at : found.start()], False, colour))
        runs.append(Run(found[0], True, colour))
        at = found.end()
    if at < len(text):
        runs.append(Run(text[at:], False, colour))
    return Line(tuple(runs) or (Run("", False, colour),), size, "l", before)


def clean(text: str) -> str:
    """A text as a slide holds it: plain, on one line."""
    return show.plain(text).replace("\n", " ").replace("\t", " ")


def width(text: str, size: float) -> float:
    """How wide a text is, in points; a little generous, as faces differ between machines."""
    wide = [east_asian_width(sign) in "WFA" for sign in clean(text)]
    turns = sum(a != b for a, b in pairwise(wide))
    return size * (sum(1.0 if w else LATIN for w in wide) + turns * BETWEEN)


def clip(text: str, longest: float) -> str:
    """A text of at most so many Chinese characters, with … for what is cut off."""
    found = clean(text)
    if width(found, 1.0) <= longest:
        return found
    while width(found, 1.0) > longest - 1:
        found = found[:-1]
    return found.rstrip() + "…"


def height(lines: Iterable[Line], wide: float) -> float:
    """How high paragraphs stand in a box of this width, in points."""
    return sum(
        p.before + rows(p.text, p.size, wide) * max([p.size, *(r.size for r in p.runs)]) * LEADING
        for p in lines
    )


def rows(text: str, size: float, wide: float) -> int:
    """How many lines a text takes."""
    found = width(text, size)
    # every line but the last leaves the better part of a character free
    return 1 if found <= wide else ceil(found * SLACK / max(wide - size * 0.8, size))


def smaller(lines: Sequence[Line], shrink: float, least: float) -> tuple[Line, ...]:
    """The paragraphs in smaller letters, none below `least`."""
    return tuple(
        Line(
            tuple(
                Run(r.text, r.bold, r.colour, r.size and max(r.size * shrink, least))
                for r in p.runs
            ),
            max(p.size * shrink, least),
            p.align,
            p.before * shrink,
        )
        for p in lines
    )


def shrink(texts: Sequence[Sequence[Line]], wide: float, high: float, least: float) -> float:
    """By how much letters must shrink so that each of the texts fits a box of its own."""
    found = 1.0
    while found > 0.4 and any(height(smaller(t, found, least), wide) > high for t in texts):
        found -= 0.05
    return found


def fitted(lines: Sequence[Line], wide: float, high: float, least: float) -> tuple[Line, ...]:
    """The paragraphs made smaller step by step until they fit, at most down to `least`."""
    return smaller(lines, shrink([lines], wide, high, least), least)


def largest(text: str, sizes: Sequence[float], wide: float, lines: int = 1) -> float:
    """The first of `sizes` in which a text takes at most so many lines; none does: the last."""
    return next((size for size in sizes if rows(text, size, wide) <= lines), sizes[-1])


def paragraphs(lines: Iterable[Line]) -> str:
    """<a:p> elements."""
    return "".join(_paragraph(p) for p in lines)


def face(size: float, colour: str, *, bold: bool = False) -> str:
    """Attributes and fill of a run, as <a:rPr> and <a:defRPr> share them."""
    weight = ' b="1"' if bold else ""
    return f' sz="{round(size * 100)}"{weight}>{fill(colour)}'


@cache
def fill(colour: str, alpha: int = 0) -> str:
    """A solid fill of a colour of the house; `alpha` in thousandths of a percent."""
    inner = f'<a:alpha val="{alpha}"/>' if alpha else ""
    return f'<a:solidFill><a:srgbClr val="{colour.lstrip("#")}">{inner}</a:srgbClr></a:solidFill>'


def spoken() -> str:
    """The language of the letters, by which Office breaks lines."""
    return "zh-CN" if language() == "zh" else "en-US"


def _paragraph(p: Line) -> str:
    before = (
        "" if not p.before else f'<a:spcBef><a:spcPts val="{round(p.before * 100)}"/></a:spcBef>'
    )
    runs = "".join(_run(r, p.size) for r in p.runs)
    return f'<a:p><a:pPr algn="{p.align}">{before}</a:pPr>{runs}</a:p>'


def _run(run: Run, size: float) -> str:
    how = _look(run.size or size, run.colour, run.bold, spoken())
    return f"<a:r>{how}<a:t>{escape(clean(run.text))}</a:t></a:r>"


@lru_cache(maxsize=4096)
def _look(size: float, colour: str, bold: bool, lang: str) -> str:
    """How a run looks; a heat map's thousand cells share a handful of looks."""
    if colour:
        return f'<a:rPr lang="{lang}"{face(size, colour, bold=bold)}</a:rPr>'
    weight = ' b="1"' if bold else ""  # in the layout's own colour
    return f'<a:rPr lang="{lang}" sz="{round(size * 100)}"{weight}/>'
