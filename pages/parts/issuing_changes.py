"""Every difference between two editions, or of an edition and the board as it stands."""

import streamlit as st

from kpi.i18n import _
from kpi.model import differing, show
from kpi.model.comparison import Comparison
from kpi.model.edition import Edition
from pages.parts import tables
from pages.parts.tables import Column

SHOWN = 200


def since(found: Comparison | None, draft: Edition, *, open: bool) -> None:
    """What changed since the edition that is out; unfolded where a correction is on its way."""
    if found is None:
        return
    st.subheader(_("与已签发的一期对照"))
    if found.empty:
        tables.note("done", _("数据、规则、名录都没有变化。"))
        return
    rest = len(found.rule) + len(found.catalog) + len(found.paper)
    counts = (
        (_("位次变动{n}处"), len(found.lines)),
        (_("数值变动{n}处"), len(found.cells)),
        (_("规则、名录变动{n}处"), rest),
    )
    label = _("，").join(text.format(n=n) for text, n in counts if n)
    with st.expander(label, expanded=open, key="publish_since"):
        differences(found, draft, key="publish_since")


def differences(found: Comparison, edition: Edition, *, key: str) -> None:
    """Lines, cells, rule, catalog and paper, each with old and new."""
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
    if rest := list(differing.rows((*found.rule, *found.catalog, *found.paper), edition)):
        tables.table(
            [{"where": where, "old": old, "new": new} for where, old, new in rest[:SHOWN]],
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
