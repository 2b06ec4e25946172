"""The workbooks: investment, retail, new enterprises, services, the district's place."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sample_spreadsheets import anchors, story
from sample_spreadsheets.directory import NAMES
from sample_spreadsheets.layouts import (
    Book,
    Column,
    export,
    periods_across,
    units_by_indicators,
)
from sample_spreadsheets.words import Made, Value, across, spelt, upto

D01, D03, S01 = NAMES["D01"], NAMES["D03"], NAMES["S01"]


def investment_year(root: Path) -> Iterator[Made]:
    """2025 in one workbook: one sheet per indicator, months across."""
    file = "2025/2025年固定资产投资和重点项目.xlsx"
    periods = [upto(m) for m in story.months(2025, 2)]
    with Book(root / file, D01) as book:
        note = book.book.add_worksheet("填表说明")
        note.write_string(0, 0, "一、各单位于每月8日前报送；二、金额保留两位小数。")
        fai = across(2025, 12, anchors.PLACES, story.fai)
        title = "2025年固定资产投资累计完成情况（单位：亿元）"
        periods_across(book, "固定资产投资累计", title, periods, fai, "0.00", total=True)
        growth = across(2025, 12, anchors.PLACES, lambda u, y, m: story.fai_growth(u, y, m))
        title = "2025年固定资产投资累计同比增速（单位：%）"
        periods_across(book, "固定资产投资同比", title, periods, growth, "0.0", total=False)
        project = across(2025, 12, anchors.ECONOMIC, story.project)
        title = "2025年区级重点项目完成投资（累计，单位：亿元）"
        periods_across(book, "区级重点项目", title, periods, project, "0.00", total=True)
    about = "one sheet per indicator, months across, an instruction sheet, totals as formulas"
    yield Made((2025, 12, 1), file, "2025-12", "D01", about)


def investment_month(root: Path, month: int, revised: bool = False) -> Made:
    """A month of 2026: units × indicators with two-level header and a row of units of measure."""
    mark = "（修订）" if revised else ""
    span = upto(month)
    name = f"2026年{month}月固定资产投资和重点项目.xlsx"
    if month == 2:
        name = "2026年1-2月固定资产投资和重点项目.xlsx"
    if revised:
        name = f"2026年{month}月固定资产投资（修订）.xlsx"
    levels: list[Value] = [story.fai(u, 2026, month) for u in anchors.PLACES]
    unit, year, when, before, _ = anchors.REVISED
    if (year, when) == (2026, month) and not revised:
        levels[anchors.PLACES.index(unit)] = before
    growth, done = [], []
    for u, x in zip(anchors.PLACES, levels, strict=True):
        growth.append(story.fai_growth(u, 2026, month, float(str(x))))
        done.append(round(float(str(x)) / anchors.FAI_TARGET[2026][u] * 100, 1))
    if month == 9:
        levels[4] = "５.９４"  # typed with a Chinese keyboard
        levels[5] = f"{levels[5]} "
    columns = [
        Column(("固定资产投资", "累计"), "亿元", "0.00", levels, total=True),
        Column(("固定资产投资", "同比"), "%", "0.0", growth),
        Column(("固定资产投资", "完成率"), "%", "0.0", done),
    ]
    notes = ["注：1.固定资产投资不含农户；2.增速为可比口径。"]
    notes += ["填报人：张三    审核人：李四    联系电话：8888-1234"]
    if revised:
        notes[0] = "注：桥西街道8月数据经核查由5.60修订为5.52（云统函〔2026〕21号）。"
    with Book(root / "2026" / name, D01) as book:
        title = f"云川区2026年{span}固定资产投资完成情况表{mark}"
        names = [spelt(u) for u in anchors.PLACES]
        units_by_indicators(book, "固定资产投资", title, D01, names, columns, notes, uom_row=True)
        if not revised:
            project = [story.project(u, 2026, month) for u in anchors.ECONOMIC]
            header = ("区级重点项目完成投资累计\n（亿元）",)
            units_by_indicators(
                book,
                "重点项目",
                f"云川区2026年{span}区级重点项目完成投资情况表",
                D01,
                [spelt(u) for u in anchors.ECONOMIC],
                [
                    Column(header, "亿元", "0.00", project, total=True),
                    Column(("备注",), "", "0", [None] * len(project)),
                ],
                ["注：按责任部门统计，跨部门项目计入牵头部门。"],
            )
    about = "title, two-level header, 计量单位 row, 合计 as formula, spelt by hand"
    if revised:
        about = "revision: 桥西街道's August goes from 5.60 to 5.52"
    elif month == 9:
        about += "; full-width digits and a number kept as text"
    elif month == 8:
        about += "; 长安路 and 高新园 tie at 70.5 % at the second red seat"
    at = (2026, 9, 9) if revised else (2026, month, 1)
    return Made(at, f"2026/{name}", f"2026-{month:02d}", "D01", about)


def retail_book(root: Path, year: int, last: int, name: str) -> Made:
    """Retail in 万元 with its growth, cross-border trade in 亿元 with — where there is none."""
    periods = [upto(m) for m in range(2, last + 1)]
    with Book(root / str(year) / name, D03) as book:
        rows = across(year, last, anchors.PLACES, story.retail, 10_000)
        title = f"{year}年社会消费品零售总额累计（单位：万元）"
        periods_across(book, "社零累计", title, periods, rows, "#,##0", total=True)
        rows = across(year, last, anchors.PLACES, story.retail_growth)
        title = f"{year}年社会消费品零售总额累计同比增速（单位：%）"
        periods_across(book, "社零同比", title, periods, rows, "0.0", total=False)
        rows = across(year, last, anchors.PLACES, story.trade)
        title = f"{year}年跨境电商交易额累计（单位：亿元）"
        periods_across(book, "跨境电商交易额", title, periods, rows, "0.00", total=True)
    about = "one sheet per indicator; 万元 where the catalog keeps 亿元; — without such trade"
    return Made((year, last, 3), f"{year}/{name}", f"{year}-{last:02d}", "D03", about)


def firms_book(root: Path, year: int) -> Made:
    """New enterprises as an export: metadata lines, newest period first, notes at the end."""
    last = anchors.LAST_MONTH[year]
    periods = [f"{year}年{m}月" for m in range(last, 0, -1)]
    rows = [
        (NAMES[u], [story.firms(u, year, m) for m in range(last, 0, -1)]) for u in anchors.PLACES
    ]
    meta = ["数据库：月度数据", "指标：新增注册企业累计值(户)", f"时间：最近{last}个月"]
    notes = [
        "注：1.累计值为自年初累计。",
        "　　　2.不含个体工商户。",
        "数据来源：云川区市场监督管理局",
    ]
    file = f"{year}/新增注册企业{year}年.xlsx"
    with Book(root / file, NAMES["S02"]) as book:
        export(book, "月度数据", meta, periods, rows, notes)
    about = "like an export of the national statistics site: 指标/时间 lines, newest period first"
    return Made((year, last, 5), file, f"{year}-{last:02d}", "S02", about)


def service_book(root: Path, year: int, months: Sequence[int], name: str) -> Made:
    """Service rates: % formats, plain numbers and text; a late row where one came late."""
    with Book(root / str(year) / name, S01) as book:
        ws = book.book.add_worksheet("政务服务")
        ws.set_column(0, 5, 18)
        heads = ("责任单位", "期间", "办理时限压缩率", "一网通办率", "好评率（%）", "备注")
        for c, head in enumerate(heads):
            ws.write_string(0, c, head, book.head)
        for r, (unit, month, note) in enumerate(_served(year, months), start=1):
            ws.write_string(r, 0, NAMES[unit], book.cell)
            ws.write_string(r, 1, f"{year}年{month}月", book.cell)
            ws.write_string(r, 5, note, book.cell)
            if (unit, year, month) == anchors.LATE and not note:
                continue
            cut, online, good = story.service(unit, year, month)
            ws.write_number(r, 2, round(cut / 100, 3), book.styles["0.0%"])
            ws.write_number(r, 3, round(online / 100, 3), book.styles["0.00%"])
            if unit in ("J04", "D03", "S03"):
                ws.write_string(r, 4, f"{good}%", book.cell)
            else:
                ws.write_number(r, 4, good, book.styles["0.0"])
    about = "percent formats beside plain numbers and percent texts, a period column"
    if year == 2026 and months[-1] == anchors.LATE[2]:
        about += "; 区医疗保障局 is blank"
    if year == 2026 and months[-1] == anchors.LATE[2] + 1:
        about += "; 区医疗保障局's August arrives late"
    period = f"{year}-{months[-1]:02d}"
    return Made((year, months[-1], 6), f"{year}/{name}", period, "S01", about)


def _served(year: int, months: Sequence[int]) -> Iterator[tuple[str, int, str]]:
    for month in months:
        for unit in anchors.SERVED:
            yield unit, month, ""
    unit, late_year, late = anchors.LATE
    if year == late_year and months[0] == late + 1:
        yield unit, late, "补报"


def place_book(root: Path) -> Made:
    """Where the district stands among its peers in the city: one unit, indicators down."""
    file = "2026/2026年10月全市位次.xlsx"
    months = sorted(anchors.CITY_PLACE, reverse=True)
    rows: list[tuple[str, Sequence[object]]] = [
        ("固定资产投资累计增长(%)", [story.fai_growth_district(m) for m in months]),
        ("固定资产投资位次", [anchors.CITY_PLACE[m] for m in months]),
    ]
    meta = ["数据库：全市月度数据", "地区：云川区", f"时间：最近{len(months)}个月"]
    with Book(root / file, D01) as book:
        periods = [f"2026年{m}月" for m in months]
        export(book, "云川区", meta, periods, rows, ["注：全市共9个区县。"], down="指标")
    about = "the district's growth of investment and its place among nine districts"
    return Made((2026, months[0], 8), file, f"2026-{months[0]}", "D01", about)
