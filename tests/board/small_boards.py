"""Small tables and rules for the tests of the engine; places are invented."""

from kpi.board.score import score_board
from kpi.model.rule import parse
from kpi.model.table import read_csv

UNITS = "甲乙丙丁戊己庚辛壬癸"


def board(text, draws=0, seed=None, **rule):
    """The board of a CSV text by a rule given as its fields."""
    judged_by = parse(rule)
    return score_board(read_csv(text, judged_by), judged_by, draws, seed)


def column(values, name="a", group=""):
    """A CSV text of one column; the units are 甲, 乙, 丙 …"""
    rows = zip(UNITS, values, strict=False)
    if group:
        return f"unit,group,{name}\n" + "".join(f"{u},{group},{v}\n" for u, v in rows)
    return f"unit,{name}\n" + "".join(f"{u},{v}\n" for u, v in rows)


def one(method, values, direction="higher", band=None, **params):
    """Scores by unit order of one column under one method, all places printed to 10 decimals."""
    item = {"item": "a", "method": method, "direction": direction, "params": params}
    if band:
        item["band"] = band
    scored = board(column(values), items=[item], score_decimals=10)
    by_unit = {e.unit: e.score for e in scored.entries}
    return [by_unit[u] for u in UNITS[: len(values)]]


def points(*weights, **fields):
    """Items a, b, … of given scores with these weights."""
    items = [
        {"item": name, "weight": w, "method": "points"}
        for name, w in zip("abcdef", weights, strict=False)
    ]
    return {"items": items, **fields}


def by_unit(scored):
    return {e.unit: e for e in scored.entries}


def scores(scored):
    return {e.unit: e.score for e in scored.entries}


def ranks(scored):
    return {e.unit: e.rank for e in scored.entries}


def colours(scored):
    return {e.unit: e.colour for e in scored.entries if e.colour}


def codes(scored, unit):
    return [r.code for r in by_unit(scored)[unit].reasons]
