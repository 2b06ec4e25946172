"""对比矩阵: the whole board at a glance, units × items; two to four of them head to head (擂台)."""

from dataclasses import replace

from kpi.i18n import _
from kpi.model.person import Right
from kpi.service import versus as duels
from kpi.service.versus import LEAST
from pages.parts import (
    around,
    cached,
    drawers,
    heading,
    matrix,
    pickers,
    responsible,
    session,
    shown,
    stands,
    versus,
)

session.require(Right.READ)
offered = shown.boards()
if not offered:
    shown.nothing(_("对比矩阵"))

with pickers.row("matrix_pickers"):
    code = pickers.board(offered)
    period = shown.period(lambda which: cached.periods(code, which))
    which = shown.stand([w for w in shown.offered() if period in cached.periods(code, w)])
    if which:
        edition = cached.edition(code, period, which)
        counts = {g: len(edition.within(g)) for g in edition.groups}
        group = pickers.group(counts, edition.catalog.said)
        duel = versus.chosen(edition, group)
        picked = None if len(duel) >= LEAST else responsible.choose(cached.catalog(which))
if which is None:
    shown.absent(offered[code], code, period, cached.periods(code, stands.ISSUED))

if len(duel) >= LEAST:
    met = duels.versus(edition, duel)
    heading.head(met.headline, heading.words(edition), versus.back)
    versus.page(edition, met)
else:
    found = cached.matrix(edition, group)
    with pickers.row("matrix_cells"):
        kind, sort = matrix.shown(), matrix.order(found)
    words = heading.words(edition)
    heading.head(found.headline, words, lambda: matrix.download(edition, found, group))
    responsible.told(cached.catalog(which), edition.within(group), picked)
    found = replace(found, lines=responsible.narrow(found.lines, picked))
    matrix.table(edition, found, kind, sort)
    matrix.shifted(edition, group)
    around.unranked(edition, group)
around.foot(edition)
drawers.show(edition)
