"""What a black-listed unit lacks: to the line, to the plan, each month of the rest of the year."""

from collections.abc import Iterator

from kpi.i18n import _
from kpi.model import scope, show
from kpi.model.board import Entry
from kpi.model.catalog import Indicator
from kpi.model.edition import Edition, named
from kpi.model.period import Period
from kpi.model.why import Plan
from kpi.model.words import Sentence, sentence

BEHIND = 2  # items of a black unit whose plan is told


def lacking(edition: Edition, entry: Entry) -> Iterator[Sentence]:
    """Gap to the line, gap to the plan, what each month must bring, who answers for it."""
    unit, gap = entry.unit, edition.to_exit(entry.unit)
    if gap is not None and gap > 0:
        points = _gap(edition, gap)
        yield sentence("black_line", unit, label=edition.label("black"), points=points)
    why = edition.evidence.why.get(unit)
    heaviest = [edition.indicator(i.column) for i in scope.items(edition)]
    late = [p for p in why.plans if p.now > 0] if why else []
    late.sort(key=lambda p: heaviest.index(edition.catalog.indicator[p.indicator]))
    for plan in late[:BEHIND]:
        yield from _plan(edition, unit, plan)
    told = edition.tellings.get(unit)
    own = edition.indicator(told.item.item) if told and told.item else None
    if late:
        own = edition.catalog.indicator[late[0].indicator]
    if own and own.lead:
        yield _post(edition, unit, own)


def _gap(edition: Edition, gap: float) -> str:
    """The way off the list as told, rounded up: what is printed suffices."""
    only = scope.single(edition)
    if only is None or only.method != "points":
        digits = edition.spec.rule.score_decimals
        return _("{points}分").format(points=show.number(gap, digits))
    own, measure = edition.indicator(only.column), edition.measure(only.column)
    digits = own.digits(measure) if own and measure else 2
    need = show.enough(gap, digits)
    if scope.uom(own, measure) in ("%", "个百分点"):
        return show.points(need, digits, sign=False)
    return edition.item_value(only.column, need)


def _plan(edition: Edition, unit: str, plan: Plan) -> Iterator[Sentence]:
    own = edition.catalog.indicator[plan.indicator]
    of, now = f"{unit}.{plan.indicator}", edition.period.within(own.freq)

    def told(amount: float) -> str:
        return show.amount(amount, own.uom, own.decimals)

    progress = show.amount(plan.progress, "%", 1)
    name = named(own.name, own.name_en)
    yield sentence("black_plan", of, item=name, progress=progress, amount=told(plan.now))
    if plan.next is not None and plan.next_progress is not None and plan.next > 0:
        when = now.shift(1).short(cumulative=False)
        due = show.amount(plan.next_progress, "%", 1)
        yield sentence("black_next", of, period=when, progress=due, amount=told(plan.next))
    months, needed = monthly(plan, own, now)
    if months and needed > 0:
        goal = told(plan.target)
        yield sentence("black_need", of, target=goal, months=str(months), amount=told(needed))


def monthly(plan: Plan, own: Indicator, now: Period) -> tuple[int, float]:
    """Months left of the year and the amount that each must bring to reach the year's task,
    rounded up at the indicator's decimals so that it suffices.
    """
    months = 12 - now.last_month
    if months == 0:
        return 0, 0.0
    return months, show.enough((plan.target - plan.done) / months, own.decimals)


def _post(edition: Edition, unit: str, own: Indicator) -> Sentence:
    lead = edition.catalog.office(own.lead)
    if own.sponsor:
        return sentence("black_post", unit, lead=lead, post=edition.catalog.said(own.sponsor))
    return sentence("black_lead", unit, lead=lead)
