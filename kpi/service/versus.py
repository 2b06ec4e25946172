"""擂台: two to four units of one board side by side, item by item, and what separates them.

Everything comes from the edition itself, so a published one is compared by its sealed parts. The
points that separate two units add up to the difference of their printed scores, digit by digit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

from kpi.i18n import _
from kpi.model import scope, show, titles
from kpi.model.board import Entry
from kpi.model.edition import Edition
from kpi.model.measure import PERCENT, Measure
from kpi.model.rule import Item, Rule
from kpi.model.series import Fall

LEAST, MOST = 2, 4  # units that a duel takes
NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Bout:
    """One item of a duel: each unit's value and place in the group, and who leads the next by how
    much, in the right unit of measure; `leader` None: level, or not two numbers to compare.
    """

    item: str
    name: str
    values: tuple[str, ...]
    places: tuple[int | None, ...]
    leader: str | None
    by: str


@dataclass(frozen=True, slots=True)
class Separation:
    """Printed score of `unit` less that of `other`, and what each item adds to it: Σ = points.

    Shares in the rule's score decimals, largest first; `item` "" is what lies in no item. `uneven`
    are items that only one of the two has: the other's weight lies on its other items.
    """

    unit: str
    other: str
    points: float
    shares: tuple[tuple[str, float], ...]
    uneven: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Versus:
    """A duel: units best first, the bouts heaviest first, wins, and the first against each other.

    `level` counts the bouts that nobody wins.
    """

    headline: str
    units: tuple[str, ...]
    bouts: tuple[Bout, ...]
    wins: Mapping[str, int]
    level: int
    separations: tuple[Separation, ...]


def versus(edition: Edition, codes: Sequence[str]) -> Versus:
    """The duel of some units of an edition; units that it does not know are left out."""
    known = {e.unit: e for e in edition.board.entries}
    entries = [known[code] for code in dict.fromkeys(codes) if code in known]
    entries.sort(key=lambda e: (e.rank is None, e.rank or 0, e.unit))
    bouts = tuple(_bout(edition, item, entries) for item in scope.items(edition))
    wins = {e.unit: sum(b.leader == e.unit for b in bouts) for e in entries}
    told = [_separation(edition, entries[0], e) for e in entries[1:]] if entries else []
    separations = tuple(s for s in told if s)
    return Versus(
        _headline(edition, entries, bouts, wins, separations),
        tuple(e.unit for e in entries),
        bouts,
        wins,
        sum(b.leader is None for b in bouts),
        separations,
    )


def fall(edition: Edition, separation: Separation) -> Fall:
    """What separates two units, as a figure draws it."""
    names = {"unit": edition.name(separation.unit), "other": edition.name(separation.other)}
    title = _("{unit}比{other}").format(**names)
    parts = tuple((_item(edition, item), points) for item, points in separation.shares)
    total = (_("合计"), separation.points)
    return Fall(title, _("分"), edition.spec.rule.score_decimals, parts, total)


def apportioned(parts: Sequence[float], total: float, decimals: int) -> tuple[float, ...]:
    """`parts` rounded down or up to `decimals` so that they add up to `total`: largest remainders
    first; a total that is further from their sum is spread over all alike.
    """
    if not parts:
        return ()
    whole = [x * 10.0**decimals for x in parts]
    low = [floor(round(x, 6)) for x in whole]
    each, more = divmod(round(total * 10.0**decimals) - sum(low), len(parts))
    order = sorted(range(len(parts)), key=lambda n: (low[n] - whole[n], n))
    up = set(order[:more])
    return tuple((x + each + (n in up)) / 10.0**decimals for n, x in enumerate(low))


def _bout(edition: Edition, item: Item, entries: Sequence[Entry]) -> Bout:
    valued: dict[str, float] = {}
    told = []
    for entry in entries:
        part = scope.part(entry, item.item)
        if part is None or part.value is None:
            told.append(scope.status(part.status if part else "not_reported"))
        else:
            valued[entry.unit] = part.value
            told.append(edition.item_value(item.column, part.value))
    order = sorted(valued, key=lambda unit: -scope.better(item, valued[unit]))
    better = [scope.better(item, valued[unit]) for unit in order[:2]]
    leads = len(better) > 1 and better[0] > better[1]
    by = abs(valued[order[0]] - valued[order[1]]) if leads else 0.0
    return Bout(
        item.item,
        edition.item_name(item.column),
        tuple(told),
        tuple(_place(edition, item, e, valued.get(e.unit)) for e in entries),
        order[0] if leads else None,
        _by(edition, item.column, by) if leads else "",
    )


def _place(edition: Edition, item: Item, entry: Entry, value: float | None) -> int | None:
    """The place of a value among all that the board compares it with."""
    if value is None:
        return None
    group = None if edition.spec.rule.compare == "across" else entry.group
    parts = (scope.part(e, item.item) for e in scope.members(edition, group))
    peers = [scope.better(item, p.value) for p in parts if p and p.value is not None]
    return 1 + sum(x > scope.better(item, value) for x in peers)


def _by(edition: Edition, column: str, difference: float) -> str:
    """A difference of values in its own unit: 1.98亿元, of percentages 11.2个百分点."""
    own, measure = edition.indicator(column), edition.measure(column)
    if own is None or measure is None:
        return show.number(difference, 2)
    digits = own.digits(measure)
    if measure in PERCENT or measure is Measure.GAP or own.uom == "%":
        return show.points(difference, digits, sign=False)
    return show.amount(difference, own.uom, digits)


def _separation(edition: Edition, one: Entry, other: Entry) -> Separation | None:
    """What separates two ranked units; None where one has no score, or a 0 forces it to 0."""
    if one.score is None or other.score is None or one.rank is None or other.rank is None:
        return None
    raw = _shares(edition.spec.rule, one, other)
    if raw is None:
        return None
    digits = edition.spec.rule.score_decimals
    points = show.rounded(one.score - other.score, digits)
    names = list(raw)
    exact = apportioned([raw[n] for n in names], points, digits)
    shares = sorted(zip(names, exact, strict=True), key=lambda pair: (-pair[1], pair[0]))
    uneven = tuple(i.item for i in scope.items(edition) if _used(one, i) is not _used(other, i))
    return Separation(one.unit, other.unit, points, tuple(shares), uneven)


def _used(entry: Entry, item: Item) -> bool:
    """Whether an item counts in a score."""
    part = scope.part(entry, item.item)
    return part is not None and bool(part.weight)


def _shares(rule: Rule, one: Entry, other: Entry) -> dict[str, float] | None:
    """Contributions of one less those of the other, before rounding: they add up to the difference
    of the scores; where the mean is curved (geometric, harmonic) in proportion to its logarithms
    or reciprocals, as the engine's own explanation has it.
    """
    ours, its = _parts(rule, one), _parts(rule, other)
    if ours is None or its is None:
        return None
    shares = {item: ours[item] - its.get(item, 0.0) for item in ours}
    rest = (one.score_raw or 0.0) - (other.score_raw or 0.0) - sum(shares.values())
    if abs(rest) < NOTHING:
        return shares
    bonus = {i.item for i in rule.items if i.role == "bonus"}
    curved = sum(x for item, x in shares.items() if item not in bonus)
    if abs(curved) < NOTHING:
        return shares | {"": rest}
    scale = (curved + rest) / curved
    return {item: x if item in bonus else x * scale for item, x in shares.items()}


def _parts(rule: Rule, entry: Entry) -> dict[str, float] | None:
    """What each item adds to a score; None where a 0 forces the score and parts say nothing."""
    found = {}
    for item in rule.items:
        part = scope.part(entry, item.item)
        if not item.weight:
            continue
        if part is None or not part.weight:
            found[item.item] = 0.0
        elif part.contribution is None:
            return None
        else:
            found[item.item] = part.contribution
    return found


def _headline(
    edition: Edition,
    entries: Sequence[Entry],
    bouts: Sequence[Bout],
    wins: Mapping[str, int],
    separations: Sequence[Separation],
) -> str:
    """柳林街道比桥西街道高1.41分，主要差在…: the first of the duel against the last."""
    if len(entries) < LEAST:
        return _("选2～4个单位，逐项比一比")
    one, last = entries[0], entries[-1]
    names = {"one": edition.name(one.unit), "other": edition.name(last.unit)}
    if last.rank is None or not separations:
        absent = [edition.name(e.unit) for e in entries if e.rank is None]
        if absent:
            return _("{names}没有位次，只比各项数值").format(names=_("、").join(absent))
        return _("{one}在{other}之前").format(**names)
    widest = separations[-1]
    if not widest.points:
        counts = {"wins": wins[one.unit], "losses": wins[last.unit]}
        return titles.fitting(
            _("{one}与{other}得分相同，逐项{wins}比{losses}").format(**names, **counts),
            _("{one}与{other}得分相同").format(**names),
        )
    if scope.single(edition):
        return _single(edition, one, entries[1], bouts[0])
    higher = edition.spec.rule.best == "high"
    told = _points(edition, abs(widest.points))
    pattern = _("{one}比{other}高{points}分") if higher else _("{one}比{other}低{points}分")
    first = pattern.format(**names, points=told)
    if widest.uneven:
        return first
    item = max(widest.shares, key=lambda s: s[1] if higher else -s[1])[0]
    return titles.fitting(
        _("{first}，主要差在{item}").format(first=first, item=_item(edition, item)),
        _("{first}，主要在{item}").format(first=first, item=_short(edition, item)),
        first,
    )


def _single(edition: Edition, one: Entry, other: Entry, bout: Bout) -> str:
    """Of a board of one item the values themselves are compared, of the first two."""
    names = {"one": edition.name(one.unit), "other": edition.name(other.unit)}
    if bout.leader != one.unit:
        return _("{one}与{other}数值相同").format(**names)
    return _("{one}比{other}领先{by}").format(**names, by=bout.by)


def _points(edition: Edition, value: float) -> str:
    return show.number(value, edition.spec.rule.score_decimals)


def _item(edition: Edition, item: str) -> str:
    return edition.item_name(item) if item else _("其他")


def _short(edition: Edition, item: str) -> str:
    own = edition.indicator(item)
    return own.name if own else _item(edition, item)
