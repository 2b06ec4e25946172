"""Every number that an edition holds, by what it is and whom it is about: reckoned from the board,
its marks and its evidence, not from the pictures and tables that the papers paint.

Keys begin with the kind: ("score", unit), ("value", unit, item), ("season", unit, period) …; names
are those of the reader's language. Numbers are as they were ranked, texts as they are printed.
"""

from kpi.i18n import _
from kpi.model import axis, scope, show
from kpi.model.edition import Edition
from kpi.model.measure import Measure

Facts = dict[tuple[str, ...], object]


def facts(edition: Edition) -> Facts:
    """All of them."""
    return board(edition) | past(edition) | stored(edition)


def board(edition: Edition) -> Facts:
    """Places, scores, values, what each gave, what it was held against; counts and means."""
    found: Facts = {}
    for entry in edition.board.entries:
        unit = name(edition, entry.unit)
        marks = edition.marks.get(entry.unit, ())
        found["place", unit] = edition.place(entry)
        found["score", unit] = entry.score
        found["raw", unit] = entry.score_raw
        found["list", unit] = entry.colour
        if len(marks) > 1 and marks[-1].rank and marks[-2].rank:
            found["steps", unit] = marks[-2].rank - marks[-1].rank
        if entry.colour:
            found["streak", unit] = run(entry.colour, [m.colour for m in marks])
        if entry.unit in edition.exits:
            digits = edition.spec.rule.score_decimals
            found["exit", unit] = show.rounded(edition.exits[entry.unit], digits)
        for part in entry.parts:
            item = edition.spec.rule.item(part.item)
            said = show.plain(edition.item_name(item.column))
            found["value", unit, said] = part.value
            if not item.scored:
                continue
            found["points", unit, said] = part.normalised
            found["adds", unit, said] = part.contribution
            found["share", unit, said] = part.weight
            found["goal", unit, said] = goal(edition, entry.unit, item.column)
    for why in edition.evidence.whys:
        for part in why.mean.shares if why.mean else ():
            said = show.plain(edition.item_name(edition.spec.rule.item(part.item).column))
            found["apart", name(edition, why.unit), said] = part.points
    return found | counts(edition)


def counts(edition: Edition) -> Facts:
    """What tiles and the first sentence add up."""
    ranked = [e for e in edition.board.entries if e.rank is not None]
    steps = []
    for entry in ranked:
        marks = edition.marks.get(entry.unit, ())
        if len(marks) > 1 and marks[-2].rank:
            steps.append(marks[-2].rank - entry.rank)
    return {
        ("count", "ranked"): len(ranked),
        ("count", "red"): sum(e.colour == "red" for e in ranked),
        ("count", "black"): sum(e.colour == "black" for e in ranked),
        ("count", "up"): sum(s > 0 for s in steps),
        ("count", "down"): sum(s < 0 for s in steps),
    }


def past(edition: Edition) -> Facts:
    """Places over the season, every item over its periods, how often a unit was on a list."""
    found: Facts = {}
    own = edition.indicator(edition.spec.code)
    for unit, marks in edition.marks.items():
        over = axis.labels([m.period for m in marks[-12:]], own)
        for label, mark in zip(over, marks[-12:], strict=True):
            found["season", name(edition, unit), label] = mark.rank
        for colour in ("red", "black"):
            year = [m for m in marks if m.period.year == edition.period.year]
            found["times", name(edition, unit), colour] = sum(m.colour == colour for m in year)
    for item in scope.items(edition):
        indicator, measure = edition.indicator(item.column), edition.measure(item.column)
        course = edition.evidence.course.get(f"{indicator.code}.{measure}")
        if course is None:
            continue
        over = [p for p in axis.over(indicator, measure, edition.period) if p in course.periods]
        said = show.plain(edition.item_name(item.column))
        for label, period in zip(axis.labels(over, indicator), over, strict=True):
            for unit in course.units:
                found["course", said, name(edition, unit), label] = course.at(unit, period)
            if all(course.at(unit, period) is None for unit in course.units):
                continue
            if measure is Measure.COMPLETION:
                found["course", said, _("序时进度"), label] = period.elapsed()
            else:
                for group in scope.scopes(edition):
                    members = [e.unit for e in scope.members(edition, group)]
                    given = [v for u in members if (v := course.at(u, period)) is not None]
                    mean = sum(given) / len(given) if given else None
                    found["mean", said, group or "", label] = mean
    return found


def stored(edition: Edition) -> Facts:
    """Amounts, growth and targets as they were reported."""
    return {
        (
            "cell",
            name(edition, cell.unit),
            indicator_name(edition, cell.indicator),
            show.measure_name(cell.measure),
            str(cell.period),
        ): cell.value
        for cell in edition.evidence.cells
    }


def indicator_name(edition: Edition, code: str) -> str:
    own = edition.catalog.indicator[code]
    return show.plain(edition.item_name(f"{code}.{own.measure}"))


def name(edition: Edition, unit: str) -> str:
    return show.plain(edition.name(unit))


def run(colour: str, colours: list[str | None]) -> int:
    """Periods without a break on the list of now."""
    count = 0
    for one in reversed(colours):
        if one != colour:
            break
        count += 1
    return count


def goal(edition: Edition, unit: str, column: str) -> float | None:
    """What a completion is held against: the unit's own plan, else the share of the year."""
    if edition.measure(column) is not Measure.COMPLETION:
        return None
    course = edition.evidence.course.get(f"{column.partition('.')[0]}.{Measure.PROGRESS}")
    planned = course.of(unit)[-1] if course else None
    return edition.period.elapsed() if planned is None else planned
