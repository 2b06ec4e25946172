"""Boards as the data stand now: which there are, for which periods, and each as an edition."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from kpi.board import explain, ledger
from kpi.board.answer import Judged
from kpi.board.derive import Slices
from kpi.board.score import answered, judge
from kpi.board.select import Past, needs, progress, select, split
from kpi.i18n import _
from kpi.model.catalog import BoardSpec, Catalog, Direction, Indicator
from kpi.model.decision import ruled
from kpi.model.edition import Edition
from kpi.model.house import of_json
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.problem import KpiError
from kpi.model.rule import Item, parse
from kpi.store import catalog as names
from kpi.store import editions, house, observations, rulings
from kpi.store.engine import Store, Tx

SEASON = 24  # periods that a board looks back for movement, streaks and its strip
TASKS = frozenset({Measure.TARGET, Measure.STRETCH})


class Unknown(KpiError):
    """A board, period, unit or indicator that does not exist here."""


def known(store: Store) -> Catalog:
    """The catalog as it stands."""
    with store.read() as tx:
        return names.read(tx)


def spec(catalog: Catalog, code: str) -> BoardSpec:
    """The board behind a code; a column key like `fai.yoy` is a board of that one column.

    Where the catalog has a board with just this column, that board and its lists are meant;
    otherwise places only, no lists. Raises Unknown.
    """
    if code in catalog.board:
        return catalog.board[code]
    found = split(code, catalog)
    if found is None:
        raise Unknown(_("没有榜单“{code}”。").format(code=code))
    indicator, measure = found
    key = f"{indicator.code}.{measure}"
    return _own_board(catalog, key) or _places_only(catalog, indicator, measure, key)


def column(catalog: Catalog, code: str) -> BoardSpec | None:
    """Places by one column like `fai.yoy`, whether or not a board has just this one; None for
    what is no column.
    """
    found = split(code, catalog) if "." in code else None
    return _places_only(catalog, *found, code) if found else None


def _own_board(catalog: Catalog, key: str) -> BoardSpec | None:
    for board in catalog.boards:
        scored = [i for i in board.rule.items if i.scored]
        if len(scored) == 1 and scored[0].column == key:
            return board
    return None


def _places_only(catalog: Catalog, indicator: Indicator, measure: Measure, key: str) -> BoardSpec:
    lower = indicator.direction is Direction.LOWER and measure not in (
        Measure.COMPLETION,
        Measure.GAP,
    )
    digits = indicator.digits(measure)
    rule = parse(
        {
            "code": key,
            "name": indicator.name,
            "items": [
                {
                    "item": key,
                    "direction": "lower" if lower else "higher",
                    "method": "points",
                }
            ],
            "best": "low" if lower else "high",
            "decimals": {key: digits},
            "score_decimals": digits,
        }
    )
    return BoardSpec(key, indicator.name, indicator.freq, rule, name_en=indicator.name_en)


def items(board: BoardSpec, catalog: Catalog) -> tuple[Item, ...]:
    """The board's scored items in the order of their weights, heaviest first."""
    scored = (i for i in board.rule.items if i.scored and split(i.column, catalog))
    return tuple(sorted(scored, key=lambda i: (-i.weight, i.item)))


def periods(store: Store, code: str) -> tuple[Period, ...]:
    """Periods for which the board has figures, newest first."""
    with store.read() as tx:
        catalog = names.read(tx)
        board = spec(catalog, code)
        return tuple(reversed(_periods(tx, catalog, board)))


def _periods(tx: Tx, catalog: Catalog, board: BoardSpec) -> dict[Period, float]:
    codes = {c.partition(".")[0] for c in board.rule.columns} & set(catalog.indicator)
    return shares(observations.series(tx, tuple(sorted(codes))), catalog, board)


def shares(
    stored: Iterable[tuple[str, str, str]], catalog: Catalog, board: BoardSpec
) -> dict[Period, float]:
    """Board periods that end with some reported period of a scored indicator, oldest first, each
    with the share of the board's weight that has figures then; `stored` are (indicator, measure,
    period) that hold any.
    """
    weights: dict[str, float] = {}
    for item in (i for i in board.rule.items if i.scored):
        if found := split(item.column, catalog):
            weights[found[0].code] = weights.get(found[0].code, 0.0) + item.weight
    having: dict[Period, set[str]] = {}
    for code, measure, text in stored:
        own = Period.parse(text)
        period = own.within(board.freq)
        if measure not in TASKS and own.last_day == period.last_day and code in weights:
            having.setdefault(period, set()).add(code)
    total = sum(weights.values())
    return {p: sum(weights[c] for c in having[p]) / total for p in sorted(having, key=str)}


def newest(having: Sequence[Period], until: Period) -> Period | None:
    """Of periods newest first, the newest that ends no later than `until`; None if none does."""
    return next((p for p in having if p.last_day <= until.last_day), None)


def drawn(store: Store, code: str, period: Period, draws: int = 0) -> Edition:
    """The board as the data stand now, in state trial (试算), with the season before it; with
    `draws`, how firm each place is.

    Raises Unknown for a board that is not in the catalog or a period without figures.
    """
    with store.read() as tx:
        board, catalog, having, panel = footing(tx, code, period)
        published = earlier(tx, board, catalog, period) or None
    usual = catalog.board.get(board.code)
    return edition(board, catalog, having, panel, draws, published=published, usual=usual)


def stand(
    store: Store, code: str, period: Period, look_back: int = SEASON
) -> tuple[BoardSpec, Catalog, list[Period], pd.DataFrame]:
    """What a board stands on: its rule, the catalog, its periods up to `period`, their cells."""
    with store.read() as tx:
        return footing(tx, code, period, look_back)


def footing(
    tx: Tx, code: str, period: Period, look_back: int = SEASON
) -> tuple[BoardSpec, Catalog, list[Period], pd.DataFrame]:
    """The same within a transaction; the board's rule holds the rulings of `period`, the catalog's
    does not: the periods before are judged by that.
    """
    catalog = names.read(tx)
    board = spec(catalog, code)
    known_shares = _periods(tx, catalog, board)
    if period not in known_shares:
        raise Unknown(_("榜单“{code}”在 {period} 没有数据。").format(code=code, period=period))
    having = due_then(known_shares, board, period)[-look_back:]
    panel = observations.read(tx, needs(board, catalog, having[0], period))
    rule = of_json(house.settings(tx)).labelled(board.rule)
    rule = ruled(rule, rulings.of(tx, board.code, period))
    return replace(board, rule=rule), catalog, having, panel


def due_then(shares: Mapping[Period, float], board: BoardSpec, period: Period) -> list[Period]:
    """`period` and those before it in which enough of the board is due: a month in which most is
    not (January of 1-2月) breaks no streak.
    """
    enough = board.rule.scope.min_coverage - 1e-9
    return [
        p
        for p, share in shares.items()
        if p == period or (str(p) < str(period) and share >= enough)
    ]


def earlier(tx: Tx, board: BoardSpec, catalog: Catalog, period: Period) -> ledger.Season:
    """What the published editions of a board say of the periods before, oldest first; corrected
    ones as corrected, withdrawn ones not at all. Places in another group do not compare.
    """
    members = {u.code: u.group for u in catalog.members(board, period)}
    groups = None if board.rule.compare == "across" else members
    return editions.before(tx, board.code, period, SEASON - 1, groups)


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """One period of a season: its cells, what the periods before say, and the board judged."""

    period: Period
    slices: Slices
    past: Past
    judged: Judged
    marks: ledger.Marks


def season(
    board: BoardSpec,
    catalog: Catalog,
    having: Sequence[Period],
    panel: pd.DataFrame,
    *,
    published: ledger.Season | None = None,
    usual: BoardSpec | None = None,
) -> Iterator[Round]:
    """Every period of `having`, oldest first; each board knows the streaks before it.

    `usual` is the board without the rulings of the last period: those before are judged by it.
    With `published` the last one counts the streaks of those editions instead of the live ones.
    """
    past, slices = Past(), Slices(panel, ())
    for period in having:
        final = period == having[-1]
        own = board if final else usual or board
        if final and published is not None:
            past = ledger.past(published)
        units = tuple(sorted(u.code for u in catalog.members(own, period)))
        if slices.units != units:
            slices = Slices(panel, units)
        judged = judge(select(slices, own, catalog, period, past), own.rule)
        marks = ledger.marks(judged, period)
        yield Round(period, slices, past, judged, marks)
        past = ledger.after(past, marks)


def edition(
    board: BoardSpec,
    catalog: Catalog,
    having: Sequence[Period],
    panel: pd.DataFrame,
    draws: int = 0,
    *,
    published: ledger.Season | None = None,
    usual: BoardSpec | None = None,
) -> Edition:
    """The edition of the last of `having`; the others, oldest first, are its season, unless
    `published` editions are its past.
    """
    rounds = [] if published is None else list(published)
    over = having if published is None else having[-1:]
    for at in season(board, catalog, over, panel, published=published, usual=usual):
        rounds.append((at.period, at.marks))
    time = progress(at.slices, board, catalog, at.period).value.tolist()
    last = answered(at.judged, draws)
    return Edition(
        spec=board,
        period=at.period,
        board=last,
        catalog=catalog,
        marks=ledger.strips(rounds),
        tellings=explain.tell(last, board.rule, dict(zip(at.slices.units, time, strict=True))),
        exits=explain.exits(last, board.rule),
        past="live" if published is None else "published",
    )


def latest(store: Store, code: str) -> Edition | None:
    """The newest board; None while there are no figures."""
    found = periods(store, code)
    return drawn(store, code, found[0]) if found else None
