"""A board tried otherwise: sliders for the weights, and how firm every place is."""

from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st

from kpi.figure import theme as look
from kpi.figure.interval import interval
from kpi.i18n import N_, _
from kpi.model import firm, show
from kpi.model.board import Entry
from kpi.model.edition import Edition
from kpi.model.firm import Trial
from kpi.model.look import BLACK_MARK, RED_MARK
from kpi.model.period import Period
from kpi.model.rule import RuleError
from kpi.model.rulefault import told
from kpi.model.series import Interval, Intervals
from kpi.service import start, study
from kpi.service.study import Desk
from pages.parts import session, tables
from pages.parts.tables import Column

METHODS = {
    "rule": N_("现行规则"),
    "minmax": N_("极差"),
    "zscore": N_("标准分"),
    "percentile": N_("百分位"),
    "rank": N_("位次赋分"),
    "efficacy": N_("功效系数"),
    "rank_sum": N_("位次和"),
    "geometric": N_("几何平均"),
}


@st.cache_resource(max_entries=32, show_spinner=False)
def _desk(version: int, code: str, period: Period) -> Desk:
    return study.desk(start.store(), code, period)


def desk(code: str, period: Period) -> Desk:
    """The official board with its draws and trials, kept by the data version."""
    return _desk(session.data_version(), code, period)


def chip(code: str, period: Period, unit: str) -> str:
    """稳健度 较稳（73.5%）: how often the unit stands where it stands; empty where not ranked."""
    entry = desk(code, period).edition.entry(unit)
    own = None if entry is None else firm.share(entry)
    if entry is None or own is None:
        return ""
    share = show.amount(own * 100, "%", 1)
    return _("稳健度 {word}（{share}）").format(word=firm.word(entry), share=share)


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
            key = keys[
                item.item
            ]  # said on every run: one cut short may not have reached the browser
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
    tables.table(
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
        text = came_and_went(official, new - old, old - new)
        said.append(_list_said(official, colour, text or _("不变")))
    return _("推演结果：{lists}。").format(lists=_("；").join(said))


def _list_said(edition: Edition, colour: str, change: str) -> str:
    return _("{label}{change}").format(label=edition.label(colour), change=change)


def came_and_went(edition: Edition, came: Iterable[str], went: Iterable[str]) -> str:
    """进望江街道，出青云街道; empty where nothing moves."""
    parts = []
    for pattern, units in ((_("进{names}"), came), (_("出{names}"), went)):
        if names := _("、").join(edition.name(u) for u in sorted(units)):
            parts.append(pattern.format(names=names))
    return _("，").join(parts)


def _row(official: Edition, tried: Edition, entry: Entry) -> dict[str, Any]:
    before = official.entry(entry.unit)
    return {
        "name": tried.name(entry.unit),
        "rank": entry.rank,
        "before": before.rank if before else None,
        "moved": tried.moved(entry.unit),
        "list": _listed(tried, entry),
        "listed": _listed(official, before) if before else "",
        "score": entry.score,
        "scored": before.score if before else None,
    }


def _listed(edition: Edition, entry: Entry) -> str:
    if not entry.colour:
        return ""
    return (RED_MARK if entry.colour == "red" else BLACK_MARK) + edition.label(entry.colour)


def firmness(own: Desk, group: str) -> None:
    """The figure of places with their ranges, and the table beneath it."""
    entries = own.edition.within(group)
    shown = Intervals(
        _("位次及九成情形下的范围"),
        tuple(_interval(own.edition, e) for e in entries if e.robustness),
        own.edition.headline(group),
    )
    figure = interval(shown, session.theme(), narrow=session.narrow())
    name = _("{board}稳健度").format(board=own.edition.title)
    st.plotly_chart(figure, theme=None, key="study_interval", config=look.config(name))
    tables.table(
        [_firm(own, e) for e in entries],
        {
            "name": Column(_("单位"), pinned=True),
            "rank": Column(_("位次"), 0),
            "list": Column(_("名单")),
            "word": Column(_("稳健度")),
            "red": Column(_("入红榜（%）"), 1),
            "black": Column(_("入黑榜（%）"), 1),
            "range": Column(_("位次范围"), right=True),
            **({"methods": Column(_("算法一致"), right=True)} if own.methods else {}),
            **({"items": Column(_("去一项一致"), right=True)} if own.left_out else {}),
        },
        key=f"study_firm_{own.edition.spec.code}_{group}",
        alt=shown.alt,
    )


def _interval(edition: Edition, entry: Entry) -> Interval:
    r = entry.robustness
    return Interval(
        edition.name(entry.unit),
        entry.rank,
        r.rank_low,
        r.rank_high,
        firm.word(entry),
        entry.colour,
    )


def _firm(own: Desk, entry: Entry) -> dict[str, Any]:
    r = entry.robustness
    low, high = r.rank_low, r.rank_high
    return {
        "name": own.edition.name(entry.unit),
        "rank": entry.rank,
        "list": _listed(own.edition, entry),
        "word": firm.word(entry),
        "red": r.p_red * 100,
        "black": r.p_black * 100,
        "range": str(low) if low == high else f"{low}～{high}",
        "methods": f"{firm.agreeing(own.methods, entry)}/{len(own.methods)}",
        "items": f"{firm.agreeing(own.left_out, entry)}/{len(own.left_out)}",
    }


def trials(own: Desk, group: str, tried: Sequence[Trial], *, title: str, key: str) -> None:
    """The lists of each trial, and what differs from the official ones."""
    edition, units = own.edition, {e.unit for e in own.edition.within(group)}
    rows = []
    for trial in tried:
        sides = {
            side: {u for u, c in trial.colours.items() if c == side and u in units}
            for side in ("red", "black")
        }
        official = {s: {e.unit for e in edition.within(group) if e.colour == s} for s in sides}
        differs = [
            _list_said(
                edition, s, came_and_went(edition, sides[s] - official[s], official[s] - sides[s])
            )
            for s in sides
            if sides[s] != official[s]
        ]
        rows.append(
            {
                "name": _(METHODS[trial.name])
                if trial.name in METHODS
                else edition.item_name(trial.name),
                **{s: _("、").join(edition.name(u) for u in sorted(sides[s])) for s in sides},
                "differs": _("；").join(differs) or _("不变"),
            }
        )
    tables.table(
        rows,
        {
            "name": Column(title, pinned=True),
            "differs": Column(_("与正式榜单相比"), width="large"),
            "red": Column(edition.label("red")),
            "black": Column(edition.label("black")),
        },
        key=f"study_{key}_{edition.spec.code}_{group}",
        alt=title,
    )


def chance(own: Desk, group: str) -> None:
    """Growth of counts that chance alone may explain, a flag beside the list."""
    units = {e.unit for e in own.edition.within(group)}
    found = [b for b in own.bands if b.unit in units]
    if not found:
        return
    st.subheader(_("小基数增速"))
    tables.note("info", _("件数少时增速起伏大。范围含组均的，与组均的差别可能只是偶然。"))
    tables.table(
        [
            {
                "name": own.edition.name(b.unit),
                "item": own.edition.item_name(b.column),
                "growth": show.amount(b.growth, "%", 1, sign=True),
                "range": f"{show.number(b.low, 1)}～{show.amount(b.high, '%', 1)}",
                "said": _("与组均无法区分") if b.noise else _("与组均有差别"),
                "small": _("低基数") if b.small else "",
            }
            for b in found
        ],
        {
            "name": Column(_("单位"), pinned=True),
            "item": Column(_("指标")),
            "growth": Column(_("增速"), right=True),
            "range": Column(_("偶然范围"), right=True),
            "said": Column(_("与组均相比")),
            "small": Column(_("基数")),
        },
        key=f"study_chance_{own.edition.spec.code}_{group}",
        alt=_("小基数增速"),
    )
