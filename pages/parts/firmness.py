"""How firm every place of a board is: draws, trials and chance, each as figure or table."""

from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st

from kpi import access
from kpi.figure.interval import interval
from kpi.i18n import N_, _
from kpi.model import firm, show
from kpi.model.board import Entry
from kpi.model.edition import Edition
from kpi.model.firm import Trial
from kpi.model.look import BLACK_MARK, RED_MARK
from kpi.model.period import Period
from kpi.model.person import OPERATOR, Right
from kpi.model.series import Interval, Intervals
from kpi.service import start, study
from kpi.service.study import Desk
from pages.parts import cached, charts, reading, session, tables
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
    return study.desk(start.store(), code, period, OPERATOR)  # `desk` has asked for the right


def desk(code: str, period: Period) -> Desk:
    """The live board with its draws and trials, kept by the data version; for those who may see
    drafts.
    """
    access.require(session.person(), Right.DRAFT)
    return _desk(session.data_version(), code, period)


def words(edition: Edition) -> dict[str, str]:
    """稳固, 较稳 or 存疑 per unit of a board; empty where a unit is not ranked."""
    return {unit: firm.word(entry) for unit, entry in cached.firm(edition).items()}


def chip(edition: Edition, unit: str) -> str:
    """稳健度 较稳（73.5%）: how often the unit stands where it stands; empty where not ranked."""
    entry = cached.firm(edition).get(unit)
    own = None if entry is None else firm.share(entry)
    if entry is None or own is None:
        return ""
    share = show.amount(own * 100, "%", 1)
    return _("稳健度 {word}（{share}）").format(word=firm.word(entry), share=share)


def list_said(edition: Edition, colour: str, change: str) -> str:
    """红榜进望江街道."""
    return _("{label}{change}").format(label=edition.label(colour), change=change)


def came_and_went(edition: Edition, came: Iterable[str], went: Iterable[str]) -> str:
    """进望江街道，出青云街道; empty where nothing moves."""
    parts = []
    for pattern, units in ((_("进{names}"), came), (_("出{names}"), went)):
        if names := _("、").join(edition.name(u) for u in sorted(units)):
            parts.append(pattern.format(names=names))
    return _("，").join(parts)


def listed(edition: Edition, entry: Entry) -> str:
    """▲红榜, ▼黑榜; empty off the lists."""
    if not entry.colour:
        return ""
    return (RED_MARK if entry.colour == "red" else BLACK_MARK) + edition.label(entry.colour)


def ranges(own: Desk, group: str) -> None:
    """The figure of places with their ranges, and the table beneath it."""
    entries = own.edition.within(group)
    shown = Intervals(
        _("位次及九成情形下的范围"),
        tuple(_interval(own.edition, e) for e in entries if e.robustness),
        own.edition.headline(group),
    )
    figure = interval(shown, session.theme(), narrow=session.narrow())
    name = _("{board}稳健度").format(board=own.edition.title)
    charts.draw(figure, name, key="study_interval")
    reading.table(
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
        "list": listed(own.edition, entry),
        "word": firm.word(entry),
        "red": r.p_red * 100,
        "black": r.p_black * 100,
        "range": show.spread(str(low), str(high)),
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
            list_said(
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
    reading.table(
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
    reading.table(
        [
            {
                "name": own.edition.name(b.unit),
                "item": own.edition.item_name(b.column),
                "growth": show.amount(b.growth, "%", 1, sign=True),
                "range": show.spread(show.number(b.low, 1), show.amount(b.high, "%", 1)),
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
