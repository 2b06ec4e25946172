"""What editions so far say of a unit: the year's tally, the sentences, the proposed step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from kpi.i18n import _
from kpi.model.edition import Edition
from kpi.model.house import Rung
from kpi.service.unit import Standing, UnitView
from pages.parts import records, session, tables, views
from pages.parts.lists import Row


def boards(view: UnitView) -> list[Mapping[str, Any]]:
    """The unit's line on each of its boards."""
    return [views.standing(view, s) for s in view.standings]


def row(view: UnitView, at: Standing) -> dict[str, str]:
    """红2 黑1 of the year's editions up to this one, and the edition that is shown."""
    edition = at.edition
    season = records.season(edition.spec.code, edition.period.year).get(view.unit.code)
    marks = [m for m in season.marks if str(m.period) <= str(edition.period)] if season else []
    counts = [(edition.label(side), sum(m.colour == side for m in marks)) for side in SIDES]
    said = _("，").join(_("{label}{n}次").format(label=name, n=n) for name, n in counts if n)
    return {
        "year": said or (_("未上榜") if marks else ""),
        "issue": edition.seal.issue.title if edition.seal else _("试算"),
    }


SIDES = ("red", "black")


def proposed(edition: Edition, unit: str) -> Rung | None:
    """The step that the ladder proposes for a black line of a published edition, to who may see
    drafts; nobody has decided it.
    """
    entry = edition.entry(unit)
    if edition.seal is None or entry is None or entry.colour != "black" or not session.drafts():
        return None
    return records.house().rung(edition.streak(unit))


def noted(edition: Edition, rows: Iterable[Row]) -> list[Row]:
    """Rows of a black list with the proposed step behind the distance to leaving it."""
    return [_noted(row, proposed(edition, row.unit)) for row in rows]


def _noted(row: Row, rung: Rung | None) -> Row:
    if rung is None:
        return row
    return replace(row, note="　".join(x for x in (row.note, step(rung)) if x))


def sentences(view: UnitView) -> None:
    """The finding on each board in full, with the proposed step."""
    lines: list[str] = []
    for at in view.standings:
        said = at.edition.sentence(view.unit.code)
        if rung := proposed(at.edition, view.unit.code):
            said += "　" + step(rung)
        if said.strip():
            lines.append(f"- **{tables.plain(at.edition.title)}**　{tables.plain(said)}")
    _listed(lines)


def step(rung: Rung) -> str:
    """建议约谈（连续2期起，未决定）: a proposal in words."""
    return _("建议{step}（连续{n}期起，未决定）").format(step=_(rung.name), n=rung.at)


def _listed(lines: Sequence[str]) -> None:
    if lines:
        st.markdown("\n".join(lines))
