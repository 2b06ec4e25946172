"""How a workbook's charts are painted: colours per point, hatch, axes, names of the lines."""

from collections.abc import Sequence
from typing import Any

from kpi.export.book.pen import FACE, Book, digits
from kpi.export.office import label
from kpi.i18n import _
from kpi.model.board import Colour
from kpi.model.chart import Bars, Lines, Places, Row
from kpi.model.look import LIGHT
from kpi.model.series import Line

SMALL = {"name": FACE, "size": 9, "color": LIGHT.subtitle}
STRONG = {"name": FACE, "size": 9, "bold": True, "color": LIGHT.text}
LABELLED = 15  # more places than this: every fifth on the axis
BESIDE = 0.12  # of an axis, free beyond the longest bar
GAP, FULL = 45, 8  # percent of a bar between two; bars of a chart that are as thick as they get


def bars(book: Book, bars: Bars, colours: Sequence[Colour | None]) -> Any:
    """An empty chart of horizontal bars, best on top, zero always on the axis."""
    chart = book.made.add_chart({"type": "bar"})
    _never_inverted(chart)
    values = [row.value for row in bars.drawn if row.value is not None]
    chart.set_y_axis(
        {
            "reverse": True,
            "label_position": "low",
            "num_font": SMALL | {"color": LIGHT.text},
            "major_tick_mark": "none",
            "line": {"none": True},
        }
    )
    goals = [] if bars.mark is None else [bars.mark]
    low, high = min(0.0, *values), max(0.0, *values, *goals)
    room = (high - low) * BESIDE  # for the numbers at the bars' ends
    reach = {"min": low and low - room, "max": high and high + room}
    if low == high:
        reach = {"min": 0, "max": 1}
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, **reach})
    named = any(row.target is not None for row in bars.drawn) or bars.mark is not None
    if named:
        chart.set_legend({"position": "bottom", "font": SMALL})
    else:
        chart.set_legend({"none": True})
    return chart


def bar(bars: Bars, drawn: Sequence[Row], at: int) -> dict[str, Any]:
    """One series: the values with a colour each, or what should be reached as an outline."""
    if at:
        edge = {"color": LIGHT.target, "width": 1.25, "dash_type": "dash"}
        return {"fill": {"none": True}, "border": edge, "overlap": 100, "gap": _gap(len(drawn))}
    code = digits(bars.decimals)
    signed = f"+{code};\u2212{code};{code}" if bars.signed else code
    labels: dict[str, Any] = {"value": True, "num_format": signed, "font": STRONG}
    labels["position"] = "outside_end"
    if bars.mark is not None or any(row.target is not None for row in drawn):
        labels["fill"] = {"color": LIGHT.background}  # else the target's outline strikes the number
    return {
        "fill": {"color": LIGHT.middle},
        "points": [_point(row.colour) for row in drawn],
        "gap": _gap(len(drawn)),
        "overlap": 100,
        "data_labels": labels,
    }


def _gap(count: int) -> int:
    """The space between bars in percent of one: few bars are no thicker than many."""
    return min(500, round((100 + GAP) * FULL / min(count, FULL)) - 100)


def _point(colour: Colour | None) -> dict[str, Any]:
    if colour == "red":
        return {"fill": {"color": LIGHT.red}}
    if colour == "black":
        hatch = {"pattern": "wide_upward_diagonal", "fg_color": LIGHT.hatch, "bg_color": LIGHT.ink}
        return {"pattern": hatch}
    return {"fill": {"color": LIGHT.middle}}


def lines(book: Book, lines: Lines | Places) -> Any:
    """An empty line chart; places have 1 on top."""
    chart = book.made.add_chart({"type": "line"})
    quiet = {"color": LIGHT.border, "width": 0.75}
    chart.set_x_axis({"num_font": SMALL, "major_tick_mark": "none", "line": quiet})
    axis: dict[str, Any] = {
        "num_font": SMALL,
        "major_gridlines": {"visible": True, "line": quiet},
        "line": {"none": True},
    }
    if isinstance(lines, Places):
        step = 1 if lines.last <= LABELLED else 5
        # a free place above the first and below the last; their marks stay unwritten
        axis |= {"reverse": True, "min": 0, "max": lines.last + 1, "major_unit": step}
        axis |= {"crossing": "max", "num_format": f'[=0]"";[>{lines.last}]"";0'}
    else:
        axis |= {
            "num_format": digits(lines.decimals),
            "name": label(_(lines.uom)),
            "name_font": SMALL,
        }
    chart.set_y_axis(axis)
    if isinstance(lines, Places):
        chart.set_legend({"none": True})
        chart.set_plotarea({"layout": {"x": 0.06, "y": 0.15, "width": 0.72, "height": 0.72}})
    else:  # values end too close together for names at the lines' ends
        chart.set_legend({"position": "right", "font": SMALL})
    chart.show_blanks_as("gap")
    return chart


def line(line: Line, *, named: bool) -> dict[str, Any]:
    """One line; `named` writes its name and last number at its end, where they follow an edit."""
    colour, width, dash = LIGHT.bump, 1.5, "solid"
    marker: dict[str, Any] = {"type": "none"}
    if line.colour == "red":
        colour, width = LIGHT.red, 2.25
        marker = _dot(colour, LIGHT.red)
    elif line.colour == "black":
        colour, width, dash = LIGHT.ink, 2.25, "dash"
        marker = _dot(colour, LIGHT.background)
    elif line.role == "target":
        colour, dash = LIGHT.target, "square_dot"
    elif line.role == "mean":
        colour, dash = LIGHT.subtitle, "dash"
    elif line.role == "own":
        colour, width = LIGHT.action, 2.25
    font = {"name": FACE, "size": 9, "color": _ink(line)}
    given = [n for n, value in enumerate(line.values) if value is not None]
    labels = {
        "series_name": True,
        "value": True,
        "separator": " ",
        "position": "right",
        "num_format": "0",
        "font": font | ({"bold": True} if line.colour else {}),
        "custom": [
            {} if given and n == given[-1] else {"delete": True} for n in range(len(line.values))
        ],
    }
    drawn = {"line": {"color": colour, "width": width, "dash_type": dash}, "marker": marker}
    return drawn | {"data_labels": labels} if named else drawn


def _dot(edge: str, fill: str) -> dict[str, Any]:
    return {"type": "circle", "size": 6, "border": {"color": edge}, "fill": {"color": fill}}


def _ink(line: Line) -> str:
    """Grey lines have readable names all the same."""
    if line.colour == "red":
        return LIGHT.red
    if line.colour == "black":
        return LIGHT.ink
    return LIGHT.target_text if line.role == "target" else LIGHT.subtitle


def _never_inverted(chart: Any) -> None:
    """Bars below zero keep their colour: without it some programs paint them white."""

    def point(index: int, given: Any) -> None:
        chart._xml_start_tag("c:dPt")
        chart._write_idx(index)
        chart._xml_empty_tag("c:invertIfNegative", [("val", 0)])
        chart._write_sp_pr(given)
        chart._xml_end_tag("c:dPt")

    chart._write_d_pt_point = point
    chart._write_c_invert_if_negative = lambda _given: chart._xml_empty_tag(
        "c:invertIfNegative", [("val", 0)]
    )
