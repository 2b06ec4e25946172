"""综合排名 and the indicators: bars, what was to be reached around them, facts beside."""

from collections.abc import Sequence

from kpi.export.deck import barplot, ink, working
from kpi.export.deck.page import Deck, Page
from kpi.export.deck.said import Said
from kpi.export.deck.space import Box
from kpi.i18n import _
from kpi.model import rankings, scope, show, titles
from kpi.model.chart import Bars, folded
from kpi.model.edition import Edition
from kpi.model.look import BLACK_MARK, LIGHT, RED_MARK
from kpi.model.rule import Item

Pair = tuple[str | None, Bars]  # a group and its bars
HEAVIEST, MOST = 3, 6  # indicators with a slide of their own
TALLEST = 46.0  # points that one bar with its air takes at most
TOGETHER = 15  # bars and heads of several groups that one slide holds
BRIEF = 3  # sentences on a group that has no lists, beside another


def rank(deck: Deck, said: Said) -> None:
    """A slide for each group, small ones together: bars, and what there is to say of them."""
    edition = deck.edition
    whole = [(g, rankings.ranking(edition, g)) for g in scope.scopes(edition)]
    for pairs in packed([pair for pair in whole if pair[1].drawn]):
        _rank(deck, said, pairs)


def packed(whole: Sequence[Pair]) -> list[list[Pair]]:
    """Groups page by page: as many on one as their bars allow, in the catalog's order."""
    pages: list[list[Pair]] = []
    for group, bars in whole:
        last = pages[-1] if pages else []
        if last and sum(len(b.drawn) + 2 for _g, b in (*last, (group, bars))) <= TOGETHER:
            last.append((group, bars))
        else:
            pages.append([(group, bars)])
    return pages


def _rank(deck: Deck, said: Said, pairs: Sequence[Pair]) -> None:
    """Who leads and who is last, of the largest group; the overview has the period's finding."""
    edition = deck.edition
    largest = max((bars for _group, bars in pairs), key=lambda bars: len(bars.drawn))
    told = scope.telling(_(largest.uom), largest.decimals)
    title = titles.ends(largest.drawn, told)
    page = deck.page(title, _subtitle(edition, pairs))
    page.notes([text for group, _bars in pairs for text in working.ranking(edition, group, said)])
    facts = _stacked(page, pairs, found=False)
    _facts(page, facts, _sentences(said, [group for group, _bars in pairs]))


def _subtitle(edition: Edition, pairs: Sequence[Pair]) -> str:
    """What, period, group; of several groups how many units they have together."""
    first = pairs[0][1]
    if len(pairs) == 1:
        return first.subtitle
    count = _("{count}个单位").format(count=sum(len(b.drawn) for _g, b in pairs))
    head = (
        _("{what}（{uom}）").format(what=first.what, uom=_(first.uom)) if first.uom else first.what
    )
    return " · ".join((head, scope.period(edition), count))


def _stacked(page: Page, pairs: Sequence[Pair], *, found: bool) -> Box:
    """Groups one under the other in one scale of letters; gives the box beside them. With `found`
    each group's finding stands beside its name.
    """
    deck, edition = page.deck, page.deck.edition
    several = len(pairs) > 1
    drawn = [folded(bars) for _group, bars in pairs]
    page.note(_legend(edition, [bars for bars, _left in drawn], sum(left for _b, left in drawn)))
    box, facts = page.area.beside(0.66, deck.gap(30))
    rows = sum(len(bars.drawn) for bars, _left in drawn)
    heads = deck.gap(26) * len(pairs) if several else 0
    pitch = min((box.h - heads) / 12_700 * 0.97 / max(rows, 1), TALLEST * deck.scale)
    size = _size(pitch, deck.scale)
    labels = [barplot.label(row) for bars, _left in drawn for row in bars.drawn]
    names = barplot.room(labels, size, box.width)
    shared = barplot.Shared(names, pitch, barplot.reached(bars for bars, _left in drawn))
    for (group, _bars), (bars, _left) in zip(pairs, drawn, strict=True):
        if several:
            strip, box = box.above(deck.gap(22), deck.gap(4))
            name = scope.group_name(edition, group)
            runs = [ink.Run(name, bold=True)]
            if found:
                runs.append(ink.Run("　" + bars.title, colour=LIGHT.subtitle, size=deck.size(12)))
            line = ink.Line(tuple(runs), deck.size(15))
            page.text(strip, ink.fitted([line], strip.width, strip.height, 7), name="group")
        high = round(pitch * len(bars.drawn) / 0.97 * 12_700)
        own, box = box.above(high) if several else (box, box)
        if bars.drawn:
            made = barplot.ranking(bars, own, size, shared)
            page.chart(own, made, bars.title, bars.alt)
    return facts


def _sentences(said: Said, groups: Sequence[str | None]) -> list[tuple[str, str]]:
    """(heading, sentence) of what is said beside the bars; of a group without lists the first."""
    if len(groups) == 1:
        return [("", text) for text in said.overall(groups[0])]
    found = []
    for group in groups:
        told = said.overall(group)
        name = scope.group_name(said.edition, group)
        some = told if said.edition.listed(group) else told[:BRIEF]
        found += [(name if not n else "", text) for n, text in enumerate(some)]
    return found


def items(deck: Deck, said: Said) -> None:
    """A slide for each indicator: groups under each other where there is room, else two beside."""
    edition = deck.edition
    groups = scope.scopes(edition)
    if scope.single(edition):
        return
    for item in chosen(edition):
        pairs = [(g, rankings.item(edition, item.item, g)) for g in groups]
        if len(packed(pairs)) == 1:
            _whole(deck, said, item, [p for p in pairs if p[1].drawn])
            continue
        for first in range(0, len(groups), 2):
            _item(deck, item, groups[first : first + 2])


def _whole(deck: Deck, said: Said, item: Item, pairs: Sequence[Pair]) -> None:
    """One indicator over all groups, with what there is to say of it."""
    edition = deck.edition
    if not pairs:
        return
    groups = [group for group, _bars in pairs]
    lead = pairs[0][1] if len(pairs) == 1 else rankings.item(edition, item.item, None)
    page = deck.page(lead.title, _subtitle(edition, pairs))
    page.notes(working.item(edition, item, groups))
    facts = _stacked(page, pairs, found=True)
    told = []
    for group, bars in pairs:
        name = scope.group_name(edition, group) if len(pairs) > 1 else ""
        for text in (working.level(bars, group), said.at(f"reached.{group or ''}.{item.item}")):
            if text:
                told.append((name, text))
                name = ""
    apart = (said.at(f"{key}.{item.item}") for key in ("not_reported", "not_applicable"))
    _facts(page, facts, [*told, *(("", text) for text in apart if text)])


def chosen(edition: Edition) -> tuple[Item, ...]:
    """The heaviest items, and those that decide the place of a listed unit; heaviest first."""
    scored = scope.items(edition)
    wanted = [i.item for i in scored[:HEAVIEST]]
    for entry in (*edition.black(), *edition.red()):
        told = edition.tellings.get(entry.unit)
        if told and told.item and told.item.item not in wanted:
            wanted.append(told.item.item)
    return tuple(i for i in scored if i.item in wanted[:MOST])


def _item(deck: Deck, item: Item, groups: Sequence[str | None]) -> None:
    edition = deck.edition
    whole = rankings.item(edition, item.item, groups[0] if len(groups) == 1 else None)
    own = [rankings.item(edition, item.item, group) for group in groups]
    if not any(bars.drawn for bars in own):
        return
    shown = list(zip(groups, own, strict=True))
    title = whole.title
    if 1 < len(groups) < len(scope.scopes(edition)):  # the finding of what this slide shows
        name = scope.group_name(edition, groups[0])
        first = own[0].title
        title = titles.fitting(_("{group}：{sentence}").format(group=name, sentence=first), first)
    page = deck.page(title, whole.subtitle if len(groups) == 1 else _subtitle(edition, shown))
    page.notes(working.item(edition, item, groups))
    pairs = [folded(bars) for bars in own]
    drawn = [bars for bars, _left in pairs]
    page.note(_legend(edition, drawn, sum(left for _bars, left in pairs)))
    columns = page.area.columns(len(drawn), deck.gap(36))
    most = max(len(bars.drawn) for bars in drawn)
    bodies = []
    for group, bars, column in zip(groups, drawn, columns, strict=True):
        bodies.append(_headed(page, column, group, bars, alone=len(drawn) == 1))
    pitch = min(bodies[0].height * 0.97 / max(most, 1), TALLEST * deck.scale)
    size = _size(pitch, deck.scale)
    labels = [barplot.label(row) for bars in drawn for row in bars.drawn]
    names = barplot.room(labels, size, bodies[0].width)
    shared = barplot.Shared(names, pitch, barplot.reached(drawn))
    for bars, body in zip(drawn, bodies, strict=True):
        if bars.drawn:
            made = barplot.ranking(bars, body, size, shared)
            page.chart(body, made, bars.title, bars.alt)


def _headed(page: Page, column: Box, group: str | None, bars: Bars, *, alone: bool) -> Box:
    """A group's name and finding over its bars; gives the rest of the column."""
    if alone:
        return column
    deck = page.deck
    head, body = column.above(deck.gap(40), deck.gap(8))
    name = scope.group_name(page.deck.edition, group)
    lines = [
        ink.line(name, deck.size(15), bold=True),
        ink.line(bars.title, deck.size(12), LIGHT.subtitle, before=2),
    ]
    page.text(head, ink.fitted(lines, head.width, head.height, 7), name="group")
    return body


def _size(pitch: float, scale: float) -> float:
    """Letters of a chart: as large as its bars let them be."""
    return round(min(max(pitch * 0.5, 8 * scale), 14 * scale) * 2) / 2


def _facts(page: Page, box: Box, sentences: Sequence[tuple[str, str]]) -> None:
    """What there is to say of a group, beside its bars."""
    deck = page.deck
    if not sentences:
        return
    page.rule(Box(box.x, box.y, deck.gap(1), box.h), LIGHT.border)
    inner = Box(box.x + deck.gap(14), box.y, box.w - deck.gap(14), box.h)
    lines: list[ink.Line] = []
    for head, text in sentences:
        if head:
            lines.append(ink.line(head, deck.size(15), bold=True, before=14 if lines else 0))
        lines.append(ink.stressed(text, deck.size(15), before=8 if lines else 0))
    page.text(inner, ink.fitted(lines, inner.width, inner.height, 8), name="facts")


def _legend(edition: Edition, drawn: Sequence[Bars], left: int) -> str:
    """What marks and pale bars mean, who has no bar, how many more there are."""
    rows = [row for bars in drawn for row in bars.drawn]
    marks = {"red": RED_MARK, "black": BLACK_MARK}
    said = [
        f"{mark} {edition.label(colour)}"
        for colour, mark in marks.items()
        if any(row.colour == colour for row in rows)
    ]
    goal = next((b.mark_name or b.target_name for b in drawn if b.mark_name or b.target_name), "")
    marked = {show.amount(b.mark, b.uom, b.decimals) for b in drawn if b.mark is not None}
    if goal and len(marked) == 1:
        said.append(_("虚线框为{goal}（{value}）").format(goal=goal, value=marked.pop()))
    elif goal:
        said.append(_("虚线框为各单位{goal}").format(goal=goal))
    gone = [barplot.apart(bars, 0) for bars in drawn]
    said += [text for text in gone if text]
    if left:
        said.append(_("其余{count}个单位见附表").format(count=left))
    return "　".join(said)
