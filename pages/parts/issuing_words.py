"""通报文稿: every sentence that the rule wrote, to be reworded before it is signed."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from kpi.i18n import _
from kpi.model import canon
from kpi.model.manuscript import LONGEST, OPENING, TITLE, WORD, Desk, Manuscript, Told, tidy
from kpi.model.period import Period
from kpi.model.problem import Refused
from kpi.service import manuscript, start
from pages.parts import session, tables

ROOM = 4000  # characters of a bulletin that is still read
_STYLE = (  # a sentence is as high as its lines: Streamlit's least is three
    "<style>.st-key-publish_words textarea{field-sizing:content;height:auto;min-height:2.75rem}"
    "</style>"
)


class Writing:
    """One paper on the desk, and whether it may be written on."""

    def __init__(
        self, desk: Desk, script: Manuscript, code: str, period: Period, still: bool
    ) -> None:
        self.desk, self.script, self.still = desk, script, still
        self.code, self.period = code, period

    def change(self, words: dict[str, list[str]], seen: Sequence[str] = ()) -> None:
        """Write sentences (in a callback); what is refused is said at the top of the page."""
        change = {WORD + place: pair for place, pair in words.items()}
        known = {WORD + place: self.script.given.get(WORD + place) for place in seen}
        try:
            who = session.person()
            manuscript.write(start.store(), self.code, self.period, change, who, known)
        except Refused as refused:
            _told(refused)

    def reword(self, told: Told, key: str) -> None:
        """Keep what was typed; typed back to the rule's sentence it is the rule's again."""
        text = tidy(st.session_state[key], lines=told.place == TITLE)
        pair = ["", ""] if text in ("", told.rule) else [text, told.rule]
        self.change({told.place: pair}, [told.place])

    def restore(self, *places: str) -> None:
        """The rule's sentences again."""
        self.change({place: ["", ""] for place in places})

    def keep(self, told: Told) -> None:
        """The wording stands although the facts changed: it was read against the new ones."""
        self.change({told.place: [told.text, told.rule]}, [told.place])

    def undo(self) -> None:
        """Take the last change back."""
        try:
            manuscript.undo(start.store(), self.code, self.period, session.person())
        except Refused as refused:
            _told(refused)


def show(own: Writing, shut: str) -> None:
    """Title and lead-in, then section by section; what was reworded is marked. `shut` says why
    nothing can be changed any more; empty before the paper is signed.
    """
    desk = own.desk
    st.subheader(_("通报文稿"))
    edited = [t for t in desk.every if t.text]
    said = [
        _("共{n}字，宜在{room}字以内。").format(n=desk.length, room=ROOM),
        _("改写{n}句。").format(n=len(edited)) if edited else _("全部为规则原文。"),
    ]
    if shut:
        said.append(shut)
    elif not own.still:
        said.append(_("改动即时保存；打印和演示用改后的句子，公示版仍用规则原文。"))
    st.caption("　".join(said))
    if not own.still:
        _tools(own, edited)
    for told in desk.lost:
        _lost(own, told)
    st.html(_STYLE)
    with st.container(key="publish_words"):
        _sections(own)


def _sections(own: Writing) -> None:
    desk = own.desk
    with _part(own, _("标题和导语"), desk.head, "head"):
        for told in desk.head:
            _sentence(own, told, _("标题") if told.place == TITLE else _("导语"))
    for section, paragraphs in desk.sections:
        every = [t for _name, sentences in paragraphs for t in sentences]
        with _part(own, section.title, every, section.key):
            for name, sentences in paragraphs:
                if name:
                    st.markdown(f"**{tables.plain(name)}**")
                for n, told in enumerate(sentences, 1):
                    _sentence(own, told, _("{name}第{n}句").format(name=name or section.title, n=n))


def _tools(own: Writing, edited: Sequence[Told]) -> None:
    with st.container(horizontal=True):
        st.button(
            _("撤销上一步"),
            icon=":material/undo:",
            key="publish_words_undo",
            disabled=not own.script.before,
            on_click=own.undo,
        )
        places = [t.place for t in (*edited, *own.desk.lost)]
        st.button(
            _("全部恢复规则原文"),
            icon=":material/restart_alt:",
            key="publish_words_restore",
            disabled=not places,
            on_click=own.restore,
            args=places,
        )


def _part(own: Writing, title: str, every: Sequence[Told], key: str) -> Any:
    """A section that unfolds; its heading says how much in it was reworded or went stale."""
    edited, stale = sum(bool(t.text) for t in every), sum(t.stale for t in every)
    strange = sum(bool(t.strange) for t in every)
    marks = [_("{n}句").format(n=len(every))]
    marks += [_("改写{n}").format(n=edited)] if edited else []
    marks += [_("原文已变{n}").format(n=stale)] if stale else []
    marks += [_("数字存疑{n}").format(n=strange)] if strange else []
    label = f"{title}　:small[{'　'.join(marks)}]"
    return st.expander(label, expanded=key == "head", key=f"publish_words_{key}")


def _sentence(own: Writing, told: Told, label: str) -> None:
    if own.still:
        badge = f":gray-badge[{_('已改写')}] " if told.text else ""
        st.markdown(badge + tables.plain(told.printed))
        return
    shown = canon.digest([own.script.given.get(WORD + told.place), told.printed])[:8]
    place = canon.digest(told.place)[:8]
    key = f"publish_word_{told.place.partition('.')[0]}_{place}_{shown}"
    st.text_area(
        label,
        told.printed,
        height="content",
        max_chars=LONGEST,
        key=key,
        label_visibility="visible" if told.place in (TITLE, OPENING) else "collapsed",
        on_change=own.reword,
        args=(told, key),
    )
    if told.text:
        _reworded(own, told, key)


def _reworded(own: Writing, told: Told, key: str) -> None:
    """What is to be said of a sentence that is not the rule's any more."""
    if told.strange:
        text = _("{numbers}在本期数据中没有出现，请核对。")
        tables.note("notice", text.format(numbers=_("、").join(told.strange)))
    if told.stale:
        tables.note("notice", _("原文已变：改写之后数据或规则有变化。"))
        if told.origin:
            st.caption(_("改写时：{text}").format(text=tables.plain(told.origin)))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("恢复规则原文"),
            key=f"{key}_restore",
            type="tertiary",
            on_click=own.restore,
            args=(told.place,),
        )
        if told.stale:
            st.button(
                _("保留改写"), key=f"{key}_keep", type="tertiary", on_click=own.keep, args=(told,)
            )
        st.caption(
            _("已改写，{n}字（原文{m}字）。规则原文：{text}").format(
                n=len(told.text), m=len(told.rule), text=tables.plain(told.rule)
            )
        )


def _lost(own: Writing, told: Told) -> None:
    """A wording whose sentence is not in the bulletin any more."""
    with st.container(border=True):
        text = _("原文已不在通报中，这句改写不会印出，签发时略去：{text}")
        tables.note("notice", text.format(text=told.text))
        if not own.still:
            st.button(
                _("删去"),
                key=f"publish_lost_{canon.digest(told.place)[:8]}",
                on_click=own.restore,
                args=(told.place,),
            )


def _told(refused: Refused) -> None:
    said = [("notice", p.text() + (p.advice() or "")) for p in refused.problems]
    st.session_state.publish_told = said
