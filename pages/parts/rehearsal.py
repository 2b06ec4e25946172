"""A rule before it is saved: its findings, what it would have done; then the deed."""

from typing import Any

import streamlit as st

from kpi.i18n import _
from kpi.model.edition import Edition
from kpi.model.problem import Refused
from kpi.model.rule import Rule, RuleError
from kpi.model.rulefault import told
from kpi.service import start, study
from kpi.service.board import Unknown
from kpi.service.study import Change, Preview
from pages.parts import cached, lists, session, tables, views
from pages.parts.firmness import came_and_went
from pages.parts.tables import Column


def rehearse(code: str, rule: Rule) -> Preview | None:
    """Findings, the newest board under this rule, and the past periods whose lists would change."""
    try:
        found = study.preview(start.store(), rule, code, session.person())
    except RuleError as fault:
        tables.note("notice", told(fault))
        return None
    except Unknown:
        tables.note("info", _("本榜还没有数据，保存后才能试算。"))
        return None
    for finding in found.findings:
        tables.note("notice", finding.text(lambda key: _title(found.edition, key)))
    if not found.findings:
        tables.note("done", _("规则检查没有发现漏洞。"))
    pattern = _("按此规则，过去{n}期中有{changed}期名单会变")
    if not found.changed:
        pattern = _("按此规则，过去{n}期名单都不变")
    told_of = pattern.format(n=len(found.changes), changed=found.changed)
    st.markdown(f"**{told_of}**")
    _changes(found, code)
    _boards(found.edition, code)
    return found


def _title(edition: Edition, key: str) -> str:
    return edition.name(key) if key in edition.catalog.unit else edition.item_name(key)


def _changes(found: Preview, code: str) -> None:
    moved = [c for c in found.changes if c.any]
    if not moved:
        return
    edition = found.edition
    tables.table(
        [_changed(edition, c) for c in moved],
        {
            "period": Column(_("报告期"), pinned=True),
            "red": Column(edition.label("red")),
            "black": Column(edition.label("black")),
        },
        key=f"setup_changes_{code}",
        alt=_("名单会变的各期"),
    )


def _changed(edition: Edition, change: Change) -> dict[str, str]:
    return {
        "period": change.period.label(),
        "red": came_and_went(edition, change.red_in, change.red_out) or _("不变"),
        "black": came_and_went(edition, change.black_in, change.black_out) or _("不变"),
    }


def _boards(edition: Edition, code: str) -> None:
    """The newest period's lists under this rule, group by group."""
    st.caption(_("{period}按此规则试算").format(period=edition.period.label()))
    for n, group in enumerate(edition.groups):
        red, black = edition.red(group), edition.black(group)
        if not (red or black):
            continue
        st.markdown(f"**{tables.plain(edition.catalog.said(group))}**")
        for side, listed in (("red", red), ("black", black)):
            if listed:
                lists.show(
                    views.rows(edition, listed),
                    side,  # type: ignore[arg-type]
                    key=f"setup_{side}_{code}_{n}",
                    title=edition.label(side),
                )


def save(code: str, plain: dict[str, Any]) -> None:
    """Document number and button; a saved rule is a new version, earlier ones stay."""
    seen = cached.catalog().board[code].rule.hash
    at = f"setup_{code}_{session.language()}"
    document = st.text_input(_("依据文件文号（必填）"), key=f"{at}_document")
    note = st.text_input(_("修改说明"), key=f"{at}_note")
    if st.button(_("保存为新版本"), type="primary", key=f"setup_save_{code}"):
        by = session.person()
        try:
            number = study.save_rule(start.store(), code, plain, by, document, note, seen)
        except RuleError as fault:
            tables.note("notice", told(fault))
        except Refused as refusal:
            tables.note("notice", " ".join(p.text() for p in refusal.problems))
        else:
            st.session_state.setup_saved = _("已保存为第{n}版。").format(n=number)
            st.rerun()
    if saved := st.session_state.pop("setup_saved", None):
        tables.note("done", saved)


def history(code: str) -> None:
    """Every version of the rule: when, by whom, its proof code."""
    with st.expander(_("历次版本")):
        tables.table(
            [
                {
                    "version": v.version,
                    "at": session.local(v.at),
                    "by": v.by,
                    "hash": v.hash[:12],
                }
                for v in study.versions(start.store(), code)
            ],
            {
                "version": Column(_("版本"), 0),
                "at": Column(_("时间")),
                "by": Column(_("保存")),
                "hash": Column(_("规则校验码")),
            },
            key=f"setup_versions_{code}",
            alt=_("历次版本"),
        )
