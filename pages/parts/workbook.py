"""The catalog workbook on screen: download it, see what another one would change, take it."""

from typing import Any

import streamlit as st

from kpi.i18n import _
from kpi.model.difference import FIELDS, HOW, KINDS, Difference
from kpi.service import admin, start
from kpi.service.admin import Tried
from pages.parts import session, tables
from pages.parts.tables import Column

SHOWN = 200


def download() -> None:
    """The catalog as it stands, as 名录.xlsx."""
    st.download_button(
        _("下载名录.xlsx"),
        session.carried(lambda: admin.catalog_book(start.store())),
        "名录.xlsx",
        icon=":material/download:",
        on_click="ignore",
        key="setup_download",
    )


def take() -> None:
    """Upload a workbook: faults by cell, what would change, and the button."""
    turn = st.session_state.setdefault("setup_turn", 0)
    if text := st.session_state.pop("setup_taken", None):
        tables.note("done", text)
    file = st.file_uploader(
        _("上传修改后的名录"), type=["xlsx"], max_upload_size=20, key=f"setup_file_{turn}"
    )
    if file is None:
        return
    data = file.getvalue()
    tried = admin.try_catalog(start.store(), data, file.name, session.person())
    _problems(tried)
    if not tried.fits:
        tables.note("notice", _("名录没有导入，数据没有改变。"))
        return
    moving = [d for d in tried.differences if d.how != "missing"]
    if not moving:
        tables.note("info", _("与现有名录相同，没有需要导入的内容。"))
    _differences(tried.differences)
    if moving and st.button(
        _("导入这{n}项修改").format(n=len(moving)), type="primary", key="setup_take"
    ):
        taken = admin.take_catalog(start.store(), data, file.name, session.person())
        if taken.receipt is None:
            _problems(Tried(taken.read, False, (), taken.problems))
            return
        st.session_state.setup_taken = _("名录已导入：新增{new}，修改{changed}。").format(
            new=sum(d.how == "new" for d in moving), changed=sum(d.how == "changed" for d in moving)
        )
        st.session_state.setup_turn = turn + 1
        st.rerun()


def _problems(tried: Tried) -> None:
    if not tried.problems:
        return
    tables.table(
        [
            {"where": str(p.cell or p.sheet or "—"), "what": p.sentence(), "do": p.advice() or ""}
            for p in tried.problems[:SHOWN]
        ],
        {
            "where": Column(_("位置"), pinned=True),
            "what": Column(_("问题"), width="large"),
            "do": Column(_("怎么办"), width="medium"),
        },
        key="setup_problems",
        alt=_("问题清单"),
    )


def _differences(found: tuple[Difference, ...]) -> None:
    if not found:
        return
    tables.table(
        [_row(d) for d in found[:SHOWN]],
        {
            "kind": Column(_("类别"), pinned=True),
            "name": Column(_("名称")),
            "code": Column(_("代码")),
            "how": Column(_("变动")),
            "what": Column(_("内容"), width="large"),
        },
        key="setup_differences",
        alt=_("导入后的变动"),
    )
    if len(found) > SHOWN:
        st.caption(_("另有{n}条未列出。").format(n=len(found) - SHOWN))


def _row(d: Difference) -> dict[str, Any]:
    fields = (
        _("{field}：{before}→{after}").format(
            field=_(FIELDS[name]) if name in FIELDS else name, before=before or "—", after=after
        )
        for name, before, after in d.fields
    )
    return {
        "kind": _(KINDS[d.kind]),
        "name": d.name,
        "code": d.code,
        "how": _(HOW[d.how]),
        "what": _("；").join(fields),
    }
