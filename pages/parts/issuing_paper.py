"""签发信息: the fields of the paper, kept as they are filled in, beside its first page."""

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from kpi.i18n import N_, _
from kpi.model import canon
from kpi.model.edition import Edition
from kpi.model.manuscript import Manuscript, spelled
from kpi.model.paper import LABELS, LAST_REPLY, LENGTHS, LONGEST, URGENCIES, Paper
from kpi.model.period import Period
from kpi.model.problem import KpiError, Refused
from kpi.model.stamp import AUDIENCES
from kpi.service import manuscript, start
from pages.parts import issuing_draft, session, tables

ORDER = (
    *("brief", "office", "symbol", "document", "audience", "issued", "until", "addressees"),
    *("copied_to", "signer", "watermark", "reply_days", "reply_until", "serial", "secrecy"),
    "urgency",
)
STYLES = {False: N_("红头文件"), True: N_("简报（不印红头和文号）")}
NONE = N_("不印")
FAULTS = "publish_paper_faults"  # what was refused, by the key of its field
UNPRINTED = N_("不填则不印。")


class Form:
    """The fields of one paper: what stands in them, whether they are open."""

    def __init__(self, script: Manuscript, code: str, period: Period, still: bool) -> None:
        self.script, self.code, self.period, self.still = script, code, period, still
        self.paper = script.paper

    def text(self, name: str, help: str | None = None) -> None:
        """A field of one line."""
        longest = LENGTHS.get(name, LONGEST)
        own = getattr(self.paper, name)
        self._asked(st.text_input, name, help, value=own, max_chars=longest)

    def day(self, name: str, help: str | None = None) -> None:
        """A field for a day."""
        own = getattr(self.paper, name)
        self._asked(st.date_input, name, help, value=own, format="YYYY-MM-DD")

    def number(self, name: str, help: str | None = None) -> None:
        """A field for a count of working days."""
        own = getattr(self.paper, name)
        limits = {"min_value": 1, "max_value": LAST_REPLY, "step": 1}
        self._asked(st.number_input, name, help, value=own, **limits)

    def choice(
        self, name: str, words: list[Any], said: Callable[[Any], str], widget: Any = st.selectbox
    ) -> None:
        """A field with few answers."""
        own = getattr(self.paper, name)
        given: dict[str, Any] = {"options": words, "format_func": said}
        if widget is st.selectbox:
            given |= {"index": words.index(own) if own in words else None}
            given |= {"placeholder": _("请选择")}
        else:
            given |= {"default": own, "required": True}
        self._asked(widget, name, None, **given)

    def _asked(self, widget: Any, name: str, help: str | None, **given: Any) -> None:
        """A widget that keeps its answer at once. Its key changes with what is stored, so that
        another person's answer is shown and not overwritten by what stood here before.
        """
        stored = self.script.given.get(name)
        shown = canon.digest([spelled(getattr(self.paper, name)), stored])[:8]
        key = f"publish_paper_{name}_{self.code}_{self.period}_{session.language()}_{shown}"
        widget(
            _(LABELS[name]),
            key=key,
            help=help,
            on_change=_kept,
            args=(self.code, self.period, name, key, stored),
            **given,
        )
        if fault := st.session_state.get(FAULTS, {}).get(key):
            tables.note("notice", fault)


def _kept(code: str, period: Period, name: str, key: str, stored: Any) -> None:
    """Write one field as it was left (a callback); what is wrong with it stands beneath it."""
    answer = st.session_state[key]
    value = "" if answer is None else spelled(answer) if isinstance(answer, date) else answer
    fault = _written(code, period, name, value, stored)
    st.session_state.setdefault(FAULTS, {})[key] = fault


def _written(code: str, period: Period, name: str, value: Any, stored: Any) -> str:
    try:
        manuscript.write(
            start.store(), code, period, {name: value}, session.person(), {name: stored}
        )
    except Refused as refused:
        return " ".join(p.sentence() + (p.advice() or "") for p in refused.problems)
    return ""


def show(form: Form, edition: Edition) -> None:
    """The fields at the left, the first page at the right."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        fields(form)
    with right:
        preview(form, edition)


def fields(form: Form) -> None:
    """Everything that is filled in, in the order of the paper."""
    st.subheader(_("签发信息"))
    if form.still:
        told = ((_(LABELS[name]), said(form.paper, name)) for name in ORDER)
        tables.facts([(label, text) for label, text in told if text])
        return
    st.caption(_("每填一项即时保存，未填的沿用上一期。"))
    form.choice("brief", list(STYLES), lambda brief: _(STYLES[brief]), st.segmented_control)
    for names in (("office", "symbol"), ("document", "audience"), ("issued", "until")):
        for column, name in zip(st.columns(2), names, strict=True):
            with column:
                _field(form, name)
    _field(form, "addressees")
    _field(form, "copied_to")
    for names in (("signer", "watermark"), ("reply_days", "reply_until")):
        for column, name in zip(st.columns(2), names, strict=True):
            with column:
                _field(form, name)
    for column, name in zip(st.columns(3), ("serial", "secrecy", "urgency"), strict=True):
        with column:
            _field(form, name)


HELP = {
    "symbol": N_("如云经调办发，印成“云经调办发〔2026〕10号”；不填则印期号。"),
    "addressees": N_("不填则印“各有关单位”。"),
    "watermark": N_("印在导出文件每一页；不填则没有水印。"),
    "signer": N_("存入本期，通报正文不印。"),
    "reply_days": N_("列入黑榜的单位几个工作日内报送情况说明；写进有关要求。"),
    "secrecy": N_("如：秘密★1年。不填则不印。"),
    **dict.fromkeys(("issued", "until", "copied_to", "reply_until", "serial"), UNPRINTED),
}


def said(paper: Paper, name: str) -> str:
    """A field's answer in the reader's words; empty where there is none."""
    value = getattr(paper, name)
    if name == "brief":
        return _(STYLES[value])
    if name == "audience" and value in AUDIENCES:
        return _(AUDIENCES[value])
    return str(value) if value else ""


def _field(form: Form, name: str) -> None:
    help = _(HELP[name]) if name in HELP else None
    if name == "audience":
        form.choice(name, list(AUDIENCES), lambda word: _(AUDIENCES[word]))
    elif name == "urgency":
        form.choice(name, ["", *URGENCIES], lambda word: _(word) if word else _(NONE))
    elif name in ("issued", "until", "reply_until"):
        form.day(name, help)
    elif name == "reply_days":
        form.number(name, help)
    else:
        form.text(name, help)


def preview(form: Form, edition: Edition) -> None:
    """The first page as it will be signed."""
    st.subheader(_("第一页样张"))
    try:
        made = issuing_draft.preview(edition, form.paper)
    except KpiError as fault:
        tables.note("notice", str(fault))
        return
    if not (form.still or form.paper.office or form.paper.brief):
        st.caption(_("填写发文机关后印红头。"))
    with st.container(border=True, key="publish_page"):
        st.image(made, width="stretch", alt=_("通报第一页样张"))
