"""What the large screen of a meeting says around a scene, and the rows of its plain tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from kpi.i18n import _
from kpi.model import show, stamp
from kpi.model.catalog import Catalog, Indicator
from kpi.model.choice import Choice
from kpi.model.edition import Edition
from kpi.model.profile import Position
from kpi.service import demo, start
from kpi.service.stand import COMPUTED
from kpi.service.trends import bars
from kpi.service.unit_rows import Own
from pages.parts import heading


def issue(edition: Edition) -> str:
    """〔2026〕第9期, or that it is none."""
    if edition.seal:
        return edition.seal.issue.title
    return _("按已签发的数据") if edition.state == COMPUTED else _("试算 未签发")


def foot(edition: Edition) -> list[str]:
    """Who may see it, up to when figures were taken in, who answers for them."""
    audience, sources = stamp.audience(edition, Choice()), stamp.sources(edition)
    until = stamp.until(edition)
    if not until and edition.seal:
        until = _("{day}签发").format(day=heading.day(edition))
    elif not until and edition.state == "trial":
        until = _("数据截至{day}").format(day=start.configured().today().isoformat())
    elif until:
        until = _("数据截至{day}").format(day=until)
    found = (
        _("发布范围：{audience}").format(audience=audience) if audience else "",
        until,
        _("来源：{names}").format(names=sources) if sources else "",
    )
    return [text for text in found if text]


def mark(edition: Edition) -> str:
    """What lies behind the text: 试算 未签发 of a live board, else who may see it and the issue."""
    given = stamp.watermark(edition, Choice())
    if edition.state == "trial":
        given = _("试算 未签发")
    words = [given or stamp.audience(edition, Choice()), issue(edition) if edition.seal else ""]
    words += [_("演示数据")] if demo.stands(start.store()) else []
    return " · ".join(word for word in words if word)


def responsible(catalog: Catalog, own: Indicator) -> str:
    """牵头单位 区发展和改革局　包抓领导 王副区长."""
    sponsor = catalog.said(own.sponsor)
    found = ((_("牵头单位"), catalog.office(own.lead)), (_("包抓领导"), sponsor))
    return "　".join(f"{name} {text}" for name, text in found if text)


def measured(edition: Edition, group: str) -> str:
    """固定资产投资完成率（%）　序时进度83.3%　8个单位."""
    said = bars(edition, group)
    words = [show.headed(said.title, said.uom)]
    if said.mark is not None:
        due = show.amount(said.mark, said.uom, said.decimals)
        words.append(_("{name}{value}").format(name=said.mark_name, value=due))
    words.append(_("{n}个单位").format(n=len(edition.within(group))))
    return "　".join(words)


def noted(edition: Edition, group: str) -> list[str]:
    """What is to be known of the group, and who has no place."""
    noted = [s for s in edition.board.groups if s.group in (group, None)]
    found = [edition.said(n) for s in noted for n in (*s.notes, *edition.board.notes)]
    apart = _("、").join(edition.name(e.unit) for e in edition.unranked(group))
    return [*found, *([_("不参评：{names}").format(names=apart)] if apart else [])]


def facts(owns: Sequence[Own]) -> list[dict[str, Any]]:
    """A unit's indicators: value, place, and where it stands between the last and the first of its
    group (percent of the line; `peers` are all of them, better is further right).
    """
    return [_fact(own.row, own.position) for own in owns]


def _fact(row: Mapping[str, Any], stands: Position) -> dict[str, Any]:
    amount, growth = str(row.get(_("数值"), "")), str(row.get(_("同比"), ""))
    value = stands.note or stands.text or amount
    more = [amount] if amount != value else []
    if growth not in ("", value, show.NOT_APPLICABLE):
        more.append(f"{_('同比')} {growth}")
    told = {
        "name": stands.name,
        "when": row.get(_("报告期"), ""),
        "value": value,
        "more": "　".join(more),
        "peers": [_percent(stands, value) for value in stands.group],
    }
    if stands.own is None or stands.rank is None:
        return told
    return told | {"rank": stands.rank, "of": stands.of, "at": _percent(stands, stands.own)}


def _percent(stands: Position, value: float) -> float:
    return round(50 + 50 * stands.across(value), 1)


def values(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of an indicator with one period only: the unit and its value."""
    found = []
    for row in rows:
        place, name, *_older, value = row.values()
        found.append({"name": name, "value": value, "more": f"{_('位次')} {place}"})
    return found
