"""Bars of one edition: a whole ranking, one item, amounts beside their tasks."""

from collections.abc import Sequence

from kpi.i18n import _
from kpi.model import scope, show, titles
from kpi.model.board import Entry
from kpi.model.chart import Bars, Row, apart, placed
from kpi.model.edition import Edition, named
from kpi.model.measure import Measure


def ranking(edition: Edition, group: str | None) -> Bars:
    """All units of a group: score, or the value itself where the board has one item."""
    only = scope.single(edition)
    if only:
        return item(edition, only.item, group)
    rows = [
        Row(
            e.unit,
            edition.name(e.unit),
            e.score,
            edition.place(e),
            e.colour,
            moved=edition.moved(e.unit),
        )
        for e in edition.within(group)
    ]
    return _bars(edition, group, rows, _("综合得分"), _("分"), edition.spec.rule.score_decimals)


def item(edition: Edition, code: str, group: str | None) -> Bars:
    """One item over a group, best first: value, place and what should have been reached."""
    own = edition.spec.rule.item(code)
    key, alone = own.column, scope.single(edition)
    indicator, measure = edition.indicator(key), edition.measure(key)
    parts = {e.unit: scope.part(e, code) for e in scope.members(edition, group)}
    valued = {u: p.value for u, p in parts.items() if p and p.value is not None}
    order = {u: scope.better(own, v) for u, v in valued.items()}
    place = placed(list(order.items()), higher=True)
    goals = _goals(edition, key, group) if measure is Measure.COMPLETION else {}
    rows = []
    for e in scope.members(edition, group):
        if e.unit not in valued or (alone and e.rank is None):
            continue
        rank = edition.place(e) if alone else place[e.unit]
        moved = edition.moved(e.unit) if alone else ""
        value, goal = valued[e.unit], goals.get(e.unit)
        rows.append(Row(e.unit, edition.name(e.unit), value, rank, e.colour, goal, moved))
    if not alone:
        rows.sort(key=lambda r: (r.rank or 0, r.unit))
    uom, digits = (
        scope.uom(indicator, measure),
        indicator.digits(measure) if indicator and measure else 2,
    )
    return _bars(edition, group, rows, edition.item_name(key), uom, digits, code)


def tasks(edition: Edition, indicator: str, group: str | None) -> Bars | None:
    """Amounts done beside the year's tasks, by completion; None where no task was set."""
    own = edition.catalog.indicator[indicator]
    measure = Measure.YTD if own.measure is Measure.MONTH else own.measure
    course = edition.evidence.course
    done, goal = course.get(f"{indicator}.{measure}"), course.get(f"{indicator}.{Measure.TARGET}")
    if done is None or goal is None:
        return None
    found = []
    for e in scope.members(edition, group):
        value, task = done.of(e.unit)[-1], goal.of(e.unit)[-1]
        if value is not None and task is not None and task > 0:
            row = Row(e.unit, edition.name(e.unit), value, None, e.colour, target=task)
            found.append((value / task, row))
    found.sort(key=lambda pair: (-pair[0], pair[1].unit))
    if not found:
        return None
    what = named(own.name, own.name_en)
    rows = [row for _share, row in found]
    told = [f"{r.name} {show.amount(r.value, own.uom, own.decimals)}" for r in rows]
    reached = sum((r.value or 0) >= (r.target or 0) for r in rows)
    title = _("{count}个单位中{reached}个完成年度目标").format(count=len(rows), reached=reached)
    return Bars(
        title=title,
        subtitle=scope.subtitle(edition, group, what, own.uom, len(rows)),
        what=what,
        uom=own.uom,
        decimals=own.decimals,
        rows=tuple(rows),
        target_name=_("年度目标"),
        alt=scope.alt(title, told),
    )


def _bars(
    edition: Edition,
    group: str | None,
    rows: Sequence[Row],
    what: str,
    uom: str,
    digits: int,
    code: str = "",
) -> Bars:
    told = scope.telling(uom, digits)
    goals = [r.target for r in rows]
    equal = len(set(goals)) == 1 and goals[0] is not None
    late = titles.behind(rows, goals) if code and any(g is not None for g in goals) else ""
    whole = code == "" or scope.single(edition) is not None
    title = titles.board(edition, group) if whole else late or titles.ends(rows, told)
    given = {r.unit for r in rows}
    absent = [e for e in scope.members(edition, group) if e.unit not in given]
    notes = [
        Row(e.unit, edition.name(e.unit), None, colour=e.colour, note=_missing(e, code))
        for e in absent
    ]
    ends = [f"{r.name} {told(r.value)}" for r in rows if r.value is not None]
    return Bars(
        title=title,
        subtitle=scope.subtitle(edition, group, what, uom, len(rows)),
        what=what,
        uom=uom,
        decimals=digits,
        rows=(*rows, *notes),
        mark=goals[0] if equal else None,
        mark_name=_("序时进度") if equal else "",
        target_name=_("序时进度") if not equal and any(g is not None for g in goals) else "",
        alt=scope.alt(title, ends),
        signed=any(r.value is not None and r.value < 0 for r in rows),
    )


def _missing(entry: Entry, code: str) -> str:
    """Why a unit has no bar: of an item what its cell says, else why it is not ranked."""
    part = scope.part(entry, code) if code else None
    if part is None or (entry.rank is None and part.value is not None):
        return apart(entry)
    return scope.status(part.status)


def _goals(edition: Edition, key: str, group: str | None) -> dict[str, float]:
    """Time progress of each unit: by its plan where one is known, else the share of the year."""
    course = edition.evidence.course.get(f"{key.partition('.')[0]}.progress")
    elapsed = edition.period.elapsed()
    known = {
        e.unit: course.of(e.unit)[-1] if course else None for e in scope.members(edition, group)
    }
    return {unit: elapsed if goal is None else goal for unit, goal in known.items()}
