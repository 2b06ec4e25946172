"""How much of a growth rate of counts chance alone explains."""

import numpy as np
from numpy.typing import ArrayLike

from kpi.board.segments import Array

Z = 1.96  # 95 %


def growth_band(now: ArrayLike, base: ArrayLike) -> tuple[Array, Array]:
    """Range in percent within which growth from `base` to `now` cases is chance alone.

    g ± 1.96·(1 + g)·√(1/x + 1/y), both counts taken as Poisson: 110 after 100 is +10 % within
    −19.8 and +39.8. NaN where a count is not above 0.
    """
    x, y = np.asarray(now, np.float64), np.asarray(base, np.float64)
    counts = (x > 0) & (y > 0)
    a, b = np.where(counts, x, np.nan), np.where(counts, y, np.nan)
    half = Z * (a / b) * np.sqrt(1 / a + 1 / b)
    growth = a / b - 1
    return np.asarray((growth - half) * 100), np.asarray((growth + half) * 100)
