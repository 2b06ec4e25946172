"""Write the sample district's spreadsheets: `python -m sample_spreadsheets.make [FOLDER]`.

The same bytes every time, so a change of the story shows as a change of committed files.
"""

import csv
import sys
from pathlib import Path

from sample_spreadsheets import anchors, story
from sample_spreadsheets.directory import HEADERS, Row, sheets
from sample_spreadsheets.layouts import Book
from sample_spreadsheets.plain import capital_month, capital_year, gdp_books, industry_files
from sample_spreadsheets.readme import readme
from sample_spreadsheets.words import Made
from sample_spreadsheets.workbooks import (
    firms_book,
    investment_month,
    investment_year,
    place_book,
    retail_book,
    service_book,
)
from sample_spreadsheets.wrong import problem_workbook


def catalog_workbook(path: Path, tables: dict[str, list[Row]], office: str) -> None:
    """名录.xlsx: one sheet a table, its header in row 1."""
    with Book(path, office) as book:
        for name, rows in tables.items():
            ws = book.book.add_worksheet(name)
            headers = HEADERS[name].split()
            ws.set_column(0, len(headers) - 1, 16)
            ws.freeze_panes(1, 0)
            for c, header in enumerate(headers):
                ws.write_string(0, c, header, book.head)
            for r, row in enumerate(rows, start=1):
                for c, value in enumerate(row):
                    if isinstance(value, int | float):
                        ws.write_number(r, c, value)
                    elif value is not None:
                        ws.write_string(r, c, str(value))


def make(root: Path) -> list[Made]:
    """Write everything below `root`; the good files in the order in which they arrive."""
    catalog_workbook(root / "名录.xlsx", sheets(), "云川区统计局")
    problem_workbook(root)
    made = [*investment_year(root), capital_year(root), *industry_files(root), *gdp_books(root)]
    made += [investment_month(root, m) for m in story.months(2026, 2)]
    made.append(investment_month(root, anchors.REVISED[2], revised=True))
    made.append(retail_book(root, 2025, 12, "2025年社零和跨境电商.xlsx"))
    made.append(retail_book(root, 2026, 6, "2026年上半年社零和跨境电商.xlsx"))
    made.append(retail_book(root, 2026, 10, "2026年1-10月社零和跨境电商.xlsx"))
    made += [capital_month(root, m) for m in story.months(2026)]
    made += [firms_book(root, year) for year in anchors.LAST_MONTH]
    made.append(service_book(root, 2025, story.months(2025), "政务服务2025年.xlsx"))
    made += [service_book(root, 2026, [m], f"政务服务{m}月.xlsx") for m in story.months(2026)]
    made.append(place_book(root))
    made.sort(key=lambda m: m.at)
    with (root / "manifest.csv").open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(("file", "period", "order", "by", "about"))
        lines.writerows((m.file, m.period, n, m.by, m.about) for n, m in enumerate(made, start=1))
    (root / "README.md").write_text(readme((m.file, m.by, m.about) for m in made), "utf-8")
    return made


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
