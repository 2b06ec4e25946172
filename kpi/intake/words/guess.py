"""What may have been meant by a text that is no number: 下降1.8, 持平, 三十, ▲5.2, 12。5."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from kpi.i18n import N_
from kpi.model.measure import Status


@dataclass(frozen=True, slots=True)
class NotNumber:
    """Not a number, and what to suggest.

    `hint` is a message to translate. `value` (or `other`) or the missing `status` is what may
    have been meant; neither where it would be a guess at the scale or at an exact figure.
    """

    hint: str = ""
    value: float | None = None
    status: Status | None = None
    other: float | None = None


TOO_LONG = N_("文字过长，不是一个数值。")
TOO_BIG = N_("数值过大。")
SPACED = N_("数字中间有空格。")
EXTRA = N_("请只填数值，文字写在备注。")
_FELL = N_("下降请填负数，上升请填正数。")
_FLAT = N_("持平请填 0。")
_ABOUT = N_("约数请改填准确数值。")
_CHINESE = N_("请用阿拉伯数字。")
_COMMAS = N_("逗号应每三位一个，小数点用“.”。")
_STOP = N_("小数点请用“.”。")
_LETTER = N_("数字中混有字母。")
_ARROW = N_("箭头不表明正负，请填正数或负数。")
_SCALE = N_("请写完整的计量单位，如“亿元”。")
_SAY_MISSING = N_("未报请留空，不适用请填“—”。")

MOVED = (_FELL, _FLAT, _ARROW)  # what is said in place of a signed number

_MISSING = {
    **dict.fromkeys(
        ("没有", "NA", "未统计", "未上报", "待报", "暂无数据", "无数据", "空", "?", "??"),
        Status.NOT_REPORTED,
    ),
    **dict.fromkeys(("不涉及", "无任务", "无此项", "不参评", "\\"), Status.NOT_APPLICABLE),
}
_AGAINST = r"(?:同比|环比|[与同和比较]?(?:上年|去年|上月|上期)(?:同期)?)?"
_LEVEL = re.compile(rf"(?:基本)?{_AGAINST}(?:基本)?(?:持平|不变)")
_FALL = re.compile(rf"{_AGAINST}(?:下降|减少|降低|回落|下滑|下跌|负)了?(.*[0-9].*)")
_RISE = re.compile(rf"{_AGAINST}(?:增长|上升|提高|增加|上涨|正)了?(.*[0-9].*)")
_UP_OR_DOWN = re.compile(r"[▲△▼▽↑↓](.+)|(.+)[▲△▼▽↑↓]")
_NEARLY = re.compile(
    r"(?:近|约|大约|超过?|逾|达到?|至少|不足|不到|接近|[<>≥≤~≈])=?[^0-9]{0,4}[0-9].*"
    r"|[0-9.,]+[^0-9]{0,4}(?:多|余|左右|以上|以下|上下)[^0-9]{0,4}|[0-9.,]+\+"
)
_COMMA = re.compile(r"[(+-]{0,2}[0-9]+(?:,[0-9]+)+(?:\.[0-9]+)?[^0-9]{0,8}")
_SHORT_SCALE = re.compile(r"[+-]?[0-9.,]+[十百千万亿]+")
_LOOSE = re.compile(
    r"([+-]?[0-9.,]+)(?:[^0-9.,()+-]{1,20}|\([^0-9()]{1,20}\))|[^0-9A-Za-z.,()+-]{1,20}([0-9.,]+)"
)
_SCALED = re.compile(r"[十百千万亿倍成折元美港欧¥$€£％%‰]|[户家个件项次份人吨亩]|百分点|pp|PP")
_LOOKALIKE = str.maketrans("OoIl|", "00111")


def guess(bare: str, read: Callable[[str], float | None]) -> NotNumber:
    """The suggestion for a text in normal form that is no number; `read` gives plain numbers."""
    if bare in _MISSING:
        return NotNumber(_SAY_MISSING, status=_MISSING[bare])
    if _LEVEL.fullmatch(bare):
        return NotNumber(_FLAT, 0.0)
    if found := _FALL.fullmatch(bare):
        by = read(found[1])
        return NotNumber(_FELL, None if by is None or by < 0 else 0.0 - by)
    if found := _RISE.fullmatch(bare):
        return NotNumber(_FELL, read(found[1]))
    if found := _UP_OR_DOWN.fullmatch(bare):
        by = read(found[1] or found[2])
        return NotNumber(_ARROW, by, other=None if by is None else 0.0 - by)
    if _NEARLY.fullmatch(bare):
        return NotNumber(_ABOUT)
    if (said := chinese(bare)) is not None:
        return NotNumber(_CHINESE, float(said))
    if _COMMA.fullmatch(bare):
        return NotNumber(_COMMAS)
    return _slip(bare, read)


def _slip(bare: str, read: Callable[[str], float | None]) -> NotNumber:
    """A slip of the keys: another mark for the point, a letter for a digit, words beside it."""
    if not re.search(r"[0-9]", bare):
        return NotNumber()
    for mark in ("。", "·", "、", "..", "'"):
        if bare.count(mark) == 1 and (meant := read(bare.replace(mark, "."))) is not None:
            return NotNumber(_STOP, meant)
    if (meant := read(bare.translate(_LOOKALIKE))) is not None:
        return NotNumber(_LETTER, meant)
    for other in (
        re.sub(r"^([+-]?)\.", r"\g<1>0.", bare),
        bare.removesuffix("."),
        bare.replace("—", "-", 1),
    ):
        if (meant := read(other)) is not None and other != bare:
            return NotNumber("", meant)
    if (inside := re.fullmatch(r"\(-([^()]+)\)", bare)) and (meant := read(inside[1])) is not None:
        return NotNumber("", 0.0 - meant)
    if _SHORT_SCALE.fullmatch(bare):
        return NotNumber(_SCALE)
    loose = None if _SCALED.search(bare) else _LOOSE.fullmatch(bare)
    return NotNumber(EXTRA, read(loose[1] or loose[2]) if loose else None)


_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SPELLED = re.compile(
    r"(?:[〇零一二三四五六七八九]+|(?:零?[一二两三四五六七八九]?[十百千万亿])+零?[一二三四五六七八九]?)"
)


def chinese(text: str) -> int | None:
    """The whole number Chinese numerals say: 三十 is 30, 一千二百万 12000000, 二〇二六 2026."""
    if len(text) > 20 or text[:1] in "百千万亿" or not _SPELLED.fullmatch(text):
        return None
    if set(text) <= set(_DIGIT):
        return int("".join(str(_DIGIT[c]) for c in text))
    total = part = digit = 0
    for c in text:
        if c in _DIGIT:
            digit = _DIGIT[c]
        elif c in _TENS:
            part, digit = part + (digit or 1) * _TENS[c], 0
        elif c == "万":
            total, part, digit = total + (part + digit) * 10**4, 0, 0
        else:
            total, part, digit = (total + part + digit) * 10**8, 0, 0
    return total + part + digit
