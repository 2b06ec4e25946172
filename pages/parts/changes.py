"""Was a figure changed: every value that replaced another, with its date, file and document."""

from collections.abc import Sequence

import streamlit as st

from kpi.i18n import _
from kpi.model import show
from kpi.model.catalog import Catalog
from kpi.model.edition import named
from kpi.model.measure import Measure
from kpi.model.revision import Revision
from pages.parts import reading, session, tables
from pages.parts.tables import Column


def table(found: Sequence[Revision], catalog: Catalog, year: int, *, key: str) -> None:
    """The changes of a year's figures, newest first; without any, one line says so, to who only
    reads of what was published.
    """
    if not found:
        text = (
            _("{year}年的数据没有修订过。")
            if session.drafts()
            else _("{year}年已签发的数据没有修订过。")
        )
        tables.note("done", text.format(year=year))
        return
    st.markdown(_("{year}年的数据修订过{n}处。").format(year=year, n=len(found)))
    reading.table(
        [_row(one, catalog) for one in found],
        {
            "unit": Column(_("单位"), pinned=True),
            "what": Column(_("数据")),
            "old": Column(_("原值"), right=True),
            "new": Column(_("现值"), right=True),
            "day": Column(_("修订时间")),
            **({"document": Column(_("依据"))} if any(one.document for one in found) else {}),
            "file": Column(_("文件")),
            "cell": Column(_("单元格")),
            "by": Column(_("报送")),
        },
        key=key,
        alt=_("数据修订"),
    )


def _row(one: Revision, catalog: Catalog) -> dict[str, str]:
    own, unit = catalog.indicator.get(one.indicator), catalog.unit.get(one.unit)
    uom, digits = (own.uom, own.digits(one.measure)) if own else ("", 2)
    running = own is not None and own.cumulative and one.measure in (Measure.YTD, Measure.YOY)
    merged = bool(own and own.jan_feb_merged)
    words = (
        named(own.name, own.name_en) if own else one.indicator,
        one.period.label(cumulative=running, merged=running and merged),
        show.measure_name(one.measure),
    )
    old, new = (show.measured(v, one.measure, uom, digits) for v in (one.old, one.new))
    return {
        "unit": named(unit.name, unit.name_en) if unit else one.unit,
        "what": " ".join(words),
        "old": old,
        "new": new,
        "day": session.local(one.at),
        "document": catalog.said(one.document) or show.NOT_APPLICABLE,
        "file": one.file,
        "cell": f"{one.sheet}!{one.cell}" if one.cell else "",
        "by": catalog.office(one.by) if one.by else "",
    }
