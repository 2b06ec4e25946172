"""名录.xlsx in and out: units, indicators, targets, boards, aliases. `read(write(x)) == x`."""

from collections.abc import Iterator
from typing import Any

from kpi.intake.catalog import boards as judged
from kpi.intake.catalog.rules import twice
from kpi.intake.catalog.sheets import OPTIONAL, SHEETS, column
from kpi.intake.catalog.table import Reading, Record, records, refused
from kpi.intake.catalog.units import Names, units
from kpi.intake.catalog.write import workbook
from kpi.intake.words import tokens
from kpi.model.catalog import (
    NEVER_RANKED,
    Alias,
    Basis,
    Catalog,
    Direction,
    Indicator,
    Setup,
    Target,
    Unit,
)
from kpi.model.measure import Measure
from kpi.model.problem import Problem, Severity, problem
from kpi.model.rule import RESERVED
from kpi.model.sheet import Sheet

EVERYONE = "全部"
Faults = list[Problem]


def read(sheets: tuple[Sheet, ...]) -> tuple[Setup | None, tuple[Problem, ...]]:
    """The workbook's content and everything wrong in it, cell by cell; no content if an error
    stands in any cell. Targets for 全部 come out as one per ranked unit.
    """
    by_name = {tokens.plain(s.name): s for s in sheets}
    needed = (n for n in SHEETS if n not in OPTIONAL)
    faults = [problem("CATALOG_SHEET", None, n) for n in needed if n not in by_name]
    faults += [
        problem("CATALOG_EXTRA", s.name, s.name)
        for n, s in by_name.items()
        if n not in SHEETS and n != "填写说明"
    ]
    parts = {n: records(by_name[n], t) if n in by_name else Reading() for n, t in SHEETS.items()}
    faults += [p for part in parts.values() for p in part.faults]
    found = {n: [*part.records] for n, part in parts.items()}
    faulty = frozenset().union(*(part.damaged for part in parts.values()))
    names = Names()
    members = units(found["单位"], names, faults)
    indicators = _indicators(found["指标"], names, faults)
    groups = tuple(dict.fromkeys(u.group for u in members if u.group != NEVER_RANKED))
    aliases = _aliases(found["别名"], names, groups, faults)
    known = {i.code: i for i in indicators}
    targets = _targets(found["目标"], names, members, faults)
    english = _english(found["译名"], faults)
    boards, wrong = judged.read(
        found["榜单"],
        found["榜单指标"],
        found["榜单分组"],
        groups,
        lambda word: known.get((names.indicator(word) or "").partition(".")[0]),
        faulty,
    )
    faults += wrong
    faults = [p for p in faults if p.code != "CATALOG_REFERENCE" or p.given not in faulty]
    if any(p.severity is Severity.ERROR for p in faults):
        return None, tuple(faults)
    whole = Catalog(members, indicators, boards, aliases, english)
    return Setup(whole, targets), tuple(faults)


def write(setup: Setup) -> bytes:
    """The workbook; what it says is what `read` gives back."""
    known = setup.catalog
    boards = [judged.write(b, known.indicator.get) for b in known.boards]
    return workbook(
        {
            "单位": [_unit_row(u) for u in known.units],
            "指标": [_indicator_row(i) for i in known.indicators],
            "目标": [_target_row(t) for t in setup.targets],
            "榜单": [row for row, _items, _groups in boards],
            "榜单指标": [row for _row, items, _groups in boards for row in items],
            "榜单分组": [row for _row, _items, groups in boards for row in groups],
            "别名": [{"类型": a.kind, "别名": a.alias, "正式代码": a.code} for a in known.aliases],
            "译名": [{"中文": text, "English": said} for text, said in known.english],
        }
    )


def _indicators(rows: list[Record], names: Names, faults: Faults) -> tuple[Indicator, ...]:
    faults += twice(rows, "代码", lambda r: r["代码"])
    for r in rows:
        names.add_indicator(r["代码"], r.at("名称"), r["名称"], faults)
    for r in rows:
        for other in r["别名"]:
            names.learn("indicator", r.at("别名"), other, r["代码"], faults)
    return tuple(_indicator(r, names, faults) for r in rows)


def _indicator(r: Record, names: Names, faults: Faults) -> Indicator:
    if r["代码"] in RESERVED:
        faults.append(refused(r.at("代码"), column("指标", "代码"), r["代码"]))
    lead, whole = names.unit(r["牵头单位"]), r["属于"]
    part_of = names.indicator(whole) if whole else ""
    faults += [
        problem("CATALOG_REFERENCE", r.at(name), r[name])
        for name, code in (("牵头单位", lead), ("属于", part_of))
        if code is None
    ]
    if r["下限"] is not None and r["上限"] is not None and r["下限"] > r["上限"]:
        faults.append(refused(r.at("上限"), column("指标", "上限"), str(r["上限"])))
    monthly = r["口径"] == "yoy_month"
    measure = Measure.YOY if monthly else Measure(r["口径"])
    return Indicator(
        code=r["代码"],
        name=r["名称"],
        uom=r["计量单位"],
        direction=Direction(r["方向"]),
        freq=r["频率"],
        measure=measure,
        monthly_growth=monthly,
        basis=Basis(r["增速口径"]) if r["增速口径"] else None,
        jan_feb_merged=r["1-2月合并"] == "yes",
        decimals=_digits(r["计量单位"], measure) if r["小数位"] is None else r["小数位"],
        low=r["下限"],
        high=r["上限"],
        lead=lead or "",
        sponsor=r["包抓领导"],
        source=r["数据来源"],
        definition=r["释义"],
        ranked=r["参与排名"] == "yes",
        name_en=r["英文名称"],
        min_base=r["最小基数"],
        part_of=part_of or "",
        category=r["类别"],
        due_day=r["报送日"],
        aliases=r["别名"],
    )


def _digits(uom: str, measure: Measure) -> int:
    """Decimals where the workbook does not say: counts 0, percentages 1, else 2."""
    known = tokens.uom(uom)
    dimension = known.dimension if known else ""
    if measure is Measure.YOY or dimension in ("percent", "points"):
        return 1
    return 0 if dimension == "count" else 2


def _aliases(
    rows: list[Record], names: Names, groups: tuple[str, ...], faults: Faults
) -> tuple[Alias, ...]:
    found: dict[tuple[str, str], Alias] = {}
    for r in rows:
        kind, other, given = r["类型"], r["别名"], r["正式代码"]
        code = _meant(kind, given, names, groups)
        if code is None:
            faults.append(problem("CATALOG_REFERENCE", r.at("正式代码"), given))
        elif names.learn(kind, r.at("别名"), other, code, faults):
            found[kind, other] = Alias(kind, other, code)
    return tuple(found.values())


def _english(rows: list[Record], faults: Faults) -> tuple[tuple[str, str], ...]:
    """Texts with their English; a line whose English is still blank says nothing."""
    faults += twice(rows, "中文", lambda r: r["中文"])
    return tuple((r["中文"], r["English"]) for r in rows if r["English"])


def _meant(kind: str, given: str, names: Names, groups: tuple[str, ...]) -> str | None:
    match kind:
        case "unit":
            return names.unit(given)
        case "indicator":
            return names.indicator(given)
        case "uom":
            known = tokens.uom(given)
            return known.word if known else None
        case _:
            return given if given in groups else None


def _targets(
    rows: list[Record], names: Names, members: tuple[Unit, ...], faults: Faults
) -> tuple[Target, ...]:
    """Targets in the order of the lines; a unit's own line goes before one for 全部."""
    ranked = tuple(dict.fromkeys(u.code for u in members if u.group != NEVER_RANKED))
    known = []
    for r in rows:
        whose = ranked if r["单位"] == EVERYONE else _one(names.unit(r["单位"]))
        indicator = (names.indicator(r["指标"]) or "").partition(".")[0]
        if not whose:
            faults.append(problem("CATALOG_REFERENCE", r.at("单位"), r["单位"]))
        if not indicator:
            faults.append(problem("CATALOG_REFERENCE", r.at("指标"), r["指标"]))
        if whose and indicator:
            known.append((r, whose, indicator))
    keyed = {r.row: (r["单位"] == EVERYONE, whose, ind) for r, whose, ind in known}
    faults += twice(
        [r for r, _whose, _indicator in known],
        "单位",
        lambda r: (*keyed[r.row], r["期间"], r["类型"]),
    )
    found: dict[tuple[str, str, str, str], tuple[int, Target]] = {}
    for r, whose, indicator in sorted(known, key=lambda k: k[0]["单位"] == EVERYONE):
        for t in _made(r, whose, indicator):
            found.setdefault((t.unit, t.indicator, t.period, t.kind), (r.row, t))
    return tuple(t for _row, t in sorted(found.values(), key=lambda f: f[0]))


def _made(r: Record, whose: tuple[str, ...], indicator: str) -> Iterator[Target]:
    place = r.at("目标值")
    for unit in whose:
        yield Target(
            unit=unit,
            indicator=indicator,
            period=r["期间"],
            value=r["目标值"],
            kind=r["类型"],
            document=r["文号"],
            sheet=place.sheet,
            cell=place.address,
        )


def _one(code: str | None) -> tuple[str, ...]:
    return (code,) if code else ()


def _unit_row(u: Unit) -> dict[str, Any]:
    return {
        "代码": u.code,
        "名称": u.name,
        "分组": u.group,
        "层级": u.level,
        "别名": "、".join(u.aliases),
        "启用自": u.since,
        "停用至": u.until,
        "备注": u.note,
        "英文名称": u.name_en,
        "包抓领导": u.sponsor,
        "联络单位": u.liaison,
        "督查组": u.inspection,
    }


def _indicator_row(i: Indicator) -> dict[str, Any]:
    return {
        "代码": i.code,
        "名称": i.name,
        "计量单位": i.uom,
        "方向": str(i.direction),
        "频率": i.freq,
        "口径": "yoy_month" if i.monthly_growth else str(i.measure),
        "增速口径": str(i.basis or ""),
        "1-2月合并": "yes" if i.jan_feb_merged else "no",
        "小数位": i.decimals,
        "下限": i.low,
        "上限": i.high,
        "牵头单位": i.lead,
        "包抓领导": i.sponsor,
        "数据来源": i.source,
        "释义": i.definition,
        "参与排名": "yes" if i.ranked else "no",
        "英文名称": i.name_en,
        "最小基数": i.min_base,
        "属于": i.part_of,
        "类别": i.category,
        "报送日": i.due_day,
        "别名": "、".join(i.aliases),
    }


def _target_row(t: Target) -> dict[str, Any]:
    return {
        "单位": t.unit,
        "指标": t.indicator,
        "期间": t.period,
        "目标值": "—" if t.value is None else t.value,
        "类型": t.kind,
        "文号": t.document,
    }
