"""docs/catalog.md names every sheet and column of 名录.xlsx, and which may be left out."""

from pathlib import Path

from kpi.intake.catalog.sheets import OPTIONAL, SHEETS

PAGE = Path(__file__).parents[2] / "docs" / "catalog.md"


def test_every_sheet_and_column_of_the_catalog_is_documented_in_order() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [[c.strip() for c in line.strip("|").split("|")] for line in lines if "|" in line]
    told = [(sheet, columns) for sheet, columns in rows[2:]]
    assert told == [
        (
            f"*{sheet}*" if sheet in OPTIONAL else sheet,
            " ".join(f"*{c.name}*" if c.optional else c.name for c in table),
        )
        for sheet, table in SHEETS.items()
    ]
