"""The measures (口径) of an indicator and the arithmetic between them; percent is 52.3."""

from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]


class Measure(StrEnum):
    """What a number measures. The first seven are stored, the rest derived and never stored."""

    MONTH = "month"
    YTD = "ytd"
    LEVEL = "level"
    YOY = "yoy"
    TARGET = "target"
    STRETCH = "stretch"  # 奋斗目标 beside the baseline 保底
    RANK = "rank"
    COMPLETION = "completion"
    GAP = "gap"
    MOM = "mom"
    RUN_RATE = "run_rate"
    PROGRESS = "progress"


STORED = frozenset(tuple(Measure)[:7])
PERCENT = frozenset({Measure.YOY, Measure.COMPLETION, Measure.MOM, Measure.PROGRESS})


class Status(StrEnum):
    """Whether a value is there: `—` is not blank is not 0."""

    REPORTED = "reported"
    NOT_APPLICABLE = "not_applicable"
    NOT_REPORTED = "not_reported"


def half_up(x: ArrayLike, decimals: int) -> Array:
    """`x` at `decimals` digits, half away from zero as a spreadsheet shows it; NaN stays NaN."""
    scale = 10.0**decimals
    value = np.asarray(x, dtype=np.float64)
    whole = np.floor(np.abs(value) * scale * (1 + 2.0**-48) + 0.5)
    return np.copysign(whole, value) / scale + 0.0


def completion(value: ArrayLike, target: ArrayLike) -> Array:
    """Completion (完成率) in percent: 9.3 of 12 is 77.5. Target ≤ 0 or missing: NaN."""
    x, goal = np.asarray(value, float), np.asarray(target, float)
    return _where(goal > 0, lambda: x / goal * 100)


def gap(completion: ArrayLike, progress: ArrayLike) -> Array:
    """Schedule gap (进度差) in percentage points, of the two as printed with one decimal."""
    return half_up(half_up(completion, 1) - half_up(progress, 1), 1)


def yoy(value: ArrayLike, year_ago: ArrayLike) -> Array:
    """Growth on the year (同比) in percent, (x/y − 1)·100; y ≤ 0 or missing: NaN."""
    x, y = np.asarray(value, float), np.asarray(year_ago, float)
    return _where(y > 0, lambda: (x / y - 1) * 100)


def mom(month: ArrayLike, before: ArrayLike) -> Array:
    """Growth on the month before (环比) in percent; a base ≤ 0 or missing: NaN."""
    return yoy(month, before)


def run_rate(ytd: ArrayLike, months: int) -> Array:
    """Year-end estimate at the pace so far (年末预计), x/m·12 in the indicator's unit."""
    return np.asarray(ytd, float) / months * 12


def _where(fits: Any, formula: Any) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(fits, formula(), np.nan)
