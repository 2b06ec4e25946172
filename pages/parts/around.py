"""What stands around a board on every page: what it shows, its notes, its rule, its sources."""

import streamlit as st

from kpi.i18n import _
from kpi.model import show
from kpi.model.catalog import Catalog, Indicator
from kpi.model.edition import Edition, named
from kpi.model.person import OPERATOR
from kpi.model.wording import sentences
from pages.parts import begin, tables


def start(configured: bool) -> None:
    """The empty instance: what to do first, and where."""
    begin.show(1 if configured else 0)


def notes(edition: Edition, group: str) -> None:
    """What is to be known about the group: too few units, seats reduced, a column all equal."""
    for summary in edition.board.groups:
        if summary.group in (group, None):
            for note in (*summary.notes, *edition.board.notes):
                tables.note("info", edition.said(note))


def unranked(edition: Edition, group: str) -> None:
    """Units without a place, apart from the list, each with its reason."""
    apart = edition.unranked(group)
    if not apart:
        return
    st.markdown(f"**{_('不参评')} {len(apart)}**")
    for entry in apart:
        why = " ".join(edition.said(r) for r in entry.reasons)
        tables.note("info", _("{name}：{reason}").format(name=edition.name(entry.unit), reason=why))


def rule(edition: Edition) -> None:
    """The rule in plain sentences, with the document it stands on and its proof code."""
    with st.expander(_("评榜规则")):
        for sentence in sentences(edition):
            st.markdown(f"- {sentence}")
        st.caption(
            _("依据：{basis}　规则校验码 {hash}").format(
                basis=edition.catalog.said(edition.spec.rule.basis) or _("未填"),
                hash=edition.board.rule_hash[:12],
            )
        )


def foot(edition: Edition) -> None:
    """Who supplied the numbers, and which data and rule this board stands on."""
    codes = dict.fromkeys(i.column.partition(".")[0] for i in edition.spec.rule.items)
    known = edition.catalog
    leads = dict.fromkeys(
        known.indicator[c].lead for c in codes if c in known.indicator and known.indicator[c].lead
    )
    names = _("、").join(office(known, lead) for lead in leads)
    said = _("数据来源：{names}　数据校验码 {data}　规则校验码 {rule}").format(
        names=names or show.NOT_APPLICABLE,
        data=edition.board.data_hash[:12],
        rule=edition.board.rule_hash[:12],
    )
    if seal := edition.seal:
        said += _("　{issue}　存证码 {code}　规则第{version}版").format(
            issue=seal.issue.title, code=seal.issue.code, version=seal.rule_version
        )
    st.caption(said)


def definition(catalog: Catalog, own: Indicator) -> None:
    """The definition card of an indicator."""
    merged = _("　1-2月合并") if own.jan_feb_merged else ""
    lines = [
        (_("计量单位"), _(own.uom).strip("()")),
        (_("口径"), show.measure_name(own.measure) + merged),
        (_("方向"), _(show.DIRECTIONS[own.direction])),
        (_("频率"), _(show.FREQUENCIES[own.freq])),
        (_("增速口径"), _(show.BASES[own.basis]) if own.basis else ""),
        (_("牵头单位"), office(catalog, own.lead)),
        (_("包抓领导"), catalog.said(own.sponsor)),
        (_("数据来源"), catalog.said(own.source)),
        (_("释义"), catalog.said(own.definition)),
    ]
    with st.container(border=True):
        st.markdown(f"**{named(own.name, own.name_en)}**")
        for name, value in lines:
            if value:
                st.caption(f"{name}　{value}")


def office(catalog: Catalog, code: str) -> str:
    """The name behind a unit's code, and of who runs commands; any other login stays as it is."""
    if code == OPERATOR.login:
        return _("本机命令")
    unit = catalog.unit.get(code)
    return named(unit.name, unit.name_en) if unit else code
