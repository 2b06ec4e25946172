"""退回: the publisher gives somebody's upload back with a reason, to be mended and sent again."""

import streamlit as st

from kpi.i18n import _
from kpi.model.person import Right
from kpi.model.problem import Refused
from kpi.model.upload import UploadRow
from kpi.service import giveback, start, upload
from pages.parts import filing, filing_moves, session, tables


def button(row: UploadRow) -> None:
    """The way back for who publishes, beside another's upload that stands."""
    who = session.person()
    if row.undone is not None or upload.owns(who, row) or not who.may(Right.PUBLISH):
        return
    label, key = _("退回这次报送"), f"upload_return_{row.upload}"
    if st.button(label, icon=":material/assignment_return:", key=key):
        st.dialog(_("退回报送"))(_ask)(row)


def _ask(row: UploadRow) -> None:
    st.markdown(
        _(
            "退回后，这次报送改动的数恢复为原值，报送人可以改好再报；已锁定的榜期只对这些指标重新开放。文件：{name}"
        ).format(name=tables.plain(row.name))
    )
    why = st.text_area(_("原因（必填）"), key="upload_return_why", max_chars=300)
    if st.button(_("确认退回"), type="primary", key="upload_return_confirm"):
        give_back(row, why)
        st.rerun()


def give_back(row: UploadRow, why: str) -> None:
    """Give an upload back; what happened is told at the next run."""
    try:
        receipt = giveback.give_back(start.store(), row.upload, why, session.person())
    except Refused as refused:
        filing.say(*(p.text() for p in refused.problems))
        return
    filing_moves.forget(row.upload)
    filing.say(
        _("已退回第{n}号报送：恢复{changed}项，移除{absent}项，保留后来改过的{kept}项。").format(
            n=row.upload,
            changed=receipt.diff.changed,
            absent=receipt.diff.absent,
            kept=receipt.kept,
        )
    )
