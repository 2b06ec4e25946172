"""Every open case of the engine: table and rule in, the expected board out, in any order."""

import csv
import json
import math
import random
from pathlib import Path

import pytest

from kpi.__main__ import main
from kpi.board.score import score_board
from kpi.model.rule import parse
from kpi.model.table import read_csv

CASES = Path(__file__).parents[2].parent / "shared" / "cases" / "score"
FOUND = sorted(p for p in CASES.glob("*") if (p / "rule.json").exists()) if CASES.is_dir() else []

pytestmark = pytest.mark.skipif(not FOUND, reason="the open cases are not beside the project")


def expected(case):
    file = case / "expected.json"
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


@pytest.mark.parametrize("case", FOUND, ids=lambda p: p.name)
def test_command_gives_the_expected_board(case, capfdbinary):
    wanted = expected(case)
    argv = ["score", str(case / "values.csv"), "--rule", str(case / "rule.json"), "--json"]
    code = main([*argv, *wanted.get("args", [])])
    out, err = capfdbinary.readouterr()
    assert code == wanted.get("exit", 0), err.decode()
    for text in wanted.get("stderr", []):
        assert text in err.decode()
    if code:
        assert out == b""
        assert err.decode().startswith("error: ")
        return
    entries = {e["unit"]: e for e in json.loads(out)["entries"]}
    if (case / "expected.csv").exists():
        rows = list(csv.DictReader((case / "expected.csv").read_text("utf-8-sig").splitlines()))
        assert set(entries) == {row["unit"] for row in rows}
        for row in rows:
            agree(row, entries[row["unit"]], wanted.get("tolerance", 1e-9))
    for unit, codes in wanted.get("reasons", {}).items():
        assert set(codes) <= {r["code"] for r in entries[unit]["reasons"]}


def agree(row, entry, tolerance):
    assert (row["rank"] or None) == (None if entry["rank"] is None else str(entry["rank"])), row
    assert (row["colour"] or None) == entry["colour"], row
    for name in ("score", "coverage"):
        if name in row:
            assert (entry[name] is None) is (row[name] == ""), row
            if row[name]:
                assert math.isclose(entry[name], float(row[name]), rel_tol=0, abs_tol=tolerance), (
                    row
                )


@pytest.mark.parametrize("case", FOUND, ids=lambda p: p.name)
def test_order_of_rows_columns_items_and_fields_never_shows(case):
    rule = json.loads((case / "rule.json").read_text("utf-8"))
    text = (case / "values.csv").read_text("utf-8-sig")
    if expected(case).get("exit", 0):
        return
    plain = score_board(read_csv(text, parse(rule)), parse(rule), draws=3)
    dice = random.Random(case.name)  # noqa: S311 - an order, not a secret
    turned = shuffled_rule(rule, dice)
    again = score_board(read_csv(shuffled_table(text, dice), turned), turned, draws=3)
    assert again == plain


def shuffled_rule(rule, dice):
    def turn(value):
        if isinstance(value, dict):
            pairs = [(k, turn(v)) for k, v in value.items()]
            dice.shuffle(pairs)
            return dict(pairs)
        return [turn(v) for v in value] if isinstance(value, list) else value

    turned = turn(rule)
    dice.shuffle(turned["items"])
    return parse(turned)


def shuffled_table(text, dice):
    head, *rows = [row for row in csv.reader(text.splitlines()) if row]
    columns = list(range(1, len(head)))
    dice.shuffle(columns)
    dice.shuffle(rows)
    quoted = [[row[0], *(row[c] for c in columns)] for row in [head, *rows]]
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in quoted) + "\n"
