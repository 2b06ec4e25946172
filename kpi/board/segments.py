"""Sets of neighbouring units (a group, a scope) and what is computed over each of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Ints = NDArray[np.intp]
T = TypeVar("T", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Units in runs: `names` of the runs, where each starts, and the run of each unit."""

    names: tuple[str | None, ...]
    starts: Ints
    index: Ints

    def reduce(self, ufunc: np.ufunc, a: NDArray[T]) -> NDArray[T]:
        """`ufunc` over the units of each run (last axis)."""
        return np.asarray(ufunc.reduceat(a, self.starts, axis=-1))

    def spread(self, a: NDArray[T]) -> NDArray[T]:
        """A value per run given to each of its units (last axis)."""
        return np.asarray(a[..., self.index])

    def slices(self) -> Iterator[slice]:
        """The units of each run."""
        ends = [*self.starts[1:].tolist(), len(self.index)]
        return (slice(s, e) for s, e in zip(self.starts.tolist(), ends, strict=True))

    def count(self, have: Mask) -> Ints:
        """How many units of each run have it."""
        return np.asarray(self.reduce(np.add, have.astype(np.intp)))

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


def runs(names: Sequence[str | None]) -> Segments:
    """Segments of equal neighbouring names."""
    starts = [u for u in range(len(names)) if u == 0 or names[u] != names[u - 1]]
    change = np.zeros(len(names), np.intp)
    change[starts[1:]] = 1
    return Segments(
        tuple(names[s] for s in starts), np.array(starts, np.intp), np.asarray(change.cumsum())
    )


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """Competition order of one set, rows × units; `better` and `worse` count strictly so.

    `dense` counts the distinct better values, `distinct` those of the whole row. Units without
    a value have better = number of values, and mean nothing.
    """

    better: Array
    worse: Array
    dense: Array
    distinct: Array
    n: Array


def order(a: Array, have: Mask) -> Order:
    """The competition order of each row, the largest value first, equal values together."""
    lost = np.where(have, -a, np.inf)
    sort = np.argsort(lost, axis=-1, kind="stable")
    value = np.take_along_axis(lost, sort, -1)
    n = have.sum(axis=-1, keepdims=True).astype(np.float64)
    at = np.broadcast_to(np.arange(a.shape[-1], dtype=np.float64), a.shape)
    new = np.ones(a.shape, bool)
    new[..., 1:] = value[..., 1:] != value[..., :-1]
    first = np.maximum.accumulate(np.where(new, at, 0.0), axis=-1)
    ends = np.ones(a.shape, bool)
    ends[..., :-1] = new[..., 1:]
    last = np.minimum.accumulate(np.where(ends, at, np.inf)[..., ::-1], axis=-1)[..., ::-1]
    dense = new.cumsum(axis=-1) - 1.0
    better, worse, steps = np.empty(a.shape), np.empty(a.shape), np.empty(a.shape)
    np.put_along_axis(better, sort, first, -1)
    np.put_along_axis(worse, sort, n - 1 - np.minimum(last, n - 1), -1)
    np.put_along_axis(steps, sort, dense, -1)
    distinct = (new & (at < n)).sum(axis=-1, keepdims=True).astype(np.float64)
    return Order(better, worse, steps, distinct, n)
