"""What if: a board under other weights or another rule, and how firm its lists are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from kpi.board import explain, ledger
from kpi.board import whatif as variations
from kpi.board.answer import Judged
from kpi.board.derive import Slices
from kpi.board.lint import lint
from kpi.board.score import Answer, answered, judge
from kpi.board.select import RESERVED, Past, needs, select, split
from kpi.model.board import Entry
from kpi.model.catalog import BoardSpec, Catalog
from kpi.model.edition import Edition, Mark
from kpi.model.finding import Finding
from kpi.model.firm import Band, Trial
from kpi.model.panel import Wanted
from kpi.model.period import Period
from kpi.model.person import Person, Right
from kpi.model.problem import Refused, problem
from kpi.model.rule import Rule, RuleError, parse
from kpi.model.table import Table
from kpi.service import board as boards
from kpi.service import chance, deeds
from kpi.store import catalog as names
from kpi.store import observations, rules
from kpi.store.engine import Act, Store
from kpi.store.rules import Version


@dataclass(frozen=True, eq=False)
class Desk:
    """One official board with its table, ready to be judged again and again; nothing is stored.

    `left_out` and `methods` are the lists without each item, and under other methods; `bands`
    the growth of counts with what chance alone explains of it.
    """

    edition: Edition
    table: Table
    left_out: tuple[Trial, ...]
    methods: tuple[Trial, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What another rule would have done to one period's lists: units that come and go."""

    period: Period
    red_in: tuple[str, ...] = ()
    red_out: tuple[str, ...] = ()
    black_in: tuple[str, ...] = ()
    black_out: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether a list of this period would be another."""
        return bool(self.red_in or self.red_out or self.black_in or self.black_out)


@dataclass(frozen=True, eq=False)
class Preview:
    """A rule before it is saved: its newest board, the past periods newest first, findings."""

    edition: Edition
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]

    @property
    def changed(self) -> int:
        """How many of the periods would have other lists."""
        return sum(c.any for c in self.changes)


def desk(store: Store, code: str, period: Period, by: Person) -> Desk:
    """The official board of a period, rulings included, with draws, trials and bands. Raises
    Unknown.
    """
    deeds.require(store, by, Right.DRAFT)
    with store.read() as tx:
        board, catalog, having, panel = boards.footing(tx, code, period)
        published = boards.earlier(tx, board, catalog, period) or None
    rule, usual = board.rule, catalog.board.get(board.code)
    edition = boards.edition(
        board, catalog, having, panel, rule.draws, published=published, usual=usual
    )
    slices, table = _table(edition, panel)
    return Desk(
        edition,
        table,
        variations.leave_one_out(table, rule),
        variations.other_methods(table, rule),
        tuple(chance.bands(edition, slices, table)),
    )


def firm(edition: Edition, judged: Judged | None = None) -> Mapping[str, Entry]:
    """Every entry with how firm its place is under draws of the weights; of a stored one only
    with its cells `judged` again.
    """
    board = edition.board
    if judged is None and isinstance(board, Answer):
        judged = board.judged
    if judged is None:
        return {}
    return {e.unit: e for e in answered(judged, edition.spec.rule.draws).entries}


def reweighed(own: Desk, weights: Mapping[str, float]) -> Edition:
    """The board under other weights, in state study: `moved` is against the official board.

    Raises RuleError where no weight is left.
    """
    rule = variations.reweighed(own.edition.spec.rule, weights)
    board = answered(judge(own.table, rule))
    return replace(
        own.edition,
        spec=replace(own.edition.spec, rule=rule),
        board=board,
        marks={e.unit: (_last(own.edition, e.unit), _mark(own.edition, e)) for e in board.entries},
        tellings=explain.tell(board, rule, {}),
        exits=explain.exits(board, rule),
        state="study",
    )


def whatif(
    store: Store, code: str, period: Period, weights: Mapping[str, float], by: Person
) -> Edition:
    """A board ranked again under other weights; nothing is stored."""
    return reweighed(desk(store, code, period, by), weights)


def preview(store: Store, rule: Rule, code: str, by: Person, periods: int = 12) -> Preview:
    """What a changed rule would do now and to each of the past periods; nothing is stored.

    Raises Unknown for a board without figures, RuleError for a rule that these data refuse.
    """
    deeds.require(store, by, Right.DRAFT)
    newest = next(iter(boards.periods(store, code)), None)
    if newest is None:
        raise boards.Unknown(f"{code}: no figures")
    catalog, board, having, panel = _material(store, code, newest, rule)
    changed = replace(board, rule=rule)
    before = boards.edition(board, catalog, having, panel)
    after = boards.edition(changed, catalog, having, panel)
    told = [_change(p, before, after) for p in having[-periods:]]
    _slices, table = _table(after, panel)
    titles = {c: after.item_name(c) for c in rule.columns}
    findings = lint(table, rule, titles, _cumulative(rule, catalog))
    return Preview(after, tuple(reversed(told)), tuple(findings))


def versions(store: Store, code: str) -> tuple[Version, ...]:
    """Every version of a board's rule, newest first."""
    with store.read() as tx:
        return rules.versions(tx, code)


def save_rule(
    store: Store,
    code: str,
    plain: Mapping[str, object],
    by: Person,
    document: str,
    note: str = "",
    seen: str = "",
) -> int:
    """Add a version to a board's rule and give its number; earlier ones stay as they are.

    `seen` is the hash of the rule that the person changed. Raises RuleError with the field,
    Unknown for a board that the catalog lacks, Refused where somebody saved meanwhile.
    """
    deeds.require(store, by, Right.CATALOG, Act.RULE)
    rule = checked(boards.known(store), code, plain, document)
    with deeds.doing(store, by, Right.CATALOG, Act.RULE, code) as tx:
        board = boards.spec(names.read(tx), code)
        if board.rule.hash == rule.hash:
            raise RuleError("", "is the rule in force already")
        if seen and board.rule.hash != seen:
            raise Refused(problem("DATA_CHANGED", by=rules.versions(tx, code)[0].by))
        return rules.add(tx, code, rule, document.strip(), note.strip())


def checked(catalog: Catalog, code: str, plain: Mapping[str, object], document: str) -> Rule:
    """The rule of a form for a board of the catalog; raises RuleError with the field's path."""
    if code not in catalog.board:
        raise boards.Unknown(f"{code}: no such board")
    if not document.strip():
        raise RuleError("basis", "must be a document number, not empty")
    board = catalog.board[code]
    given = {**plain, "code": code, "name": board.name, "basis": document.strip()}
    rule = parse(given)
    for path, key in rule.uses:
        if key not in RESERVED and split(key, catalog) is None:
            raise RuleError(path, f"column {key} is not in the catalog")
    return rule


def _material(
    store: Store, code: str, period: Period, also: Rule | None = None
) -> tuple[Catalog, BoardSpec, list[Period], pd.DataFrame]:
    """Catalog, board, its season up to `period`, and the cells that it (and `also`) asks for."""
    having = [p for p in reversed(boards.periods(store, code)) if str(p) <= str(period)]
    if not having or having[-1] != period:
        raise boards.Unknown(f"{code} {period}: no figures")
    having = having[-boards.SEASON :]
    with store.read() as tx:
        catalog = names.read(tx)
        board = boards.spec(catalog, code)
        asked = [needs(board, catalog, having[0], period)]
        if also:
            asked.append(needs(replace(board, rule=also), catalog, having[0], period))
        codes = tuple(sorted({c for w in asked for c in w.indicators}))
        return catalog, board, having, observations.read(tx, Wanted((), codes, asked[0].periods))


def _table(edition: Edition, panel: pd.DataFrame) -> tuple[Slices, Table]:
    """The table of an edition's period, with the streaks that its season left."""
    past = Past()
    over = [m.period for m in next(iter(edition.marks.values()), ())][:-1]
    for at in range(len(over)):
        told = {unit: marks[at] for unit, marks in edition.marks.items()}
        past = ledger.after(past, told)
    members = edition.catalog.members(edition.spec, edition.period)
    slices = Slices(panel, tuple(sorted(u.code for u in members)))
    return slices, select(slices, edition.spec, edition.catalog, edition.period, past)


def _last(edition: Edition, unit: str) -> Mark:
    return edition.marks[unit][-1]


def _mark(edition: Edition, entry: Entry) -> Mark:
    return Mark(edition.period, entry.rank, entry.colour, entry.score)


def _change(period: Period, before: Edition, after: Edition) -> Change:
    old, new = (_lists(e, period) for e in (before, after))
    return Change(
        period,
        red_in=tuple(sorted(new["red"] - old["red"])),
        red_out=tuple(sorted(old["red"] - new["red"])),
        black_in=tuple(sorted(new["black"] - old["black"])),
        black_out=tuple(sorted(old["black"] - new["black"])),
    )


def _lists(edition: Edition, period: Period) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {"red": set(), "black": set()}
    for unit, marks in edition.marks.items():
        for mark in marks:
            if mark.period == period and mark.colour:
                found[mark.colour].add(unit)
    return found


def _cumulative(rule: Rule, catalog: Catalog) -> frozenset[str]:
    """Columns that cover the year so far though their key does not say so."""
    found = ((c, split(c, catalog)) for c in rule.columns)
    return frozenset(c for c, own in found if own and own[0].cumulative and own[1] != "month")
