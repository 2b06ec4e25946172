"""What each text of a workbook says, asked once per distinct text."""

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from kpi.intake.table.layout import Says
from kpi.intake.words import periods, tokens
from kpi.intake.words.guess import MOVED
from kpi.intake.words.names import Names
from kpi.model.catalog import Catalog
from kpi.model.problem import Fix
from kpi.model.sheet import Sheet


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(" ".join(lines).split())


ROLES: dict[str, tuple[str, ...]] = {  # what the words over a label column announce
    "unit": _words(
        "单位 单位名称 责任单位 街道 镇街 街镇 街道名称 乡镇 镇办 地区 区域 地区名称 行政区划 部门",
        "部门名称 所属单位 报送单位 填报单位 被考核单位 考核单位 考核对象 区县 区县名称 城市 省份",
        "省市 各单位 园区 街道(镇) 镇(街道) 街道镇 单位(街道) 承办单位 unit area region",
    ),
    "indicator": _words(
        "指标 指标名称 项目 项目名称 考核指标 主要指标 统计指标 指标项 内容 名称 indicator"
    ),
    "period": _words(
        "期间 报告期 月份 月 时间 日期 统计期 统计时间 年月 所属期 数据期 期别 数据时间 所属月份",
        "统计月份 季度 period date month",
    ),
    "year": _words("年份 年度 年 year"),
    "uom": _words("计量单位 指标单位 数据单位 uom"),
    "measure": _words("口径 统计口径 数据口径 类型 measure"),
    "value": _words(
        "数值 值 指标值 数据 完成值 完成数 完成情况 本期 本期数 本期值 实绩 统计值 数据值 实际值",
        "value",
    ),
    "aside": _words(
        "序号 编号 备注 说明 代码 单位编码 单位代码 指标代码 指标编码 指标id 编码 排序 牵头单位",
        "牵头部门 包抓领导 责任领导 联系人 填报人 分管领导 数据来源 来源 频率 发布方 分组 类别",
        "甲 乙 丙 no id remark",
    ),
}
_ROLE = {word: role for role, words in ROLES.items() for word in words}
_LINES = _words(
    "单位 计量单位 填报单位 报送单位 单位名称 地区 区域 指标 数据库 时间 统计期 统计时间 报告期",
    "期间 月份 所属期 填报日期 报送日期 制表日期 填报时间 报送时间 制表时间 日期 制表单位 编制单位",
    "制表机关 表号 文号 制定机关 批准文号 综合机关名称 单位详细名称 填报单位名称 报送单位名称",
)
_NEAR = 80  # rapidfuzz ratio from which a name is worth suggesting


@dataclass(frozen=True, slots=True)
class Line:
    """A line such as 地区：长安路街道: the word before the colon and what stands after it."""

    key: str
    value: str


def role(text: str) -> str:
    """What a header word announces, a key of ROLES; "" for any other text."""
    bare = tokens.plain(text[:60]).lower()
    if len(bare) > 20:
        return ""
    if bare in _ROLE:
        return _ROLE[bare]
    for mark in ("\\", "/", "、", "或", "|"):  # 单位\月份 over a label column, 指标或地区
        parts = [p for p in bare.split(mark) if p]
        if len(parts) > 1 and all(p in _ROLE for p in parts):
            return _ROLE[parts[0]]
    return ""


def line(text: str) -> Line | None:
    """The line that a text is: 单位：亿元 or 填报单位：区统计局; None for anything else."""
    bare = text[:200].strip().replace("：", ":")
    if bare[:1] in ("(", "（") and bare[-1:] in (")", "）"):
        bare = bare[1:-1]
    key, colon, value = bare.partition(":")
    key = _SEALED.sub("", tokens.plain(key))
    return Line(key, value.strip()) if colon and key in _LINES else None


class Lexicon:
    """The catalog's names with a memory: every distinct text is looked at once."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.names = Names(catalog)
        self._units: dict[str, str] = {}
        self._raw = {u.name: u.code for u in catalog.units}
        self._says: dict[str, Says] = {}
        self._unit_of: dict[str, str | None] = {}
        for unit in catalog.units:
            for word in (unit.name, unit.code, *unit.aliases):
                self._units.setdefault(tokens.name(word), unit.code)
                self._units.setdefault(tokens.plain(word), unit.code)
        for alias in catalog.aliases:
            if alias.kind == "unit" and alias.code in catalog.unit:
                self._units.setdefault(tokens.name(alias.alias), alias.code)
                self._units.setdefault(tokens.plain(alias.alias), alias.code)
        self._near: dict[str, tuple[str, ...]] = {}

    def unit(self, text: str) -> str | None:
        """The code of the unit that a text names, by name, code or alias; None: no unit."""
        if text not in self._unit_of:
            known = self._raw.get(text)
            if known is None and len(text) <= 200:
                quick = _quick(text)
                known = self._units.get(quick)
                if known is None and (_CODED.search(quick) or _MARKED.search(text)):
                    known = self._units.get(tokens.plain(text)) or self._units.get(
                        tokens.name(text)
                    )
            self._unit_of[text] = known
        return self._unit_of[text]

    def near(self, text: str) -> Fix | None:
        """The unit that a text may have been meant for, as a repair; never applied unasked."""
        bare = tokens.name(text[:60])
        found = (
            process.extractOne(bare, self._units.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
            if bare
            else None
        )
        return Fix("alias", self.catalog.unit[self._units[found[0]]].name) if found else None

    def says(self, text: str) -> Says:
        """What a text is about, seen alone."""
        if text not in self._says:
            self._says[text] = self._classify(text)
        return self._says[text]

    def plane(self, sheet: Sheet) -> NDArray[np.uint8]:
        """What each text of a sheet's pool says."""
        return np.fromiter(
            (self.says(t) for t in sheet.grid.texts), np.uint8, len(sheet.grid.texts)
        )

    def _classify(self, text: str) -> Says:
        bare = text.strip()
        if not bare:
            return Says.BLANK
        if len(bare) > 200:
            return Says.OTHER
        if self.unit(bare) is not None:
            return Says.UNIT
        quick = _quick(bare)  # most texts of a long remark column are told apart by a glance
        short = len(quick) <= 20
        if len(quick) <= 8 and (tokens.missing(bare) is not None or tokens.is_error(bare)):
            return Says.NUMBER
        if short and tokens.is_total(bare):
            return Says.TOTAL
        if ":" in quick and line(bare):
            return Says.LINE
        if short and role(bare):
            return Says.WORD
        if quick[0] in _NOTED and tokens.is_note(bare):
            return Says.NOTE
        if _DATED.fullmatch(quick) and periods.looks_like_period(bare):
            return Says.PERIOD
        if quick[-1] == ":" and len(quick) <= 12:
            return Says.LINE
        if len(quick) <= 6 and tokens.uom(bare):
            return Says.UOM
        if _COUNTED.match(quick) and isinstance(tokens.number(bare), tokens.Number):
            return Says.NUMBER
        if short and _moved(bare):
            return Says.NUMBER
        return self._named(bare, quick)

    def _named(self, text: str, quick: str) -> Says:
        if len(text) > 60 or not self.names.may_name(quick):
            return Says.OTHER
        meaning = self.names.read((text,))
        if meaning.targets:
            return Says.INDICATOR
        sign = meaning.signature
        spoken = sign.basis is not None or sign.kind != "value"
        return Says.MEASURE if not sign.stem and spoken else Says.OTHER


def _moved(text: str) -> bool:
    """Whether a text stands where a number should: 下降1.8, 持平, ▲5.2."""
    said = tokens.number(text) if _MOVES.match(text) else None
    meant = isinstance(said, tokens.NotNumber) and said.value is not None
    return meant and isinstance(said, tokens.NotNumber) and said.hint in MOVED


_MOVES = re.compile(r"[▲△▼▽↑↓]|[^%(（]*(?:[降减低落滑跌负长升高加涨正][^)）]*[0-9０-９]|持平|不变)")


def _quick(text: str) -> str:
    """The normal form of ordinary text at the cost of a glance: no spaces, no full-width forms."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_UNSEEN).split())


_UNSEEN = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF, 0xAD])
_SEALED = re.compile(r"\((?:盖章|公章|签章|章)\)$")
_MARKED = re.compile(r"[①-⑳*＊※†]\s*$")
_CODED = re.compile(r"^[A-Za-z0-9(]|街|[\x00-\x1f]")
_NOTED = frozenset("(注备附数资说填制审负联报统")
_COUNTED = re.compile(r"[-−–+(.0-9]")
_DATED = re.compile(
    r"[0-9一二三四五六七八九十元年月日季度上下半前第至到末底份全最近过去个当累计截止初步快报修订核算预数"
    r"QqHhTr()\-—–~./:]{1,40}"
)
