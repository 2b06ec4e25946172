"""CPU of a whole check against calamine alone: `python benchmarks/intake.py [ROWS …]`.

Bytes to plan: read in a process of its own, match, check, diff against a store that knows the year
before the newest month. Parent and reading process together, medians of five in one run; the ratio
travels from machine to machine, seconds do not. Ends with 1 where a bound does not hold.
"""

import io
import os
import random
import statistics
import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import xlsxwriter

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a second thread that waits counts as time
sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.reading import alone, spent
from kpi.intake.check import check
from kpi.intake.match import match
from kpi.intake.plan import plan
from kpi.intake.read import read
from kpi.model import panel
from kpi.model.catalog import Catalog, Indicator, Unit
from kpi.model.period import Period
from kpi.model.upload import Plan

ROOT = Path(__file__).parents[1]
ROUNDS, MOST = 5, 4.0  # times calamine
WORKER_MB, MONTH_SECONDS = 600, 0.3
TODAY, LAST, MONTHS = date(2026, 11, 21), Period(2026, 10), 50
NAMES = [
    *("固定资产投资", "社会消费品零售总额", "规上工业增加值", "一般公共预算收入", "实际利用外资"),
    *("新增经营主体", "税收收入", "全社会用电量", "进出口总额", "商品房销售额"),
]


def workbook(rows: int, months: int) -> tuple[bytes, Catalog]:
    """A period, a unit and ten cumulative figures a row; `months` of each unit, newest first."""
    units = tuple(Unit(f"U{n}", f"云溪{n}街道", "街道") for n in range(-(-rows // months)))
    dice, out = random.Random(1), io.BytesIO()  # noqa: S311 - figures, no secret
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        two, sheet = book.add_format({"num_format": "0.00"}), book.add_worksheet("数据")
        sheet.write_row(0, 0, ["期间", "单位", *NAMES])
        for row in range(rows):
            back, at = divmod(row, len(units))
            period = LAST.shift(-back)
            sheet.write_string(row + 1, 0, str(period))
            sheet.write_string(row + 1, 1, units[at].name)
            for column in range(len(NAMES)):
                grown = 1.05 ** (period.year - 2000) * period.number
                value = (5 + at % 37 + 1.7 * column) * grown * dice.uniform(0.98, 1.02)
                styled = two if column > 7 else None
                sheet.write_number(row + 1, column + 2, round(value, 2), styled)
    known = Catalog(units, tuple(Indicator(f"i{n}", name, "亿元") for n, name in enumerate(NAMES)))
    return out.getvalue(), known


def checked(data: bytes, known: Catalog, stored: pd.DataFrame) -> Plan:
    """The whole road from bytes to the plan."""
    reading = read(data, "数据.xlsx")
    mapping = match(reading.sheets, known, name=reading.name, hint=None, today=TODAY)
    found, problems, skipped = check(reading.sheets, mapping, known, stored, today=TODAY)
    return plan(reading, found, problems, skipped, stored, mapping)


def large(rows: int) -> bool:
    """A large file against calamine; whether it keeps the bound."""
    data, known = workbook(rows, MONTHS)
    first = checked(data, known, panel.empty())
    stored = first.panel[panel.COLUMNS]
    year = [str(LAST.shift(-back)) for back in range(1, 13)]
    stored = stored[stored["period"].isin(year)].reset_index(drop=True)
    calamine, whole = [], []
    for _ in range(ROUNDS):
        calamine.append(spent(lambda: alone(data)))
        whole.append(spent(lambda: checked(data, known, stored)))
    base, ours = statistics.median(calamine), statistics.median(whole)
    fits = ours <= MOST * base and first.diff.new == rows * len(NAMES)
    print(
        f"{rows} × {len(NAMES) + 2}: calamine {base:.2f} s, bytes to plan {ours:.2f} s: "
        f"ratio {ours / base:.2f} (at most {MOST})"
    )
    return light(data) and fits


def small() -> bool:
    """A month's sheet of 16 units × 12 columns, the start of its process included."""
    data, known = workbook(16, 1)
    checked(data, known, panel.empty())  # what a server does once
    took = statistics.median(
        spent(lambda: checked(data, known, panel.empty())) for _ in range(ROUNDS)
    )
    print(f"16 × 12: bytes to plan {took:.2f} s (at most {MONTH_SECONDS})")
    return took <= MONTH_SECONDS


def light(data: bytes) -> bool:
    """The peak of the reading process, started from a small one: ours would count as its own."""
    code = "import resource as r, subprocess as s, sys; s.run(sys.argv[1:], stdout=s.DEVNULL)\n"
    code += "print(r.getrusage(r.RUSAGE_CHILDREN).ru_maxrss)"
    worker = [sys.executable, "-m", "kpi.intake.worker", "zip"]
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
        [sys.executable, "-c", code, *worker], input=data, capture_output=True, cwd=ROOT, check=True
    )
    peak = int(done.stdout) / 1024
    print(f"reading process: {peak:.0f} MB (at most {WORKER_MB})")
    return peak <= WORKER_MB


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:]] or [20_000, 200_000]
    held = [small(), *(large(rows) for rows in sizes)]
    sys.exit(0 if all(held) else 1)
