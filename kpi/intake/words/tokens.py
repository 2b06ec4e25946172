"""Words on paper: numbers, missing marks, units of measure, totals, notes, names.

Periods are in `periods`, measure words of a header in `wording`.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isfinite

from kpi.intake.words.guess import EXTRA, SPACED, TOO_BIG, TOO_LONG, NotNumber, guess
from kpi.model.measure import Status

__all__ = [
    "NotNumber",
    "Number",
    "Uom",
    "factor",
    "is_error",
    "is_note",
    "is_total",
    "missing",
    "name",
    "number",
    "plain",
    "uom",
    "uom_in",
]
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

    A leading code or number goes, and the mark of a footnote; （含园区） stays: it is another
    coverage.
    """
    text = _NAME_MARK.sub("", text)  # before NFKC, which turns ① into a digit
    bare = plain(_ORDINAL.sub("", unicodedata.normalize("NFKC", text), count=1))
    bare = _LEAD.sub("", bare, count=1) or bare
    return _OFFICE.sub("街道", bare)


_NAME_MARK = re.compile(r"(?<=[^\s①-⑳*＊※†])\s{0,3}[①-⑳*＊※†]{1,3}\s{0,3}$")
_ORDINAL = re.compile(r"^\s*[0-9]{1,3}\s+(?=[^\x00-\x7f])")  # only the space tells 1 东风街道
_LEAD = re.compile(
    r"(?:[A-Za-z]{1,3}[0-9]{1,6}(?:[-_.、:]|(?=[^\x00-\x7f]))|\([0-9]{1,3}\)|[0-9]{1,3}[-_.、:)]|[一二三四五六七八九十]{1,3}、)"
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
    if len(text) > _LONGEST:
        return ()
    bare, spaced = plain(text), unicodedata.normalize("NFKC", text)
    pieces = [bare, *_BRACKET.findall(bare), *_STATED.findall(bare), *_STATED.findall(spaced)]
    pieces += _CLOSING.findall(bare)
    words = (w.strip("±+-") for p in pieces for w in _SPLIT.split(_LABEL.sub("", p)))
    return tuple(dict.fromkeys(_WORDS[w].word for w in words if w in _WORDS))


_BRACKET = re.compile(r"[(\[【〔{]([^()\[\]【】〔〕{}]{1,60})[)\]】〕}]")
_STATED = re.compile(r"单位[::]([^()\[\]【】〔〕]{1,60})")
_CLOSING = re.compile(r"[%‰]$")
_SPLIT = re.compile(r"[、,;/\\和及或|:\s]")
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


_MINUS = str.maketrans(dict.fromkeys("−–‐‒", "-"))
_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳¹²³*＊※†r"
_FOOT = re.compile(rf"(?<=[^{_MARKS}\s])\s{{0,3}}([{_MARKS}]{{1,3}})$")
_ANY_UOM = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?"
_NUMBER = re.compile(rf"(\()?([+-]?)({_DIGITS})({_ANY_UOM})?(\))?")
_APART = re.compile(r"[0-9.,]\s+[0-9.,]")


def number(text: str) -> Number | NotNumber:
    """The number a text is, under one grammar; (3.2) is −3.2.

    A blank or a missing mark is no number: ask `missing` first.
    """
    if len(text) > _LONGEST:
        return NotNumber(TOO_LONG)
    raw = "".join(c for c in text if unicodedata.category(c) != "Cf").strip()
    foot = _FOOT.search(raw)  # before NFKC, which turns ① into a digit 1
    body = raw[: foot.start()] if foot else raw
    if any(_hides_digit(c) for c in body):
        return NotNumber(EXTRA)
    if _APART.search(unicodedata.normalize("NFKC", body)):
        return NotNumber(SPACED, _bare_number(plain(body).translate(_MINUS)))
    bare = plain(body).translate(_MINUS)
    found = _strict(bare)
    if found is None:
        return guess(bare, _bare_number)
    if not isfinite(found.value):
        return NotNumber(TOO_BIG)
    return Number(found.value, found.percent, found.uom, foot[1] if foot else "")


def _bare_number(bare: str) -> float | None:
    """The value of a plain number or percentage; None with a unit word: its scale is not ours."""
    found = _strict(bare)
    fits = found and not found.uom and found.percent in ("", "%") and isfinite(found.value)
    return found.value if found and fits else None


def _hides_digit(c: str) -> bool:
    """Whether NFKC would make a digit of a character that is none, such as ① or ½ (㎡ is fine)."""
    if c.isascii() or "０" <= c <= "９":
        return False
    made = unicodedata.normalize("NFKC", c)
    return unicodedata.category(c) == "No" or "0" <= made[0] <= "9"


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


_WHOLE = r"(?:[^0-9()]{0,6}(?:[区县市州镇乡]|街道?|单位|部门|地区|片区?|组))?"
_TOTAL = re.compile(
    rf"\(?(?:其中|全[区县市州]|{_WHOLE}(?:总?合计|总计|小计|共计)数?|{_WHOLE}平均[值数]?)\)?:?"
)
_NOTE = re.compile(
    r"\(?(?:备?注[0-9一二三四五六七八九十]{0,2}[:.、]|[备附]?注$|(?:数据|资料)来源|(?:填[表报])?说明(?::|$)"
    r"|填[表报](?:人|日期|时间|说明)|制表|(?:审核|负责|报送|联系)人|联系(?:电话|方式)|报送(?:时间|日期):)"
)


def is_total(text: str) -> bool:
    """Whether a line or column is named a total and no unit: 合　计, 小计, 全区, 其中."""
    bare = plain(text)
    return len(bare) <= 20 and _TOTAL.fullmatch(bare) is not None


def is_error(text: str) -> bool:
    """Whether a text is what a formula in error leaves in a file of text: #DIV/0!, #N/A."""
    return text.strip().upper() in _ERRORS


_ERRORS = frozenset(
    ["#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"]
)


def is_note(text: str) -> bool:
    """Whether a text is a note under or over a table: 注：…, 数据来源…, 填表人…."""
    return _NOTE.match(plain(text[:_LONGEST])) is not None
