"""The head of a page: the finding, of which edition, on what it stands, what to do with it."""

import re
from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

import streamlit as st

from kpi.i18n import _
from kpi.model import show, stamp
from kpi.model.choice import Choice
from kpi.model.edition import Edition
from kpi.model.seal import Issue
from kpi.service import editions, start
from kpi.service.stand import COMPUTED
from kpi.settings import HERE
from pages.parts import exporting, issuing, present_entry, session, tables

_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")  # a headline is not broken inside Sub-district or 1-2月
Action = Callable[[], None]
_ENTRIES: tuple[Action, ...] = (present_entry.entry,)  # after the page's own actions


def head(title: str, words: Iterable[str] = (), *actions: Action) -> None:
    """The finding as headline, beneath it in grey what it is said of, at the right end of the row
    what can be done with it: each action draws its own button, or nothing where it is not offered.
    """
    with st.container(horizontal=True, key="head"):
        with st.container(key="head_finding"):
            st.title(_HYPHEN.sub("-" + show.NO_BREAK, title), anchor=False)
            if said := "　".join(word for word in words if word):
                st.caption(said)
        with st.container(
            horizontal=True,
            vertical_alignment="center",
            width="content",
            gap="xsmall",
            key="head_actions",
        ):
            for action in (*actions, *_ENTRIES):
                action()


def board(edition: Edition, group: str | None, *actions: Action) -> None:
    """The head of a board: its headline, which edition it is, its export, what it corrects."""
    head(edition.headline(group), words(edition), lambda: exporting.panel(edition), *actions)
    if edition.seal:
        _corrected(edition)
    elif edition.state == "trial":
        issues = editions.issues(start.store(), edition.spec.code, edition.period)
        if issues and issues[-1].withdrawn:
            withdrawn(issues[-1])


def withdrawn(issue: Issue) -> None:
    """Which issue took the period's edition back, and why."""
    said = _("{issue}撤回了本期榜单。原因：{reason}")
    tables.note("notice", said.format(issue=issue.title, reason=issue.reason))


def words(edition: Edition) -> list[str]:
    """〔2026〕第9期 · 签发日 · name · period · 依据 · 发布范围; a trial says that it is one. On a
    phone the pickers right above say name and period.
    """
    what = () if session.narrow() else (edition.title, edition.period.label())
    return [*_whose(edition), *what, *_stands_on(edition)]


def day(edition: Edition, zone: ZoneInfo = HERE) -> str:
    """2026-10-12: the day on which an edition was published, as dated by hand where it is."""
    assert edition.seal is not None  # noqa: S101 - only editions have one
    return (edition.paper.issued or edition.seal.issue.at.astimezone(zone).date()).isoformat()


def _whose(edition: Edition) -> list[str]:
    if edition.seal:
        return [edition.seal.issue.title, _("{day}签发").format(day=day(edition))]
    if edition.state == COMPUTED:
        return [_("按已签发的数据排序，不设榜")]
    return [_("试算 未签发")]


def _stands_on(edition: Edition) -> list[str]:
    basis = edition.paper.document or edition.spec.rule.basis
    words = [_("依据{document}").format(document=edition.catalog.said(basis))] if basis else []
    if edition.seal:
        audience = stamp.audience(edition, Choice())
        words += [_("发布范围：{audience}").format(audience=audience)] if audience else []
    return words


def _corrected(edition: Edition) -> None:
    """What a correction corrects, why, and on asking every difference."""
    seal = edition.seal
    if seal is None or seal.issue.kind != "correction" or seal.issue.corrects is None:
        return
    issue = seal.issue
    said = _("本期更正{issue}。原因：{reason}").format(issue=seal.corrects_no, reason=issue.reason)
    tables.note("notice", said)
    key = f"heading_differences_{issue.edition}"
    opened = st.expander(
        _("与{issue}的差别").format(issue=seal.corrects_no), key=key, on_change="rerun"
    )
    if opened.open:
        with opened:
            found = editions.compare(start.store(), issue.corrects, issue.edition)
            issuing.differences(found, edition, key=key)
