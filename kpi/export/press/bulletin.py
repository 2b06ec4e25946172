"""The bulletin (通报) on the page of GB/T 9704-2012, and its short form for the notice board."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kpi.export.press import drawing, sheet, tables
from kpi.i18n import _
from kpi.model import bulletin, letter, rankings, scope, show, stamp
from kpi.model.choice import Choice
from kpi.model.edition import Edition
from kpi.model.words import Section

ITEMS = ("text", "head", "chart", "annex", "imprint")  # what it may be without; 简报: no head
LINE = 20.0  # characters of a title on one line: 156 mm at 22 pt
CHARTS = 2  # groups whose ranking is drawn in the text; of more the annex tells
CHART = 195.0  # points of height for bars: with headline and feet below 80 mm


def data(edition: Edition, choice: Choice, fonts: Path | None) -> dict[str, Any]:
    """What the template paints. A trial has no red head, number, signature or imprint."""
    trial, paper, public = stamp.trial(edition), edition.paper, choice.public
    official = bool(paper.office) and not trial and not public
    headed = letter.red(edition, public=public)
    annex = _annex(edition) if _wants(choice, "annex") and not public else None
    signed = official and paper.issued is not None
    return sheet.common(edition, choice, "notice" if public else "bulletin", fonts) | {
        "head": _head(edition) if headed and _wants(choice, "head") else None,
        "heading": list(letter.title(edition, LINE, public=public)),
        "to": "" if public else letter.addressees(edition),
        "opening": letter.opening(edition, public=public),
        "sections": [] if public else list(_sections(edition, choice)),
        "public": _public(edition) if public else None,
        "annex": annex,
        "office": "" if trial or paper.issued is None else show.plain(paper.office),
        "date": _day(edition),
        "imprint": _imprint(edition) if signed and _wants(choice, "imprint") else None,
    }


def _wants(choice: Choice, item: str) -> bool:
    """Whether a part is wanted: all are, unless some part is named; other words name the paper."""
    parts = [i for i in choice.items if i in ITEMS]
    return not parts or item in parts


def _head(edition: Edition) -> dict[str, Any]:
    """份号, 密级, 紧急程度; 发文机关标志; 发文字号."""
    return {
        "above": list(letter.above(edition)),
        "office": show.plain(edition.paper.office),
        "number": letter.symbol(edition),
    }


def _day(edition: Edition) -> str:
    """The date of issue; of a trial none."""
    given = edition.paper.issued
    return letter.dated(given.isoformat()) if given and not stamp.trial(edition) else ""


def _sections(edition: Edition, choice: Choice) -> Iterator[dict[str, Any]]:
    for n, section in enumerate(bulletin.sections(edition), 1):
        drawn = section.key == "overall" and _wants(choice, "chart")
        yield {
            "title": letter.numbered(n) + show.plain(section.title),
            "paragraphs": list(_paragraphs(section)),
            "charts": list(_charts(edition, choice)) if drawn else [],
        }


def _paragraphs(section: Section) -> list[str]:
    return [letter.dated(p.text()) for p in section.paragraphs if p.sentences]


def _charts(edition: Edition, choice: Choice) -> Iterator[dict[str, Any]]:
    """The ranking of each group, where they are few."""
    scopes = scope.scopes(edition)
    if len(scopes) > CHARTS:
        return
    for group in scopes:
        picture = rankings.ranking(edition, group)
        if picture.drawn:
            made = drawing.bars(picture, annex=_wants(choice, "annex"))
            yield made | {"pitch": min(16.0, CHART / len(made["rows"]))}


def _annex(edition: Edition) -> dict[str, Any]:
    title = show.plain(_("{group}{board}排名表").format(group="", board=edition.title))
    return {
        "name": _("附件"),
        "title": title,
        "mention": _("附件：") + title,
        "tables": [t for g in scope.scopes(edition) for t in tables.ranked(edition, g)],
        "note": _("“—”为不适用或未下达任务，“未报”为应报未报；两者都不是0。"),
    }


def _public(edition: Edition) -> dict[str, Any]:
    return {
        "told": list(letter.told(edition)),
        "tables": [tables.public(edition, g) for g in scope.scopes(edition)],
    }


def _imprint(edition: Edition) -> dict[str, str]:
    """版记: who gets copies, who printed it and when."""
    copies = show.plain(edition.paper.copied_to).rstrip("。. ")
    return {
        "copies": _("抄送：{names}。").format(names=copies) if copies else "",
        "office": show.plain(edition.paper.office),
        "date": _("{date}印发").format(date=_day(edition)),
    }
