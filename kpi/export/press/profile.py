"""The profile of a unit (单位体检表) on one A4 page, for a unit's own meeting."""

from pathlib import Path
from typing import Any

from kpi.export.press import drawing, sheet
from kpi.export.press.drawing import named
from kpi.i18n import _
from kpi.model import axis, bulletin, letter, pictures, scope, show, stamp
from kpi.model.board import Entry
from kpi.model.chart import heat, placed
from kpi.model.choice import Choice
from kpi.model.edition import Edition

STRIP = 12  # periods of the strip
ITEMS = 24  # rows of the table that leave room for the pictures


def data(edition: Edition, choice: Choice, fonts: Path | None, unit: str) -> dict[str, Any]:
    """What the template paints; KeyError for a unit that the board does not have."""
    entry = edition.entry(unit)
    if entry is None:
        raise KeyError(unit)
    group = None if edition.spec.rule.compare == "across" else entry.group
    against = pictures.distance(edition, unit) or pictures.shares(edition, unit)
    return sheet.common(edition, choice, "profile", fonts) | {
        "name": show.plain(edition.name(unit)),
        "colour": entry.colour or "",
        "list": show.plain(edition.label(entry.colour)),
        "board": show.plain(edition.title),
        "when": show.plain(f"{scope.period(edition)} · {stamp.issue(edition)}"),
        "facts": _facts(edition, entry, group),
        "strip": _strip(edition, unit),
        "strip_name": show.plain(_("各期榜单")),
        "told": [letter.dated(text) for text in _told(edition, entry, group)],
        "heads": [
            *(_("指标"), _("数值"), _("组内位次"), _("权重"), _("得分"), _("贡献")),
        ],
        "rows": _rows(edition, entry, group),
        "ends": [_("位次在前"), _("位次在后")],
        "against": drawing.shares(against) if against and len(against.parts) > 1 else None,
        "season": _season(edition, unit, group),
    }


def _facts(edition: Edition, entry: Entry, group: str | None) -> list[dict[str, str]]:
    """Place, score, movement, streak: a label, a text, a remark."""
    count, place = len(edition.within(group)), edition.place(entry)
    gap = edition.to_exit(entry.unit)
    before = edition.previous(entry.unit)
    was = _("上期{place}").format(place=show.place(before.rank)) if before and before.rank else ""
    facts = [
        (
            _("位次"),
            show.NOT_APPLICABLE if place is None else str(place),
            _("{group}共{count}个").format(group=scope.group_name(edition, group), count=count),
        ),
        (_("综合得分"), edition.score(entry.score), ""),
        (_("较上期"), edition.moved(entry.unit) or show.NOT_APPLICABLE, was),
        (_("榜单"), edition.label(entry.colour) or show.NOT_APPLICABLE, edition.badge(entry.unit)),
    ]
    if gap is not None and gap > 0:
        digits = edition.spec.rule.score_decimals
        facts.append((_("脱榜差距"), show.number(gap, digits), ""))
    return [{"label": a, "text": show.plain(b), "note": show.plain(c)} for a, b, c in facts]


def _strip(edition: Edition, unit: str) -> list[dict[str, str]]:
    """One square a period, oldest left: its list, whether ranked, its place."""
    marks = edition.marks.get(unit, ())[-STRIP:]
    labels = axis.labels([m.period for m in marks], edition.indicator(edition.spec.code))
    return [
        {
            "colour": m.colour or "",
            "place": "" if m.rank is None else str(m.rank),
            "label": label,
        }
        for m, label in zip(marks, labels, strict=True)
    ]


def _told(edition: Edition, entry: Entry, group: str | None) -> list[str]:
    """What the bulletin says of the unit; of who is on no list the finding alone."""
    if entry.colour and edition.listed(group):
        return [s.text() for s in bulletin.about(edition, entry)]
    return [show.plain(edition.sentence(entry.unit))]


def _rows(edition: Edition, entry: Entry, group: str | None) -> list[dict[str, Any]]:
    """Every item with value, place in the group, weight, points and what it adds."""
    found = []
    members = scope.members(edition, group)
    digits = edition.spec.rule.score_decimals
    for item in scope.items(edition)[:ITEMS]:
        part = scope.part(entry, item.item)
        parts = {e.unit: scope.part(e, item.item) for e in members}
        valued = [
            (u, scope.better(item, p.value)) for u, p in parts.items() if p and p.value is not None
        ]
        places = placed(valued, higher=True)
        place, told = places.get(entry.unit), scope.contrasted(edition, item, places.values())
        count = len(valued)
        known = part is not None and part.value is not None
        found.append(
            {
                "name": named(scope.headed(edition, item.column)),
                "value": show.plain(
                    edition.item_value(item.column, part.value)
                    if part and known
                    else scope.status(part.status if part else "")
                ),
                "place": f"{place}/{count}" if place else show.NOT_APPLICABLE,
                "at": (place - 1) / max(1, count - 1) if place and told else None,
                "step": heat(place, count) if place and told else None,
                "weight": _share(part.weight if part else None),
                "points": show.number(part.normalised if part else None, 1),
                "adds": show.number(part.contribution if part else None, digits),
            }
        )
    return found


def _share(weight: float | None) -> str:
    """An effective weight in percent; none where the item did not count."""
    return show.NOT_APPLICABLE if weight is None else f"{show.number(weight * 100, 1)}%"


def _season(edition: Edition, unit: str, group: str | None) -> dict[str, Any] | None:
    """The unit's places among its group; from three periods on."""
    units = [e.unit for e in edition.within(group)]
    if unit not in units:
        return None
    picture = pictures.places(edition, units, lead=unit)
    return drawing.places(picture, 240.0, 13.0) if len(picture.periods) > 2 else None
