"""The panel, the one table of the house: a row per unit, indicator, period, measure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kpi.model.measure import STORED, Status

KEYS = ["unit", "indicator", "period", "measure"]
COLUMNS = [*KEYS, "value", "status"]
_TYPES = {**dict.fromkeys(KEYS, "str"), "value": "float64", "status": "str"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows to read: an empty tuple asks for all. Codes and period texts."""

    units: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


def empty() -> pd.DataFrame:
    """A panel without rows: unit, indicator, period, measure, value (float64), status."""
    return pd.DataFrame({c: pd.Series([], dtype=_TYPES[c]) for c in COLUMNS})


def of(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """A panel from rows; `status` defaults to reported. Extra columns (cell, sheet) are kept."""
    frame = pd.DataFrame(list(rows))
    if frame.empty:
        return empty()
    if "status" not in frame:
        frame = frame.assign(status=str(Status.REPORTED))
    return frame.astype({k: v for k, v in _TYPES.items() if k in frame}).reset_index(drop=True)


def check(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` if it is a panel, else ValueError: keys unique, measures stored, value ⇔ reported."""
    if missing := [c for c in COLUMNS if c not in frame]:
        raise ValueError(f"panel without columns {missing}")
    if frame.duplicated(KEYS).any():
        raise ValueError(
            f"panel with rows twice: {frame.loc[frame.duplicated(KEYS), KEYS].head(3)}"
        )
    if strange := set(frame["measure"]) - STORED:
        raise ValueError(f"measures that are never stored: {sorted(strange)}")
    if not frame["value"].notna().eq(frame["status"] == Status.REPORTED).all():
        raise ValueError("a value must stand exactly where the status is reported")
    return frame


def wide(frame: pd.DataFrame) -> pd.DataFrame:
    """Units × `indicator.measure` values of one period; absent: NaN; units as column one."""
    keyed = frame.assign(column=frame["indicator"] + "." + frame["measure"])
    return keyed.pivot(index="unit", columns="column", values="value").reset_index()


def cells(frame: pd.DataFrame) -> str:
    """Canonical CSV text of a panel: sorted by key, shortest exact numbers, NOT_APPLICABLE as —."""
    lines = [",".join(KEYS) + ",value"]
    for row in records(frame.sort_values(KEYS)):
        absent = row["status"] == Status.NOT_APPLICABLE
        value = "—" if absent else repr(float(row["value"]))
        lines.append(",".join([*(str(row[k]) for k in KEYS), value]))
    return "\n".join(lines) + "\n"


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain dictionaries: Python's own numbers, None for what is not there."""
    plain = frame.astype("object")
    rows = plain.where(plain.notna(), None).to_dict("records")
    return [{str(name): _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value
