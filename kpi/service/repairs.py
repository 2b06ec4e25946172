"""What may be mended at one click, what the mending means, and what is remembered of it."""

from collections.abc import Iterator

from kpi.i18n import N_, _
from kpi.intake import propose
from kpi.intake.table import told
from kpi.model import show
from kpi.model.catalog import Catalog
from kpi.model.measure import STORED, Measure
from kpi.model.person import Person
from kpi.model.problem import Problem
from kpi.model.proposal import Heading, Table
from kpi.model.repair import Repair
from kpi.model.sheet import letters
from kpi.model.upload import Plan, layout
from kpi.service import learn, naming
from kpi.service import offers as buttons
from kpi.service.offers import Offer
from kpi.store import catalog
from kpi.store.engine import Store


def offers(store: Store, plan: Plan) -> dict[Problem, tuple[Offer, ...]]:
    """What may be done about each problem at one click; a problem without an offer is left out."""
    with store.read() as tx:
        known = catalog.read(tx)
    return buttons.offers(known, plan)


def adopt(store: Store, given: str, unit: str, by: Person) -> Repair:
    """Let a name stand for a unit from now on; the repair that says so of this upload.

    Raises Refused as `learn_alias` does: a name of another unit, a word that says something else.
    """
    learn.learn_alias(store, unit, given, by)
    return Repair("learned", unit, given=given.strip(), code="UNKNOWN_UNIT")


def confirm(store: Store, plan: Plan, by: Person) -> int:
    """Remember what the columns of the file mean, as the plan shows them; gives how many.

    Next month's file of the same layout is then understood without a question. What is still
    unknown is not remembered: it is asked about again.
    """
    by_layout: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for table in plan.tables:
        if table.fingerprint and table.read and not table.settled:
            by_layout.setdefault(table.fingerprint, []).extend(propose.memory(table))
    for face, targets in by_layout.items():
        learn.confirm_columns(store, face, told.remembered(targets), by)
    return sum(map(len, by_layout.values()))


def choices(store: Store) -> tuple[tuple[str, str], ...]:
    """What a column may be said to be, with its name: the roles, then every indicator's measures,
    its own first.
    """
    with store.read() as tx:
        known = catalog.read(tx)
    roles = tuple((role, naming.target(known, role)) for role in told.ROLES)
    return roles + tuple(_targets(known))


WAYS = {
    "stamp": N_("模板"),
    "memory": N_("以前确认过"),
    "exact": N_("名称相同"),
    "alias": N_("别名或口径词"),
    "context": N_("上下文"),
    "person": N_("人工指定"),
    "": N_("未识别"),
}


def way(heading: Heading) -> str:
    """How a column was found, in the reader's language."""
    return _(WAYS[heading.by])


def explain(store: Store, plan: Plan) -> tuple[str, ...]:
    """How the file was understood, in sentences, table by table."""
    with store.read() as tx:
        known = catalog.read(tx)
    return tuple(sentence for table in plan.tables for sentence in _told(table, known))


def sentences(store: Store, repairs: tuple[Repair, ...]) -> tuple[str, ...]:
    """What a person decided of an upload, one sentence each, with names in place of codes."""
    with store.read() as tx:
        known = catalog.read(tx)
    units = {code: known.office(code) for code in known.unit}
    names = {one.value: naming.target(known, one.value) for one in repairs if one.kind == "column"}
    return tuple(one.text({**units, **names}) for one in repairs)


def _targets(known: Catalog) -> Iterator[tuple[str, str]]:
    for one in known.indicators:
        own = [one.measure, *(m for m in Measure if m in STORED and m is not one.measure)]
        for measure in own:
            target = f"{one.code}.{measure}"
            yield target, naming.target(known, target)


def _told(table: Table, known: Catalog) -> Iterator[str]:
    where = f"{table.sheet}!{letters(table.rect[1])}{table.rect[0] + 1}"
    if not table.read:
        yield _("{where} 起有单位和数值，但表头不在名录中，请逐列指定。").format(where=where)
        return
    values = [h for h in table.headings if h.target not in ("ignore", "unit", "period", "uom")]
    clear = [h for h in values if h.target]
    yield _("{where} 起的表：{shape}，{units}个单位；认出{clear}项，未认出{rest}项。").format(
        where=where,
        shape=layout(table.shape),
        units=table.units,
        clear=len(clear),
        rest=len(values) - len(clear),
    )
    for h in table.headings:
        if h.target == "unit":
            yield _("单位在{column}列（{way}）。").format(column=letters(h.at.column), way=way(h))
    for h in clear:
        if "." in h.target:
            yield _("“{path}”是{target}（{way}）。").format(
                path=" ".join(h.path) or str(h.at),
                target=naming.target(known, h.target),
                way=way(h),
            )
        if h.factor != 1:
            yield _("“{path}”以{uom}填报，乘以{factor}换算。").format(
                path=" ".join(h.path), uom=h.uom, factor=f"{h.factor:g}"
            )
    for period, whence in dict.fromkeys(
        (show_periods(h.periods), h.period_from) for h in values if h.periods
    ):
        yield _("报告期{period}，取自{where}。").format(period=period, where=_place(whence))


def show_periods(periods: tuple[str, ...]) -> str:
    """One period, or the first and the last of several."""
    return show.spread(min(periods), max(periods))


PLACES = {
    "sheet": N_("表名"),
    "title": N_("标题"),
    "line": N_("表头上方"),
    "file": N_("文件名"),
    "form": N_("表单"),
    "header": N_("表头"),
    "cell": N_("单元格"),
}


def _place(whence: str) -> str:
    place, colon, text = whence.partition(": ")
    if not colon or place not in PLACES:
        return whence
    return _(N_("{place}“{text}”")).format(place=_(PLACES[place]), text=text)
