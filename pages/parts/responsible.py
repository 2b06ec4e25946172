"""Who answers for it (谁负责): the picker by responsibility, what it leaves, links to 分管.

Places are never computed anew: a narrowed list shows each unit with its place among all.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

import streamlit as st

from kpi.i18n import _
from kpi.model.catalog import Catalog
from kpi.model.duty import Duty, duties, label, name
from pages.parts import pickers, tables

KEY = "duty"
NOBODY = ""  # the code of no choice


class Unit(Protocol):
    """An entry or a line of one unit."""

    @property
    def unit(self) -> str:
        """The unit's code."""


T = TypeVar("T", bound=Unit)


def choose(catalog: Catalog) -> Duty | None:
    """The picker 按责任; None where nobody is chosen, or where the catalog names neither a
    sponsoring post nor an inspection group: then nothing is drawn.
    """
    known = duties(catalog)
    return pick(catalog, known) if any(d.way != "lead" for d in known) else None


def ahead(catalog: Catalog) -> Duty | None:
    """Who is chosen, for a picker that stands before 按责任 and offers less for it."""
    known = {d.code: d for d in duties(catalog)}
    return known.get(pickers.settled((NOBODY, *known), KEY, NOBODY))


def pick(catalog: Catalog, known: Iterable[Duty]) -> Duty | None:
    """Choose among these fields, or none of them."""
    offered = {d.code: d for d in known}
    code = pickers.linked(
        st.selectbox,
        _("按责任"),
        (NOBODY, *offered),
        KEY,
        names=lambda code: label(catalog, offered[code]) if code else _("责任：全部"),
        default=NOBODY,
        label_visibility="collapsed",
        width=260,
    )
    return offered.get(code)


def narrow(entries: Iterable[T], picked: Duty | None) -> tuple[T, ...]:
    """The entries or lines of the units that it answers for, each with its place among all; every
    one where nobody is chosen, or one who answers for indicators alone.
    """
    own = picked.units if picked else ()
    return tuple(e for e in entries if not own or e.unit in own)


def items(columns: Mapping[str, str], picked: Duty | None) -> dict[str, str]:
    """The columns (`fai.completion` → name) of its indicators, and the one that the URL asks for;
    all where nobody is chosen, or where none of its indicators is among them.
    """
    asked = st.query_params.get("indicator", "").partition(".")[0]
    codes = {c: c.partition(".")[0] for c in columns}
    if picked is None or not set(codes.values()) & set(picked.indicators):
        return dict(columns)
    return {c: columns[c] for c, own in codes.items() if own in (*picked.indicators, asked)}


def nobody(picked: Duty | None, label: str) -> str:
    """What a list says on which nobody stands: of the whole board, or of the chosen units."""
    if picked is None or not picked.units:
        return _("本期无单位达到{label}条件").format(label=label)
    return _("所选责任的单位未列{label}").format(label=label)


def told(catalog: Catalog, entries: Sequence[Unit], picked: Duty | None) -> None:
    """What is shown of a list, that places are those among all, and the way to 分管."""
    if picked is None:
        return
    who = name(catalog, picked)
    shown, of = len(narrow(entries, picked)), len(entries)
    if picked.units:
        text = _("只列{who}的{shown}个单位，共{of}个；位次按全组排定").format(
            who=who, shown=shown, of=of
        )
    else:
        text = _("{who}没有单位，列出全部{of}个").format(who=who, of=of)
    with st.container(horizontal=True, vertical_alignment="center", key="responsible_told"):
        tables.note("info", text)
        st.page_link("duty.py", label=_("看分管情况"), query_params=pickers.here(), width="content")
        st.button(
            _("看全部"),
            type="tertiary",
            key="responsible_all",
            on_click=pickers.turn,
            args=(KEY, NOBODY),
        )


def unit(catalog: Catalog, code: str) -> None:
    """One row of links: who answers for a unit; nothing where the catalog names nobody."""
    _links("unit", catalog, _of_unit(catalog, code))


def indicator(catalog: Catalog, code: str) -> None:
    """One row of links: who leads an indicator, and who sponsors it."""
    _links("indicator", catalog, _of_indicator(catalog, code))


def words(catalog: Catalog, code: str) -> list[str]:
    """The same of a unit as words for a subtitle: 包抓：常务副区长."""
    return [
        _("{what}：{who}").format(what=what, who=who) for what, who, _at in _of_unit(catalog, code)
    ]


Said = tuple[str, str, str]  # what, who, the code of the field ("" for free text)


def _of_unit(catalog: Catalog, code: str) -> list[Said]:
    unit = catalog.unit.get(code)
    if unit is None:
        return []
    held = unit.liaison in catalog.unit
    found = [
        (_("包抓"), catalog.said(unit.sponsor), f"sponsor:{unit.sponsor}"),
        (_("联络"), catalog.office(unit.liaison), f"lead:{unit.liaison}" if held else NOBODY),
        (_("督查"), catalog.said(unit.inspection), f"inspection:{unit.inspection}"),
    ]
    return [said for said in found if said[1]]


def _of_indicator(catalog: Catalog, code: str) -> list[Said]:
    own = catalog.indicator.get(code)
    if own is None:
        return []
    found = [
        (_("牵头"), catalog.office(own.lead), f"lead:{own.lead}"),
        (_("包抓"), catalog.said(own.sponsor), f"sponsor:{own.sponsor}"),
    ]
    return [said for said in found if said[1]]


def _links(kind: str, catalog: Catalog, said: Sequence[Said]) -> None:
    if not said:
        return
    fields = {d.code for d in duties(catalog)}
    with st.container(horizontal=True, width="content", key=f"responsible_{kind}"):
        for what, who, code in said:
            text = _("{what}：{who}").format(what=what, who=tables.plain(who))
            if code in fields:
                to = pickers.here(**{KEY: code})
                st.page_link("duty.py", label=text, query_params=to, width="content")
            else:
                st.caption(text, width="content")
