"""Red and black lists as cards: place, name, score, movement, streak, the finding."""

from typing import Any

from kpi.export.press.drawing import named
from kpi.i18n import _
from kpi.model import bulletin, letter, show
from kpi.model.board import Entry
from kpi.model.edition import Edition

MOST = 8  # cards of one list; of more the rest is named in a line


def lists(edition: Edition, group: str | None, *, reasons: bool = True) -> list[dict[str, Any]]:
    """The lists that the board has here, red first; none where the group has no lists."""
    if not edition.listed(group):
        return []
    found = []
    for colour, entries in (("red", edition.red(group)), ("black", edition.black(group))):
        label = edition.label(colour)
        rule = edition.spec.rule
        if not entries and not (rule.red if colour == "red" else rule.black):
            continue
        rest = [edition.name(e.unit) for e in entries[MOST:]]
        found.append(
            {
                "colour": colour,
                "label": show.plain(label),
                "count": _("{count}个单位").format(count=len(entries)),
                "cards": [card(edition, e, reasons=reasons) for e in entries[:MOST]],
                "rest": show.plain(_("、").join(rest)),
                "nobody": show.plain(_("本期无单位列入{label}。").format(label=label)),
            }
        )
    return found


def card(edition: Edition, entry: Entry, *, reasons: bool) -> dict[str, str]:
    """One unit of a list."""
    place = edition.place(entry)
    moved = edition.moved(entry.unit)
    return {
        "rank": "" if place is None else str(place),
        "name": named(edition.name(entry.unit)),
        "score": show.plain(bulletin.score(edition, entry)),
        "moved": "" if moved == show.NOT_APPLICABLE else moved,
        "badge": edition.badge(entry.unit),
        "reason": letter.dated(bulletin.reason(edition, entry)) if reasons else "",
        "said": letter.dated(bulletin.stated(edition, entry)) if reasons else "",
    }
