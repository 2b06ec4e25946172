"""One table of figures written in every layout in which offices lay them out."""

from collections.abc import Callable
from typing import Any

from office import DISTRICT, sheet

from kpi.model.sheet import Sheet

Key = tuple[str, str, str]  # unit, indicator, period
Table = dict[Key, float]
UNIT = {u.code: u.name for u in DISTRICT.units}
NAME = {"fai": "固定资产投资累计（亿元）", "retail": "社零累计（亿元）", "firms": "新增企业（户）"}
TITLE = "云溪区2026年主要指标"
Rows = list[list[Any]]


def units(table: Table) -> list[str]:
    return list(dict.fromkeys(u for u, _, _ in table))


def indicators(table: Table) -> list[str]:
    return list(dict.fromkeys(i for _, i, _ in table))


def periods(table: Table) -> list[str]:
    return list(dict.fromkeys(p for _, _, p in table))


def said(period: str) -> str:
    """2026-09 as 2026年9月."""
    return f"{period[:4]}年{int(period[5:])}月"


def wide(table: Table) -> list[Sheet]:
    """Units × indicators, one sheet a month."""
    return [
        sheet(
            [
                [f"云溪区{said(p)}主要指标"],
                ["序号", "单位", *(NAME[i] for i in indicators(table))],
                *(
                    [n, UNIT[u], *(table[u, i, p] for i in indicators(table))]
                    for n, u in enumerate(units(table), 1)
                ),
            ],
            name=f"{int(p[5:])}月",
        )
        for p in periods(table)
    ]


def dated(table: Table) -> list[Sheet]:
    """The same in one sheet with a column of months."""
    lines = [
        [said(p), UNIT[u], *(table[u, i, p] for i in indicators(table))]
        for p in periods(table)
        for u in units(table)
    ]
    return [sheet([[TITLE], ["报告期", "单位", *(NAME[i] for i in indicators(table))], *lines])]


def long(table: Table) -> list[Sheet]:
    """One line a figure."""
    lines = [[UNIT[u], NAME[i], said(p), value] for (u, i, p), value in table.items()]
    return [sheet([["单位", "指标", "期间", "数值"], *lines])]


def by_indicator(table: Table) -> list[Sheet]:
    """One sheet an indicator, months across."""
    return [
        sheet(
            [
                [f"{NAME[i]}"],
                ["单位", *(said(p) for p in periods(table))],
                *([UNIT[u], *(table[u, i, p] for p in periods(table))] for u in units(table)),
            ],
            name=NAME[i].partition("（")[0],
        )
        for i in indicators(table)
    ]


def by_unit(table: Table) -> list[Sheet]:
    """One sheet a unit, indicators down and months across."""
    return [
        sheet(
            [
                ["数据库：分区月度数据"],
                ["指标", *(said(p) for p in periods(table))],
                *([NAME[i], *(table[u, i, p] for p in periods(table))] for i in indicators(table)),
            ],
            name=UNIT[u],
        )
        for u in units(table)
    ]


def transposed(table: Table) -> list[Sheet]:
    """Indicators × units, one sheet a month."""
    return [
        sheet(
            [
                [f"云溪区{said(p)}主要指标"],
                ["指标", *(UNIT[u] for u in units(table))],
                *([NAME[i], *(table[u, i, p] for u in units(table))] for i in indicators(table)),
            ],
            name=f"{int(p[5:])}月",
        )
        for p in periods(table)
    ]


def form(table: Table) -> list[Sheet]:
    """The official form: codes of units, a row that numbers the columns, who filled it in."""
    across = indicators(table)
    return [
        sheet(
            [
                [f"云溪区{said(p)}主要指标"],
                ["制表：云溪区统计局", None, f"{said(p)}"],
                ["单位名称", "代码", *(NAME[i] for i in across)],
                ["甲", "乙", *range(1, len(across) + 1)],
                *(
                    [UNIT[u], f"{n:02}", *(table[u, i, p] for i in across)]
                    for n, u in enumerate(units(table), 1)
                ),
                ["单位负责人：", None, "填表人："],
            ],
            name=f"{int(p[5:])}月",
        )
        for p in periods(table)
    ]


def levelled(table: Table) -> list[Sheet]:
    """Months over indicators, merged."""
    across = [(p, i) for p in periods(table) for i in indicators(table)]
    many = len(indicators(table))
    top = [said(p) if n % many == 0 else None for n, (p, _) in enumerate(across)]
    spans = range(1, len(across) + 1, many)
    merges = tuple((1, c, 1, c + many - 1) for c in spans if many > 1)
    lines = [[UNIT[u], *(table[u, i, p] for p, i in across)] for u in units(table)]
    heads: Rows = [[TITLE], ["单位", *top], [None, *(NAME[i] for _, i in across)]]
    return [sheet([*heads, *lines], merges=((1, 0, 2, 0), *merges))]


def beside(table: Table) -> list[Sheet]:
    """Two tables side by side, half of the units each; one sheet a month."""
    mine = units(table)
    half = (len(mine) + 1) // 2
    across = indicators(table)
    head = ["单位", *(NAME[i] for i in across)]

    def line(u: str, p: str) -> list[Any]:
        return [UNIT[u], *(table[u, i, p] for i in across)]

    return [
        sheet(
            [
                [f"云溪区{said(p)}主要指标"],
                [*head, None, *head],
                *(
                    [*line(mine[n], p), None, *(line(u, p) for u in mine[half + n : half + n + 1])]
                    if half + n >= len(mine)
                    else [*line(mine[n], p), None, *line(mine[half + n], p)]
                    for n in range(half)
                ),
            ],
            name=f"{int(p[5:])}月",
        )
        for p in periods(table)
    ]


def stacked(table: Table) -> list[Sheet]:
    """One table a month under the other, each with its title and total."""
    lines: Rows = []
    for p in periods(table):
        lines += [[f"云溪区{said(p)}主要指标"], ["单位", *(NAME[i] for i in indicators(table))]]
        lines += [[UNIT[u], *(table[u, i, p] for i in indicators(table))] for u in units(table)]
        lines += [[], []]
    return [sheet(lines)]


def ledger(table: Table) -> list[Sheet]:
    """Two projects a unit and their sum, one sheet a month."""
    across = indicators(table)

    def lines(u: str, n: int, p: str) -> Rows:
        whole = [table[u, i, p] for i in across]
        return [
            [n, UNIT[u], f"{n}号桥", *(0 for _ in across)],
            [n, UNIT[u], f"{n}号路", *whole],
            [None, UNIT[u], "小计", *whole],
        ]

    return [
        sheet(
            [
                [f"云溪区{said(p)}重点项目"],
                ["序号", "责任单位", "项目名称", *(NAME[i] for i in across)],
                *(line for n, u in enumerate(units(table), 1) for line in lines(u, n, p)),
            ],
            name=f"{int(p[5:])}月",
        )
        for p in periods(table)
    ]


LAYOUTS: dict[str, Callable[[Table], list[Sheet]]] = {
    f.__name__: f
    for f in (
        wide, dated, long, by_indicator, by_unit, transposed,
        form, levelled, beside, stacked, ledger,
    )
}  # fmt: skip
