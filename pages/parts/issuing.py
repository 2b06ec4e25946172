"""What a publisher reads before he signs: how far the round is, what is open, the lists to be."""

from collections.abc import Sequence

import streamlit as st

from kpi.i18n import _
from kpi.model.edition import Edition
from kpi.model.obstacle import Obstacle
from kpi.model.person import Person, Right
from kpi.model.round import Round, State
from kpi.model.seal import Issue
from pages.parts import issuing_rulings, lists, pickers, stages, tables, views

WAY = (State.COLLECTING, State.FROZEN, State.TRIAL, State.FEEDBACK, State.SIGNED, State.PUBLISHED)


def mine(found: Sequence[Obstacle], who: Person) -> tuple[Obstacle, ...]:
    """Obstacles that lie in the matter; that a reader may not publish is no news to him."""
    return tuple(o for o in found if o.code != "NOT_ENTITLED" or who.may(Right.PUBLISH))


def headline(round: Round, ahead: Sequence[Obstacle], issues: Sequence[Issue]) -> str:
    """还差 2 项才能签发, or the edition that is out."""
    last = issues[-1] if issues else None
    if round.state in (State.PUBLISHED, State.ARCHIVED) and last:
        if last.withdrawn:  # by an edition of its own, that names the one it takes back
            gone = next((i for i in issues if i.edition == last.corrects), last)
            return _("{title}已撤回").format(title=gone.title)
        return _("{title}已签发").format(title=last.title)
    if ahead:
        return _("还差{n}项才能签发").format(n=len(ahead))
    if round.corrects and last:
        return _("可以签发对{title}的更正").format(title=last.title)
    return _("可以签发")


def bar(round: Round) -> None:
    """采集 → 锁定 → 试算 → 反馈 → 审签 → 发布."""
    at = len(WAY) if round.state is State.ARCHIVED else WAY.index(round.state)
    asked = WAY.index(State.FEEDBACK)
    skipped = {asked} if at > asked and round.feedback_until is None else set()
    stages.bar([s.label for s in WAY], at, _("签发步骤"), skipped)


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
    elif o.code in ("NO_AUTHORITY", "NO_AUDIENCE"):
        st.page_link(
            "publish.py",
            label=_("填写签发信息"),
            icon=":material/edit_document:",
            query_params=pickers.here(step="paper"),
        )
    elif o.code == "APPEAL_OPEN":
        st.page_link(
            "follow.py",
            label=_("看申诉"),
            icon=":material/gavel:",
            query_params=pickers.here(),
        )


def lists_of(draft: Edition, title: str) -> None:
    """The lists of an edition, or as they would be published now."""
    st.subheader(title)
    for group in draft.groups if draft.spec.rule.compare != "across" else (None,):
        red, black = draft.red(group), draft.black(group)
        if group:
            name, said = draft.catalog.said(group), draft.headline(group)
            st.markdown(f"**{tables.plain(name)}**　{tables.plain(said)}")
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
