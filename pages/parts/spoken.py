"""What a unit says to a list it stands on, beside the number; appeals only for who drafts."""

from collections.abc import Iterable, Iterator, Mapping

import streamlit as st

from kpi.i18n import _
from kpi.model.case import REASONS, Case
from kpi.model.catalog import BoardSpec
from kpi.model.edition import Edition, named
from kpi.model.period import Period
from pages.parts import cached, casework, records, session, tables
from pages.parts.tables import Column


def to(boards: Iterable[Edition], unit: str) -> None:
    """The statements and appeals of a unit to these boards; what is still owed in one line."""
    found = [(edition, case) for edition in boards for case in _shown(edition, unit)]
    waiting = [pair for pair in found if pair[1].kind == "statement" and pair[1].state == "open"]
    told = [pair for pair in found if pair not in waiting]
    for day in sorted({case.due for _edition, case in waiting if case.due}):
        titles = _("、").join(edition.title for edition, case in waiting if case.due == day)
        said = _("情况说明待提交（限{day}）：{boards}").format(day=day.isoformat(), boards=titles)
        tables.note("info", said)
    for edition, case in told:
        with st.container(border=True, gap="small"):
            words = "　".join((case.kind_label, edition.title, case.state_label))
            st.markdown(f"**{tables.plain(words)}**")
            steps = case.steps if case.kind == "appeal" else case.steps[-1:]  # the newest counts
            for step in steps:
                casework.steps(step)


def before(unit: str, until: Period) -> None:
    """What the unit was asked in the periods before, what it promised and by when."""
    found = records.statements(unit, until)
    if not found:
        return
    boards = cached.catalog().board
    st.markdown(f"**{tables.plain(_('以往各期'))}**")
    rows = [_asked(case, boards) for case in found]
    heads = {
        "period": Column(_("报告期"), pinned=True),
        "board": Column(_("榜单")),
        "state": Column(_("状态")),
        "reason": Column(_("原因"), width="large"),
        "measures": Column(_("措施"), width="large"),
        "until": Column(_("完成时限")),
    }
    told = {name: head for name, head in heads.items() if any(row[name] for row in rows)}
    tables.table(
        rows,
        told,
        key=f"spoken_before_{unit}_{until}",
        alt=_("以往各期的情况说明"),
    )


def _asked(case: Case, boards: Mapping[str, BoardSpec]) -> dict[str, str]:
    """One statement in a row; of one that was not written when it was due."""
    board = boards.get(case.board)
    body = case.steps[-1].body if case.steps else {}
    due = case.due.isoformat() if case.due else ""
    owed = _("限{day}提交").format(day=due) if case.state == "open" and due else ""
    kind = _(REASONS[body["kind"]]) if body.get("kind") in REASONS else ""
    return {
        "period": case.period.label(),
        "board": named(board.name, board.name_en) if board else case.board,
        "state": _("，").join(word for word in (case.state_label, owed) if word),
        "reason": _("，").join(word for word in (kind, body.get("reason") or "") if word),
        "measures": body.get("measures") or "",
        "until": body.get("until") or "",
    }


def _shown(edition: Edition, unit: str) -> Iterator[Case]:
    for case in records.cases(edition, unit):
        if case.kind == "statement" or (case.kind == "appeal" and session.drafts()):
            yield case
