"""总览: who is red, who is black, since when, what moved; then the figures behind it."""

from kpi.i18n import _
from kpi.model.person import Right
from pages.parts import (
    around,
    cached,
    heading,
    overview,
    pickers,
    responsible,
    session,
    shown,
    stands,
)

session.require(Right.READ)
boards = shown.boards()
if not boards:
    shown.nothing(_("红黑榜"))

with pickers.row("home_pickers"):
    code = pickers.board(boards)
    period = shown.period(lambda which: cached.periods(code, which))
    having = [w for w in shown.offered() if period in cached.periods(code, w)]
    which = shown.stand(having)
    if which:
        edition = cached.edition(code, period, which)
        group = pickers.group(
            {g: len(edition.within(g)) for g in edition.groups}, edition.catalog.said
        )
        picked = responsible.choose(cached.catalog(which))
if which is None:
    shown.absent(boards[code], code, period, cached.periods(code, stands.ISSUED))

heading.board(edition, group, lambda: overview.newer(edition), lambda: overview.signing(edition))
responsible.told(cached.catalog(which), edition.within(group), picked)
around.notes(edition, group)
overview.verdict(edition, group, picked)
around.unranked(edition, group)
overview.figures(edition, group, picked)
around.rule(edition)
around.foot(edition)
