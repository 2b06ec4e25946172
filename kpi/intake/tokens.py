"""Words on paper: numbers, missing marks, units of measure, totals, notes, names.

Periods are in `periods`, measure words of a header in `wording`.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isfinite

from kpi.i18n import N_
from kpi.model.measure import Status

_LONGEST = 200  # characters a pattern may run on


def plain(text: str) -> str:
    """Normal form for headers and matching: NFKC, without controls, zero-width and any spaces."""
    return "".join(
        c
        for c in unicodedata.normalize("NFKC", text)
        if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc")
    )


def name(text: str) -> str:
    """Normal form of a unit's name: `J01-东风街办` and `6.东风街道办事处` give 东风街道.

    A leading code or number goes; （含园区） stays: it is another coverage.
    """
    bare = plain(text)
    bare = _LEAD.sub("", bare, count=1) or bare
    return _OFFICE.sub("街道", bare)


_LEAD = re.compile(
    r"(?:[A-Za-z]{1,3}[0-9]{1,6}(?:[-_.、:]|(?=[^\x00-\x7f]))|\([0-9]{1,3}\)|[0-9]{1,3}[-_.、:)])"
)
_OFFICE = re.compile(r"(?:街道办事处|街道办|街办)(?=$|\()")


@dataclass(frozen=True, slots=True)
class Uom:
    """A unit of measure: `factor` of its dimension's base unit, 万元 is 10000 of 元."""

    word: str
    dimension: str
    factor: Fraction


_COUNTED = ("户", "家", "个", "件", "项", "次", "份", "人", "人次")
_SIZES: dict[str, dict[str, Fraction]] = {
    "money": {
        "元": Fraction(1),
        "千元": Fraction(10**3),
        "万元": Fraction(10**4),
        "百万元": Fraction(10**6),
        "千万元": Fraction(10**7),
        "亿元": Fraction(10**8),
    },
    "dollars": {"美元": Fraction(1), "万美元": Fraction(10**4), "亿美元": Fraction(10**8)},
    "count": {
        many + word: Fraction(size) for word in _COUNTED for many, size in (("", 1), ("万", 10**4))
    },
    "percent": {"%": Fraction(1), "‰": Fraction(1, 10)},
    "points": {"百分点": Fraction(1)},
    "days": {"天": Fraction(1), "日": Fraction(1)},
    "workdays": {"工作日": Fraction(1)},
    "area": {
        "平方米": Fraction(1),
        "万平方米": Fraction(10**4),
        "亩": Fraction(2000, 3),
        "公顷": Fraction(10**4),
        "平方公里": Fraction(10**6),
    },
    "mass": {"吨": Fraction(1), "万吨": Fraction(10**4)},
    "energy": {"千瓦时": Fraction(1), "万千瓦时": Fraction(10**4), "亿千瓦时": Fraction(10**8)},
    "score": {"分": Fraction(1)},
    "place": {"位": Fraction(1), "名": Fraction(1)},
}
_SAME = {  # other spellings of a word
    "个百分点": "百分点",
    "个工作日": "工作日",
    "平方千米": "平方公里",
    "平米": "平方米",
    "万平米": "万平方米",
    "m2": "平方米",
    "万m2": "万平方米",
    "km2": "平方公里",
    "kWh": "千瓦时",
    "万kWh": "万千瓦时",
    "亿kWh": "亿千瓦时",
}
_WORDS: dict[str, Uom] = {
    word: Uom(word, dimension, size)
    for dimension, sizes in _SIZES.items()
    for word, size in sizes.items()
}
_WORDS |= {other: _WORDS[word] for other, word in _SAME.items()}


def uom(text: str) -> Uom | None:
    """The unit of measure that `text` is, exactly; None for any other text."""
    return _WORDS.get(plain(text))


def factor(given: str, canonical: str) -> float | None:
    """What a number in `given` is multiplied by to be in `canonical`: 万元 to 亿元 is 1e-4.

    None where the two are of different dimensions, or one is not a unit of measure.
    """
    a, b = uom(given), uom(canonical)
    return float(a.factor / b.factor) if a and b and a.dimension == b.dimension else None


def uom_in(text: str) -> tuple[str, ...]:
    """Unit words stated in a header or line: 投资（亿元） gives 亿元, 单位：万元、% gives both.

    Read from brackets, after 单位：, from a closing % and from a cell that is a unit word.
    """
    bare = plain(text)
    if len(bare) > _LONGEST:
        return ()
    pieces = [bare, *_BRACKET.findall(bare), *_STATED.findall(bare), *_CLOSING.findall(bare)]
    words = (w for piece in pieces for w in _SPLIT.split(_LABEL.sub("", piece)) if w)
    return tuple(dict.fromkeys(_WORDS[w].word for w in words if w in _WORDS))


_BRACKET = re.compile(r"[(\[【〔{]([^()\[\]【】〔〕{}]{1,60})[)\]】〕}]")
_STATED = re.compile(r"单位[::]([^()\[\]【】〔〕]{1,60})")
_CLOSING = re.compile(r"[%‰]$")
_SPLIT = re.compile(r"[、,;/\\和及或|:]")
_LABEL = re.compile(r"^(?:计量)?单位[::]?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: `percent` is "%", "‰", "pp" or ""; `uom` the unit word beside it.

    12.5% is 12.5 with "%", never 0.125. `footnote` is the mark that was taken off.
    """

    value: float
    percent: str = ""
    uom: str = ""
    footnote: str = ""


@dataclass(frozen=True, slots=True)
class NotNumber:
    """Not a number: what to suggest. `hint` is a message to translate; `value`, or `other`,
    or the missing `status` is what may have been meant.
    """

    hint: str = ""
    value: float | None = None
    status: Status | None = None
    other: float | None = None


_MINUS = str.maketrans(dict.fromkeys("−–‐‒", "-"))
_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳¹²³⁴⁵⁶⁷⁸⁹*※†r"
_FOOT = re.compile(rf"(?<=[0-9.)%‰\w])[{_MARKS}＊]{{1,3}}$")
_ANY_UOM = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?"
_NUMBER = re.compile(rf"(\()?([+-]?)({_DIGITS})({_ANY_UOM})?(\))?")


def number(text: str) -> Number | NotNumber:
    """The number a text is, under one grammar; (3.2) is −3.2.

    A blank or a missing mark is no number: ask `missing` first.
    """
    raw = text.strip()
    if len(raw) > _LONGEST:
        return NotNumber(_TOO_LONG)
    foot = _FOOT.search(raw)
    body = raw[: foot.start()] if foot else raw
    if _GAP.search(body):
        joined = _strict(plain(body).translate(_MINUS))
        return NotNumber(_SPACED, joined.value if joined else None)
    bare = plain(body).translate(_MINUS)
    found = _strict(bare)
    if found is None or (foot and "r" in foot[0] and not bare[-1:].strip()):
        return _guess(bare)
    if not isfinite(found.value):
        return NotNumber(_TOO_BIG)
    return Number(found.value, found.percent, found.uom, foot[0] if foot else "")


_GAP = re.compile(r"[0-9.,][ \t\r\n\u00a0\u3000\u2000-\u200a\u202f]+[0-9.,]")


def _strict(bare: str) -> Number | None:
    found = _NUMBER.fullmatch(bare)
    if not found or bool(found[1]) != bool(found[5]) or (found[1] and found[2]):
        return None
    value = float(Decimal(found[3].replace(",", "")))
    if found[2] == "-" or found[1]:
        value = 0.0 - value
    word = _WORDS[found[4]].word if found[4] else ""
    percent = {"%": "%", "‰": "‰", "百分点": "pp"}.get(word, "")
    return Number(value, percent, "" if percent else word)


_TOO_LONG = N_("文字过长，不是一个数值")
_TOO_BIG = N_("数值过大")
_SPACED = N_("数字中间有空格")
_FELL = N_("下降请填负数，上升请填正数")
_FLAT = N_("持平请填 0")
_ABOUT = N_("约数请改填准确数值")
_CHINESE = N_("请用阿拉伯数字")
_COMMAS = N_("逗号应每三位一个，小数点用“.”")
_STOP = N_("小数点请用“.”")
_LETTER = N_("数字中混有字母")
_ARROW = N_("箭头不表明正负，请填正数或负数")
_EXTRA = N_("请只填数值，文字写在备注")
_SAY_MISSING = N_("未报请留空，不适用请填“—”")

_MOVED = re.compile(
    r"(?:同比|环比|比上年同期|较上年同期)?(?:(下降|减少|降低|回落|下滑|下跌|负)|(?:增长|上升|提高|增加|上涨|正))了?(.+)"
)
_LEVEL = re.compile(
    r"(?:基本)?(?:[与同和]?(?:上年|去年|上月|上期|上年同期|去年同期))?(?:基本)?(?:持平|不变)"
)
_NEARLY = re.compile(
    r"(?:近|约|超过?|逾|达到?|大约|至少|不足|不到|接近|[<>≥≤~≈]=?).*[0-9].*|[0-9.,]+[^0-9]{0,3}(?:多|余|左右|以上|以下|上下|\+)[^0-9]{0,4}"
)
_ARROWED = re.compile(r"([▲△▼▽↑↓])(.+)|(.+)([▲△▼▽↑↓])")
_LOOSE = re.compile(rf"([+-]?{_DIGITS})[^0-9]{{1,20}}|[^0-9+-]{{1,20}}([+-]?{_DIGITS})")
_UNSAID = {
    "没有": Status.NOT_REPORTED,
    "NA": Status.NOT_REPORTED,
    "未统计": Status.NOT_REPORTED,
    "未上报": Status.NOT_REPORTED,
    "待报": Status.NOT_REPORTED,
    "暂无数据": Status.NOT_REPORTED,
    "无数据": Status.NOT_REPORTED,
    "空": Status.NOT_REPORTED,
    "?": Status.NOT_REPORTED,
    "??": Status.NOT_REPORTED,
    "不涉及": Status.NOT_APPLICABLE,
    "无任务": Status.NOT_APPLICABLE,
    "无此项": Status.NOT_APPLICABLE,
    "不参评": Status.NOT_APPLICABLE,
    "\\": Status.NOT_APPLICABLE,
}


def _guess(bare: str) -> NotNumber:
    if bare in _UNSAID:
        return NotNumber(_SAY_MISSING, status=_UNSAID[bare])
    if _LEVEL.fullmatch(bare):
        return NotNumber(_FLAT, 0.0)
    if (moved := _MOVED.fullmatch(bare)) and (by := _strict(moved[2])):
        clear = by.value >= 0 or not moved[1]
        return NotNumber(_FELL, (-by.value if moved[1] else by.value) if clear else None)
    if (arrow := _ARROWED.fullmatch(bare)) and (by := _strict(arrow[2] or arrow[3])):
        return NotNumber(_ARROW, by.value, other=0.0 - by.value)
    if _NEARLY.fullmatch(bare):
        return NotNumber(_ABOUT)
    if (spoken := chinese(bare)) is not None:
        return NotNumber(_CHINESE, float(spoken))
    for mark in ("。", "·", "、", ".."):
        if bare.count(mark) == 1 and (meant := _strict(bare.replace(mark, "."))):
            return NotNumber(_STOP, meant.value)
    if "," in bare and re.fullmatch(r"[(+-]?[0-9.,]+\D{0,6}", bare):
        return NotNumber(_COMMAS)
    if re.search(r"[0-9]", bare) and (meant := _strict(bare.translate(_LOOKALIKE))):
        return NotNumber(_LETTER, meant.value)
    if meant := _strict(bare.replace("—", "-", 1)):
        return NotNumber(_EXTRA, meant.value)
    if loose := _LOOSE.fullmatch(bare):
        return NotNumber(_EXTRA, float(Decimal((loose[1] or loose[2]).replace(",", ""))))
    return NotNumber(_EXTRA if re.search(r"[0-9]", bare) else "")


_LOOKALIKE = str.maketrans("OoQIl|", "000111")
_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


def chinese(text: str) -> int | None:
    """The whole number that Chinese numerals say: 三十 gives 30, 一千二百万 gives 12000000."""
    if not 0 < len(text) <= 20 or not set(text) <= set(_DIGIT) | set(_TENS) | {"万", "亿"}:
        return None
    total = part = digit = 0
    for c in text:
        if c in _DIGIT:
            digit = _DIGIT[c]
        elif c in _TENS:
            part, digit = part + (digit or 1) * _TENS[c], 0
        else:
            total, part, digit = (total + part + digit) * (10**4 if c == "万" else 10**8), 0, 0
    return total + part + digit


_DASHES = re.compile(r"[-—–―−‐─－]{1,4}|/|不适用")
_UNREPORTED = re.compile(r"|\.{3,6}|…{1,2}|⋯{1,2}|\*|暂无|未报|待核|待定|缺|无|[Nn]/[Aa]")


def missing(text: str) -> Status | None:
    """What a missing mark says: — is not applicable; blank, …, 未报 and 无 are not reported.

    None: the text is no missing mark.
    """
    bare = plain(text)
    if _DASHES.fullmatch(bare):
        return Status.NOT_APPLICABLE
    return Status.NOT_REPORTED if _UNREPORTED.fullmatch(bare) else None


_TOTAL = re.compile(
    r"[(]?(?:其中|(?:全[区县市镇]|各(?:单位|街道|镇|地区?))?(?:总?合计|总计|小计|共计|累计合计|平均(?:值|数)?)|全[区县]|总数)[)]?[::]?"
)
_NOTE = re.compile(
    r"[(]?(?:备?注[0-9一二三四五六七八九十]{0,2}[::.、]|[备附]注$|(?:数据|资料)来源|(?:填[表报]?)?说明[::]?|填[表报]|制表|审核人|负责人|联系[人电]|联系方式|报送(?:人|时间|日期)|统计负责人)"
)


def is_total(text: str) -> bool:
    """Whether a line or column is named a total and no unit: 合　计, 小计, 全区, 其中."""
    bare = plain(text)
    return len(bare) <= 20 and _TOTAL.fullmatch(bare) is not None


def is_note(text: str) -> bool:
    """Whether a text is a note under or over a table: 注：…, 数据来源…, 填表人…."""
    return _NOTE.match(plain(text[:_LONGEST])) is not None
