"""The steps of an upload on screen: recognised, checked, compared, stored, taken back."""

from typing import Any

import streamlit as st

from kpi.i18n import _
from kpi.model import canon, show
from kpi.model.measure import Measure
from kpi.model.problem import Problem, Refused, Severity
from kpi.model.upload import Plan, Receipt, UploadRow
from kpi.service import start, upload
from pages.parts import around, cached, session, tables
from pages.parts.tables import Column

GRAVITY = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.INFO: "i"}
SHOWN = 200  # rows of a long list; the rest is counted


def examine(number: int, name: str, data: bytes) -> None:
    """One file: what was recognised, its problems by cell, what would change, the button."""
    plan = _plan(name, data)
    found = {s: [p for p in plan.problems if p.severity is s] for s in Severity}
    key = f"{number}_{plan.facts.sha256[:8]}"
    with st.container(border=True, key=f"upload_file_{key}"):
        st.markdown(f"**{tables.plain(name)}**　{_size(len(data))}　{plan.facts.kind}")
        for sheet, shape in plan.shapes:
            st.caption(_("表“{sheet}”：{shape}").format(sheet=sheet, shape=upload.layout(shape)))
        pattern = (
            _("可以入库{values}项：新增{new}，修改{changed}，不变{same}")
            if plan.outcome == "accept"
            else _("读懂{values}项：新增{new}，修改{changed}，不变{same}")
        )
        counts = pattern.format(
            values=len(plan.panel),
            new=plan.diff.new,
            changed=plan.diff.changed,
            same=plan.diff.unchanged,
        )
        st.markdown(
            f"{counts}　"
            + _("错误{errors}，提醒{warnings}").format(
                errors=len(found[Severity.ERROR]), warnings=len(found[Severity.WARNING])
            )
        )
        _problems(plan, key)
        _marked(plan, key)
        _changes(plan, key)
        _skipped(plan)
        _store(plan, key)


def _plan(name: str, data: bytes) -> Plan:
    """The preview, kept for this tab until the data or the file change."""
    kept = st.session_state.setdefault("upload_plans", {})
    version = session.data_version()
    at = (canon.sha256(data), name, version)
    if at not in kept:
        with st.status(_("正在读取、校验、比对……"), expanded=False) as status:
            today = start.configured().today()
            kept[at] = upload.preview(start.store(), data, name, today=today)
            status.update(label=_("已读取、校验、比对"), state="complete")
        for old in [k for k in kept if k[2] != version]:
            del kept[old]
    found: Plan = kept[at]
    return found


def _problems(plan: Plan, key: str) -> None:
    order = {s: n for n, s in enumerate(Severity)}
    listed = sorted(plan.problems, key=lambda p: order[p.severity])
    if not listed:
        tables.note("done", _("没有发现问题。"))
        return
    tables.table(
        [_problem(p) for p in listed[:SHOWN]],
        {
            "where": Column(_("位置"), pinned=True),
            "what": Column(_("问题"), width="large"),
            "do": Column(_("怎么办"), width="medium"),
        },
        key=f"upload_problems_{key}",
        alt=_("问题清单"),
    )
    if len(listed) > SHOWN:
        st.caption(_("另有{n}条未列出。").format(n=len(listed) - SHOWN))


def _problem(p: Problem) -> dict[str, Any]:
    return {
        "where": f"{GRAVITY[p.severity]} {p.cell or p.sheet or _('整个文件')}",
        "what": p.sentence(),
        "do": p.advice() or "",
    }


def _marked(plan: Plan, key: str) -> None:
    """The user's own workbook, marked; made when it is asked for."""
    calm = all(p.severity is Severity.INFO for p in plan.problems) or upload.stored_before(plan)
    if calm or plan.outcome == "refuse":
        return
    st.download_button(
        _("下载标红的原文件"),
        data=session.carried(lambda: upload.marked(plan)),
        file_name=_("{name}（标注）.xlsx").format(name=plan.name.rpartition(".")[0] or plan.name),
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        on_click="ignore",
        icon=":material/download:",
        key=f"upload_marked_{key}",
    )


def _changes(plan: Plan, key: str) -> None:
    changes = upload.changes(plan)
    if not changes:
        return
    title = _("与已入库的差别（{n}）").format(n=plan.diff.new + plan.diff.changed)
    with st.expander(title, expanded=plan.diff.changed > 0):
        catalog = cached.catalog()
        tables.table(
            [
                {
                    "unit": catalog.unit[c.unit].name,
                    "indicator": catalog.indicator[c.indicator].name,
                    "measure": show.measure_name(Measure(c.measure)),
                    "period": c.period,
                    "old": c.old,
                    "new": c.new,
                    "cell": f"{c.sheet}!{c.cell}",
                }
                for c in changes[:SHOWN]
            ],
            {
                "unit": Column(_("单位"), pinned=True),
                "indicator": Column(_("指标")),
                "measure": Column(_("口径")),
                "period": Column(_("报告期")),
                "old": Column(_("原值")),
                "new": Column(_("新值")),
                "cell": Column(_("单元格")),
            },
            key=f"upload_changes_{key}",
            alt=title,
        )
        if len(changes) > SHOWN:
            st.caption(_("另有{n}条未列出。").format(n=len(changes) - SHOWN))


def _skipped(plan: Plan) -> None:
    if plan.skipped:
        with st.expander(_("没有读取的区域（{n}）").format(n=len(plan.skipped))):
            for region in plan.skipped[:SHOWN]:
                st.caption(f"{region.sheet}!{region.range}　{upload.why_skipped(region)}")


def _store(plan: Plan, key: str) -> None:
    if plan.outcome != "accept":
        tables.note("notice", _("有错误，没有入库。请按提示改好原表，再传一次。"))
        return
    if upload.stored_before(plan):
        tables.note("info", _("这份文件已报过，不会重复入库。"))
        return
    if not plan.diff.new and not plan.diff.changed:
        tables.note("info", _("与已入库的数据完全相同，没有要改的。"))
    waiting = [p for p in plan.problems if p.severity is Severity.WARNING]
    note = ""
    if waiting:
        note = st.text_input(
            _("有{n}条提醒，确认属实请写明理由").format(n=len(waiting)),
            key=f"upload_note_{key}",
            max_chars=200,
        )
    label = _("提交{n}项").format(n=len(plan.panel))
    if st.button(
        label,
        type="primary",
        key=f"upload_commit_{key}",
        disabled=bool(waiting) and not note.strip(),
    ):
        _commit(plan, note.strip())


def _commit(plan: Plan, note: str) -> None:
    try:
        receipt = upload.commit(start.store(), plan, session.person().login, note)
    except Refused as refused:
        st.session_state.upload_told = [p.text() for p in refused.problems]
    else:
        st.session_state.upload_told = [_receipt(receipt)]
        st.session_state.upload_turn += 1
    st.rerun()


def _receipt(receipt: Receipt | None) -> str:
    if receipt is None:
        return _("这份文件已报过，没有重复入库。")
    return _("已入库：新增{new}项，修改{changed}项。回执号{number}，可随时撤销。").format(
        new=receipt.diff.new, changed=receipt.diff.changed, number=receipt.upload
    )


def told() -> None:
    """What the last deed did, said once."""
    for sentence in st.session_state.pop("upload_told", []):
        tables.note("done", sentence)


def history(rows: tuple[UploadRow, ...]) -> UploadRow | None:
    """Uploads, newest first; gives the one that was chosen."""
    if not rows:
        tables.note("info", _("还没有报送记录。"))
        return None
    st.caption(_("选中一行，可以撤销这次报送或取回原文件。"))
    at = tables.table(
        [_row(r) for r in rows],
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
    return None if at is None else rows[at]


def _row(r: UploadRow) -> dict[str, Any]:
    result = _("新增{new}，修改{changed}").format(new=r.diff.new, changed=r.diff.changed)
    return {
        "upload": r.upload,
        "name": r.name,
        "at": session.local(r.at),
        "by": around.office(cached.catalog(), r.by),
        "diff": result,
        "note": r.note,
        "state": _("已撤销 {at}").format(at=session.local(r.undone)) if r.undone else _("有效"),
    }


def details(row: UploadRow) -> None:
    """The chosen upload: its original, and the way back."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{row.upload}　{tables.plain(row.name)}**")
        st.download_button(
            _("原文件"),
            data=lambda: upload.original(start.store(), row.sha256),
            file_name=row.name,
            mime="application/octet-stream",
            on_click="ignore",
            key=f"upload_original_{row.upload}",
        )
        if row.undone is None and st.button(_("撤销这次报送"), key=f"upload_undo_{row.upload}"):
            _ask(row)


def _ask(row: UploadRow) -> None:
    st.dialog(_("撤销报送"))(_confirm)(row)


def _confirm(row: UploadRow) -> None:
    st.markdown(
        _("撤销后，这次报送改动的数恢复为原值；之后又被改过的数保持不变。文件：{name}").format(
            name=tables.plain(row.name)
        )
    )
    if st.button(_("确认撤销"), type="primary", key="upload_undo_confirm"):
        try:
            receipt = upload.undo(start.store(), row.upload, session.person().login)
        except Refused as refused:
            st.session_state.upload_told = [p.text() for p in refused.problems]
        else:
            st.session_state.upload_told = [
                _("已撤销：恢复{changed}项，移除{absent}项，保留后来改过的{kept}项。").format(
                    changed=receipt.diff.changed, absent=receipt.diff.absent, kept=receipt.kept
                )
            ]
        st.rerun()


def _size(size: int) -> str:
    return f"{size / 1024:,.0f} KB" if size >= 1024 else f"{size} B"
