"""Tables of a printed paper: every unit of a group with every number, in columns that fit."""

from collections.abc import Iterator
from typing import Any

from kpi.i18n import _, language
from kpi.model import pictures, scope, show
from kpi.model.board import Entry
from kpi.model.chart import apart
from kpi.model.edition import Edition
from kpi.model.look import BLACK_MARK, RED_MARK

WIDE = 6  # items beside place, unit, score and movement on a portrait page
MARKS = {"red": RED_MARK, "black": BLACK_MARK}


def ranked(edition: Edition, group: str | None) -> Iterator[dict[str, Any]]:
    """Place, unit, items, score, movement; more items than fit go on in a table of their own."""
    picture, members = pictures.grid(edition, group), scope.members(edition, group)
    only = scope.single(edition)
    heads = [
        c.name if not c.uom else _("{what}（{uom}）").format(what=c.name, uom=_(c.uom))
        for c in picture.columns
    ]
    name = scope.group_name(edition, group)
    chunks = range(0, max(1, len(heads)), WIDE)
    for start in chunks:
        shown = slice(start, start + WIDE)
        count = len(heads[shown])
        title = _("{group}（{count}个单位）").format(group=name, count=len(members))
        if start:
            title = _("{group}（续表）").format(group=name)
        columns = [_("位次"), _("单位"), *heads[shown]]
        widths = [11, 34 if count <= 4 else 28, *([0] * count)]
        if not only:
            columns.append(_("综合得分"))
            widths.append(16)
        columns.append(_("较上期"))
        widths.append(13)
        yield {
            "title": show.plain(title),
            "size": 9.0 if language() == "zh" else 7.5,
            "columns": [show.plain(c) for c in columns],
            "widths": widths,
            "rows": [
                _row(
                    edition,
                    e,
                    [s.text for s in picture.rows[n].squares[shown]]
                    + ([] if only else [_score(edition, e)])
                    + [edition.moved(e.unit) or show.NOT_APPLICABLE],
                )
                for n, e in enumerate(members)
            ],
        }


def public(edition: Edition, group: str | None) -> dict[str, Any]:
    """What the notice board shows: place, unit, score, list; nothing of persons or reasons."""
    only, members = scope.single(edition), scope.members(edition, group)
    head = scope.headed(edition, only.column) if only else _("综合得分")
    return {
        "title": show.plain(scope.group_name(edition, group)),
        "size": 11.0,
        "columns": [_("位次"), _("单位"), show.plain(head), _("榜单")],
        "widths": [16, 0, 40, 28],
        "rows": [
            _row(edition, e, [_score(edition, e), edition.label(e.colour) or show.NOT_APPLICABLE])
            for e in members
        ],
    }


def _row(edition: Edition, entry: Entry, rest: list[str]) -> dict[str, Any]:
    place = edition.place(entry)
    name = MARKS.get(entry.colour or "", "") + edition.name(entry.unit)
    cells = [show.NOT_APPLICABLE if place is None else str(place), name, *rest]
    return {"colour": entry.colour or "", "cells": [show.plain(c) for c in cells]}


def _score(edition: Edition, entry: Entry) -> str:
    """The score as ranked; of who has none the word that says why."""
    if entry.score is None:
        return apart(entry)
    return show.number(entry.score, edition.spec.rule.score_decimals)
