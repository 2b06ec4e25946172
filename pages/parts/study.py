"""A board under other weights: sliders, and the list beside the official one."""

from typing import Any

import streamlit as st

from kpi.i18n import _
from kpi.model.board import Entry
from kpi.model.edition import Edition
from kpi.model.rule import RuleError
from kpi.model.rulefault import told
from kpi.service import study
from kpi.service.study import Desk
from pages.parts import firmness, reading, session, tables
from pages.parts.tables import Column


@st.fragment
def weights(own: Desk, group: str) -> None:
    """One slider per scored item; the list beside the official one, ranked again as they move."""
    edition = own.edition
    items = sorted(
        (i for i in edition.spec.rule.items if i.scored), key=lambda i: (-i.weight, i.item)
    )
    if len(items) < 2:
        tables.note("info", _("本榜只有一项指标，没有权重可调。"))
        return
    top = max(2 * max(i.weight for i in items), sum(i.weight for i in items))
    keys = {i.item: f"study_{edition.spec.code}_{i.item}_{session.language()}" for i in items}
    left, right = st.columns([2, 3], gap="large")
    with left:
        for item in items:
            key = keys[item.item]
            # said on every run: one cut short may not have reached the browser
            st.session_state[key] = st.session_state.get(key, float(item.weight))
            st.slider(
                edition.item_name(item.column),
                0.0,
                float(top),
                step=1.0 if top >= 20 else 0.1,
                format="%.0f" if top >= 20 else "%.1f",
                key=key,
            )
        official = {keys[i.item]: float(i.weight) for i in items}
        st.button(_("恢复现行权重"), key="study_reset", on_click=_set, args=(official,))
    with right:
        _result(own, {i: st.session_state[key] for i, key in keys.items()}, group)


def _set(values: dict[str, float]) -> None:
    st.session_state.update(values)


def _result(own: Desk, weights: dict[str, float], group: str) -> None:
    try:
        tried = study.reweighed(own, weights)
    except RuleError as fault:
        tables.note("notice", told(fault))
        return
    st.markdown(f"**{tables.plain(summary(own.edition, tried, group))}**")
    reading.table(
        [_row(own.edition, tried, e) for e in tried.within(group)],
        {
            "name": Column(_("单位"), pinned=True),
            "rank": Column(_("推演位次"), 0),
            "before": Column(_("正式位次"), 0),
            "moved": Column(_("升降")),
            "list": Column(_("推演名单")),
            "listed": Column(_("正式名单")),
            "score": Column(_("推演得分"), tried.spec.rule.score_decimals),
            "scored": Column(_("正式得分"), tried.spec.rule.score_decimals),
        },
        key=f"study_result_{own.edition.spec.code}_{group}",
        alt=_("推演位次与正式位次"),
    )


def summary(official: Edition, tried: Edition, group: str) -> str:
    """Who would come and go: 推演结果：红榜进望江街道、出青云街道；黑榜不变。."""
    said = []
    for colour in ("red", "black"):
        old, new = (
            {e.unit for e in one.within(group) if e.colour == colour} for one in (official, tried)
        )
        text = firmness.came_and_went(official, new - old, old - new)
        said.append(firmness.list_said(official, colour, text or _("不变")))
    return _("推演结果：{lists}。").format(lists=_("；").join(said))


def _row(official: Edition, tried: Edition, entry: Entry) -> dict[str, Any]:
    before = official.entry(entry.unit)
    return {
        "name": tried.name(entry.unit),
        "rank": entry.rank,
        "before": before.rank if before else None,
        "moved": tried.moved(entry.unit),
        "list": firmness.listed(tried, entry),
        "listed": firmness.listed(official, before) if before else "",
        "score": entry.score,
        "scored": before.score if before else None,
    }
