"""Sets of neighbouring units (a group, a scope) and what is computed over each of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Ints = NDArray[np.intp]
T = TypeVar("T", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Units in runs: `names` of the runs, where each starts, its size, and the run of each unit."""

    names: tuple[str | None, ...]
    starts: Ints
    sizes: Ints
    index: Ints

    def reduce(self, ufunc: np.ufunc, a: NDArray[T]) -> NDArray[T]:
        """`ufunc` over the units of each run (last axis)."""
        return np.asarray(ufunc.reduceat(a, self.starts, axis=-1))

    def spread(self, a: NDArray[T]) -> NDArray[T]:
        """A value per run given to each of its units (last axis)."""
        return np.repeat(a, self.sizes, axis=-1)

    def slices(self) -> Iterator[slice]:
        """The units of each run."""
        ends = [*self.starts[1:].tolist(), len(self.index)]
        return (slice(s, e) for s, e in zip(self.starts.tolist(), ends, strict=True))

    def count(self, have: Mask) -> Ints:
        """How many units of each run have it."""
        return np.asarray(np.add.reduceat(have.view(np.int8), self.starts, axis=-1, dtype=np.int32))

    def any(self, have: Mask) -> Mask:
        """Whether some unit of each run has it."""
        return self.reduce(np.logical_or, have)

    def low(self, a: Array, have: Mask) -> Array:
        """Smallest value of each run among those that have one; +inf where none has."""
        return self.reduce(np.minimum, np.where(have, a, np.inf))

    def high(self, a: Array, have: Mask) -> Array:
        """Largest value of each run among those that have one; −inf where none has."""
        return self.reduce(np.maximum, np.where(have, a, -np.inf))

    def mean(self, a: Array, have: Mask) -> Array:
        """Mean of each run over those that have a value; NaN where none has."""
        total, n = self.reduce(np.add, np.where(have, a, 0.0)), self.count(have)
        return np.asarray(np.divide(total, n, out=np.full(total.shape, np.nan), where=n > 0))


def together(rows: Sequence[int]) -> Any:
    """Rows as an index; neighbours as a slice, which gives a view where a list would copy."""
    near = list(rows) == list(range(rows[0], rows[0] + len(rows)))
    return slice(rows[0], rows[0] + len(rows)) if near else list(rows)


def weighted(weights: Array, rows: NDArray[Any]) -> Array:
    """Σ weight × row, row after row: a unit's sum does not depend on how many units there are."""
    total = np.zeros(rows.shape[1])
    for w, row in zip(weights, rows, strict=True):
        total += w * row
    return total


def runs(names: Sequence[str | None]) -> Segments:
    """Segments of equal neighbouring names."""
    starts = [u for u in range(len(names)) if u == 0 or names[u] != names[u - 1]]
    sizes = np.diff(starts, append=len(names))
    return Segments(
        tuple(names[s] for s in starts),
        np.array(starts, np.intp),
        sizes,
        np.repeat(np.arange(len(starts)), sizes),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """Competition places from the best and from the worst end; 1 + strictly better, worse units.

    Units without a value have places that mean nothing.
    """

    place: Ints
    last: Ints


def order(runs: Segments, a: Array | Ints, have: Mask) -> Order:
    """The order inside each run (last axis), the largest first, equal values on one place."""
    lost = np.where(have, -a, np.inf)
    count = runs.count(have)[..., None]
    place, last = np.empty((2, lost.size), np.intp)
    rows = np.arange(0, lost.size, a.shape[-1]).reshape(*a.shape[:-1], 1)
    for n, units in enumerate(runs.slices()):
        sort = np.argsort(lost[..., units], axis=-1)
        sort += rows + units.start  # from here on where each stands in the whole
        value, at = lost.reshape(-1)[sort], np.arange(1, sort.shape[-1] + 1)
        new = np.ones((*sort.shape[:-1], len(at) + 1), bool)
        np.not_equal(value[..., 1:], value[..., :-1], out=new[..., 1:-1])
        place[sort] = np.maximum.accumulate(np.where(new[..., :-1], at, 0), axis=-1)
        ends = np.where(new[..., 1:], at, len(at))[..., ::-1]
        last[sort] = count[..., n, :] + 1 - np.minimum.accumulate(ends, axis=-1)[..., ::-1]
    return Order(place.reshape(a.shape), last.reshape(a.shape))


def dense(runs: Segments, place: Ints) -> Ints:
    """Dense ranks: how many places of the run are taken up to one's own."""
    start = runs.spread(runs.starts)
    at = start + place - 1
    taken = np.zeros(place.shape, np.intp)
    np.put_along_axis(taken, at, 1, axis=-1)
    steps = taken.cumsum(axis=-1)
    return np.asarray(np.take_along_axis(steps, at, axis=-1) - steps[..., start] + 1)
