"""The stamp of every page and sheet: 来源 · 期次 · 数据截至 · 依据文号 · 校验码 · 发布范围."""

import re
from datetime import date

from kpi.i18n import N_, _
from kpi.model import canon, scope, show
from kpi.model.choice import Choice
from kpi.model.edition import Edition
from kpi.settings import HERE

AUDIENCES = {
    "internal": N_("内部"),
    "leaders": N_("区级领导"),
    "units": N_("各单位"),
    "public": N_("公开"),
}
KINDS = {
    "deck": N_("演示"),
    "bulletin": N_("通报"),
    "book": N_("数据表"),
    "season": N_("上榜统计"),
    "poster": N_("海报"),
    "tall": N_("一图"),
    "image": N_("单图"),
    "profile": N_("单位体检表"),
    "notice": N_("公示版"),
    "pack": N_("会议材料包"),
}
SOURCES = 3  # departments that a stamp names; of more it says how many there are
LONGEST = 120  # bytes of a file's name without its ending
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\t\n]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


def trial(edition: Edition) -> bool:
    """Whether it is a trial (试算): then everything made of it says so."""
    return edition.state == "trial"


def issue(edition: Edition) -> str:
    """第10期, or 试算; of a withdrawn one that it is."""
    if trial(edition) or edition.number is None:
        return _("试算")
    text = _("第{number}期").format(number=edition.number)
    return _("{issue}（已撤回）").format(issue=text) if edition.state == "withdrawn" else text


def code(edition: Edition) -> str:
    """Check code (校验码): the first eight digits of the edition's hash, 3f9c-21ab.

    A trial has no hash; its code is that of rule and data, so that two printings can be compared.
    """
    full = edition.hash or canon.digest([edition.board.rule_hash, edition.board.data_hash])
    return f"{full[:4]}-{full[4:8]}"


def audience(edition: Edition, choice: Choice) -> str:
    """Who may read the paper, as chosen, as signed, or as the board says."""
    if choice.public:
        return _(AUDIENCES["public"])
    given = choice.audience or edition.paper.audience or edition.spec.audience
    return _(AUDIENCES[given]) if given in AUDIENCES else given


def sources(edition: Edition) -> str:
    """The departments that answer for the figures, heaviest items first."""
    scored = sorted((i for i in edition.spec.rule.items if i.scored), key=lambda i: -i.weight)
    own = (edition.indicator(i.column) for i in scored)
    leads = list(dict.fromkeys(i.lead for i in own if i and i.lead))
    names = [edition.catalog.office(code) for code in leads]
    text = _("、").join(names[:SOURCES])
    if len(names) > SOURCES:
        return _("{names}等{count}个部门").format(names=text, count=len(names))
    return text


def document(edition: Edition) -> str:
    """The document that the board stands on (依据文号), as signed or as the rule has it."""
    return edition.catalog.said(edition.paper.document or edition.spec.rule.basis)


def until(edition: Edition) -> str:
    """The day up to which figures were taken in, 2026-11-05; empty where it is not known."""
    given = [cell.at.astimezone(HERE).date() for cell in edition.evidence.cells]
    day = edition.paper.until or max(given, default=None)
    return day.isoformat() if day else ""


def day(edition: Edition) -> date:
    """The day that a file bears: of its issue, else the last of its period; never the clock's."""
    return edition.paper.issued or edition.period.last_day


def fields(edition: Edition, choice: Choice) -> tuple[tuple[str, str], ...]:
    """(label, text) of everything that the stamp says; what is not known is left out."""
    coded = _("试算码") if trial(edition) else _("校验码")
    found = (
        (_("来源"), sources(edition)),
        (_("期次"), f"{scope.period(edition)} {issue(edition)}"),
        (_("数据截至"), until(edition)),
        (_("依据文号"), document(edition)),
        (coded, code(edition)),
        (_("发布范围"), audience(edition, choice)),
    )
    return tuple((label, show.plain(text)) for label, text in found if text)


def line(edition: Edition, choice: Choice, *, source: bool = True) -> str:
    """The stamp in one line: 来源：区统计局 · 期次：2026年10月 第10期 · …"""
    pattern, found = _("{label}：{text}"), fields(edition, choice)
    kept = found if source else [f for f in found if f[0] != _("来源")]
    return " · ".join(pattern.format(label=label, text=text) for label, text in kept)


def watermark(edition: Edition, choice: Choice) -> str:
    """The text behind a page; a trial's always begins with 试算, a withdrawn one's with 已撤回.

    Empty: none.
    """
    given = show.plain(choice.watermark or edition.paper.watermark)
    gone = _("已撤回") if edition.state == "withdrawn" else ""
    said = _("试算") if trial(edition) else gone
    return " · ".join(text for text in (said, given) if text)


def properties(edition: Edition, choice: Choice, kind: str) -> dict[str, str]:
    """Document properties, each within the 255 characters that Office files allow."""
    found = {
        "title": f"{edition.title} {scope.period(edition)} {_(KINDS[kind])}",
        "subject": f"{edition.title} {scope.period(edition)} {issue(edition)}",
        "author": edition.paper.office,
        "comments": edition.hash or f"{_('试算')} {code(edition)}",
        "keywords": f"{edition.spec.code} {edition.period}",
        "category": audience(edition, choice),
    }
    return {name: show.clipped(show.plain(text), 255) for name, text in found.items()}


def filename(edition: Edition, choice: Choice, kind: str, ending: str, subject: str = "") -> str:
    """主要经济指标红黑榜_2026-10_第10期_通报.docx: a name that every system can store."""
    word = _(KINDS["notice" if choice.public and kind == "bulletin" else kind])
    parts = [str(edition.period), issue(edition), word, _short(_cleaned(subject), LONGEST // 3)]
    rest = "_".join(_cleaned(part) for part in parts if part)
    title = _short(_cleaned(edition.title), LONGEST - len(rest.encode()) - 1) or edition.spec.code
    return f"{title}_{rest}.{ending}"


def _cleaned(text: str) -> str:
    """Without what a file's name cannot hold; a name that Windows keeps for itself gets a _."""
    kept = _FORBIDDEN.sub("", show.plain(text)).strip(" .")
    return kept + "_" if _RESERVED.fullmatch(kept) else kept


def _short(text: str, longest: int) -> str:
    """`text` cut to `longest` bytes of UTF-8, at a character."""
    return text.encode()[:longest].decode(errors="ignore").rstrip(" ._")
