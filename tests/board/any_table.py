"""Tables and rules that hypothesis draws for the laws of the engine."""

from hypothesis import settings
from hypothesis import strategies as st
from small_boards import UNITS

LIVE = ("minmax", "zscore", "rank", "percentile", "efficacy")
FIXED = {
    "points": {},
    "ratio": {"target": 10},
    "goalposts": {"bad": 1, "good": 15},
    "efficacy": {"bad": 1, "good": 15},
    "bands": {"bands": [[12, 100], [6, 80], [None, 40]]},
}
cell = st.one_of(st.integers(-5, 20), st.sampled_from(["", "—", 2.5]))
rows = st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=len(UNITS))
full = st.lists(st.tuples(*[st.integers(1, 20)] * 3), min_size=2, max_size=len(UNITS))
method = st.sampled_from(LIVE)
quick = settings(max_examples=40, deadline=None)


def text(values, order=None, units=UNITS, groups=None):
    """A CSV text with the columns a, b, c; `order` lists the rows by their places in `values`."""
    head = "unit,group,a,b,c\n" if groups else "unit,a,b,c\n"
    lines = [
        ",".join([units[n], *([groups[n]] if groups else []), *map(str, row)]) + "\n"
        for n, row in enumerate(values)
    ]
    return head + "".join(lines[n] for n in (range(len(lines)) if order is None else order))


def rule(kind, weights=(1, 2, 3), params=None, **fields):
    """Three items of one method with lists of three seats, however small the group."""
    items = [
        {"item": n, "weight": w, "method": kind, "params": params or {}}
        for n, w in zip("abc", weights, strict=True)
    ]
    lists = {"red": {"n": 3}, "black": {"n": 3}, "min_group": 1, "min_coverage": 0.2}
    return {"items": items} | lists | fields


def standing(scored):
    """Per unit what is published of it: score, place, list."""
    return {e.unit: (e.score, e.rank, e.colour) for e in scored.entries}
