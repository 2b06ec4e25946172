"""October's workbook of the sample district, and a way to send files to the page."""

import io
from pathlib import Path
from typing import Any

import openpyxl

from kpi.model.person import OPERATOR
from kpi.service import start, upload

SAMPLES = Path(__file__).parents[2] / "sample_spreadsheets"
OCTOBER = SAMPLES / "2026" / "2026年10月固定资产投资和重点项目.xlsx"
WRONG = SAMPLES / "问题样例" / "2026年10月固定资产投资（问题样例）.xlsx"
CALM = SAMPLES / "2026" / "实际引进内资2026年10月.csv"


def revised(value: float = 7.16) -> bytes:
    """October's workbook with another figure for 桥西街道 (C13)."""
    book = openpyxl.load_workbook(OCTOBER)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.value = None  # openpyxl keeps no results
    book.worksheets[0]["C13"] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def stored(code: str = "J08", indicator: str = "fai", measure: str = "ytd") -> list[float]:
    """October's value of a unit, as it stands."""
    rows = upload.values(
        start.store(), OPERATOR, unit=code, indicator=indicator, period="2026-10", measure=measure
    )
    return [row["value"] for row in rows]


def sent(seen: Any, *files: tuple[str, bytes]) -> Any:
    """Drop files on the page and let it read them."""
    for name, data in files:
        seen.at.file_uploader[0].upload(name, data)
    return seen.run()
