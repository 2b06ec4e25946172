"""Figures that were changed after they had been given: what the store or the editions say.

Who only reads is told of what was published alone: a value of one edition that a later edition
was sealed with another of.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from kpi.model.catalog import Indicator
from kpi.model.measure import Measure, Status
from kpi.model.panel import KEYS, Wanted
from kpi.model.period import Period
from kpi.model.revision import Revision
from kpi.model.seal import Sent
from kpi.model.snapshot import CELL, catalog_of, sent_of
from kpi.model.upload import UploadRow
from kpi.store import editions, observations, uploads
from kpi.store.engine import Store

Row = dict[Any, Any]  # of the frame of all versions


@dataclass(frozen=True, slots=True)
class Past:
    """What all editions so far say: changed values, newest first, and of an indicator the periods
    from which on it is counted in another way than before.
    """

    revisions: tuple[Revision, ...] = ()
    breaks: tuple[tuple[str, Period], ...] = ()


def live(store: Store, wanted: Wanted) -> tuple[Revision, ...]:
    """What was changed in the store, newest first; versions that were taken back do not count."""
    with store.read() as tx:
        frame = observations.history(tx, wanted)
        stands = frame["replaced_by"].isna().tolist()
        rows = [
            row | {"stands": s} for row, s in zip(frame.to_dict("records"), stands, strict=True)
        ]
        pairs = [pair for _key, run in groupby(rows, _key) for pair in _changes(list(run))]
        files = {row["upload"]: uploads.get(tx, int(row["upload"])) for _old, row in pairs}
    found = (_revision(old, row, files[row["upload"]]) for old, row in pairs)
    return tuple(sorted(found, key=lambda r: r.at, reverse=True))


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in KEYS)


def _changes(versions: list[Row]) -> list[tuple[Row, Row]]:
    """Each version with the one before it, up to the one that stands."""
    last = max((n for n, row in enumerate(versions) if row["stands"]), default=len(versions) - 1)
    return [(a, b) for a, b in pairwise(versions[: last + 1]) if _differs(a, b)]


def _revision(old: Row, row: Row, file: UploadRow | None) -> Revision:
    return Revision(
        row["unit"],
        row["indicator"],
        Measure(row["measure"]),
        Period.parse(row["period"]),
        _number(old["value"]),
        _number(row["value"]),
        row["at"],
        row["by"],
        file.name if file else "",
        _text(row["sheet"]),
        _text(row["cell"]),
        _text(row["document"]),
    )


def published(store: Store) -> Past:
    """What differs between editions, of all boards together, in the order of their sealing."""
    known: dict[tuple[Any, ...], tuple[float | None, int]] = {}
    ways: dict[str, dict[Period, tuple[Any, ...]]] = {}
    found: list[Revision] = []
    with store.read() as tx:
        for number in editions.numbers(tx):
            plain = editions.snapshot(tx, number)
            sent = {one.upload: one for one in sent_of(plain)}
            for row in plain["cells"]:
                cell = dict(zip(CELL, row, strict=False))  # old editions know less of a cell
                key = tuple(row[:4])
                old = known.get(key)
                if old is not None and cell["upload"] <= old[1]:
                    continue
                if old is not None and cell["value"] != old[0]:
                    found.append(_sealed(cell, old[0], sent[cell["upload"]]))
                known[key] = (cell["value"], cell["upload"])
            if plain["cells"]:
                _spec, catalog = catalog_of(plain["catalog"], plain["rule"])
                when = Period.parse(plain["period"])
                for own in catalog.indicators:
                    ways.setdefault(own.code, {})[when] = way(own)
    return Past(
        tuple(sorted(found, key=lambda r: r.at, reverse=True)),
        tuple((code, at) for code, over in ways.items() for at in _breaks(over)),
    )


def _sealed(cell: Row, old: float | None, by: Sent) -> Revision:
    return Revision(
        cell["unit"],
        cell["indicator"],
        Measure(cell["measure"]),
        Period.parse(cell["period"]),
        old,
        cell["value"],
        by.at,
        by.by,
        by.name,
        *(_text(cell.get(name)) for name in ("sheet", "cell", "document")),
    )


def way(own: Indicator) -> tuple[Any, ...]:
    """What makes numbers of one indicator comparable: its unit of measure, 口径, and definition."""
    return own.uom, own.measure, own.basis, own.direction, own.definition


def _breaks(over: dict[Period, tuple[Any, ...]]) -> Iterable[Period]:
    order = sorted(over, key=lambda p: p.last_day)
    return [b for a, b in pairwise(order) if over[a] != over[b]]


def _differs(old: Row, new: Row) -> bool:
    if Status(old["status"]) is not Status(new["status"]):
        return True
    return _number(old["value"]) != _number(new["value"])


def _number(value: Any) -> float | None:
    return None if value is None or value != value else float(value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
