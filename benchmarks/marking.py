"""Wall time of mark() on an office's workbook: `python benchmarks/marking.py [ROWS]`.

500 units × 12 indicators with an error or a warning in every fifth row, the marking process
included; the median of five. Ends with 1 where 500 rows take more than a second.
"""

import io
import statistics
import sys
import time
from pathlib import Path

import openpyxl

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.reading import workbook
from kpi.intake.mark import mark
from kpi.intake.read import read
from kpi.model.problem import Problem, problem
from kpi.model.sheet import CellRef

ROUNDS = 5


def faults(rows: int) -> tuple[Problem, ...]:
    codes = ("NOT_A_NUMBER", "JUMP")
    places = [CellRef("数据", row, 1 + row % 11) for row in range(1, rows, 5)]
    return tuple(problem(codes[n % 2], at, "12,3亿", z="9") for n, at in enumerate(places))


def main(rows: int) -> None:
    data, found = workbook(rows), faults(rows)
    reading = read(data, "数据.xlsx")
    spent = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        marked = mark(reading, found)
        spent.append(time.perf_counter() - start)
    notes = sum(
        c.comment is not None for r in openpyxl.load_workbook(io.BytesIO(marked))["数据"] for c in r
    )
    print(f"{rows} rows, {notes} notes: {statistics.median(spent):.2f} s")
    sys.exit(0 if rows > 500 or statistics.median(spent) <= 1 else 1)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
