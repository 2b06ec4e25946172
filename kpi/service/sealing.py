"""From the live board to what an edition is sealed with, and back out of the snapshot."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pandas as pd

from kpi.board.derive import due, sources
from kpi.board.select import split
from kpi.i18n import _, speaking
from kpi.model import canon, snapshot
from kpi.model.board import Board
from kpi.model.catalog import Catalog
from kpi.model.decision import Ruling
from kpi.model.edition import Edition
from kpi.model.measure import Measure, Status
from kpi.model.panel import records
from kpi.model.paper import Paper
from kpi.model.period import Period
from kpi.model.seal import Issue, Kind, Seal
from kpi.service import board as boards
from kpi.service import statements
from kpi.service.document import as_json
from kpi.store import editions, rules, rulings
from kpi.store.tx import Tx

LOOK_BACK = 13  # periods whose cells an edition keeps: its own and the twelve before


@dataclass(frozen=True, eq=False)
class Draft:
    """A board as it would be published now, with everything it stands on; `cells` are rows of
    `snapshot.CELL`, `sent_by` says who sent which of the uploads that its result needs.
    """

    edition: Edition
    cells: list[list[Any]]
    rulings: tuple[Ruling, ...]
    rule_version: int
    sent_by: dict[int, str]


def draft(tx: Tx, code: str, period: Period) -> Draft:
    """The board of a period as its next edition: rulings in, the past out of published editions.

    Raises Unknown for what is no board of the catalog or has no figures.
    """
    board, catalog, having, panel = boards.footing(tx, code, period, LOOK_BACK)
    if code not in catalog.board:
        raise boards.Unknown(_("没有榜单“{code}”。").format(code=code))
    published = boards.earlier(tx, board, catalog, period)
    edition = boards.edition(board, catalog, having, panel, published=published)
    edition = replace(edition, statements=statements.filed(tx, edition))
    part = snapshot.catalog_part(board, catalog, period)
    rows = list(cells(panel, part, period))
    used = _used(edition, catalog)
    judged = {e.unit for e in edition.board.entries}
    mine = {row[5] for row in rows if tuple(row[:3]) in used and row[3] in judged}
    senders = editions.senders(tx, mine)
    version = rules.versions(tx, code)[0].version
    standing = rulings.of(tx, code, period)
    return Draft(edition, rows, standing, version, {s.upload: s.by for s in senders})


def cells(panel: pd.DataFrame, part: Catalog, period: Period) -> Iterable[list[Any]]:
    """The stored cells that an edition keeps, as rows of `snapshot.CELL` in their key's order: of
    its units the period, the twelve before and the year before those, and the tasks of the year.
    """
    first = min(period.shift(1 - LOOK_BACK), period.year_ago(), key=lambda p: p.first_day)
    start, end = first.year_ago().first_day, period.last_day
    inside, years = set(), set()
    for text in panel["period"].unique():
        own = Period.parse(text)
        if own.first_day >= start and own.last_day <= end:
            inside.add(text)
        if own.year in (period.year, period.year - 1):
            years.add(text)
    units = {u.code for u in part.units}
    tasks = panel["measure"].isin(list(boards.TASKS)) & panel["period"].isin(years)
    kept = panel[panel["unit"].isin(units) & (tasks | panel["period"].isin(inside))]
    for row in records(kept.sort_values(list(snapshot.CELL[:4]))[list(snapshot.CELL)]):
        *plain, document = (row[name] for name in snapshot.CELL)
        yield [*plain, document] if document else plain


def frame(rows: Iterable[list[Any]]) -> pd.DataFrame:
    """The panel of those rows, as `observations.read` gives it."""
    names = [*snapshot.CELL]
    wide = [[*row, None] if len(row) < len(names) else row for row in rows]
    columns = dict(zip(names, zip(*wide, strict=True), strict=True)) if wide else {}
    types = dict.fromkeys(names, "str") | {"upload": "int64", "value": "float64"}
    made = pd.DataFrame({n: pd.Series(columns.get(n, ()), dtype=types[n]) for n in names})
    there = made["value"].notna()
    status = there.map({True: str(Status.REPORTED), False: str(Status.NOT_APPLICABLE)})
    return made.assign(status=status.astype("str"), id=made["upload"])


def next_issue(
    tx: Tx, draft: Draft, kind: Kind, corrects: int | None, reason: str, by: str, at: datetime
) -> Issue:
    """The line of the edition to come; its hashes follow from the snapshot."""
    edition = draft.edition
    code, period = edition.spec.code, edition.period
    number, own = editions.following(tx, code, period.year)
    year = period.year
    return Issue(number, code, period, year, own, kind, corrects, reason, by, at, "", "")


def plain(
    tx: Tx, draft: Draft, paper: Paper, issue: Issue, frozen_by: str, two_persons: bool
) -> dict[str, Any]:
    """The snapshot of a draft: texts in Chinese, whoever publishes."""
    edition = replace(draft.edition, paper=paper)
    corrected = editions.get(tx, issue.corrects) if issue.corrects else None
    with speaking("zh"):
        seal = Seal(
            issue=issue,
            corrects_no=corrected.title if corrected else "",
            engine=edition.board.engine,
            frozen_by=frozen_by,
            two_persons=two_persons,
            rule_version=draft.rule_version,
            rulings=draft.rulings,
            uploads=editions.senders(tx, {row[5] for row in draft.cells}),
        )
        whole = snapshot.sealed(edition, as_json(edition), draft.cells, seal)
    read_back: dict[str, Any] = json.loads(canon.text(whole))  # as it will be read for ever
    return read_back


def emptied(old: Edition) -> Draft:
    """The draft of a withdrawal: the edition's rule and names, no lines, no cells."""
    board = Board(old.board.rule_hash, old.board.data_hash, old.board.engine, ())
    bare = replace(
        old, board=board, marks={}, tellings={}, exits={}, seal=None, state="trial", statements={}
    )
    version = old.seal.rule_version if old.seal else 0
    return Draft(bare, [], (), version, {})


def _used(edition: Edition, catalog: Catalog) -> set[tuple[str, str, str]]:
    """Period, indicator and measure of the cells that the result itself stands on."""
    found = set()
    for column in edition.spec.rule.columns:
        named = split(column, catalog)
        own = due(named[0], edition.period) if named else None
        if named is None or own is None:
            continue
        indicator, measure = named
        keys = {(measure, own), *sources(indicator, measure, own)}
        if any(m is Measure.TARGET for m, _p in keys):
            keys |= {(Measure.STRETCH, own.within("Y")), (Measure.TARGET, own)}
        found |= {(str(p), indicator.code, str(m)) for m, p in keys}
    return found
