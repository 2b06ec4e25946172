"""CPU of read() against calamine's to_python alone: `python benchmarks/reading.py [ROWS]`.

A workbook of 20,000 rows × 12, parent and reading process together, medians of five in one run.
The ratio travels from machine to machine, seconds do not. Target: at most 2.5.
"""

import io
import resource
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

sys.path.insert(0, str(Path(__file__).parents[1]))

from kpi.intake.read import read

COLUMNS, ROUNDS = 12, 5


def workbook(rows: int) -> bytes:
    """Unit names and numbers, two of the columns under a percent format."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        percent, sheet = book.add_format({"num_format": "0.0%"}), book.add_worksheet("数据")
        sheet.write_row(0, 0, ["单位", *(f"指标{n}" for n in range(1, COLUMNS))])
        for row in range(1, rows):
            sheet.write_string(row, 0, f"云溪{row % 40}街道")
            for column in range(1, COLUMNS):
                value = row * 0.37 + column
                sheet.write_number(row, column, value, percent if column > COLUMNS - 3 else None)
    return out.getvalue()


def spent(work: Callable[[], object]) -> float:
    """CPU seconds of this process and of the children it waited for."""
    before = _clock()
    work()
    return _clock() - before


def _clock() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def alone(data: bytes) -> None:
    CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def main(rows: int) -> None:
    data = workbook(rows)
    calamine, ours = [], []
    for _ in range(ROUNDS):
        calamine.append(spent(lambda: alone(data)))
        ours.append(spent(lambda: read(data, "数据.xlsx")))
    base, whole = statistics.median(calamine), statistics.median(ours)
    print(
        f"{rows} × {COLUMNS}: calamine {base:.2f} s, read {whole:.2f} s: ratio {whole / base:.2f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
