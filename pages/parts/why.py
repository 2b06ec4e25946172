"""Behind a place: what gained and lost points, what would change the list, why the place moved."""

import streamlit as st

from kpi.figure.waterfall import waterfall
from kpi.i18n import _
from kpi.model import told
from kpi.model.edition import Edition
from kpi.model.series import Fall
from kpi.model.why import Why
from pages.parts import charts, session, tables


def summary(edition: Edition, why: Why) -> None:
    """The movement of the place, then the box with the way off the list or the margin on it."""
    moved = told.change(edition, why)
    if moved:
        st.markdown(tables.plain(moved))
    bounds(edition, why)


def bounds(edition: Edition, why: Why) -> None:
    """The box with the way off the list, the margin on it, or the way to the red one."""
    lines = [*told.exits(edition, why), *told.holds(edition, why)]
    if lines:
        title = _("怎样脱离{label}") if why.colour == "black" else _("离失去{label}还有多远")
        box(title.format(label=edition.label(why.colour)), lines)
    elif _may_be_red(why):
        ahead = [*told.barriers(edition, why), *told.distances(edition, why)]
        box(_("距{label}").format(label=edition.label("red")), ahead)


def _may_be_red(why: Why) -> bool:
    """Whether the unit stands on neither list and there is a red line or condition before it."""
    return why.colour is None and bool(why.line or why.barriers)


def box(title: str, lines: list[str]) -> None:
    """A bordered box: a title and one line per finding."""
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{tables.plain(title)}**")
        if len(lines) == 1:
            st.markdown(tables.plain(lines[0]))
        else:
            st.markdown("\n".join(f"- {tables.plain(line)}" for line in lines))


def figure(edition: Edition, why: Why) -> None:
    """Points gained and lost against the group's mean; nothing for a board of one item."""
    if why.mean is None or len(why.mean.shares) < 2:
        return
    shown = fall(edition, why)
    drawn = waterfall(shown, session.theme(), narrow=session.narrow())
    name = f"{edition.name(why.unit)}_{edition.title}_{edition.period}"
    charts.draw(drawn, name, key=f"fall_{why.unit}", rows=charts.parts(shown))


def fall(edition: Edition, why: Why) -> Fall:
    """The parts of the distance from the group's mean score, as a figure draws them."""
    gap = why.mean
    shares = gap.shares if gap else ()
    return Fall(
        _("与组均分之差"),
        _("分"),
        1,
        tuple((edition.item_name(s.item), s.points) for s in shares),
        (_("合计"), gap.points if gap else 0.0),
    )


def rest(edition: Edition, why: Why) -> None:
    """What stands between the unit and the lines, for who reads on."""
    lines = [*told.plans(edition, why), *told.flips(edition, why)]
    if not _may_be_red(why):
        lines = [*told.barriers(edition, why), *told.distances(edition, why), *lines]
    if lines:
        st.markdown(f"**{_('差距')}**")
        st.markdown("\n".join(f"- {tables.plain(line)}" for line in lines))
