"""The words of an official letter (通报): title, number, to whom, by what right, numbered heads."""

import re
from collections.abc import Iterator

from kpi.i18n import _, language
from kpi.model import bulletin, scope, show, stamp
from kpi.model.edition import Edition
from kpi.model.seal import number_text
from kpi.model.titles import length
from kpi.model.words import Paragraph

NUMERALS = "一二三四五六七八九"
OPEN = ("ranked", "listed", "unlisted", "names", "nobody")  # what the notice board may say
_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")  # 前 behind a day is a letter too


def title(edition: Edition, room: float, *, public: bool) -> tuple[str, ...]:
    """The title on one line of `room` characters, or broken between its known parts; one worded
    by hand is broken where its writer broke it.
    """
    if not public and (given := dict(edition.paper.words).get("title")):
        return tuple(show.plain(given).splitlines())
    parts = _title(edition, public=public)
    whole = _glue().join(parts)
    return (whole,) if length(whole) <= room else parts


def heading(edition: Edition) -> str:
    """The title in one line."""
    return _glue().join(_title(edition, public=False))


def _glue() -> str:
    return "" if language() == "zh" else " "


def _title(edition: Edition, *, public: bool) -> tuple[str, str]:
    name, period = show.plain(edition.title), scope.period(edition)
    trial = _("（试算）") if stamp.trial(edition) else ""
    if public:
        return period, _("{board}公示").format(board=name) + trial
    about = _("关于{period}").format(period=period)
    return about, _("{board}的通报").format(board=name) + trial


def symbol(edition: Edition) -> str:
    """云经调办发〔2026〕10号; where the office has no symbol 〔2026〕第10期."""
    day = edition.paper.issued or edition.period.last_day
    year = edition.seal.issue.year if edition.seal else day.year
    number, own = edition.number or 0, show.plain(edition.paper.symbol)
    if own:
        return _("{symbol}〔{year}〕{number}号").format(symbol=own, year=year, number=number)
    return number_text(year, number)


def red(edition: Edition, *, public: bool) -> bool:
    """Whether it has a red head: signed, from an office, no briefing, not for the wall."""
    paper = edition.paper
    return bool(paper.office) and not (paper.brief or public or stamp.trial(edition))


def above(edition: Edition) -> tuple[str, ...]:
    """份号 in six digits, 密级, 紧急程度: what stands over the red head, line by line."""
    paper = edition.paper
    serial = paper.serial.zfill(6) if paper.serial.isdigit() else paper.serial
    return tuple(show.plain(t) for t in (serial, paper.secrecy, paper.urgency) if t)


def bracketed(n: int) -> str:
    """（一）; in English (1)."""
    return f"（{numeral(n)}）" if language() == "zh" else f"({n}) "


def addressees(edition: Edition) -> str:
    """主送机关 with its full-width colon."""
    given = show.plain(edition.paper.addressees).rstrip("：: ")
    return _("{names}：").format(names=given or _("各有关单位"))


def opening(edition: Edition, *, public: bool) -> str:
    """By what document, of which period, which board; or as a person worded it."""
    if not public and (given := dict(edition.paper.words).get("opening")):
        return show.plain(given)
    basis = show.plain(stamp.document(edition))
    what = {"period": scope.period(edition), "board": show.plain(edition.title)}
    if public:
        return _("现将{period}{board}公示如下。").format(**what)
    if basis:
        pattern = _("按照{document}，现将{period}{board}有关情况通报如下。")
        return pattern.format(document=basis, **what)
    return _("现将{period}{board}有关情况通报如下。").format(**what)


def told(edition: Edition) -> Iterator[str]:
    """What the notice board says, by rule only: an edited sentence may name a person."""
    for group in scope.scopes(edition):
        lists = [p for colour in ("red", "black") for p in bulletin.listed(edition, group, colour)]
        for paragraph in (bulletin.overall(edition, group), *lists):
            kept = tuple(s for s in paragraph.sentences if s.key in OPEN)
            if kept:
                yield Paragraph("", kept).text()


def numbered(n: int) -> str:
    """一、, 十二、; in English 1. ."""
    return f"{numeral(n)}、" if language() == "zh" else f"{n}. "


def numeral(n: int) -> str:
    """A number below 100 in Chinese: 十二."""
    tens, ones = divmod(n, 10)
    text = NUMERALS[ones - 1] if ones else ""
    if not tens:
        return text
    return (NUMERALS[tens - 1] if tens > 1 else "") + "十" + text


def dated(text: str) -> str:
    """ISO days as letters write them: 2026年10月19日; in English they stay."""
    pattern = _("{year}年{month}月{day}日")
    return _DAY.sub(lambda d: pattern.format(year=d[1], month=int(d[2]), day=int(d[3])), text)
