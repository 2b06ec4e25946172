"""The figures beneath the lists as tiles: against the target, among the peers, on the way."""

from collections.abc import Sequence
from datetime import date

from kpi.i18n import _
from kpi.model import show
from kpi.model.case import Case
from kpi.model.catalog import Catalog, Indicator
from kpi.model.due import Due, State
from kpi.model.edition import Edition, named
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.service.peers import Place
from kpi.service.tally import Span, Tally
from pages.parts.lists import Tile


def figure(tally: Tally, edition: Edition, group: str) -> Tile:
    """One indicator: value, of whom and how it moved, what is done of the target and what is due.

    Figures of another year than the board's say so.
    """
    own, called = tally.indicator, edition.catalog.said(group)
    if tally.value is not None:
        value = show.measured(tally.value, own.measure, own.uom, own.decimals)
    else:
        value = _between(tally.span, own)
    return _tile(
        own,
        _name(own, tally.period, edition.period),
        value,
        _("，").join(x for x in (_whose(tally, edition, group), *_moves(tally, called)) if x),
        words=against(tally),
        done=tally.completion,
        due=tally.progress,
    )


def place(found: Place, edition: Edition, peers: int) -> Tile:
    """The district among its peers: place, movement, growth, distance to the next place; how many
    there are only where the house has said it.
    """
    own = found.indicator
    moved = show.moved(found.rank, found.before) if found.before else ""
    stayed = _("与上期相同") if moved == show.NOT_APPLICABLE else ""
    change = stayed or (_("较上期{moved}").format(moved=moved) if moved else "")
    of = _("共{n}个区县").format(n=peers) if peers >= found.rank else ""
    return _tile(
        own,
        _("上级位次　{name}").format(name=_name(own, found.period, edition.period)),
        show.place(found.rank),
        _("，").join(x for x in (of, change) if x),
        words=_("，").join(x for x in (_ranked(found), _ahead(found)) if x),
    )


def reporting(found: Sequence[Due], offices: frozenset[str], period: Period) -> Tile | None:
    """How many indicators have come; of who reports for some offices theirs first."""
    asked = [d for d in found if d.state is not State.NOT_ASKED]
    mine = [d for d in asked if d.indicator.lead in offices]
    if not asked:
        return None
    shown = mine or asked
    late = sum(d.late and d.wanting for d in shown)
    left = sum(d.state is not State.CAME for d in shown)
    said = [_("本单位") if mine else ""]
    said += [_("还有{n}项").format(n=left) if left else _("已报齐")]
    said += [_("{n}项已过截止日").format(n=late) if late else ""]
    said += [_("全区{share}").format(share=_share(asked)) if mine else ""]
    return _page("upload", _("报送　{period}").format(period=period.label()), _share(shown), said)


def following(cases: Sequence[Case], today: date) -> Tile | None:
    """What waits for somebody and is over its day; None where nothing waits."""
    waiting = [c for c in cases if c.open]
    late = sum(c.overdue(today) for c in waiting)
    if not waiting:
        return None
    value = _("{n}件逾期").format(n=late) if late else _("{n}件待办").format(n=len(waiting))
    return _page(
        "follow",
        _("说明与申诉"),
        value,
        [_("共{n}件待办").format(n=len(waiting)) if late else _("没有逾期")],
    )


def against(tally: Tally) -> str:
    """完成75.1%，序时75.0%，超序时0.1个百分点; empty without a target."""
    if tally.completion is None or tally.progress is None or tally.gap is None:
        return ""
    text = _("完成{done}，序时{due}").format(
        done=show.amount(tally.completion, "%", 1), due=show.amount(tally.progress, "%", 1)
    )
    if not tally.gap:
        return text + _("，与序时持平")
    pattern = _("，超序时{points}") if tally.gap > 0 else _("，落后序时{points}")
    return text + pattern.format(points=show.points(abs(tally.gap), sign=False))


def _whose(tally: Tally, edition: Edition, group: str) -> str:
    """本区, 街道合计（2个未报）, or of a span who stands at its ends."""
    catalog = edition.catalog
    if tally.unit:
        return _unit(catalog, tally.unit)
    lacking = _("（{n}个未报）").format(n=tally.lacking) if tally.lacking else ""
    if tally.value is not None:
        return _("{group}合计").format(group=catalog.said(group)) + lacking
    span = tally.span
    if span is None or span.low == span.high:
        return catalog.said(group) + lacking
    if span.lowest and span.highest:
        low, high = (_unit(catalog, code) for code in (span.lowest, span.highest))
        return _("最低{low}，最高{high}").format(low=low, high=high) + lacking
    return _("{group}最低～最高").format(group=catalog.said(group)) + lacking


def _moves(tally: Tally, group: str) -> list[str]:
    """同比+6.8%; 较上期+0.4个百分点; 街道3.3%～9.0% beside the district's own rate."""
    own = tally.indicator
    said = []
    if tally.growth is not None:
        said.append(_("同比{growth}").format(growth=_percent(tally.growth)))
    if tally.own_growth is not None:
        said.append(_("全区同比{growth}").format(growth=_percent(tally.own_growth)))
    if tally.change is not None:
        points = show.points(tally.change, own.digits(own.measure))
        said.append(_("较上期{points}").format(points=points))
    if tally.unit and tally.span:
        spread = _between(tally.span, own)
        said.append(_("{group}{spread}").format(group=group, spread=spread))
    return said


def _between(span: Span | None, own: Indicator) -> str:
    """3.3%～9.0%, or the one value that all have."""
    if span is None:
        return show.NOT_APPLICABLE
    unit = own.uom if own.measure is not Measure.YOY else "%"
    return show.spread(*(show.amount(v, unit, own.decimals) for v in (span.low, span.high)))


def _ranked(found: Place) -> str:
    """同比+5.8%，上期+5.6%: what the place is a place in."""
    if found.value is None:
        return ""
    own, digits = found.indicator, found.indicator.digits(found.measure)
    values = (found.value, found.value_before)
    now, before = (show.measured(v, found.measure, own.uom, digits) for v in values)
    text = _("同比{growth}").format(growth=now) if found.measure is Measure.YOY else now
    return (
        text
        if found.value_before is None
        else _("{now}，上期{before}").format(now=text, before=before)
    )


def _ahead(found: Place) -> str:
    """距第2位0.6个百分点."""
    if found.ahead is None:
        return ""
    own, digits = found.indicator, found.indicator.digits(found.measure)
    rate = found.measure is Measure.YOY or own.uom == "%"
    gap = (
        show.points(found.ahead, digits, sign=False)
        if rate
        else show.amount(found.ahead, own.uom, digits)
    )
    return _("距{place}{gap}").format(place=show.place(found.rank - 1), gap=gap)


def _name(own: Indicator, at: Period, of: Period) -> str:
    """固定资产投资 1-10月."""
    label = at.short if at.year == of.year else at.label
    when = label(cumulative=own.cumulative, merged=own.jan_feb_merged)
    whole = when.replace("-", f"-{show.NO_BREAK}")  # a line may end behind any other hyphen
    return f"{named(own.name, own.name_en)} {whole}"


def _unit(catalog: Catalog, code: str) -> str:
    unit = catalog.unit[code]
    return named(unit.name, unit.name_en)


def _percent(value: float) -> str:
    return show.amount(value, "%", 1, sign=True)


def _share(found: Sequence[Due]) -> str:
    return f"{sum(d.state is State.CAME for d in found)}/{len(found)}"


def _tile(
    own: Indicator,
    name: str,
    value: str,
    change: str,
    *,
    words: str,
    done: float | None = None,
    due: float | None = None,
) -> Tile:
    label = _("，").join(x for x in (name, value, change, words) if x)
    return Tile(own.code, name, value, change, done, due, words, label=label)


def _page(page: str, name: str, value: str, said: Sequence[str]) -> Tile:
    change = _("，").join(x for x in said if x)
    return Tile("", name, value, change, page=page, label=_("，").join((name, value, change)))
