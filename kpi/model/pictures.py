"""The other pictures of one edition: trends, places, the grid, shares of a score.

Made from the edition alone; what lies behind the board (`evidence`) is used where it is there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kpi.i18n import _
from kpi.model import axis, scope, show, titles
from kpi.model.board import Colour, Part
from kpi.model.chart import (
    Column,
    Grid,
    GridRow,
    Lines,
    Places,
    Shares,
    Square,
    heat,
    placed,
)
from kpi.model.edition import Edition
from kpi.model.measure import Measure, Status
from kpi.model.series import Line, Role
from kpi.model.why import Gap

LINEAR = ("arithmetic", "sum", "rank_sum")  # means whose parts add up to the score itself
STRIP = 12  # periods that places are drawn over


def trend(edition: Edition, key: str, group: str | None, units: Sequence[str] = ()) -> Lines | None:
    """A column over its periods: every unit of the group, or only `units`, and what they are
    measured by; None where nothing is known of the time before.
    """
    course, own = edition.evidence.course.get(key), edition.indicator(key)
    measure = edition.measure(key)
    if course is None or own is None or measure is None:
        return None
    over = [p for p in axis.over(own, measure, course.periods[-1]) if p in course.periods]
    members = [e for e in scope.members(edition, group) if not units or e.unit in units]
    while len(over) > 1 and all(course.at(e.unit, over[0]) is None for e in members):
        over.pop(0)
    lines = []
    for e in members:
        values = tuple(course.at(e.unit, p) for p in over)
        role: Role = "own" if e.colour or units else "other"
        if any(v is not None for v in values):
            lines.append(Line(edition.name(e.unit), values, role, e.colour))
    if not lines:
        return None
    uom, digits = scope.uom(own, measure), own.digits(measure)
    told = scope.telling(uom, digits)
    by = scope.telling("个百分点" if uom == "%" else uom, digits)
    title = titles.shift([(line.name, line.values) for line in lines], by)
    if measure is Measure.COMPLETION:
        goals = tuple(p.elapsed() for p in over)
        lines.append(Line(_("序时进度"), goals, "target"))
    elif uom == "%" and len(lines) > 1:
        means = tuple(_mean([line.values[n] for line in lines]) for n in range(len(over)))
        lines.append(Line(_("平均"), means, "mean"))
    last = [f"{n.name} {told(n.values[-1])}" for n in lines if n.values[-1] is not None]
    what = edition.item_name(key)
    return Lines(
        title=title,
        subtitle=scope.subtitle(edition, group, what, uom, len(members)),
        what=what,
        uom=uom,
        decimals=digits,
        periods=axis.labels(over, own),
        series=tuple(lines),
        alt=scope.alt(title, last),
    )


def places(edition: Edition, units: Sequence[str], lead: str = "") -> Places:
    """Places over the season, 1 on top; units on a list coloured, the others grey."""
    over = edition.marks.get(units[0], ())[-STRIP:] if units else ()
    lines = []
    for code in units:
        marks = edition.marks.get(code, ())[-len(over) :] if over else ()
        if not any(m.rank for m in marks):
            continue
        now: Colour | None = marks[-1].colour
        role: Role = "own" if code == lead or (now and not lead) else "other"
        values = tuple(float(m.rank) if m.rank else None for m in marks)
        lines.append(Line(edition.name(code), values, role, now))
    title = titles.movement(edition, units)
    ends = [f"{n.name} {show.place(int(v))}" for n in lines if (v := n.values[-1]) is not None]
    return Places(
        title=title,
        subtitle=_("{board}位次").format(board=edition.title),
        periods=axis.labels([m.period for m in over], edition.indicator(edition.spec.code)),
        series=tuple(lines),
        last=max((int(v) for n in lines for v in n.values if v is not None), default=1),
        alt=scope.alt(title, ends),
    )


def grid(edition: Edition, group: str | None) -> Grid:
    """Units × items: each number with its place in the group, coloured where that tells who is in
    front; units without a place last.
    """
    scored = scope.items(edition)
    whole = sum(i.weight for i in scored)
    members, columns, squares = scope.members(edition, group), [], []
    for own in scored:
        indicator, measure = edition.indicator(own.column), edition.measure(own.column)
        digits = indicator.digits(measure) if indicator and measure else 2
        share = own.weight / whole * 100
        name = edition.item_name(own.column)
        columns.append(Column(own.item, name, scope.uom(indicator, measure), digits, share))
        parts = {e.unit: scope.part(e, own.item) for e in members}
        valued = [
            (u, scope.better(own, p.value)) for u, p in parts.items() if p and p.value is not None
        ]
        place = placed(valued, higher=True)
        made = [_square(parts[e.unit], place.get(e.unit), len(place), digits) for e in members]
        if not scope.contrasted(edition, own, place.values()):
            made = [replace(s, step=None) for s in made]
        squares.append(made)
    rows = tuple(
        GridRow(
            e.unit, edition.name(e.unit), edition.place(e), e.colour, tuple(s[n] for s in squares)
        )
        for n, e in enumerate(members)
    )
    title = titles.strengths(edition, group)
    told = [f"{r.name} {show.place(r.rank)}" for r in rows if r.rank]
    count = _("{count}个单位").format(count=len(rows))
    what = _("{count}项指标").format(count=len(columns))
    subtitle = " · ".join((what, scope.period(edition), scope.group_name(edition, group), count))
    return Grid(title, subtitle, tuple(columns), rows, scope.alt(title, told))


def shares(edition: Edition, unit: str) -> Shares | None:
    """What each item adds to the score; None without a score, or where parts do not add up to it
    (geometric and harmonic means).
    """
    entry, rule = edition.entry(unit), edition.spec.rule
    kinds = {rule.aggregate, *(b.aggregate for b in rule.blocks)}
    if entry is None or entry.score_raw is None or not kinds <= set(LINEAR):
        return None
    parts = [
        (p.item, p.contribution) for p in entry.parts if p.contribution is not None and p.weight
    ]
    parts.sort(key=lambda pair: (-pair[1], pair[0]))
    name, score = edition.name(unit), edition.score(entry.score)
    title = _("{name}得{score}分").format(name=name, score=score)
    return _shares(edition, title, _("综合得分"), parts, entry.score_raw)


def distance(edition: Edition, unit: str) -> Shares | None:
    """What each item gains or loses against the group's mean; None where that is not known."""
    why = edition.evidence.why.get(unit)
    gap: Gap | None = why.mean if why else None
    if gap is None:
        return None
    parts = sorted(((s.item, s.points) for s in gap.shares), key=lambda pair: (pair[1], pair[0]))
    by = show.number(abs(gap.points), edition.spec.rule.score_decimals)
    pattern = _("{name}比平均高{by}分") if gap.points >= 0 else _("{name}比平均低{by}分")
    title = pattern.format(name=edition.name(unit), by=by)
    return _shares(edition, title, _("与平均之差"), parts, gap.points)


def _shares(
    edition: Edition, title: str, name: str, parts: Iterable[tuple[str, float]], total: float
) -> Shares:
    digits = edition.spec.rule.score_decimals
    told = tuple((edition.item_name(edition.spec.rule.item(i).column), x) for i, x in parts)
    said = [f"{n} {show.number(x, digits)}" for n, x in told]
    return Shares(
        title, scope.period(edition), _("分"), digits, told, total, name, scope.alt(title, said)
    )


def _square(part: Part | None, place: int | None, of: int, digits: int) -> Square:
    if part is None or part.value is None or place is None:
        said = part.status if part else str(Status.NOT_REPORTED)
        return Square(scope.status(said), None, None, of, None, said)
    text = show.number(part.value, digits)
    return Square(text, part.value, place, of, heat(place, of), part.status)


def _mean(values: Sequence[float | None]) -> float | None:
    given = [v for v in values if v is not None]
    return sum(given) / len(given) if given else None
