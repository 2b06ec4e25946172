"""One workbook with the slips that are caught: 问题样例."""

from pathlib import Path

from sample_spreadsheets import anchors
from sample_spreadsheets.directory import NAMES
from sample_spreadsheets.layouts import Book, write

FILE = "问题样例/2026年10月固定资产投资（问题样例）.xlsx"
SLIPS = (
    ("C4", "111000 where 11.10 is meant: 万元 under a heading that says 亿元"),
    ("C5", "`8,10亿`: text in place of a number"),
    ("B6", "`高新区街道`: not in the catalog (高新园街道 is meant)"),
    ("C7", "`#DIV/0!`: an error cell"),
    ("C8", "a formula whose result was never stored"),
    ("D9", "`下降3.2`: a word in place of −3.2"),
)


def problem_workbook(root: Path) -> None:
    """October's investment, each slip at the cell that SLIPS names."""
    with Book(root / FILE, NAMES["D01"]) as book:
        ws = book.book.add_worksheet("固定资产投资")
        ws.set_column(1, 3, 20)
        ws.merge_range(0, 0, 0, 3, "云川区2026年1-10月固定资产投资完成情况表", book.title)
        ws.write_string(1, 0, "填报单位：区发展和改革局（盖章）", book.plain)
        heads = ("序号", "单位", "固定资产投资累计\n（亿元）", "同比±%")
        for c, head in enumerate(heads):
            ws.write_string(2, c, head, book.head)
        for r, unit in enumerate(anchors.PLACES, start=3):
            ws.write_number(r, 0, r - 2, book.cell)
            ws.write_string(r, 1, "高新区街道" if unit == "J03" else NAMES[unit], book.cell)
            write(book, ws, r, 2, anchors.FAI_OCTOBER[unit], "0.00")
            write(book, ws, r, 3, anchors.FAI_GROWTH_OCTOBER[unit], "0.0")
        ws.write_number("C4", 111000, book.styles["0.00"])
        ws.write_string("C5", "8,10亿", book.cell)
        ws.write_formula("C7", "=12.45/0", book.styles["0.00"], "#DIV/0!")
        ws.write_formula("C8", "=6.00+0.52", book.styles["0.00"], "")
        ws.write_string("D9", "下降3.2", book.cell)
