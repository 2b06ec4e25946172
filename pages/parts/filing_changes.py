"""What a file changes, as a table: unit, indicator, the old value and the new one, and its cell."""

import streamlit as st

from kpi.i18n import _
from kpi.model import show as words
from kpi.model.catalog import Catalog
from kpi.model.edition import named
from kpi.model.measure import Measure
from kpi.service.upload import Change
from pages.parts import cached, tables
from pages.parts.tables import Column

SHOWN = 200  # rows of a long list; the rest is counted


def show(changes: tuple[Change, ...], key: str, *, open_: bool) -> None:
    """The differences behind one line that counts them."""
    if not changes:
        return
    title = _("与已入库的差别（{n}）").format(n=len(changes))
    with st.expander(title, expanded=open_):
        table(changes, key, alt=title)


def table(changes: tuple[Change, ...], key: str, *, alt: str) -> None:
    """Old and new value of every figure."""
    known = cached.catalog()
    tables.table(
        [
            {
                "unit": known.office(c.unit),
                "indicator": _indicator(known, c.indicator),
                "measure": words.measure_name(Measure(c.measure)),
                "period": c.period,
                "old": c.old,
                "new": c.new,
                "cell": f"{c.sheet}!{c.cell}" if c.cell else "",
            }
            for c in changes[:SHOWN]
        ],
        {
            "unit": Column(_("单位"), pinned=True),
            "indicator": Column(_("指标")),
            "measure": Column(_("口径")),
            "period": Column(_("报告期")),
            "old": Column(_("原值"), right=True),
            "new": Column(_("新值"), right=True),
            "cell": Column(_("单元格")),
        },
        key=f"upload_changes_{key}",
        alt=alt,
    )
    if len(changes) > SHOWN:
        st.caption(_("另有{n}条未列出。").format(n=len(changes) - SHOWN))


def _indicator(known: Catalog, code: str) -> str:
    own = known.indicator.get(code)
    return named(own.name, own.name_en) if own else code
