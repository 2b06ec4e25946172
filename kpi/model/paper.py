"""What a person fills in before an edition is signed; sealed with it, printed on every paper."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from kpi.i18n import N_, _
from kpi.model.problem import Problem, problem

LABELS = {
    "document": N_("依据文件文号"),
    "audience": N_("发布范围"),
    "office": N_("发文机关"),
    "signer": N_("签发人"),
    "watermark": N_("水印"),
    "issued": N_("成文日期"),
    "until": N_("数据截至"),
    "reply_days": N_("情况说明工作日"),
    "reply_until": N_("情况说明期限"),
    "symbol": N_("发文机关代字"),
    "addressees": N_("主送机关"),
    "copied_to": N_("抄送机关"),
    "serial": N_("份号"),
    "secrecy": N_("密级"),
    "urgency": N_("紧急程度"),
    "brief": N_("版式"),
}
URGENCIES = (N_("加急"), N_("特急"))  # GB/T 9704-2012, 7.2.3
LENGTHS = {"addressees": 200, "copied_to": 200}  # characters; of all others LONGEST
LONGEST = 80
LAST_REPLY = 60  # working days
_SECRET = re.compile(r"(秘密|机密|绝密)(★\S{1,8})?")
_SYMBOL = re.compile(r"[^\d〔〕\[\]（）()第号期]+")


@dataclass(frozen=True, slots=True)
class Paper:
    """Empty texts and None are left out where they would be printed.

    `document` 依据文号, `audience` 发布范围, `office` 发文机关, `signer` 签发人,
    `watermark` 水印, `issued` 成文日期, `until` 数据截至.
    A black-listed unit explains itself within `reply_days` working days, by `reply_until`.
    `words` are sentences as edited by hand: (key, text), the key is that of `model/words`.
    On an official letter: `symbol` 发文机关代字 (云经调办发, before 〔2026〕10号), `addressees`
    主送机关, `copied_to` 抄送机关, `serial` 份号, `secrecy` 密级和保密期限, `urgency` 紧急程度;
    `brief`: a plain briefing (简报) without red head and number.
    """

    document: str = ""
    audience: str = ""
    office: str = ""
    signer: str = ""
    watermark: str = ""
    issued: date | None = None
    until: date | None = None
    reply_days: int | None = None
    reply_until: date | None = None
    words: tuple[tuple[str, str], ...] = ()
    symbol: str = ""
    addressees: str = ""
    copied_to: str = ""
    serial: str = ""
    secrecy: str = ""
    urgency: str = ""
    brief: bool = False


def usual(last: Paper, document: str, audience: str) -> Paper:
    """The paper of the next period: office, addressees and style as last time; nothing that
    belongs to one issue alone. The rule's document and the board's audience go before the last.
    """
    return replace(
        last,
        document=document or last.document,
        audience=audience or last.audience,
        serial="",
        issued=None,
        until=None,
        reply_until=None,
        words=(),
    )


def faults(paper: Paper, period_end: date) -> Iterator[Problem]:
    """What is written in a field as no paper has it, each under the field's name."""
    for name, label in LABELS.items():
        text = getattr(paper, name)
        limit = LENGTHS.get(name, LONGEST)
        if isinstance(text, str) and len(text) > limit:
            yield problem("TEXT_TOO_LONG", _(label), n=len(text), limit=limit)

    def wrong(code: str, name: str) -> Problem:
        return problem(code, _(LABELS[name]), getattr(paper, name))

    if paper.serial and not (paper.serial.isascii() and re.fullmatch(r"\d{1,6}", paper.serial)):
        yield wrong("SERIAL_DIGITS", "serial")
    if paper.secrecy and not _SECRET.fullmatch(paper.secrecy):
        yield wrong("SECRECY_WORD", "secrecy")
    if paper.urgency and paper.urgency not in URGENCIES:
        yield wrong("URGENCY_WORD", "urgency")
    if paper.symbol and not _SYMBOL.fullmatch(paper.symbol):
        yield wrong("SYMBOL_WORD", "symbol")
    if paper.reply_days is not None and not 1 <= paper.reply_days <= LAST_REPLY:
        yield wrong("REPLY_DAYS", "reply_days")
    yield from _days(paper, period_end)


def _days(paper: Paper, period_end: date) -> Iterator[Problem]:
    """Days that contradict one another."""
    issued = paper.issued
    if issued is None:
        return
    day = issued.isoformat()
    if issued <= period_end:
        yield problem("ISSUED_EARLY", day=day, end=period_end.isoformat())
    if paper.until and paper.until > issued:
        yield problem("UNTIL_LATE", until=paper.until.isoformat(), day=day)
    if paper.reply_until and paper.reply_until < issued:
        yield problem("REPLY_EARLY", until=paper.reply_until.isoformat(), day=day)
