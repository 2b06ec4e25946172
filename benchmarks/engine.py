"""Speed of the engine against plain numpy on the same numbers, in the same run.

    python -m benchmarks.engine

Medians of nine, CPU time, ours and the floor in turn; the ratios travel from machine to machine,
milliseconds do not. Boards: 3 % missing, min–max within the group, weighted mean, rank, both lists.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a second thread that waits counts as time
sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import pandas as pd

from kpi.board.explain import exits, tell
from kpi.board.robust import robust
from kpi.board.score import judge, score_board
from kpi.model.rule import Rule, parse
from kpi.model.table import NOT_REPORTED, REPORTED, Table

DRAWS, LARGE = 1000, (40000, 100, 400)


def made(units: int, items: int, groups: int, seed: int = 1) -> tuple[Table, Rule]:
    """A table with every thirty-third cell missing and the rule that scores it."""
    random = np.random.default_rng(seed)
    value = random.normal(50, 20, (items, units))
    status = np.where(random.random(value.shape) < 0.03, NOT_REPORTED, REPORTED).astype(np.int8)
    value[status == NOT_REPORTED] = np.nan
    names = tuple(f"u{n:06d}" for n in range(units))
    group = tuple(f"g{n * groups // units:04d}" for n in range(units))
    columns = tuple(f"i{n:03d}" for n in range(items))
    rule = parse(
        {
            "items": [
                {"item": c, "method": "minmax", "weight": n + 1} for n, c in enumerate(columns)
            ],
            "red": {"n": 5},
            "black": {"n": 5},
        }
    )
    return Table(names, group, columns, value, status).ordered(), rule


class Floor:
    """The bare arithmetic, the groups known as numbers: no checks, coverage, reasons or lists."""

    def __init__(self, table: Table, rule: Rule) -> None:
        self.x, self.have = table.value, table.status == REPORTED
        self.group = np.unique(np.array(table.groups), return_inverse=True)[1]
        self.starts = np.flatnonzero(np.diff(self.group, prepend=-1))
        self.weight = np.array([i.weight for i in rule.items])
        self.noise = rule.noise

    def points(self) -> np.ndarray:
        """Min–max within the group; 0 where missing."""
        x, have = self.x, self.have
        low = np.minimum.reduceat(np.where(have, x, np.inf), self.starts, axis=1)[:, self.group]
        high = np.maximum.reduceat(np.where(have, x, -np.inf), self.starts, axis=1)[:, self.group]
        return np.where(have, (x - low) / (high - low) * 100, 0.0)

    def board(self) -> tuple[np.ndarray, np.ndarray]:
        """Scores at two decimals and places within the group."""
        w = self.weight[:, None] * self.have
        score = np.floor((w * self.points()).sum(axis=0) / w.sum(axis=0) * 100 + 0.5) / 100
        order = np.lexsort([-score, self.group])
        rank = np.empty(len(score), int)
        rank[order] = np.arange(len(score)) - self.starts[self.group[order]] + 1
        return score, rank

    def draws(self, points: np.ndarray) -> np.ndarray:
        """GEMM, argsort, partition: the ranks that 90 % of the draws stay within."""
        noise = 2 * np.random.default_rng(1).random((DRAWS, len(self.weight))) - 1
        w = self.weight * (1 + self.noise * noise)
        score = (w @ points) / (w @ self.have.astype(float))
        rank = np.empty(score.shape, np.intp)
        for group in np.split(np.arange(score.shape[1]), self.starts[1:]):
            at = slice(group[0], group[-1] + 1)
            sort = np.argsort(-score[:, at], axis=1)
            np.put_along_axis(rank[:, at], sort, np.arange(1, len(group) + 1)[None], axis=1)
        return np.partition(rank, [49, 949], axis=0)


def wide(frame: pd.DataFrame, group: pd.Series, weight: np.ndarray) -> pd.Series:
    """The same board as pandas does it: units × items, groupby.transform."""
    by = frame.groupby(group)
    low, high = by.transform("min"), by.transform("max")
    points = (frame - low) / (high - low) * 100
    score = (points * weight).sum(axis=1) / (frame.notna() * weight).sum(axis=1)
    return score.round(2).groupby(group).rank(ascending=False, method="min")


def explained(table: Table, rule: Rule) -> int:
    """From the table to every entry with its parts, reasons, sentences and ways off the list."""
    board = score_board(table, rule)
    tell(board, rule, dict.fromkeys(table.units, 75.0))
    exits(board, rule)
    return sum(len(r.text()) for e in board.entries for r in e.reasons)


def spent(*calls: Callable[[], object], times: int = 9) -> list[float]:
    """Median milliseconds of processor time of each call, taken in turn."""
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(times):
        for call, found in zip(calls, taken, strict=True):
            start = process_time()
            call()
            found.append((process_time() - start) * 1e3)
    return [median(found) for found in taken]


def memory() -> float:
    """Most memory in MB that a process of its own holds while it scores the large board."""
    code = "from benchmarks import engine; engine.score_board(*engine.made(*engine.LARGE))"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[1])  # noqa: S603
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def line(case: str, ours: float, floor: float, bound: float) -> None:
    """One row of the table."""
    ratio = ours / floor
    said = "" if ratio <= bound else "  missed"
    print(f"{case:<46} {ours:>9.2f} {floor:>9.2f} {ratio:>7.2f} {bound:>7.2f}{said}")


def main() -> None:
    """Print the table."""
    print(f"{'case':<46} {'ours':>9} {'floor':>9} {'ratio':>7} {'bound':>7}")
    table, rule = made(3000, 100, 30)
    floor, judged = Floor(table, rule), judge(table, rule)
    assert np.allclose(judged.scores.score, floor.board()[0], atol=0.011)
    frame, group = pd.DataFrame(table.value.T), pd.Series(table.groups)
    ours, bare, pandas = spent(
        lambda: score_board(table, rule), floor.board, lambda: wide(frame, group, floor.weight)
    )
    line("score_board 3000 × 100, ms / numpy", ours, bare, 2)
    line("score_board 3000 × 100, ms / pandas", ours, pandas, 1)
    points = floor.points()
    ours, bare = spent(lambda: robust(judged, DRAWS), lambda: floor.draws(points))
    line("1000 draws 3000 × 100, ms / GEMM, sort, partition", ours, bare, 2)
    table, rule = made(*LARGE)
    ours, bare = spent(lambda: score_board(table, rule), Floor(table, rule).board)
    line("score_board 40000 × 100, ms / numpy", ours, bare, 2)
    line("score_board 40000 × 100, MB / allowed", memory(), 600, 1)
    table, rule = made(50, 20, 2)
    (ours,) = spent(lambda: explained(table, rule), times=21)
    line("50 × 20 to all entries explained, ms / allowed", ours, 10, 1)
    table, rule = made(3000, 100, 30)
    ours, first = spent(lambda: score_board(table, rule).entries, lambda: score_board(table, rule))
    print(f"reading all entries of 3000 × 100 (300 000 parts): {ours - first:.0f} ms more")


if __name__ == "__main__":
    main()
