"""Pictures as the templates paint them: texts ready, every length a share of the room there is.

Nothing is decided here about order, colour or headline: that is the picture's own (`model/chart`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from kpi.i18n import _
from kpi.model import chart, show
from kpi.model.chart import Bars, Grid, GridRow, Lines, Places, Shares
from kpi.model.scale import around, spread, ticks
from kpi.model.series import Line
from kpi.model.titles import length

Picture = Bars | Lines | Places | Grid | Shares
Drawing = dict[str, Any]
NAME = 26.0  # Chinese characters of a name beside a bar; tables have all of them


def drawn(picture: Picture, most: int, tall: float, row: float) -> Drawing:
    """Any picture; at most `most` rows of it, `tall` points of height for a plot of lines whose
    labels are `row` points high.
    """
    if isinstance(picture, Bars):
        return bars(picture, most)
    if isinstance(picture, Grid):
        return grid(picture, most)
    if isinstance(picture, Shares):
        return shares(picture)
    if isinstance(picture, Places):
        return places(picture, tall, row)
    return lines(picture, tall, row)


def bars(given: Bars, most: int = chart.MOST, *, annex: bool = False) -> Drawing:
    """Bars from zero to their values; who has none is named below, who is left out counted, with
    a word to the annex where the paper has one.
    """
    picture, left = chart.folded(given, most)
    rows = picture.drawn
    told = [r.value or 0.0 for r in rows]
    goals = [g for g in (picture.mark, *(r.target for r in rows)) if g is not None]
    low, high = min([0.0, *told, *goals]), max([0.0, *told, *goals])
    span = (high - low) or 1.0

    def at(value: float | None) -> float | None:
        return None if value is None else (value - low) / span

    own = picture.mark is None
    return _head(picture, "bars") | {
        "zero": at(0.0),
        "rows": [
            {
                "rank": "" if r.rank is None else str(r.rank),
                "name": named(r.name),
                "text": _told(picture, r.value, r.target),
                "moved": r.moved,
                "colour": r.colour or "",
                "at": at(r.value),
                "target": at(r.target) if own else None,
            }
            for r in rows
        ],
        "mark": at(picture.mark),
        "mark_text": _goal(picture) if picture.mark is not None else "",
        "key": picture.target_name if own and goals else "",
        "below": _below(picture, left, annex=annex),
    }


def _told(picture: Bars, value: float | None, target: float | None) -> str:
    """84.75; of amounts beside their tasks both: 9.30/12.00."""
    text = show.number(value, picture.decimals)
    if target is None or picture.mark is not None or picture.uom in ("%", "分"):
        return text
    return f"{text}/{show.number(target, picture.decimals)}"


def _goal(picture: Bars) -> str:
    digits = 1 if picture.uom == "%" else picture.decimals
    return show.plain(f"{picture.mark_name} {show.amount(picture.mark, picture.uom, digits)}")


def _below(picture: Bars, left: int, *, annex: bool) -> list[str]:
    """Who has no bar, by reason, and how many bars were left out."""
    by: dict[str, list[str]] = {}
    for row in picture.apart:
        by.setdefault(row.note, []).append(named(row.name))
    glue, pattern = _("、"), _("{label}：{text}")
    found = []
    for note, names in by.items():
        said = glue.join(names[:12])
        if len(names) > 12:
            said = _("{names}等{count}个单位").format(names=said, count=len(names))
        label = _("不适用") if note == show.NOT_APPLICABLE else note
        found.append(pattern.format(label=label, text=said))
    if left:
        rest = _("其余{count}个单位见附表") if annex else _("中间{count}个单位未列出")
        found.append(rest.format(count=left))
    return found


def lines(picture: Lines, tall: float, row: float) -> Drawing:
    """Lines in their own range, which begins at zero unless they lie far above it."""
    values = [v for line in picture.series for v in line.values if v is not None]
    low, high = around(values)
    steps = ticks(low, high)
    digits = max((_places(t) for t in steps), default=0)
    texts = [(t, show.number(t, digits)) for t in steps]

    def last(line: Line) -> str:
        number = next((v for v in reversed(line.values) if v is not None), None)
        return f"{named(line.name)} {show.number(number, picture.decimals)}"

    return _head(picture, "lines") | _plot(
        picture.series, picture.periods, (low, high), texts, last, tall, row
    )


def places(picture: Places, tall: float, row: float) -> Drawing:
    """Places with the first on top, every unit named at its end."""
    steps = [t for t in range(1, picture.last + 1) if picture.last <= 12 or t in (1, picture.last)]
    texts = [(float(t), str(t)) for t in steps]

    def last(line: Line) -> str:
        number = next((v for v in reversed(line.values) if v is not None), None)
        return f"{int(number or 0)} {named(line.name)}"

    ends = (picture.last + 0.5, 0.5)
    return _head(picture, "places") | _plot(
        picture.series, picture.periods, ends, texts, last, tall, row
    )


def _plot(
    series: Sequence[Line],
    periods: Sequence[str],
    ends: tuple[float, float],
    texts: Sequence[tuple[float, str]],
    last: Any,
    tall: float,
    row: float,
) -> Drawing:
    """Points as shares of width and height; labels at the right end, none over another."""
    low, high = ends
    span = (high - low) or 1.0
    count = max(1, len(periods) - 1)

    def at(value: float) -> float:
        return (value - low) / span

    drawn = []
    for line in sorted(series, key=lambda s: _depth(s)):
        runs: list[list[list[float]]] = [[]]
        for n, value in enumerate(line.values):
            if value is None:
                runs.append([])
            else:
                runs[-1].append([n / count, at(value)])
        drawn.append((line, [run for run in runs if run]))
    many = sum(line.role != "target" for line, _runs in drawn) > 16
    said = [(line, runs) for line, runs in drawn if runs and (line.role != "other" or not many)]
    row = min(row, tall / max(1, len(said)))
    heights = spread([runs[-1][-1][1] * tall for _l, runs in said], [row] * len(said), 0.0, tall)
    ended = {id(line): height / tall for (line, _runs), height in zip(said, heights, strict=True)}
    return {
        "ticks": [{"at": at(value), "text": text} for value, text in texts],
        "periods": list(periods),
        "series": [
            {
                "role": line.role,
                "colour": line.colour or "",
                "runs": runs,
                "label": show.plain(last(line)) if id(line) in ended else "",
                "label_at": ended.get(id(line), 0.0),
            }
            for line, runs in drawn
        ],
    }


def _depth(line: Line) -> int:
    """What lies below: grey lines, then means and targets, on top who is on a list."""
    return ("other", "last_year", "mean", "target", "peer", "own").index(line.role)


def grid(picture: Grid, most: int = chart.MOST) -> Drawing:
    """Units × items, coloured by place; of many units both ends and who is on a list."""
    rows, left = picture.rows, 0
    if len(rows) > most:
        listed = {n for n, r in enumerate(rows) if r.colour}
        ends = [n for k in range(len(rows)) for n in (k, len(rows) - 1 - k)]
        kept = set(listed)
        for n in ends:
            if len(kept) >= most:
                break
            kept.add(n)
        left, rows = len(rows) - len(kept), tuple(rows[n] for n in sorted(kept))
    pattern = _("{what}（{uom}）")
    return _head(picture, "heat") | {
        "columns": [
            {
                "name": show.plain(pattern.format(what=c.name, uom=_(c.uom)) if c.uom else c.name),
                "share": f"{show.number(c.share, 0)}%",
            }
            for c in picture.columns
        ],
        "share": _("权重"),
        "rank": _("位次"),
        "unit": _("单位"),
        "rows": [
            {
                "unit": r.unit,
                "rank": "" if r.rank is None else str(r.rank),
                "name": named(r.name),
                "colour": r.colour or "",
                "cells": [{"text": s.text, "step": s.step} for s in r.squares],
            }
            for r in rows
        ],
        "below": [_("中间{count}个单位未列出").format(count=left)] if left else [],
        "ends": [_("位次在前"), _("位次在后")] if _coloured(rows) else [],
    }


def _coloured(rows: Sequence[GridRow]) -> bool:
    return any(s.step is not None for r in rows for s in r.squares)


def shares(picture: Shares) -> Drawing:
    """Parts from zero to both sides, and what they add up to."""
    told = [x for _name, x in picture.parts] + [picture.total]
    low, high = min(0.0, *told), max(0.0, *told)
    span = (high - low) or 1.0

    def row(name: str, value: float) -> Mapping[str, Any]:
        text = show.number(value, picture.decimals, sign=low < 0)
        return {"name": named(name), "text": text, "at": (value - low) / span}

    return _head(picture, "shares") | {
        "zero": -low / span,
        "rows": [row(name, value) for name, value in picture.parts],
        "total": row(picture.total_name, picture.total),
    }


def _head(picture: Picture, kind: str) -> Drawing:
    return {
        "kind": kind,
        "title": show.plain(picture.title),
        "subtitle": show.plain(picture.subtitle),
        "alt": show.plain(picture.alt),
    }


def named(name: str) -> str:
    """A name on one line of a picture."""
    text = show.plain(name).replace("\n", " ").replace("\t", " ")
    keep = len(text)
    while length(text[:keep]) > NAME:
        keep -= 1
    return text if keep == len(text) else show.clipped(text, keep)


def _places(value: float) -> int:
    """Decimals that a tick needs: 2.5 has one."""
    return next((n for n in range(4) if abs(value - round(value, n)) < 1e-9), 4)
