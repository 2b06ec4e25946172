"""填报: drop in a spreadsheet, see its problems by cell, preview, store, take it back."""

import streamlit as st

from kpi.i18n import _
from kpi.model.person import Right
from kpi.service import start, upload
from pages.parts import cached, filing, session, tables

session.require(Right.UPLOAD)
st.title(_("数据填报"))
st.caption(_("把原来的表直接拖进来，不必改成模板；有错误时全部不入库。"))
if not cached.catalog().indicators:
    tables.note("info", _("还没有名录。请先导入名录工作簿，再报送数据。"))
    st.stop()

turn = st.session_state.setdefault("upload_turn", 0)
files = st.file_uploader(
    _("选择文件"),
    type=["xlsx", "xlsm", "xls", "et", "ods", "csv", "tsv", "txt", "html", "xml"],
    accept_multiple_files=True,
    max_upload_size=20,
    key=f"upload_files_{turn}",
)
for number, file in enumerate(files or ()):
    filing.examine(number, file.name, file.getvalue())
filing.told()

st.subheader(_("报送记录"))
rows = upload.history(start.store())
chosen = filing.history(rows)
if chosen is not None:
    filing.details(chosen)
