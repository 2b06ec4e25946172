"""Native charts as XML: what an official opens with 编辑数据 and corrects by hand.

Values stand in full in the chart and in the workbook behind it. The plot area is set, not left to
the program, so that bars of neighbours begin at one line and names at line ends find room.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from kpi.export import office
from kpi.export.deck import ink
from kpi.model.look import LIGHT

NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
Numbers = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers with a name, and how they are painted (XML of `c:ser` around the data)."""

    name: str
    values: tuple[float | None, ...]
    before: str = ""  # from spPr to dLbls, in the order of the schema
    after: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """One chart: categories, series and the XML of the whole."""

    names: tuple[str, ...]
    series: tuple[Series, ...]
    xml: bytes

    def workbook(self) -> bytes:
        """The workbook behind the chart."""
        return office.numbers(self.names, [(s.name, s.values) for s in self.series])


def space(plots: str, axes: str, inner: tuple[float, float, float, float], size: float) -> bytes:
    """The chart around its plots and axes; `inner` is the plot area in fractions of the chart."""
    x, y, w, h = inner
    layout = (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/><c:x val="{x:.4f}"/><c:y val="{y:.4f}"/>'
        f'<c:w val="{w:.4f}"/><c:h val="{h:.4f}"/></c:manualLayout></c:layout>'
    )
    text = (
        f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<c:chartSpace {NAMESPACES}>"
        '<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>'
        f'<c:autoTitleDeleted val="1"/><c:plotArea>{layout}{plots}{axes}'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f"{face(size, LIGHT.text)}"
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )
    return text.encode()


def face(size: float, colour: str, *, bold: bool = False, wrap: bool = True) -> str:
    """How letters of a chart look; their face is the theme's."""
    body = "<a:bodyPr/>" if wrap else '<a:bodyPr wrap="none"/>'
    return (
        f"<c:txPr>{body}<a:lstStyle/><a:p><a:pPr><a:defRPr{ink.face(size, colour, bold=bold)}"
        f'</a:defRPr></a:pPr><a:endParaRPr lang="{ink.spoken()}"/></a:p></c:txPr>'
    )


def data(names: Sequence[str], at: int, series: Series) -> str:
    """One series over its columns of Sheet1, painted."""
    column, last = _letters(at + 1), len(names) + 1
    told = escape(office.text(series.name))
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{escape(office.text(name))}</c:v></c:pt>'
        for n, name in enumerate(names)
    )
    values = "".join(
        f'<c:pt idx="{n}"><c:v>{value!r}</c:v></c:pt>'
        for n, value in enumerate(series.values)
        if value is not None
    )
    count = f'<c:ptCount val="{len(names)}"/>'
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:strRef>'
        f'<c:f>Sheet1!${column}$1</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{told}</c:v></c:pt></c:strCache></c:strRef></c:tx>{series.before}'
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f>"
        f"<c:strCache>{count}{points}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f>"
        f"<c:numCache><c:formatCode>General</c:formatCode>{count}{values}</c:numCache>"
        f"</c:numRef></c:val>{series.after}</c:ser>"
    )


def axes(
    name: str,
    value: str,
    *,
    low: float,
    high: float,
    upward: bool,
    reverse_names: bool = False,
    reverse_values: bool = False,
    names: str = "",
    values: str = "",
    step: float = 0.0,
    skip: int = 1,
) -> str:
    """A category axis and a value axis; `names` and `values` are the XML of how they look.

    `upward`: the values run upward (lines), else to the right (bars); an empty look hides.
    """

    def turned(backwards: bool) -> str:
        return f'<c:orientation val="{"maxMin" if backwards else "minMax"}"/>'

    every = f'<c:tickLblSkip val="{skip}"/>' if skip > 1 else ""
    unit = f'<c:majorUnit val="{step!r}"/>' if step else ""
    sides = ("b", "l") if upward else ("l", "b")
    category = (
        f'<c:catAx><c:axId val="{name}"/><c:scaling>{turned(reverse_names)}</c:scaling>'
        f'<c:delete val="{int(not names)}"/><c:axPos val="{sides[0]}"/>{names}'
        f'<c:crossAx val="{value}"/><c:crosses val="{"max" if reverse_values else "autoZero"}"/>'
        f'<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="60"/>{every}'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
    )
    return category + (
        f'<c:valAx><c:axId val="{value}"/><c:scaling>{turned(reverse_values)}'
        f'<c:max val="{high!r}"/><c:min val="{low!r}"/></c:scaling>'
        f'<c:delete val="{int(not values)}"/><c:axPos val="{sides[1]}"/>{values}'
        f'<c:crossAx val="{name}"/><c:crosses val="autoZero"/><c:crossBetween val="between"/>'
        f"{unit}</c:valAx>"
    )


def number(decimals: int, *, signed: bool = False, uom: str = "") -> str:
    """The number format of labels: 0.0"%", with a sign where values may lie below zero."""
    tail = f'"{uom}"' if uom == "%" else ""
    code = "#,##0" + ("." + "0" * decimals if decimals else "") + tail
    return f'+{code};"\u2212"{code};{code}' if signed else f'{code};"\u2212"{code};{code}'


def quoted(code: str) -> str:
    """A number format as an attribute holds it."""
    return escape(code, {'"': "&quot;"})


def outline(colour: str, points: float, dash: str = "") -> str:
    """A line's look."""
    dashed = f'<a:prstDash val="{dash}"/>' if dash else ""
    return (
        f'<a:ln w="{round(points * 12_700)}" cap="rnd">{ink.fill(colour)}{dashed}<a:round/></a:ln>'
    )


def _letters(column: int) -> str:
    """A sheet's column by its letters: 2 is B, 28 is AB."""
    found = ""
    while column >= 0:
        found, column = chr(65 + column % 26) + found, column // 26 - 1
    return found
