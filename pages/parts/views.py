"""An edition's entries as the rows that the list element, tables and drawers show."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from kpi.i18n import _
from kpi.model import show
from kpi.model.board import Entry
from kpi.model.catalog import NEVER_RANKED, Catalog
from kpi.model.edition import Edition, named
from kpi.model.look import BLACK_MARK, OFF, RED_MARK
from kpi.model.period import Period
from kpi.service.unit import Standing, UnitView
from pages.parts import cached
from pages.parts.lists import Row

STRIP = 12


def row(edition: Edition, entry: Entry) -> Row:
    """One entry with its finding, strip and sparkline, and a sentence for screen readers."""
    marks = edition.marks.get(entry.unit, ())[-STRIP:]
    gap = edition.to_exit(entry.unit) if entry.colour == "black" else None
    by_score = any(i.method != "points" for i in edition.spec.rule.items)
    item = edition.spec.rule.items[0]
    single = sum(i.scored for i in edition.spec.rule.items) == 1
    value = next((p.value for p in entry.parts if p.item == item.item), None)
    return Row(
        unit=entry.unit,
        rank=str(edition.place(entry) or show.NOT_APPLICABLE),
        name=edition.name(entry.unit),
        score=edition.item_value(item.column, value) if single else edition.score(entry.score),
        moved=edition.moved(entry.unit),
        badge=edition.badge(entry.unit),
        strip=tuple(m.colour == entry.colour for m in marks) if entry.colour else (),
        reason=edition.sentence(entry.unit) + "　" if entry.colour else "",
        note=_("距脱榜{points}分").format(points=show.number(gap, edition.spec.rule.score_decimals))
        if gap is not None and by_score and not single
        else "",
        spark=tuple(m.score for m in marks),
        value=value if single else entry.score,
        target=edition.period.elapsed() if single and item.column.endswith(".completion") else None,
        side=entry.colour or "",  # type: ignore[arg-type]
        label=spoken(edition, entry),
    )


def spoken(edition: Edition, entry: Entry) -> str:
    """第1位，长安路街道，92.40分，红榜，连续3期，较上期上升1位."""
    parts = [show.place(edition.place(entry)), edition.name(entry.unit), edition.score(entry.score)]
    if entry.colour:
        parts += [edition.label(entry.colour), edition.badge(entry.unit)]
    before = edition.previous(entry.unit)
    if before and before.rank and entry.rank and before.rank != entry.rank:
        pattern = _("较上期上升{n}位") if entry.rank < before.rank else _("较上期下降{n}位")
        parts.append(pattern.format(n=abs(before.rank - entry.rank)))
    return _("，").join(p for p in parts if p)


def rows(edition: Edition, entries: Sequence[Entry]) -> tuple[Row, ...]:
    """Rows of several entries, in the order given."""
    return tuple(row(edition, e) for e in entries)


def table(
    edition: Edition, entries: Sequence[Entry], firm: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The whole ranking as table rows: place, unit, score, every item's value, movement, list,
    and from `firm` the word for how firm the place is.
    """
    items = [i for i in edition.spec.rule.items if i.scored]
    found = []
    for entry in entries:
        values = {p.item: p for p in entry.parts}
        found.append(
            {
                "unit": entry.unit,
                "rank": edition.place(entry),
                "name": edition.name(entry.unit),
                "score": entry.score,
                **{i.item: _cell(edition, i.column, values.get(i.item)) for i in items},
                "moved": edition.moved(entry.unit),
                "list": listed(edition, entry),
                "firm": firm.get(entry.unit, ""),
            }
        )
    return found


def listed(edition: Edition, entry: Entry) -> str:
    """▲红榜 连续3期, ▼黑榜 本期新列; empty on neither."""
    if not entry.colour:
        return ""
    mark = RED_MARK if entry.colour == "red" else BLACK_MARK
    return f"{mark}{edition.label(entry.colour)} {edition.badge(entry.unit)}"


def _cell(edition: Edition, column: str, part: Any) -> str:
    if part is None or part.status == "not_reported":
        return _("未报")
    return edition.item_value(column, part.value)


def unit_headline(view: UnitView, at: Standing | None = None) -> str:
    """桥西街道列第8位（共8），▼黑榜连续2期: its place on a board, the first that it stands on."""
    name = named(view.unit.name, view.unit.name_en)
    if not view.standings:
        return name
    first = at or view.standings[0]
    if first.rank is None:
        return _("{name}本期不参评").format(name=name)
    if (own := first.edition.entry(view.unit.code)) and first.edition.place(own) is None:
        return first.edition.headline(own.group)
    text = _("{name}列第{rank}位（共{of}）").format(name=name, rank=first.rank, of=first.of)
    entry = first.edition.entry(view.unit.code)
    return text + (_("，") + listed(first.edition, entry) if entry and entry.colour else "")


def standing(view: UnitView, at: Standing) -> dict[str, Any]:
    """One board in the unit's table of boards: place, score, movement, list, the last periods."""
    code, edition = view.unit.code, at.edition
    entry = edition.entry(code)
    place = edition.place(entry) if entry else None
    marks = edition.marks.get(code, ())[-STRIP:]
    return {
        "board": edition.title,
        "rank": f"{place}/{at.of}" if place else show.NOT_APPLICABLE,
        "score": row(edition, entry).score if entry and entry.rank else show.NOT_APPLICABLE,
        "moved": edition.moved(code),
        "list": listed(edition, entry) if entry else "",
        "strip": "".join(mark(m.colour, m.rank) for m in marks),
    }


def unit_names(ranked: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Names by code of the units that have a page: `ranked` has their codes by stand, and a name
    as the first stand of those offered has it counts.
    """
    return {
        code: named(unit.name, unit.name_en)
        for which in reversed(tuple(ranked))
        for code, unit in cached.catalog(which).unit.items()
        if code in ranked[which]
    }


def months(which: str) -> list[Period]:
    """The months of all boards, newest first; where no board is monthly, all their periods."""
    catalog = cached.catalog(which)
    found = {p for b in catalog.boards for p in cached.periods(b.code, which)}
    kept = {p for p in found if p.freq == "M"} or found
    return sorted(kept, key=str, reverse=True)


def mark(colour: str | None, rank: int | None) -> str:
    """▲ red, ▼ black, □ neither, · not ranked."""
    if colour:
        return RED_MARK if colour == "red" else BLACK_MARK
    return OFF if rank else "·"


def group_name(catalog: Catalog, group: str) -> str:
    """What a group is called; an indicator of the whole district stands outside all of them."""
    return _("不参加排名") if group == NEVER_RANKED else catalog.said(group)


def groups_with(edition: Edition) -> dict[str, int]:
    """Groups that an indicator is reported for, with how many units have a place."""
    counts = {g: len(edition.within(g)) for g in edition.groups}
    return {g: n for g, n in counts.items() if n}
