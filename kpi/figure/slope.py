"""Two periods side by side: who rose and who fell by two places or more."""

from typing import Any

from plotly import graph_objects as go

from kpi.figure.text import fold, plain, widest
from kpi.figure.theme import LEADING, PHONE, SIZE, canvas, heading, least, note
from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.look import BLACK_MARK, RED_MARK, Theme
from kpi.model.profile import Shift, Slope
from kpi.model.scale import spread

APART, LEAD = 1.35, 20  # sizes of text between two labels; pixels of a leader
MUCH = 2  # places a unit must have moved to be drawn strong
PLOT = 280  # pixels of height at least


def slope(shown: Slope, theme: Theme, *, narrow: bool = False, size: int = SIZE) -> go.Figure:
    """A line per unit from one period to the other; names and numbers at both ends, pushed apart
    with a hairline to where they belong. On a phone names stand at the right alone.
    """
    apart = APART * size
    texts = ([_before(row, shown, narrow) for row in shown.rows], _names(shown, narrow, size))
    tall = [apart + (len(text) - 1) * 1.3 * size for text in texts[1]]
    pixels = max(PLOT * size / SIZE, sum(tall))
    low, high = _ends(shown)
    margins = (
        max(widest(texts[0], size) + LEAD, widest([shown.periods[0]], size * 1.04)) + 8,
        widest([line for text in texts[1] for line in text], size * 1.04) + LEAD + 8,
    )
    head, height = heading(
        *(shown.title, _(shown.uom), theme, size),
        room=least(narrow, size),
        left=margins[0],
        above=LEADING * size + 8,
    )
    top = height + LEADING * size + 16

    def up(value: float) -> float:
        return (value - low) / (high - low) * pixels

    wanted = ([up(row.before) for row in shown.rows], [up(row.now) for row in shown.rows])
    placed = (
        spread(wanted[0], [apart] * len(shown.rows), 0.0, pixels),
        spread(wanted[1], tall, 0.0, pixels),
    )
    per = (high - low) / pixels
    notes = [
        *_labels(0, texts[0], wanted[0], placed[0], per, low, shown, theme, size),
        *_labels(
            1,
            ["<br>".join(plain(line) for line in text) for text in texts[1]],
            *(wanted[1], placed[1], per, low, shown, theme, size),
        ),
    ]
    return canvas(
        _lines(shown, theme),
        theme,
        size,
        top + pixels + 12,
        alt(shown),
        margin={"l": margins[0], "r": margins[1], "t": top, "b": 12, "pad": 0},
        xaxis={"range": [0, 1], "visible": False},
        yaxis={"range": [low, high], "visible": False},
        annotations=[*head, *_periods(shown, theme, size), *notes],
        shapes=[
            {
                "type": "line",
                **{"xref": "x", "yref": "paper", "layer": "below", "y0": 0, "y1": 1},
                **{"x0": x, "x1": x, "line": {"color": theme.border, "width": 1}},
            }
            for x in (0, 1)
        ],
    )


def alt(shown: Slope) -> str:
    """The figure for those who do not see it: as given, or who moved most."""
    if shown.alt:
        return shown.alt
    moved = sorted(shown.rows, key=lambda row: -abs(row.rise or 0))[:3]
    told = _(N_("；")).join(sentence(row, shown) for row in moved)
    return _(N_("{title}：{parts}")).format(title=shown.title, parts=told)


def sentence(row: Shift, shown: Slope) -> str:
    """桥西街道，2025年9月7.20%，2026年9月5.90%，↓2."""
    parts = [row.name]
    for period, value in zip(shown.periods, (row.before, row.now), strict=True):
        said = show.amount(value, shown.uom, shown.decimals)
        parts.append(_(N_("{period}{value}")).format(period=period, value=said))
    moved = _moved(row)
    return _(N_("，")).join([*parts, *([moved] if moved else [])])


def strong(row: Shift) -> bool:
    """Whether a unit moved far enough to be drawn strong."""
    return row.rise is not None and abs(row.rise) >= MUCH


def _moved(row: Shift) -> str:
    return "" if not row.rise else f"↑{row.rise}" if row.rise > 0 else f"↓{-row.rise}"


def _before(row: Shift, shown: Slope, narrow: bool) -> str:
    value = show.number(row.before, shown.decimals)
    return plain(value if narrow else f"{row.name} {value}")


def _names(shown: Slope, narrow: bool, size: int) -> list[list[str]]:
    """92.5 ▲长安路街道 ↑2: number, unit and movement at the right end."""
    marks = {"red": RED_MARK, "black": BLACK_MARK, None: ""}
    found = []
    for row in shown.rows:
        words = (show.number(row.now, shown.decimals), marks[row.colour] + row.name, _moved(row))
        text = " ".join(word for word in words if word)
        found.append(fold(text, PHONE * 0.5 if narrow else 18 * size, size)[:2])
    return found


def _ends(shown: Slope) -> tuple[float, float]:
    """Ends of the axis that both periods share, never of no height."""
    values = [x for row in shown.rows for x in (row.before, row.now)]
    low, high = min(values, default=0.0), max(values, default=1.0)
    return (low, high) if high > low else (low - 1, high + 1)


def _colour(row: Shift, theme: Theme) -> str:
    if not strong(row):
        return theme.bump
    return {"red": theme.red, "black": theme.ink, None: theme.action}[row.colour]


def _lines(shown: Slope, theme: Theme) -> list[go.Scatter]:
    """Quiet ones first; black dashed with hollow ends."""
    order = sorted(shown.rows, key=strong)
    drawn = []
    for row in order:
        much, paint = strong(row), _colour(row, theme)
        hollow = much and row.colour == "black"
        drawn.append(
            go.Scatter(
                x=[0, 1],
                y=[row.before, row.now],
                name=row.name,
                mode="lines+markers",
                line={
                    "color": paint,
                    "width": 3 if much else 1.5,
                    "dash": "6px,4px" if hollow else "solid",
                },
                marker={
                    "size": 8 if much else 5,
                    "opacity": 1,
                    "color": theme.background if hollow else paint,
                    "line": {"color": paint, "width": 2 if hollow else 0},
                },
                hovertext=[plain(sentence(row, shown))] * 2,
                hoverinfo="text",
                cliponaxis=False,
            )
        )
    return drawn


def _labels(
    side: int,
    texts: list[str],
    wanted: list[float],
    placed: list[float],
    per: float,
    low: float,
    shown: Slope,
    theme: Theme,
    size: int,
) -> list[dict[str, Any]]:
    """Labels of one side; a moved one is led back to its point by a hairline."""
    found = []
    for row, text, here, there in zip(shown.rows, texts, wanted, placed, strict=True):
        much = strong(row)
        shade = {"red": theme.red, "black": theme.ink, None: theme.action}[row.colour]
        place = {"xref": "x", "yref": "y", "x": side, "y": low + here * per}
        anchor = {"xanchor": "left" if side else "right", "yanchor": "middle"}
        lead: dict[str, Any] = {"xshift": LEAD if side else -LEAD, "yshift": there - here}
        if abs(there - here) >= 3:
            lead = {
                "showarrow": True,
                **{"arrowhead": 0, "arrowwidth": 1, "arrowcolor": theme.middle, "standoff": 6},
                **{"ax": LEAD if side else -LEAD, "ay": here - there},
            }
        font = {"color": shade if much else theme.subtitle, "size": size}
        words = f"<b>{text}</b>" if much else text
        found.append(note(words, **place, **anchor, align="left", font=font) | lead)
    return found


def _periods(shown: Slope, theme: Theme, size: int) -> list[dict[str, Any]]:
    """The two periods above their ends."""
    sides = zip((0, 1), shown.periods, ("right", "left"), strict=True)
    return [
        note(
            f"<b>{plain(period)}</b>",
            **{"xref": "x", "yref": "paper", "x": x, "y": 1, "xanchor": anchor},
            **{"yanchor": "bottom", "yshift": 8, "xshift": 4 if x else -4},
            font={"color": theme.text, "size": size},
        )
        for x, period, anchor in sides
    ]
