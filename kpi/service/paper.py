"""The numbers behind a board, as its papers print them: courses over time, cells, ways off a list.

A trial takes them from the store as it stands, a published edition from its own snapshot.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd

from kpi.board import ledger
from kpi.board.derive import Slices, column, due
from kpi.board.select import split
from kpi.i18n import speaking
from kpi.model import axis
from kpi.model import manuscript as manuscripts
from kpi.model.catalog import BoardSpec, Catalog, Indicator
from kpi.model.edition import Edition
from kpi.model.evidence import Cell, Course, Evidence
from kpi.model.manuscript import Manuscript
from kpi.model.measure import Measure, Status
from kpi.model.paper import Paper
from kpi.model.period import Period, between
from kpi.model.seal import Sent
from kpi.model.table import NOT_APPLICABLE, NOT_REPORTED, REPORTED
from kpi.model.words import settled
from kpi.service import board as boards
from kpi.service import editions, manuscript, statements
from kpi.service import why as reasons
from kpi.service.working import Source, behind
from kpi.store.editions import senders
from kpi.store.engine import Store

STATUS = {
    REPORTED: Status.REPORTED,
    NOT_APPLICABLE: Status.NOT_APPLICABLE,
    NOT_REPORTED: Status.NOT_REPORTED,
}


def paper(store: Store, code: str, period: Period) -> Edition:
    """The board as the data stand now, in state trial, with everything that its papers print and
    with the words that somebody is writing for it.
    """
    edition = boards.drawn(store, code, period)
    with store.read() as tx:
        written = manuscript.paper(tx, code, period) if edition.spec.code == code else Paper()
        said = statements.filed(tx, edition)
    return filled(store, replace(edition, paper=written, statements=said))


def filled(store: Store, edition: Edition) -> Edition:
    """An edition with everything that its papers print; a published one out of its own snapshot."""
    board, catalog, having, panel = editions.stand(store, edition)
    published, usual = editions.past(edition), catalog.board.get(board.code)
    found = evidence(edition, having, panel, published=published, usual=usual)
    uploads = [int(n) for n in panel["upload"].unique()]
    with store.read() as tx:
        sent = edition.seal.uploads if edition.seal else senders(tx, uploads)
    origins = tuple(cells(edition, panel, sent))
    return replace(edition, evidence=replace(found, cells=origins))


def unsaid(store: Store, edition: Edition, own: Paper) -> tuple[tuple[str, str], ...]:
    """Of a paper's reworded sentences those, (place, text), whose sentence the bulletin of the
    edition does not have: the unit left the list, the figure came in.
    """
    signed = replace(filled(store, edition), state="published")  # no 试算 in its words
    with speaking("zh"):
        lost = {told.place for told in manuscripts.desk(signed, Manuscript(own)).lost}
    return tuple(w for w in own.words if settled(w[0]) in lost)


def evidence(
    edition: Edition,
    having: Sequence[Period],
    panel: pd.DataFrame,
    *,
    published: ledger.Season | None = None,
    usual: BoardSpec | None = None,
) -> Evidence:
    """Courses and ways off the list, from the edition and the panel that it was made of; for
    `published` and `usual` see `board.season`.
    """
    board, catalog = edition.spec, edition.catalog
    units = tuple(sorted(e.unit for e in edition.board.entries))
    slices = Slices(panel, units)
    courses = tuple(
        course
        for own in indicators(board, catalog)
        for measure in measures(own)
        if (course := _course(slices, own, measure, edition.period))
    )
    black = [e.unit for e in edition.board.entries if e.colour == "black"]
    told = boards.season(board, catalog, having, panel, published=published, usual=usual)
    rounds = list(told)[-2:] if black else []
    return Evidence(courses, (), tuple(reasons.told(rounds, board, catalog, u) for u in black))


def indicators(board: BoardSpec, catalog: Catalog) -> tuple[Indicator, ...]:
    """The indicators of a board's scored items, each once, heaviest first."""
    scored = sorted((i for i in board.rule.items if i.scored), key=lambda i: (-i.weight, i.item))
    named = (split(i.column, catalog) for i in scored)
    return tuple(dict.fromkeys(found[0] for found in named if found))


def measures(own: Indicator) -> tuple[Measure, ...]:
    """What papers may print of an indicator: its own measure first, growth, task and completion."""
    first = (own.measure, Measure.YTD) if own.measure is Measure.MONTH else (own.measure,)
    rest = (Measure.YOY, Measure.TARGET, Measure.COMPLETION, Measure.PROGRESS)
    return tuple(dict.fromkeys((*first, *rest)))


def _course(slices: Slices, own: Indicator, measure: Measure, period: Period) -> Course | None:
    """A column over the year before and this year up to `period`; None where nobody has one."""
    last = due(own, period) or period.within(own.freq).shift(-1)
    first = min(Period(last.year - 1, 1, own.freq), last.shift(1 - axis.SPAN[own.freq]), key=str)
    over = between(first, last)
    columns = [column(slices, own, measure, p) for p in over]
    if not any((c.status == REPORTED).any() for c in columns):
        return None
    return Course(
        f"{own.code}.{measure}",
        over,
        slices.units,
        tuple(
            tuple(float(c.value[u]) if c.status[u] == REPORTED else None for c in columns)
            for u in range(len(slices.units))
        ),
        tuple(tuple(STATUS[int(c.status[u])] for c in columns) for u in range(len(slices.units))),
    )


def cells(edition: Edition, panel: pd.DataFrame, sent: Sequence[Sent]) -> Iterator[Cell]:
    """Every stored number that a part of the board stands on, once, with its file."""
    columns = ("unit", "indicator", "measure", "period", "value", "upload", "sheet", "cell")
    rows = panel[list(columns)].itertuples(index=False, name=None)
    kept = {row[:4]: row[4:] for row in rows}
    by = {s.upload: s for s in sent}

    def find(unit: str, own: Indicator, measure: Measure, at: Period) -> Source | None:
        row = kept.get((unit, own.code, str(measure), str(at)))
        if row is None:
            return None
        value, upload, sheet, cell = row
        file = by[upload]
        where = (file.name, _text(sheet), _text(cell), file.by, file.at, upload, file.sha256)
        number = None if value != value else float(value)
        return Source(own, measure, at, number, *where, versions=1)

    seen = set()
    for entry in edition.board.entries:
        for item in sorted(edition.spec.rule.items, key=lambda i: (-i.weight, i.item)):
            found = split(item.column, edition.catalog)
            at = due(found[0], edition.period) if found else None
            if found is None or at is None:
                continue
            for source in behind(find, entry.unit, found[0], found[1], at):
                key = (entry.unit, source.indicator.code, source.measure, source.period)
                if key not in seen:
                    seen.add(key)
                    yield _cell(entry.unit, source)


def _cell(unit: str, source: Source) -> Cell:
    there = source.value is not None
    return Cell(
        unit,
        source.indicator.code,
        source.measure,
        source.period,
        source.value,
        Status.REPORTED if there else Status.NOT_APPLICABLE,
        source.file,
        source.sheet,
        source.cell,
        source.by,
        source.at,
        source.upload,
        source.sha256,
    )


def _text(given: object) -> str:
    """A text of the panel; what stands there for nothing is an empty one."""
    return given if isinstance(given, str) else ""
