"""Headlines by rule: what a picture shows, said in at most 28 characters with a name or a number.

Each is made from the very rows that are drawn, so that it promises nothing else.
"""

from collections.abc import Callable, Sequence
from typing import Protocol
from unicodedata import east_asian_width

from kpi.i18n import _
from kpi.model import show
from kpi.model.edition import Edition

SAME = 1e-9  # of two moves that are one
LONGEST = 28.0  # Chinese characters; Latin letters and digits take half of one


class Valued(Protocol):
    """A row of a picture: a name and its number."""

    @property
    def name(self) -> str:
        """The unit's name."""

    @property
    def value(self) -> float | None:
        """The unit's number."""


Told = Callable[[float], str]  # a number with its unit of measure


def length(text: str) -> float:
    """How long a text is, in Chinese characters."""
    return sum(1.0 if east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def fitting(*candidates: str) -> str:
    """The first candidate that fits a headline; none does: the last."""
    found = [text for text in candidates if text]
    return next((text for text in found if length(text) <= LONGEST), found[-1])


def board(edition: Edition, group: str | None = None) -> str:
    """The finding of the period: who leads, who is new on the black list or longest on it."""
    ranked = edition.within(group)
    names = [edition.name(e.unit) for e in ranked if e.rank == 1]
    single = _("{name}居首").format(name=names[0]) if len(names) == 1 else ""
    several = _("{count}个单位并列居首").format(count=len(names)) if len(names) > 1 else ""
    return fitting(edition.headline(group), single, several)


def ends(rows: Sequence[Valued], told: Told) -> str:
    """Who stands first and last, each with the number; `rows` best first, all with a value."""
    values = [row.value for row in rows if row.value is not None]
    if not values:
        return _("本期没有可排名的单位")
    first, last = told(values[0]), told(values[-1])
    if values[0] == values[-1]:
        if len(values) == 1:
            return _("{name}{value}").format(name=rows[0].name, value=first)
        return _("{count}个单位同为{value}").format(count=len(values), value=first)
    lead = sum(value == values[0] for value in values)
    tail = sum(value == values[-1] for value in values)
    top = (
        _("{name}{value}居首").format(name=rows[0].name, value=first)
        if lead == 1
        else _("{count}个单位{value}并列居首").format(count=lead, value=first)
    )
    bottom = (
        _("{name}{value}居末").format(name=rows[-1].name, value=last)
        if tail == 1
        else _("{count}个单位{value}并列居末").format(count=tail, value=last)
    )
    return fitting(_("，").join((top, bottom)), bottom, top)


def behind(rows: Sequence[Valued], goals: Sequence[float | None]) -> str:
    """How many completions lie behind time progress, and the one furthest; empty if none does.

    Both are compared as printed, with one decimal.
    """
    gaps = [
        (show.rounded(row.value, 1) - show.rounded(goal, 1), row.name)
        for row, goal in zip(rows, goals, strict=True)
        if row.value is not None and goal is not None
    ]
    late = [(gap, name) for gap, name in gaps if gap < 0]
    if not late and len(gaps) == 1:
        return _("{name}达到序时进度").format(name=gaps[0][1])
    if not late:
        return _("{count}个单位均达到序时进度").format(count=len(gaps)) if gaps else ""
    gap, name = min(late)
    if len(late) > 1 and all(same == gap for same, _name in late):
        return _("{count}个单位均落后序时进度{points}").format(
            count=len(late), points=show.points(-gap, sign=False)
        )
    return fitting(
        _("{count}个单位落后序时进度，{name}差{points}").format(
            count=len(late), name=name, points=show.points(-gap, sign=False)
        ),
        _("{count}个单位落后序时进度").format(count=len(late)),
    )


def movement(edition: Edition, units: Sequence[str]) -> str:
    """Who rose and who fell most against the period before."""
    moves = []
    for code in units:
        now, before = edition.marks.get(code, ())[-1:], edition.previous(code)
        if now and now[0].rank and before and before.rank:
            moves.append((before.rank - now[0].rank, edition.name(code)))
    if not moves:
        return _("没有上期位次可比")
    up, down = max(moves), min(moves)
    said = []
    if up[0] > 0:
        said.append(_("{name}上升{places}位").format(name=up[1], places=up[0]))
    if down[0] < 0:
        said.append(_("{name}下降{places}位").format(name=down[1], places=-down[0]))
    if not said:
        return _("{count}个单位位次与上期相同").format(count=len(moves))
    return fitting(_("，").join(said), said[0])


def strengths(edition: Edition, group: str | None) -> str:
    """Who is first and who is last in most items."""
    tellings = [(edition.tellings.get(e.unit), edition.name(e.unit)) for e in edition.within(group)]
    found = [(told, name) for told, name in tellings if told]
    if not found:
        return _("本期没有可排名的单位")
    best, first = max(found, key=lambda pair: pair[0].firsts)
    worst, last = max(found, key=lambda pair: pair[0].lasts)
    said = []
    if best.firsts:
        pattern = _("{name}{items}项指标{count}项居首")
        said.append(pattern.format(name=first, items=best.items, count=best.firsts))
    if worst.lasts:
        said.append(_("{name}{count}项居末").format(name=last, count=worst.lasts))
    if not said:
        return _("{count}个单位各项数值相同").format(count=len(found))
    return fitting(_("，").join(said), said[0])


def shift(series: Sequence[tuple[str, Sequence[float | None]]], told: Told) -> str:
    """Whose number changed most from the period before to the last one; `told` says differences."""
    moves = [
        (values[-1] - values[-2], name)
        for name, values in series
        if len(values) > 1 and values[-1] is not None and values[-2] is not None
    ]
    if not moves:
        return _("没有上期数值可比")
    most = max(moves, key=lambda move: abs(move[0]))
    if not most[0]:
        return _("{count}个单位数值与上期相同").format(count=len(moves))
    alike = [move for move, _name in moves if abs(move - most[0]) < SAME]
    if len(alike) == len(moves) > 1:
        pattern = (
            _("{count}个单位较上期均增加{by}")
            if most[0] > 0
            else _("{count}个单位较上期均减少{by}")
        )
        return pattern.format(count=len(moves), by=told(abs(most[0])))
    pattern = (
        _("{name}较上期增加{by}，变动最大") if most[0] > 0 else _("{name}较上期减少{by}，变动最大")
    )
    return pattern.format(name=most[1], by=told(abs(most[0])))
