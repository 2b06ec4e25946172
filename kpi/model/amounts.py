"""Pictures of the amounts behind a column: who pulls the whole, two periods, a unit's tasks.

All from the edition's evidence; None where it does not have what a picture needs.
"""

from collections.abc import Mapping

from kpi.i18n import N_, _
from kpi.model import axis, scope, show, titles
from kpi.model.catalog import Direction, Indicator
from kpi.model.chart import Bars, Lines, Row, Shares, placed
from kpi.model.edition import Edition, named
from kpi.model.evidence import Course
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.series import Line

AMOUNTS = (Measure.YTD, Measure.MONTH, Measure.LEVEL)
MUCH = 2  # places a unit must have moved to be coloured


def pull(edition: Edition, code: str, group: str | None) -> Shares | None:
    """What each unit adds to the growth of the group over the year before, in percentage points:
    its own growth in the amount, over all amounts of the year before. They add up to the growth,
    so there is none where a unit has the one year and not the other, nor on a base not above zero.
    """
    own = edition.indicator(code)
    course = edition.evidence.course.get(f"{own.code}.{own.measure}") if own else None
    if own is None or course is None or own.uom == "%" or own.measure not in AMOUNTS:
        return None
    at = course.periods[-1]
    both = _both(edition, course, group, at.year_ago(), at)
    of = [
        (course.at(e.unit, at.year_ago()), course.at(e.unit, at))
        for e in scope.members(edition, group)
    ]
    whole = sum(before for before, _now in both.values())
    if len(both) < 2 or not whole > 0 or any((a is None) != (b is None) for a, b in of):
        return None
    parts = [(edition.name(u), (now - was) / whole * 100) for u, (was, now) in both.items()]
    parts.sort(key=lambda part: (-part[1], part[0]))
    name, growth = named(own.name, own.name_en), sum(points for _name, points in parts)
    (last, least), (first, most) = parts[-1], parts[0]
    drags = round(least, 1) < 0
    pattern = _("{name}拖累增速{points}") if drags else _("{name}拉动增速{points}")
    who, by = (last, -least) if drags else (first, most)
    title = pattern.format(name=who, points=show.points(by, sign=False))
    told = [f"{n} {show.number(x, 2, sign=True)}" for n, x in parts]
    what = _("对{whole}增速的拉动").format(whole=name)
    return Shares(
        title=title,
        subtitle=scope.subtitle(edition, group, what, N_("百分点"), len(parts)),
        uom="百分点",
        decimals=2,
        parts=tuple(parts),
        total=growth,
        total_name=_("{whole}增速").format(whole=name),
        alt=scope.alt(title, told),
    )


def slope(edition: Edition, key: str, group: str | None) -> Lines | None:
    """A column then and now, a line for each unit: a year apart where the year before is known,
    else one period. Who rose or fell by two places or more is coloured.
    """
    course, own, measure = (
        edition.evidence.course.get(key),
        edition.indicator(key),
        edition.measure(key),
    )
    if course is None or own is None or measure is None:
        return None
    at = course.periods[-1]
    for earlier in (at.year_ago(), at.shift(-1)):
        both = _both(edition, course, group, earlier, at)
        if len(both) > 1:
            break
    else:
        return None
    places = [
        placed([(u, pair[n]) for u, pair in both.items()], higher=_higher(own, measure))
        for n in (0, 1)
    ]
    rises = {u: places[0][u] - places[1][u] for u in both}
    colours = {e.unit: e.colour for e in edition.board.entries}
    moved = {u for u, rise in rises.items() if abs(rise) >= MUCH}
    lines = tuple(
        Line(edition.name(u), pair, *(("own", colours[u]) if u in moved else ("other",)))
        for u, pair in both.items()
    )
    when = (_when(earlier, own), _when(at, own))
    what, uom, digits = edition.item_name(key), scope.uom(own, measure), own.digits(measure)
    tell = scope.telling(uom, digits)
    title = _risen(edition, rises) or titles.fitting(
        _("{what}：{before}与{now}").format(what=what, before=when[0], now=when[1]), what
    )
    ends = [f"{edition.name(u)} {tell(pair[1])}" for u, pair in both.items()]
    return Lines(
        title=title,
        subtitle=scope.subtitle(edition, group, what, uom, len(both)),
        what=what,
        uom=uom,
        decimals=digits,
        periods=when,
        series=lines,
        alt=scope.alt(title, ends),
    )


def tasks(edition: Edition, unit: str) -> Bars | None:
    """The tasks of one unit in percent of the year's targets, against time progress."""
    rows: list[Row] = []
    for item in scope.items(edition):
        own = edition.indicator(item.column)
        done = edition.evidence.course.get(f"{own.code}.completion") if own else None
        if own is None or done is None or own.code in {r.unit for r in rows}:
            continue
        value, goal = done.of(unit)[-1], _progress(edition, own, unit, done.periods[-1])
        if value is not None:
            rows.append(Row(own.code, named(own.name, own.name_en), value, target=goal))
    if not rows:
        return None
    late = sum(show.rounded(r.value or 0, 1) < show.rounded(r.target or 0, 1) for r in rows)
    name = edition.name(unit)
    title = _("{name}达到序时进度").format(name=name)
    if late:
        title = _("{name}{count}项任务落后序时进度").format(name=name, count=late)
    goals = {r.target for r in rows}
    mark = goals.pop() if len(goals) == 1 else None
    what = _("年度目标完成情况")
    told = [f"{r.name} {show.amount(r.value, '%', 1)}" for r in rows]
    return Bars(
        title=title,
        subtitle=" · ".join((show.headed(what, "%"), scope.period(edition), name)),
        what=what,
        uom="%",
        decimals=1,
        rows=tuple(rows),
        mark=mark,
        mark_name=_("序时进度") if mark is not None else "",
        target_name=_("序时进度") if mark is None else "",
        alt=scope.alt(title, told),
    )


def _both(
    edition: Edition, course: Course, group: str | None, before: Period, now: Period
) -> Mapping[str, tuple[float, float]]:
    """Units of the group with a number in both periods, in the order of places."""
    found = {}
    for entry in scope.members(edition, group):
        pair = (course.at(entry.unit, before), course.at(entry.unit, now))
        if pair[0] is not None and pair[1] is not None:
            found[entry.unit] = (pair[0], pair[1])
    return found


def _higher(own: Indicator, measure: Measure) -> bool:
    return own.direction is not Direction.LOWER or measure is Measure.COMPLETION


def _risen(edition: Edition, rises: Mapping[str, int]) -> str:
    """Who rose and who fell most; empty where nobody did."""
    up = max(rises, key=lambda u: rises[u])
    down = min(rises, key=lambda u: rises[u])
    said = []
    if rises[up] > 0:
        said.append(_("{name}上升{places}位").format(name=edition.name(up), places=rises[up]))
    if rises[down] < 0:
        said.append(_("{name}下降{places}位").format(name=edition.name(down), places=-rises[down]))
    return titles.fitting(_("，").join(said), *said[:1]) if said else ""


def _when(period: Period, own: Indicator) -> str:
    """25年9月."""
    if period.freq == "Y":
        return axis.label(period, own)
    return _("{year}年{label}").format(year=period.year % 100, label=axis.label(period, own))


def _progress(edition: Edition, own: Indicator, unit: str, at: Period) -> float:
    """Time progress by the unit's plan where one is known, else the share of the year."""
    course = edition.evidence.course.get(f"{own.code}.progress")
    known = course.at(unit, at) if course else None
    return at.elapsed() if known is None else known
