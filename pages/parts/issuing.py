"""What a publisher reads before he signs: how far the round is, what is open, the lists to be."""

from collections.abc import Sequence

import streamlit as st

from kpi.i18n import _
from kpi.model import show
from kpi.model.comparison import Comparison
from kpi.model.edition import Edition
from kpi.model.obstacle import Obstacle
from kpi.model.person import Person, Right
from kpi.model.round import Round, State
from kpi.model.seal import Issue
from pages.parts import issuing_rulings, lists, pickers, stages, tables, views
from pages.parts.tables import Column

WAY = (State.COLLECTING, State.FROZEN, State.TRIAL, State.FEEDBACK, State.SIGNED, State.PUBLISHED)
SHOWN = 200


def mine(found: Sequence[Obstacle], who: Person) -> tuple[Obstacle, ...]:
    """Obstacles that lie in the matter; that a reader may not publish is no news to him."""
    return tuple(o for o in found if o.code != "NOT_ENTITLED" or who.may(Right.PUBLISH))


def headline(round: Round, ahead: Sequence[Obstacle], issues: Sequence[Issue]) -> str:
    """还差 2 项才能签发, or the edition that is out."""
    last = issues[-1] if issues else None
    if round.state in (State.PUBLISHED, State.ARCHIVED) and last:
        pattern = _("{title}已撤回") if last.withdrawn else _("{title}已签发")
        return pattern.format(title=last.title)
    if ahead:
        return _("还差{n}项才能签发").format(n=len(ahead))
    if round.corrects and last:
        return _("可以签发对{title}的更正").format(title=last.title)
    return _("可以签发")


def bar(round: Round) -> None:
    """采集 → 锁定 → 试算 → 反馈 → 审签 → 发布."""
    at = len(WAY) if round.state is State.ARCHIVED else WAY.index(round.state)
    stages.bar([s.label for s in WAY], at, _("签发步骤"))


def told() -> None:
    """What the last deed did or why it was refused, said once."""
    for kind, sentence in st.session_state.pop("publish_told", []):
        tables.note(kind, sentence)


def obstacles(found: Sequence[Obstacle], draft: Edition, round: Round, who: Person) -> None:
    """Each thing that is open, and how it is settled."""
    if round.state in (State.PUBLISHED, State.ARCHIVED):
        return
    st.subheader(_("签发前核对"))
    if not found:
        tables.note("done", _("报送齐全，提醒都已确认，没有未决的申诉。"))
    for n, o in enumerate(found):
        with st.container(border=True, key=f"publish_obstacle_{n}", gap="small"):
            st.markdown(f"**✕ {tables.plain(o.text())}**")
            if o.settle():
                st.caption(o.settle())
            _ways(o, draft, round, who)


def _ways(o: Obstacle, draft: Edition, round: Round, who: Person) -> None:
    if o.code == "NOT_REPORTED":
        with st.container(horizontal=True):
            st.page_link(
                "upload.py",
                label=_("看报送情况"),
                icon=":material/fact_check:",
                query_params=pickers.here(tab="came", period=str(draft.period)),
            )
            if who.may(Right.PUBLISH):
                issuing_rulings.waive(o, draft, round)
    elif o.code == "APPEAL_OPEN":
        st.page_link(
            "follow.py",
            label=_("看申诉"),
            icon=":material/gavel:",
            query_params=pickers.here(),
        )


def rehearsal(draft: Edition) -> None:
    """The lists as they would be published now."""
    st.subheader(_("预演榜单"))
    for group in draft.groups if draft.spec.rule.compare != "across" else (None,):
        red, black = draft.red(group), draft.black(group)
        if group:
            st.markdown(f"**{tables.plain(group)}**　{tables.plain(draft.headline(group))}")
        for colour, entries in (("red", red), ("black", black)):
            if entries:
                lists.show(
                    views.rows(draft, entries),
                    "red" if colour == "red" else "black",
                    key=f"publish_{group}_{colour}",
                    title=draft.label(colour),
                )
        if not red and not black:
            tables.note("info", _("本组没有单位上榜。"))


def before(draft: Edition) -> None:
    """Who is new on the lists and who left them, against the period before."""
    st.subheader(_("与上期对照"))
    words = []
    for colour in ("red", "black"):
        now = {e.unit for e in (draft.red() if colour == "red" else draft.black())}
        then = {u for u in draft.marks if (p := draft.previous(u)) and p.colour == colour}
        label = draft.label(colour)
        new, gone = sorted(now - then), sorted(then - now)
        names = {True: _("新列{label}：{names}"), False: _("退出{label}：{names}")}
        for came, units in ((True, new), (False, gone)):
            if units:
                text = _("、").join(draft.name(u) for u in units)
                words.append(names[came].format(label=label, names=text))
    for sentence in words or [_("名单与上期相同。")]:
        st.markdown(f"- {tables.plain(sentence)}")
    if draft.past == "live":
        st.caption(_("此前没有签发过的期次，升降和连续期数按现有数据计算。"))


def since(found: Comparison | None, draft: Edition) -> None:
    """What changed since the edition that is out."""
    if found is None:
        return
    st.subheader(_("与已签发的一期对照"))
    if found.empty:
        tables.note("done", _("数据、规则、名录都没有变化。"))
        return
    differences(found, draft, key="publish_since")


def differences(found: Comparison, edition: Edition, *, key: str) -> None:
    """Every difference between two editions: lines, cells, rule and catalog."""
    known = edition.catalog

    def line(rank: int | None, score: float | None, colour: str | None) -> str:
        parts = [show.place(rank), show.number(score, edition.spec.rule.score_decimals)]
        return "　".join([*parts, edition.label(colour)]).strip()

    if found.lines:
        tables.table(
            [
                {
                    "unit": c.name,
                    "old": line(c.old.rank, c.old.score, c.old.colour),
                    "new": line(c.new.rank, c.new.score, c.new.colour),
                }
                for c in found.lines[:SHOWN]
            ],
            {
                "unit": Column(_("单位"), pinned=True),
                "old": Column(_("原位次、得分")),
                "new": Column(_("新位次、得分")),
            },
            key=f"{key}_lines",
            alt=_("位次变动"),
        )
    if found.cells:
        tables.table(
            [
                {
                    "unit": known.unit[c.unit].name if c.unit in known.unit else c.unit,
                    "item": edition.item_name(f"{c.indicator}.{c.measure}"),
                    "period": c.period,
                    "old": _stored(edition, c.indicator, c.measure, c.old, c.old_status),
                    "new": _stored(edition, c.indicator, c.measure, c.new, c.new_status),
                    "cell": f"{c.sheet}!{c.cell}" if c.cell else "",
                }
                for c in found.cells[:SHOWN]
            ],
            {
                "unit": Column(_("单位"), pinned=True),
                "item": Column(_("数据")),
                "period": Column(_("报告期")),
                "old": Column(_("原值"), right=True),
                "new": Column(_("新值"), right=True),
                "cell": Column(_("单元格")),
            },
            key=f"{key}_cells",
            alt=_("数值变动"),
        )
    rest = (*found.rule, *found.catalog, *found.paper)
    if rest:
        tables.table(
            [{"where": c.where, "old": _text(c.old), "new": _text(c.new)} for c in rest[:SHOWN]],
            {
                "where": Column(_("规则、名录、签发信息"), pinned=True),
                "old": Column(_("原来")),
                "new": Column(_("现在")),
            },
            key=f"{key}_rest",
            alt=_("规则和名录变动"),
        )


def _stored(
    edition: Edition, indicator: str, measure: str, value: float | None, status: str
) -> str:
    if status != "reported":
        return show.NOT_APPLICABLE if status == "not_applicable" else _("未报")
    return edition.item_value(f"{indicator}.{measure}", value)


def _text(value: object) -> str:
    return show.NOT_APPLICABLE if value is None else str(value)
