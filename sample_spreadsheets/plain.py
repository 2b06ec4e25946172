"""Text files and old .xls exports: domestic capital, industry, GDP."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sample_spreadsheets import anchors, story
from sample_spreadsheets.directory import NAMES
from sample_spreadsheets.layouts import old_workbook, text
from sample_spreadsheets.words import Made, dash, upto

QUARTERS = ("一季度", "二季度", "三季度", "四季度")


def capital_year(root: Path) -> Made:
    """2025 as a list of period and unit, in 万元."""
    file = "2025/实际引进内资2025年.csv"
    rows: list[Sequence[object]] = [("期间", "单位", "实际引进内资(万元)", "同比(%)")]
    for m in story.months(2025):
        rows += [(f"2025年{upto(m)}", *row) for row in _capital(2025, m)]
    text(root / file, rows)
    about = "GB18030 text, a period column, 万元, thousands commas"
    return Made((2025, 12, 4), file, "2025-12", "D04", about)


def capital_month(root: Path, month: int) -> Made:
    """A month of 2026: GB18030 text under a title and a 统计期 line."""
    file = f"2026/实际引进内资2026年{month}月.csv"
    rows = list(_capital(2026, month))
    total = sum(int(str(row[1]).replace(",", "")) for row in rows if row[1] != "—")
    text(
        root / file,
        [
            (f"云川区2026年{upto(month)}实际引进内资月报", "", ""),
            ("统计期：", f"2026{month:02d}", ""),
            ("单位名称", "实际引进内资(万元)", "同比(%)"),
            *rows,
            ("合计", f"{total:,}", ""),
        ],
    )
    about = "GB18030 text under a title and a 统计期 line, 万元 with thousands commas"
    return Made((2026, month, 4), file, f"2026-{month:02d}", "D04", about)


def _capital(year: int, month: int) -> Iterator[tuple[object, ...]]:
    for unit in (*anchors.PLACES, *anchors.ECONOMIC):
        level, growth = (f(unit, year, month) for f in (story.capital, story.capital_growth))
        name = f"{unit}-{NAMES[unit]}" if unit in ("J01", "D04") else NAMES[unit]
        yield name, "—" if level is None else f"{round(level * 10_000):,}", dash(growth)


def industry_files(root: Path) -> Iterator[Made]:
    """Growth of industry: wide text for 2025, a long list for spring 2026, then month by month."""
    units, name = (*anchors.PLACES, anchors.DISTRICT), "规上工业增加值增速"

    def label(unit: str) -> str:
        return "全区" if unit == anchors.DISTRICT else NAMES[unit]

    rows: list[Sequence[object]] = [("期间", "单位", f"{name}(%)")]
    for m in story.months(2025, 2):
        rows += [(f"2025年{upto(m)}", label(u), dash(story.industry(u, 2025, m))) for u in units]
    text(root / f"2025/{name}.csv", rows)
    about = "GB18030 text with a period column; 南湖街道 has no such firm: —"
    yield Made((2025, 12, 0), f"2025/{name}.csv", "2025-12", "T01", about)

    rows = [("单位", "指标", "期间", "数值", "计量单位")]
    for m in range(2, 7):
        period = f"2026年{upto(m)}"
        rows += [(label(u), name, period, dash(story.industry(u, 2026, m)), "%") for u in units]
    text(root / f"2026/{name}1-6月.csv", rows)
    about = "GB18030 list of unit, indicator, period, value and unit of measure"
    yield Made((2026, 6, 0), f"2026/{name}1-6月.csv", "2026-06", "T01", about)

    for m in story.months(2026, 7):
        file = f"2026/{name}{m}月.csv"
        rows = [(f"云川区2026年{upto(m)}{name}", ""), ("单位", f"{name}(%)")]
        text(root / file, rows + [(label(u), dash(story.industry(u, 2026, m))) for u in units])
        about = "GB18030 text under a title; 全区 is a unit of the catalog, not a total"
        yield Made((2026, m, 0), file, f"2026-{m:02d}", "T01", about)


def gdp_books(root: Path) -> Iterator[Made]:
    """GDP of the district in old .xls files: indicators × quarters, newest first."""
    for year, last, name in (
        (2025, 4, "2025年GDP.xls"),
        (2026, 1, "2026年一季度GDP.xls"),
        (2026, 2, "2026年上半年GDP.xls"),
        (2026, 3, "2026年三季度GDP.xls"),
    ):
        quarters = range(last, 0, -1)
        table = anchors.GDP[year]
        rows: list[Sequence[object]] = [
            ("数据库：季度数据",),
            ("地区：云川区",),
            (f"时间：最近{last}季度",),
            ("指标", *(f"{year}年第{QUARTERS[q - 1]}" for q in quarters)),
            ("地区生产总值累计值(亿元)", *(table[q - 1][0] for q in quarters)),
            ("地区生产总值累计增长(%)", *(table[q - 1][1] for q in quarters)),
            (),
            ("注：总量按现价计算，增长速度按不变价计算。",),
            ("数据来源：云川区统计局",),
        ]
        old_workbook(root / str(year) / name, "云川区", rows)
        about = "old .xls export: one sheet per unit, indicators × quarters, newest first"
        at = (year, last * 3, 7)
        yield Made(at, f"{year}/{name}", f"{year}-Q{last}", "T01", about)
