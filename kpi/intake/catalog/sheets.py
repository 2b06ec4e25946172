"""Every sheet, column and word of 名录.xlsx, in the order in which they are written."""

from kpi.intake.catalog.conditions import MEASURES
from kpi.intake.catalog.table import (
    Column,
    Words,
    code,
    names,
    number,
    percent,
    period,
    since,
    text,
    until,
    whole,
    word,
)
from kpi.intake.words import tokens

LEVELS: Words = {w: w for w in ("区", "街道", "镇", "乡", "部门", "园区", "社区", "村", "外部")}
DIRECTIONS: Words = {
    "越高越好": "higher",
    "越低越好": "lower",
    "接近目标": "target",
    "不评价": "none",
}
FREQS: Words = {"月": "M", "季": "Q", "半年": "H", "年": "Y"}
NATURAL: Words = {
    "当月": "month",
    "累计": "ytd",
    "时点": "level",
    "只报增速": "yoy",
    "只报增速(当月)": "yoy_month",
}
BASES: Words = {"名义": "nominal", "不变价": "constant_price", "可比口径": "comparable_scope"}
YES: Words = {"是": "yes", "否": "no"}
KINDS: Words = {"保底": "baseline", "奋斗": "stretch"}
AGGREGATES: Words = {
    "加权平均": "arithmetic",
    "几何平均": "geometric",
    "调和平均": "harmonic",
    "加权求和": "sum",
    "位次和": "rank_sum",
}
MISSING: Words = {
    "折算": "renormalise",
    "记零": "zero",
    "记最差": "worst",
    "组内中位": "group_median",
    "不参评": "exclude_unit",
}
AUDIENCES: Words = {
    "内部": "internal",
    "区级领导": "leaders",
    "各单位": "units",
    "公开": "public",
}
METHODS: Words = {
    "原值": "points",
    "完成比": "ratio",
    "功效系数": "efficacy",
    "极差": "minmax",
    "标准分": "zscore",
    "位次": "rank",
    "百分位": "percentile",
    "区间": "goalposts",
    "目标距离": "distance_to_target",
    "分档": "bands",
}
ALIASED: Words = {"单位": "unit", "指标": "indicator", "计量单位": "uom", "分组": "group"}
ITEM_MEASURES: Words = dict(MEASURES) | {"位次": "rank"}


def _uom(given: str) -> str:
    if tokens.uom(given) is None:
        raise ValueError(given)
    return given


def _coverage(given: str) -> float:
    x = percent(given)
    if not 0 <= x <= 100:
        raise ValueError(given)
    return x


def _weight(given: str) -> float:
    x = number(given)
    if x < 0:
        raise ValueError(given)
    return x


def _seats(given: str) -> str:
    """`3` or `20%`, kept as text: the rule knows two fields for it."""
    bare = tokens.plain(given)
    if bare.endswith("%"):
        if not 0 < percent(bare) <= 100:
            raise ValueError(given)
    else:
        whole(0, 10_000)(bare)
    return bare


def _goal(given: str) -> float | None:
    if given in ("—", "——", "－", "-"):
        return None
    return percent(given)


_CODE, _SPAN = "[A-Za-z][A-Za-z0-9_]{0,31}", "2026、2026-07、2026-07-01"


def _key(name: str = "代码") -> Column:
    return Column(name, code, need=True, allowed=_CODE)


def _name(name: str = "名称", longest: int = 64, width: int = 24) -> Column:
    return Column(name, text(longest), need=True, width=width, allowed=f"1–{longest}")


def _of(name: str, words: Words, empty: str = "", *, need: bool = False) -> Column:
    return Column(name, word(words), need=need, words=words, empty=empty)


def _note(name: str, width: int = 24, *, optional: bool = False) -> Column:
    return Column(name, text(32_000), optional=optional, width=width, allowed="1–32000")


def _number(name: str, *, optional: bool = False) -> Column:
    return Column(name, number, optional=optional, empty=None, allowed="12.3")


_SEATS = (
    Column("红榜名额", _seats, allowed="3、20%"),
    Column("黑榜名额", _seats, allowed="3、20%"),
)

SHEETS: dict[str, tuple[Column, ...]] = {
    "单位": (
        _key(),
        _name(),
        _name("分组", width=14),
        _of("层级", LEVELS),
        Column("别名", names, empty=(), width=40),
        Column("启用自", since, allowed=_SPAN),
        Column("停用至", until, allowed=_SPAN),
        _note("备注"),
        _note("英文名称", optional=True),
        _note("包抓领导", 16, optional=True),
        _note("联络单位", optional=True),
        _note("督查组", 16, optional=True),
    ),
    "指标": (
        _key(),
        _name(),
        Column("计量单位", _uom, need=True, allowed="亿元、户、%"),
        _of("方向", DIRECTIONS, "higher"),
        _of("频率", FREQS, need=True),
        _of("口径", NATURAL, need=True),
        _of("增速口径", BASES),
        _of("1-2月合并", YES, "no"),
        Column("小数位", whole(0, 4), empty=None, allowed="0、1、2、3、4"),
        _number("下限"),
        _number("上限"),
        _name("牵头单位"),
        _note("包抓领导", 16),
        _note("数据来源", 16),
        _note("释义"),
        _of("参与排名", YES, "yes"),
        _note("英文名称", optional=True),
        _number("最小基数", optional=True),
        _note("属于", 14, optional=True),
        _note("类别", 14, optional=True),
        Column("报送日", whole(1, 20), optional=True, empty=None, allowed="1–20"),
        Column("别名", names, optional=True, empty=(), width=40),
    ),
    "目标": (
        _name("单位"),
        _name("指标"),
        Column("期间", period, need=True, allowed="2026、2026-Q3、2026-09"),
        Column("目标值", _goal, need=True, allowed="12.3、—"),
        _of("类型", KINDS, "baseline"),
        _note("文号"),
    ),
    "榜单": (
        _key(),
        _name(),
        _of("频率", FREQS, need=True),
        _of("汇总方法", AGGREGATES, "arithmetic"),
        _of("缺报处理", MISSING, "renormalise"),
        Column("最低覆盖率", _coverage, empty=70.0, allowed="0–100"),
        Column("得分小数位", whole(0, 12), empty=2, allowed="0–12"),
        *_SEATS,
        _note("红榜条件", 32),
        _note("黑榜条件", 32),
        _note("依据文件"),
        _of("发布范围", AUDIENCES, "internal"),
        _note("参数", 32, optional=True),
        _note("英文名称", optional=True),
    ),
    "榜单指标": (
        _name("榜单代码"),
        _name("指标"),
        _of("口径", ITEM_MEASURES),
        _of("方向", {k: v for k, v in DIRECTIONS.items() if v != "none"}),
        Column("权重", _weight, empty=1.0, allowed="≥ 0"),
        _of("计分方法", METHODS),
        _note("参数", 32),
    ),
    "榜单分组": (_name("榜单代码"), _name("分组"), *_SEATS),
    "别名": (
        _of("类型", ALIASED, need=True),
        _name("别名", 120, 32),
        _name("正式代码"),
    ),
    "译名": (Column("中文", text(32_000), need=True, width=48), _note("English", 64)),
}
OPTIONAL = ("译名",)  # sheets that a workbook may go without


def column(sheet: str, name: str) -> Column:
    """One column of a sheet."""
    return next(c for c in SHEETS[sheet] if c.name == name)
