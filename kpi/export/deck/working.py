"""Speaker notes: the working behind a slide in plain sentences."""

from collections.abc import Iterator, Sequence

from kpi.export.deck.said import Said
from kpi.i18n import _
from kpi.model import bulletin, pictures, rankings, scope, show, words
from kpi.model.chart import Bars
from kpi.model.edition import Edition
from kpi.model.rule import Item

MOST = 40  # units whose working is told


def ranking(edition: Edition, group: str | None, said: Said) -> Iterator[str]:
    """How each score came about: what every item adds."""
    yield from said.overall(group)
    if scope.single(edition):
        return
    for entry in edition.within(group)[:MOST]:
        found = pictures.shares(edition, entry.unit)
        name = edition.name(entry.unit)
        if found is None:
            score = bulletin.score(edition, entry)
            yield _("{name}综合得分{score}。").format(name=name, score=score)
            continue
        parts = _("，").join(
            _("{item}{points}").format(item=item, points=show.number(points, found.decimals))
            for item, points in found.parts
        )
        score = edition.score(entry.score)
        yield _("{name}{score}分，各项折算得分：{parts}。").format(
            name=name, score=score, parts=parts
        )


def level(bars: Bars, group: str | None) -> str:
    """Mean, best and last of what is drawn, in the bulletin's words; empty for a single unit."""
    rows = bars.drawn
    values = [row.value for row in rows if row.value is not None]
    if len(values) < 2:
        return ""
    told = scope.telling(bars.uom, bars.decimals)
    mean = told(sum(values) / len(values))
    if values[0] == values[-1]:
        return words.sentence("equal", group or "", what=bars.what, mean=mean).text()

    def together(value: float) -> str:
        names = [row.name for row in rows if row.value == value]
        few = len(names) < 3
        return _("、").join(names) if few else _("{count}个单位").format(count=len(names))

    best, last = max(values), min(values)
    return words.sentence(
        "mean",
        group or "",
        what=bars.what,
        mean=mean,
        high=told(best),
        first=together(best),
        low=told(last),
        last=together(last),
    ).text()


def item(edition: Edition, own: Item, groups: Sequence[str | None]) -> Iterator[str]:
    """The numbers of an item in full, with place and what should have been reached."""
    for group in groups:
        bars = rankings.item(edition, own.item, group)
        told = scope.telling(bars.uom, bars.decimals)
        for row in bars.drawn[:MOST]:
            goal = bars.mark if bars.mark is not None else row.target
            text = _("{name}{value}").format(name=row.name, value=told(row.value or 0.0))
            if goal is not None:
                due = show.rounded(goal, bars.decimals)
                by = show.points(show.rounded(row.value or 0.0, bars.decimals) - due)
                text = _("{text}，{goal}{due}，相差{by}").format(
                    text=text, goal=bars.mark_name or bars.target_name, due=told(goal), by=by
                )
            yield _("{text}。").format(text=text)
        for row in bars.apart:
            yield _("{name}：{note}。").format(name=row.name, note=row.note)
