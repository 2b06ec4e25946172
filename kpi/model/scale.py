"""Where things stand along an axis: round ticks, and labels pushed apart until none overlap."""

from itertools import pairwise
from math import ceil, floor, log10

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def ticks(low: float, high: float, count: int = 4) -> tuple[float, ...]:
    """Round numbers inside low … high, at most `count` steps: 3.8 … 11.1 gives 4, 6, 8, 10."""
    span = (high - low) or abs(high) or 1.0
    power = 10.0 ** floor(log10(span / count))
    step = next(power * s for s in STEPS if power * s * count >= span * (1 - 1e-9))
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return tuple(round(i * step, 10) for i in range(first, last + 1))


def around(values: list[float]) -> tuple[float, float]:
    """Ends of an axis around lines: a little air, from zero unless the lines lie far above it."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    if 0 <= low < 0.6 * high:
        low = 0.0
    air = ((high - low) or abs(high) or 1.0) * 0.06
    return (-air / 3 if low == 0 else low - air), high + air


def spread(wanted: list[float], sizes: list[float], low: float, high: float) -> list[float]:
    """Middles as near to the wanted ones as can be, of things `sizes` tall that may not overlap.

    Least squares by pooling neighbours (PAV) once the room they need is taken off; all of each
    thing stays inside low … high, unless there is not room for all: then `high` is passed.
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], -i))
    needed = [sizes[order[0]] / 2] if order else []  # room below the k-th middle
    for one, other in pairwise(order):
        needed.append(needed[-1] + (sizes[one] + sizes[other]) / 2)
    blocks: list[tuple[float, int]] = []  # (mean wish, members), rising
    for i, room in zip(order, needed, strict=False):
        mean, size = wanted[i] - room, 1
        while blocks and mean < blocks[-1][0]:
            below, n = blocks.pop()
            mean, size = (below * n + mean * size) / (n + size), n + size
        blocks.append((mean, size))
    flat = [mean for mean, size in blocks for _ in range(size)]
    placed = [0.0] * len(wanted)
    free = high - needed[-1] - sizes[order[-1]] / 2 if order else high
    for i, mean, room in zip(order, flat, needed, strict=False):
        placed[i] = max(low, min(mean, free)) + room
    return placed
