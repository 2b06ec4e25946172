"""The tall picture (一图) for a chat group: 1080 pixels wide, as high as it needs, type ≥ 28 px."""

from pathlib import Path
from typing import Any

from kpi.export.press import cards, drawing, sheet
from kpi.i18n import _
from kpi.model import chart, rankings, scope, show, stamp, titles
from kpi.model.choice import Choice
from kpi.model.edition import Edition


def data(edition: Edition, choice: Choice, fonts: Path | None) -> dict[str, Any]:
    """What the template paints: a part for each group, both lists and the ranking."""
    return sheet.common(edition, choice, "tall", fonts) | {
        "board": show.plain(edition.title),
        "when": show.plain(f"{scope.period(edition)} · {stamp.issue(edition)}"),
        "stamps": [
            show.plain(_("{label}：{text}").format(label=label, text=text))
            for label, text in stamp.fields(edition, choice)
        ],
        "groups": [_group(edition, g, choice) for g in scope.scopes(edition)],
    }


def _group(edition: Edition, group: str | None, choice: Choice) -> dict[str, Any]:
    return {
        "name": show.plain(scope.group_name(edition, group)),
        "finding": show.plain(titles.board(edition, group)),
        "lists": cards.lists(edition, group, reasons=not choice.public),
        "ranking": drawing.bars(rankings.ranking(edition, group), chart.MOST),
    }
