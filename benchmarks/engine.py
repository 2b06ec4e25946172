"""Speed of the engine against plain column-wise numpy on the same numbers, in the same run.

`python benchmarks/engine.py`: 3000 units × 100 items in 30 groups, 3 % missing, min–max within the
group, weighted mean, rank. Medians of nine.
"""

import sys
from pathlib import Path
from statistics import median
from time import process_time

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from kpi.board.score import judge, score_board
from kpi.model.rule import parse
from kpi.model.table import NOT_REPORTED, REPORTED, Table


def made(units, items, groups, seed=1):
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


def kernel(table, rule):
    """The bare arithmetic: no reasons, no parts, no lists."""
    x, have = table.value, table.status == REPORTED
    codes = np.unique(np.array(table.groups), return_inverse=True)[1]
    starts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]])
    low = np.minimum.reduceat(np.where(have, x, np.inf), starts, axis=1)[:, codes]
    high = np.maximum.reduceat(np.where(have, x, -np.inf), starts, axis=1)[:, codes]
    n = np.where(have, (x - low) / (high - low) * 100, 0.0)
    w = np.array([i.weight for i in rule.items])[:, None] * have
    score = np.floor((w * n).sum(axis=0) / w.sum(axis=0) * 100 + 0.5) / 100
    order = np.lexsort([-score, codes])
    rank = np.empty(len(score), int)
    rank[order] = np.arange(len(score)) - starts[codes[order]] + 1
    return score, rank


def seconds(call, times=9):
    """Median processor time of `call`."""
    found = []
    for _ in range(times):
        start = process_time()
        call()
        found.append(process_time() - start)
    return median(found)


def main():
    """Print the table."""
    heads = ("units × items", "kernel ms", "steps ms", "ratio", "board ms", "ratio")
    print(" ".join(f"{h:>13}" for h in heads))
    for units, items, groups in ((50, 20, 2), (3000, 100, 30)):
        table, rule = made(units, items, groups)
        score = judge(table, rule).scores.score
        assert np.allclose(score, kernel(table, rule)[0], atol=0.011)
        bare = seconds(lambda t=table, r=rule: kernel(t, r))
        steps = seconds(lambda t=table, r=rule: judge(t, r))
        whole = seconds(lambda t=table, r=rule: score_board(t, r))
        row = (bare * 1e3, steps * 1e3, steps / bare, whole * 1e3, whole / bare)
        print(f"{f'{units} × {items}':>13} " + " ".join(f"{x:>13.2f}" for x in row))


if __name__ == "__main__":
    main()
