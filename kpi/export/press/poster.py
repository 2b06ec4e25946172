"""The poster (海报): A3 landscape, lists at the left, every number of every unit at the right.

Groups share a page as long as their units find room on it.
"""

from pathlib import Path
from typing import Any

from kpi.export.press import cards, drawing, sheet
from kpi.i18n import _
from kpi.model import pictures, rankings, scope, show, stamp, titles
from kpi.model.choice import Choice
from kpi.model.edition import Edition

ROWS = 28  # units on one page; of more both ends and who is on a list
SEASON = 12  # units whose places over the season are drawn, where room is left


def data(edition: Edition, choice: Choice, fonts: Path | None) -> dict[str, Any]:
    """What the template paints; for the notice board lists and scores, without reasons."""
    return sheet.common(edition, choice, "poster", fonts) | {
        "board": show.plain(edition.title),
        "period": show.plain(scope.period(edition)),
        "issue": stamp.issue(edition),
        "office": show.plain(edition.paper.office),
        "score": show.plain(_("得分")),
        "moved": show.plain(_("较上期")),
        "pages": [_page(edition, groups, choice) for groups in _shared(edition)],
    }


def _shared(edition: Edition) -> list[list[str | None]]:
    """Groups by page, in the board's order."""
    pages: list[list[str | None]] = []
    room = 0
    for group in scope.scopes(edition):
        need = min(ROWS, len(scope.members(edition, group))) + 3
        if need > room or not pages:
            pages.append([])
            room = ROWS + 3
        pages[-1].append(group)
        room -= need
    return pages


def _page(edition: Edition, groups: list[str | None], choice: Choice) -> dict[str, Any]:
    several = len(scope.scopes(edition)) > 1
    return {
        "finding": show.plain(titles.board(edition, groups[0])),
        "parts": [_part(edition, g, choice, named=several) for g in groups],
        "season": _season(edition, groups[0]),
    }


def _part(edition: Edition, group: str | None, choice: Choice, *, named: bool) -> dict[str, Any]:
    ranking = rankings.ranking(edition, group)
    alone = choice.public or scope.single(edition) is not None
    return {
        "name": show.plain(scope.group_name(edition, group)) if named else "",
        "finding": show.plain(titles.board(edition, group)),
        "lists": cards.lists(edition, group, reasons=not choice.public),
        "ranking": drawing.bars(ranking, ROWS),
        "grid": None if alone else _grid(edition, group),
    }


def _grid(edition: Edition, group: str | None) -> dict[str, Any]:
    """The grid with score and movement of each unit."""
    picture = pictures.grid(edition, group)
    made = drawing.grid(picture, ROWS)
    entries = {e.unit: e for e in scope.members(edition, group)}
    for row in made["rows"]:
        entry = entries[row["unit"]]
        row["score"] = edition.score(entry.score) if entry.score is not None else ""
        row["moved"] = edition.moved(entry.unit)
    return made


def _season(edition: Edition, group: str | None) -> dict[str, Any] | None:
    """Places over the season, where there is one and it is not a thicket."""
    units = [e.unit for e in edition.within(group)]
    picture = pictures.places(edition, units)
    if len(picture.periods) < 3 or not 1 < len(picture.series) <= SEASON:
        return None
    return drawing.places(picture, 200.0, 17.0)
