"""What was sent before, newest first; a chosen line opens its receipt."""

from typing import Any

import streamlit as st

from kpi.i18n import _
from kpi.model.catalog import Catalog
from kpi.model.upload import UploadRow
from pages.parts import around, cached, filing_done, session, tables
from pages.parts.tables import Column

NEWEST = 12  # uploads that are listed unless somebody asks for all


def show(rows: tuple[UploadRow, ...], already: tuple[int, ...]) -> None:
    """The list, and the receipt of the chosen line unless it stands above `already`."""
    st.subheader(_("报送记录"))
    if not rows:
        tables.note("info", _("还没有报送记录。"))
        return
    known = cached.catalog()
    st.caption(_("选中一行，可以看回执、取回原文件或撤销。"))
    if len(rows) > NEWEST and not st.toggle(
        _("全部{n}次").format(n=len(rows)), key="upload_history_all"
    ):
        rows = rows[:NEWEST]
    at = tables.table(
        [_row(known, r) for r in rows],
        {
            "upload": Column(_("编号"), 0, width=60),
            "name": Column(_("文件"), pinned=True, width="medium" if session.narrow() else "large"),
            "at": Column(_("时间")),
            "by": Column(_("报送")),
            "diff": Column(_("结果")),
            "note": Column(_("说明")),
            "state": Column(_("状态")),
        },
        key="upload_history",
        alt=_("报送记录"),
        selectable=True,
    )
    if at is not None and at < len(rows) and rows[at].upload not in already:
        filing_done.card(rows[at])


def _row(known: Catalog, r: UploadRow) -> dict[str, Any]:
    result = _("新增{new}，修改{changed}").format(new=r.diff.new, changed=r.diff.changed)
    return {
        "upload": r.upload,
        "name": r.name,
        "at": session.local(r.at),
        "by": around.office(known, r.by),
        "diff": result,
        "note": r.note,
        "state": _("已撤销") if r.undone else _("有效"),
    }
