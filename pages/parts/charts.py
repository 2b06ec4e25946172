"""A chart on a page: its sentence for those who do not see it, and its numbers as a table."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from kpi.figure import theme
from kpi.i18n import _
from kpi.model import show
from kpi.model.series import Fall, Trend
from pages.parts import reading
from pages.parts.tables import Column


def draw(
    figure: Any,
    name: str,
    *,
    key: str,
    twin: Sequence[Trend] = (),
    rows: Sequence[Mapping[str, str]] = (),
) -> None:
    """Show a figure; `name` is its image's file name, without its ending.

    `twin` are the lines it draws, `rows` its numbers where it draws no lines, each under its
    heading: they stand beneath it as a table, on asking. A figure whose numbers stand in a table
    of the page already needs none.
    """
    alt = str(figure.layout.meta["alt"])
    st.plotly_chart(figure, theme=None, key=key, config=theme.config(name), alt=alt)
    if not (twin or rows):
        return
    if (opened := st.expander(_("图中的数据"), key=f"{key}_twin", on_change="rerun")).open:
        with opened:
            if rows:
                heads = {name: Column(name, right=n > 0) for n, name in enumerate(rows[0])}
                reading.table(rows, heads, key=f"{key}_rows", alt=alt)
                return
            rows = [row for trend in twin for row in _rows(trend, several=len(twin) > 1)]
            periods = dict.fromkeys(label for trend in twin for label in trend.labels)
            columns = {"": Column(_("名称"), pinned=True)}
            columns |= {label: Column(label, right=True) for label in periods}
            reading.table(rows, columns, key=f"{key}_rows", alt=alt)


def parts(fall: Fall) -> list[dict[str, str]]:
    """The numbers of a waterfall, its total last: `rows` for `draw`."""
    return [
        {_("项目"): name, fall.title: show.number(value, fall.decimals, sign=True)}
        for name, value in (*fall.parts, fall.total)
    ]


def _rows(trend: Trend, *, several: bool) -> list[dict[str, str]]:
    """One row a line, its values as printed; several panels name theirs in front."""
    return [
        {"": f"{trend.title} · {line.name}" if several else line.name}
        | {
            label: _printed(value, trend)
            for label, value in zip(trend.labels, line.values, strict=True)
        }
        for line in trend.lines
    ]


def _printed(value: float | None, trend: Trend) -> str:
    if value is not None and trend.ranks:
        return show.place(int(value))
    return show.amount(value, trend.uom, trend.decimals)
