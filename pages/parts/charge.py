"""One field of responsibility on screen, and all of them at a glance: posts and offices in the
catalog's order, never by what their units reached.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from kpi.i18n import _
from kpi.model import show
from kpi.model.case import Case
from kpi.model.catalog import Catalog
from kpi.model.due import Due
from kpi.model.duty import WAYS, Duty, name
from kpi.model.edition import named
from kpi.model.look import BLACK_MARK, RED_MARK
from kpi.model.period import Period
from kpi.service import due, duty
from kpi.service.duty import Field, Line
from kpi.service.tally import Tally
from pages.parts import cached, grid, lists, pickers, responsible, tables, tiles, views
from pages.parts.grid import Cell, Head, Row
from pages.parts.lists import Tile

MARKS = {"red": RED_MARK, "black": BLACK_MARK}


def figures(catalog: Catalog, field: Field, period: Period) -> None:
    """The indicators over the district, done against what is due by now."""
    rows = [_tile(catalog, t, period) for t in field.tallies]
    if rows:
        lists.tiles(rows, key="duty_tiles", title=_("指标（全区）"))
    else:
        tables.note("info", _("到本期还没有数据。"))


def _tile(catalog: Catalog, tally: Tally, period: Period) -> Tile:
    own = tally.indicator
    label = tally.period.short if tally.period.year == period.year else tally.period.label
    when = label(cumulative=own.cumulative, merged=own.jan_feb_merged)
    name = f"{named(own.name, own.name_en)} {when}"
    value = show.measured(tally.value, own.measure, own.uom, own.digits(own.measure))
    change = catalog.office(tally.unit) if tally.unit else _("各单位合计")
    if tally.value is None and tally.span:
        ends = (tally.span.low, tally.span.high)
        value = show.spread(*(show.measured(v, own.measure, own.uom, own.decimals) for v in ends))
        change = _("各单位最低～最高")
    growth = tally.growth if tally.growth is not None else tally.own_growth
    if growth is not None:
        said = _("同比{growth}").format(growth=show.amount(growth, "%", 1, sign=True))
        change = _("，").join((change, said))
    words = tiles.against(tally)
    spoken = _("，").join(x for x in (name, value, change, words) if x)
    bar = tally.completion, tally.progress
    return Tile(own.code, name, value, change, *bar, words, label=spoken)


def standing(catalog: Catalog, field: Field, period: Period) -> None:
    """Its units on red and black lists: on which board, since when, why and what they lack."""
    st.subheader(_("单位上榜情况"))
    if field.lines:
        got = grid.show(
            [
                Head("unit", _("单位"), "name"),
                Head("list", _("名单"), "list"),
                Head("board", _("榜单"), "moved"),
                Head("place", _("位次"), "num"),
                Head("since", _("连续"), "moved"),
                Head("why", _("依据和差距")),
            ],
            [_line(at, period) for at in field.lines],
            key="duty_lines",
            caption=_("分管单位上榜情况"),
            form="facts",
        )
        if got.open:
            unit, board = str(got.open).split(",")
            st.switch_page("unit.py", query_params=pickers.here(unit=unit, board=board))
    if field.free:
        names = _("、").join(catalog.office(code) for code in field.free)
        tables.note("info", _("未列红黑榜：{names}").format(names=names))
    elif not field.lines:
        tables.note("info", _("分管的单位没有参加本期榜单。"))


def _line(at: Line, period: Period) -> Row:
    edition, entry = at.edition, at.entry
    colour = entry.colour or ""
    when = edition.period
    title = edition.title if when == period else f"{edition.title} {when.label()}"
    row = views.row(edition, entry)
    of = len(edition.within(entry.group))
    streak = edition.badge(entry.unit)
    if at.since != when:
        streak = _("{streak}，自{since}").format(streak=streak, since=at.since.label())
    return Row(
        f"{entry.unit},{edition.spec.code}",
        f"/unit?{urlencode(pickers.here(unit=entry.unit, board=edition.spec.code))}",
        (
            row.name,
            f"{MARKS[colour]} {edition.label(colour)}",
            title,
            f"{row.rank}/{of}",
            streak,
            "　".join(x for x in (edition.sentence(entry.unit), row.note) if x),
        ),
        colour,
    )


def reporting(found: Sequence[Due]) -> None:
    """Who has not reported; for those who may see drafts."""
    st.subheader(_("未报送"))
    if not found:
        tables.note("done", _("本期分管的指标没有缺报。"))
        return
    for line in due.calls(cached.catalog(), found).splitlines():
        tables.note("notice", line)


def asked(catalog: Catalog, own: Duty, every: Sequence[Case], today: date) -> None:
    """What was asked of its units last time: the newest of each board, and how many more wait."""
    st.subheader(_("上次的要求"))
    found = duty.newest(own, every)
    if not found:
        tables.note("info", _("分管的单位没有说明和整改事项。"))
        return
    got = grid.show(
        [
            Head("unit", _("单位"), "name"),
            Head("what", _("事项")),
            Head("board", _("榜单")),
            Head("state", _("状态")),
            Head("due", _("期限"), "num"),
            Head("said", _("措施")),
        ],
        [_case(catalog, case, today) for case in found],
        key="duty_cases",
        caption=_("分管单位的说明和整改"),
        form="facts",
    )
    shown = {c.id for c in found}
    if more := sum(c.id not in shown for c in duty.waiting(own, every)):
        st.caption(_("更早的还有{n}件待办，见各单位页。").format(n=more))
    if got.open:
        unit, board, period = str(got.open).split(",")
        to = pickers.here(unit=unit, board=board, period=period)
        st.switch_page("unit.py", query_params=to)


def _case(catalog: Catalog, case: Case, today: date) -> Row:
    board = catalog.board.get(case.board)
    title = named(board.name, board.name_en) if board else case.board
    said = next((s.body for s in reversed(case.steps) if s.act == "write"), {})
    promised = _("承诺{day}前完成").format(day=said["until"]) if said.get("until") else ""
    late = _("（逾期）") if case.overdue(today) else ""
    to = pickers.here(unit=case.unit, board=case.board, period=str(case.period))
    return Row(
        f"{case.unit},{case.board},{case.period}",
        f"/unit?{urlencode(to)}",
        (
            catalog.office(case.unit),
            case.kind_label,
            f"{title} {case.period.label()}",
            case.state_label + late,
            case.due.isoformat() if case.due and case.open else _nothing(),
            _("；").join(x for x in (said.get("measures", ""), promised) if x) or _nothing(),
        ),
    )


def kept(picked: Duty) -> None:
    """The address of this view, to be kept: it opens the newest period each time."""
    st.subheader(_("我的分管视图"))
    st.caption(_("收藏这个链接即是我的分管视图：每次打开都是最新一期。"))
    base = (st.context.url or "/").split("?")[0].rstrip("/").removesuffix("/duty")
    st.code(
        f"{base}/duty?{urlencode({responsible.KEY: picked.code})}", language=None, wrap_lines=True
    )


def every(
    catalog: Catalog,
    fields: Iterable[Field],
    dues: Sequence[Due] | None,
    cases: Sequence[Case],
) -> None:
    """All fields, a table a way; `dues` None: the reader may not see who has not reported."""
    ways: dict[str, list[Field]] = {}
    for field in fields:
        ways.setdefault(field.duty.way, []).append(field)
    for way, found in ways.items():
        st.subheader(_(WAYS[way]))
        got = grid.show(
            _heads(way, dues is not None),
            [_counts(catalog, field, dues, cases) for field in found],
            key=f"duty_{way}",
            caption=_(WAYS[way]),
            form="facts fields",
        )
        if got.open:
            pickers.turn(responsible.KEY, str(got.open))
            st.rerun()


def _heads(way: str, drafts: bool) -> list[Head]:
    return [
        Head("who", _(WAYS[way]), "name"),
        Head("indicators", _("指标"), "num"),
        Head("units", _("单位"), "num"),
        Head("black", _("列黑榜的单位")),
        Head("red", _("列红榜的单位")),
        *([Head("owed", _("未报指标"), "num")] if drafts else []),
        Head("open", _("待办"), "num"),
    ]


def _counts(
    catalog: Catalog, field: Field, dues: Sequence[Due] | None, cases: Sequence[Case]
) -> Row:
    own = field.duty
    owed = [] if dues is None else [str(len(duty.owed(own, dues)))]
    waiting = len(duty.waiting(own, cases))
    return Row(
        own.code,
        f"/duty?{urlencode(pickers.here(**{responsible.KEY: own.code}))}",
        (
            name(catalog, own),
            str(len(own.indicators)),
            str(len(own.units)),
            _names(catalog, field, "black"),
            _names(catalog, field, "red"),
            *owed,
            str(waiting),
        ),
    )


def _nothing() -> Cell:
    return Cell(show.NOT_APPLICABLE, k="na")


def _names(catalog: Catalog, field: Field, colour: str) -> str | Cell:
    units = [u for u in field.duty.units if u in field.listed(colour)]
    if not units:
        return _nothing()
    said = _("、").join(catalog.office(u) for u in units)
    return f"{MARKS[colour]}\u00a0{said}"  # the mark stays with its name


def counted(known: Iterable[Duty]) -> str:
    """包抓领导6位、牵头单位5个、督查组4个: what there is to choose from."""
    known = [*known]
    counts = {way: sum(d.way == way for d in known) for way in WAYS}
    words = {
        "sponsor": _("包抓领导{n}位"),
        "lead": _("牵头单位{n}个"),
        "inspection": _("督查组{n}个"),
    }
    return _("、").join(words[way].format(n=n) for way, n in counts.items() if n)
