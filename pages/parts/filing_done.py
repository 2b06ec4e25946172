"""Step ④: the receipt. Its number, what changed, what that did to the boards, and the way back."""

from collections.abc import Mapping

import streamlit as st

from kpi.i18n import _
from kpi.model.person import Right
from kpi.model.problem import Refused
from kpi.model.upload import Plan, Receipt, UploadRow
from kpi.service import receipt as receipts
from kpi.service import repairs, start, upload
from pages.parts import (
    around,
    cached,
    filing,
    filing_changes,
    filing_moves,
    filing_return,
    records,
    session,
    tables,
)
from pages.parts.filing import Paper

PARAMETER = "receipt"  # in the URL: a reload shows the same receipts


def store(paper: Paper, plan: Plan, notes: Mapping[str, str]) -> None:
    """Store a file, all or nothing; what happened is told at the next run."""
    before = filing_moves.before(upload.changes(plan))
    answer = upload.submit(start.store(), plan, session.person(), dict(notes))
    if answer.receipt is None:
        said = [p.text() for p in answer.problems]
        if answer.stored_before:
            said = [_("{name}：这份文件已报过，没有重复入库。").format(name=plan.name)]
            filing.drop(paper.number)
        filing.say(*said)
        return
    filing.drop(paper.number)
    filing_moves.keep(answer.receipt.upload, before)
    filing.say(_said(answer.receipt))
    show_again((*shown(), answer.receipt.upload))


def _said(receipt: Receipt) -> str:
    return _("已入库：新增{new}项，修改{changed}项。回执号{number}，可随时撤销。").format(
        new=receipt.diff.new, changed=receipt.diff.changed, number=receipt.upload
    )


def shown() -> tuple[int, ...]:
    """The receipts that are open, by the URL."""
    return filing.numbers(st.query_params.get(PARAMETER, ""))


def rows() -> tuple[UploadRow, ...]:
    """The uploads of the open receipts; a number that does not exist is left out."""
    known = {row.upload: row for row in records.uploads()}
    return tuple(known[n] for n in dict.fromkeys(shown()) if n in known)


def show_again(numbers: tuple[int, ...]) -> None:
    """Open these receipts (a callback too)."""
    st.query_params[PARAMETER] = filing.written(dict.fromkeys(numbers))


def close() -> None:
    """Put the receipts away and begin anew (a callback)."""
    st.query_params.pop(PARAMETER, None)


def of_file(sha256: str) -> UploadRow | None:
    """The upload by which this file stands."""
    rows = records.uploads()
    return next((r for r in rows if r.sha256 == sha256 and r.undone is None), None)


def show(rows: tuple[UploadRow, ...]) -> None:
    """The open receipts, the newest first."""
    for row in reversed(rows):
        card(row)
    st.button(_("再报一份"), icon=":material/upload_file:", key="upload_another", on_click=close)


def card(row: UploadRow) -> None:
    """One upload: its receipt, what it changed, its original, and the way back."""
    with st.container(border=True, key=f"upload_receipt_{row.upload}"):
        st.markdown(
            f"**{_('回执 第{n}号').format(n=row.upload)}**　{tables.plain(row.name)}　"
            f":gray-badge[{_state(row)}]"
        )
        st.caption(
            _("{at}　{by}　新增{new}项，修改{changed}项").format(
                at=session.local(row.at),
                by=tables.plain(_sender(row)),
                new=row.diff.new,
                changed=row.diff.changed,
            )
            + (f"　{tables.plain(row.note)}" if row.note and not row.notes else "")
        )
        _decided(row)
        changes = records.changes(row)
        filing_changes.show(changes, f"receipt_{row.upload}", open_=False)
        if row.undone is None:
            filing_moves.show(row.upload, receipts.boards(cached.catalog(), changes))
        who = session.person()
        with st.container(horizontal=True):
            st.download_button(
                _("原文件"),
                data=lambda: upload.original(start.store(), row.sha256, who),
                file_name=row.name,
                mime="application/octet-stream",
                on_click="ignore",
                icon=":material/download:",
                key=f"upload_original_{row.upload}",
            )
            if may_undo(row) and st.button(
                _("撤销这次报送"), icon=":material/undo:", key=f"upload_undo_{row.upload}"
            ):
                st.dialog(_("撤销报送"))(_confirm)(row)
            filing_return.button(row)


def may_undo(row: UploadRow) -> bool:
    """Whether it stands, and is the person's own: sent by himself or in his office's name."""
    who = session.person()
    return row.undone is None and upload.owns(who, row) and who.may(Right.UPLOAD)


def _state(row: UploadRow) -> str:
    if row.undone is None:
        return tables.plain(_("有效"))
    return tables.plain(_("已撤销 {at}").format(at=session.local(row.undone)))


def _decided(row: UploadRow) -> None:
    """What a person corrected and why doubts were in order."""
    lines = [
        *repairs.sentences(start.store(), row.repairs),
        *dict.fromkeys(n for _c, n in row.notes),
    ]
    if lines:
        with st.expander(_("处理和说明（{n}）").format(n=len(lines))):
            for line in lines:
                st.caption(tables.plain(line))


def _confirm(row: UploadRow) -> None:
    st.markdown(
        _("撤销后，这次报送改动的数恢复为原值；之后又被改过的数保持不变。文件：{name}").format(
            name=tables.plain(row.name)
        )
    )
    if st.button(_("确认撤销"), type="primary", key="upload_undo_confirm"):
        undo(row)
        st.rerun()


def undo(row: UploadRow) -> None:
    """Take an upload back; what happened is told at the next run."""
    try:
        receipt = upload.undo(start.store(), row.upload, session.person())
    except Refused as refused:
        filing.say(*(p.text() for p in refused.problems))
        return
    filing_moves.forget(row.upload)
    filing.say(
        _("已撤销：恢复{changed}项，移除{absent}项，保留后来改过的{kept}项。").format(
            changed=receipt.diff.changed, absent=receipt.diff.absent, kept=receipt.kept
        )
    )


def _sender(row: UploadRow) -> str:
    """The office that sent it, or whoever reads his own receipt by name; else the login."""
    who = session.person()
    return who.name if row.by == who.login else around.office(cached.catalog(), row.by)
