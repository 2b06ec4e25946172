"""The editions so far: numbered, with their proof codes; one read again, two compared."""

import json
from collections.abc import Sequence

import streamlit as st

from kpi.i18n import _
from kpi.model.catalog import Catalog
from kpi.model.edition import Edition
from kpi.model.seal import KINDS, Issue
from kpi.model.show import headed
from kpi.service import editions, start
from pages.parts import around, issuing_changes, lists, session, tables, views
from pages.parts.tables import Column


def show(issues: Sequence[Issue], catalog: Catalog) -> None:
    """All editions of the board, newest first; the chosen one beneath."""
    newest = list(reversed(issues))
    if not newest:
        tables.note("info", _("还没有签发过。"))
        return
    st.caption(_("选中一行，看这一期的原文，或与另一期对照。"))
    titles = {i.edition: i.title for i in issues}
    at = tables.table(
        [
            {
                "title": i.title,
                "period": i.period.label(),
                "kind": headed(_(KINDS[i.kind]), titles.get(i.corrects or 0, "")),
                "reason": i.reason,
                "at": session.local(i.at),
                "by": around.office(catalog, i.by),
                "code": i.code,
            }
            for i in newest
        ],
        {
            "title": Column(_("期号"), pinned=True),
            "period": Column(_("报告期")),
            "kind": Column(_("类别")),
            "reason": Column(_("原因"), width="medium"),
            "at": Column(_("签发时间")),
            "by": Column(_("办理")),
            "code": Column(_("存证码")),
        },
        key="publish_editions",
        alt=_("历次期次"),
        selectable=True,
    )
    if at is not None:
        _chosen(newest[at], newest)


def _chosen(issue: Issue, all_of_them: Sequence[Issue]) -> None:
    edition = editions.read(start.store(), issue.edition)
    with st.container(border=True, key="publish_edition"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{issue.title}　{issue.period.label()}　{_('存证码')} {issue.code}**")
            st.download_button(
                _("下载原文（JSON）"),
                lambda: json.dumps(
                    editions.document(start.store(), issue.edition), ensure_ascii=False, indent=1
                ),
                f"{edition.title}_{issue.period}_{issue.year}-{issue.number}.json",
                on_click="ignore",
                icon=":material/download:",
                key=f"publish_json_{issue.edition}",
            )
        if issue.reason:
            st.caption(_("原因：{reason}").format(reason=issue.reason))
        _lists(edition)
        others = {i.edition: f"{i.title}　{i.period.label()}" for i in all_of_them if i != issue}
        if not others:
            return
        other = st.selectbox(
            _("与哪一期对照"),
            list(others),
            None,
            format_func=lambda e: others[e],
            key=f"publish_compare_{issue.edition}",
        )
        if other is not None:
            old, new = sorted((other, issue.edition))
            found = editions.compare(start.store(), old, new)
            if found.empty:
                tables.note("done", _("两期内容相同。"))
            else:
                issuing_changes.differences(found, edition, key=f"publish_compare_{old}_{new}")


def _lists(edition: Edition) -> None:
    for colour in ("red", "black"):
        entries = edition.red() if colour == "red" else edition.black()
        if entries:
            lists.show(
                views.rows(edition, entries),
                "red" if colour == "red" else "black",
                key=f"publish_edition_{colour}_{edition.number}",
                title=edition.label(colour),
            )
    if not edition.board.entries:
        tables.note("info", _("这一期撤回了原来的一期，没有名单。"))
