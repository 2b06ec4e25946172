"""What the bulletin says of one edition: overall, red, black, what is missing, what is asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kpi.i18n import _
from kpi.model import rankings, scope, show
from kpi.model.board import Entry
from kpi.model.chart import Row
from kpi.model.edition import Edition
from kpi.model.lacking import lacking
from kpi.model.measure import Measure, Status
from kpi.model.words import Paragraph, Section, Sentence, numbers, sentence, settled


def sections(edition: Edition) -> tuple[Section, ...]:
    """The whole bulletin, edited sentences in place of the rule's; empty sections are left out."""
    scopes = scope.scopes(edition)
    found = (
        Section("overall", tuple(overall(edition, g) for g in scopes)),
        Section("red", tuple(p for g in scopes for p in listed(edition, g, "red"))),
        Section("black", tuple(p for g in scopes for p in listed(edition, g, "black"))),
        Section("apart", (missing(edition),)),
        Section("requests", (requests(edition),)),
    )
    given = _given(edition)
    return tuple(_worded(s, given) for s in found if any(p.sentences for p in s.paragraphs))


def overall(edition: Edition, group: str | None) -> Paragraph:
    """How many were ranked and listed, the mean and the ends, who reached the plan, who moved."""
    of = group or ""
    ranked, everyone = edition.within(group), scope.members(edition, group)
    red, black = edition.red(group), edition.black(group)
    name = scope.group_name(edition, group)
    found = [
        sentence("ranked", of, group=name, units=str(len(everyone)), ranked=str(len(ranked))),
        sentence(
            "listed",
            of,
            red_label=edition.label("red"),
            red=str(len(red)),
            black_label=edition.label("black"),
            black=str(len(black)),
        )
        if edition.listed(group)
        else sentence("unlisted", of),
        *_level(edition, group),
        *_reached(edition, group),
        *_moves(edition, ranked, of),
    ]
    return Paragraph(name, tuple(found))


def _level(edition: Edition, group: str | None) -> Iterator[Sentence]:
    bars = rankings.ranking(edition, group)
    rows = bars.drawn
    values = [r.value for r in rows if r.value is not None]
    if len(values) < 2:
        return
    mean, what, of = sum(values) / len(values), bars.what, group or ""
    told = scope.telling(_(bars.uom) if bars.uom == "分" else bars.uom, bars.decimals)
    first, last = rows[0], rows[-1]
    if values[0] == values[-1]:
        yield sentence("equal", of, what=what, mean=told(mean))
        return
    yield sentence(
        "mean",
        of,
        what=what,
        mean=told(mean),
        high=told(values[0]),
        first=_together(rows, first),
        low=told(values[-1]),
        last=_together(rows, last),
    )


def _together(rows: Sequence[Row], row: Row) -> str:
    """Who has the same value: one or two names, of more the count."""
    names = [r.name for r in rows if r.value == row.value]
    return _("、").join(names) if len(names) < 3 else _("{count}个单位").format(count=len(names))


def _reached(edition: Edition, group: str | None) -> Iterator[Sentence]:
    for item in scope.items(edition):
        if edition.measure(item.column) is not Measure.COMPLETION:
            continue
        bars = rankings.item(edition, item.item, group)
        pairs = [(r.value, r.target) for r in bars.drawn if r.target is not None]
        met = sum(show.rounded(v or 0.0, 1) >= show.rounded(t or 0.0, 1) for v, t in pairs)
        if pairs:
            of = f"{group or ''}.{item.item}"
            counts = {"reached": str(met), "behind": str(len(pairs) - met)}
            yield sentence("reached", of, item=bars.what, **counts)


def _moves(edition: Edition, ranked: Sequence[Entry], of: str) -> Iterator[Sentence]:
    before = [(edition.previous(e.unit), e.rank or 0) for e in ranked]
    moves = [was.rank - now for was, now in before if was and was.rank]
    if moves:
        up, down = sum(m > 0 for m in moves), sum(m < 0 for m in moves)
        counts = {"up": str(up), "down": str(down), "same": str(len(moves) - up - down)}
        yield sentence("moved", of, **counts)


def listed(edition: Edition, group: str | None, colour: str) -> Iterator[Paragraph]:
    """The names of a list, then each with its reason; of the black list also what is lacking."""
    label, name = edition.label(colour), scope.group_name(edition, group)
    entries = edition.red(group) if colour == "red" else edition.black(group)
    if not edition.listed(group):
        return
    if not entries:
        yield Paragraph(name, (sentence("nobody", f"{colour}.{group or ''}", label=label),))
        return
    names = _("、").join(edition.name(e.unit) for e in entries)
    of = f"{colour}.{group or ''}"
    line = sentence("names", of, label=label, count=str(len(entries)), names=names)
    yield Paragraph(name, (line,))
    for entry in entries:
        yield Paragraph(edition.name(entry.unit), tuple(_about(edition, entry, colour)))


def _about(edition: Edition, entry: Entry, colour: str) -> Iterator[Sentence]:
    yield _standing(edition, entry, colour)
    if colour == "black":
        yield from lacking(edition, entry)
        if said := edition.statements.get(entry.unit):
            yield sentence("black_said", entry.unit, text=said.text())


def about(edition: Edition, entry: Entry) -> tuple[Sentence, ...]:
    """What the bulletin says of one listed unit, edited sentences in place of the rule's."""
    given = _given(edition)
    found = _about(edition, entry, entry.colour or "")
    return tuple(replace(s, edited=given.get(s.place, "")) for s in found)


def reason(edition: Edition, entry: Entry) -> str:
    """Why a unit is on its list, for where name, place and score stand beside it; as a person
    worded it where one did, without the rule's head that he left as it was.
    """
    plain = edition.sentence(entry.unit)
    rule = _standing(edition, entry, entry.colour or "")
    edited = _given(edition).get(rule.place, "") if entry.colour else ""
    head = rule.text().removesuffix(show.plain(plain))
    return show.plain(edited).removeprefix(head) or show.plain(plain)


def stated(edition: Edition, entry: Entry) -> str:
    """What a black-listed unit says for itself, as the bulletin prints it; empty: nothing."""
    if entry.colour != "black" or entry.unit not in edition.statements:
        return ""
    return next(s.text() for s in about(edition, entry) if s.key == "black_said")


def _standing(edition: Edition, entry: Entry, colour: str) -> Sentence:
    numbers = {
        "name": edition.name(entry.unit),
        "place": show.place(edition.place(entry)),
        "score": score(edition, entry),
        "reason": edition.sentence(entry.unit),
    }
    if edition.streak(entry.unit) > 1:
        again = {"streak": edition.badge(entry.unit), **numbers}
        return sentence(f"{colour}_again", entry.unit, **again)
    return sentence(colour, entry.unit, **numbers)


def score(edition: Edition, entry: Entry) -> str:
    """84.75分; of a board of one item its value with the unit of measure."""
    only = scope.single(edition)
    if only and only.method == "points":
        return edition.score(entry.score)
    return _("{points}分").format(points=edition.score(entry.score))


def missing(edition: Edition) -> Paragraph:
    """Who has not reported what and what does not apply to whom; who is not ranked, and why."""
    found: list[Sentence] = []
    for item in scope.items(edition):
        what = edition.item_name(item.column)
        for key in (Status.NOT_REPORTED, Status.NOT_APPLICABLE):
            units = [
                edition.name(e.unit)
                for e in edition.board.entries
                if any(p.item == item.item and p.status == key for p in e.parts)
            ]
            if units:
                names = _("、").join(units)
                found.append(sentence(str(key), item.item, item=what, names=names))
    for entry in edition.unranked():
        reason = " ".join(edition.said(r) for r in entry.reasons)
        found.append(sentence("apart", entry.unit, name=edition.name(entry.unit), reason=reason))
    return Paragraph("", tuple(found) or (sentence("all_in"),))


def requests(edition: Edition) -> Paragraph:
    """What is asked until when; nothing without a date or a number of working days."""
    paper, label = edition.paper, edition.label("black")
    day = paper.reply_until.isoformat() if paper.reply_until else ""
    days = str(paper.reply_days) if paper.reply_days else ""
    found = []
    if edition.black() and day and days:
        found.append(sentence("reply_days", label=label, days=days, date=day))
    elif edition.black() and day:
        found.append(sentence("reply_date", label=label, date=day))
    elif edition.black() and days:
        found.append(sentence("reply_count", label=label, days=days))
    unreported = any(
        p.status == Status.NOT_REPORTED for e in edition.board.entries for p in e.parts
    )
    if unreported and day:
        found.append(sentence("report_by", date=day))
    return Paragraph("", tuple(found))


def _given(edition: Edition) -> dict[str, str]:
    """Edited sentences by place."""
    return {settled(place): text for place, text in edition.paper.words}


def _worded(section: Section, given: Mapping[str, str]) -> Section:
    """The section with edited sentences in place of the rule's."""
    return replace(
        section,
        paragraphs=tuple(
            replace(
                p,
                sentences=tuple(replace(s, edited=given.get(s.place, "")) for s in p.sentences),
            )
            for p in section.paragraphs
        ),
    )


def unfounded(edition: Edition, said: Sequence[str] = ()) -> tuple[tuple[str, str], ...]:
    """(place, number) of every number in an edited sentence that the rule's bulletin, what else is
    `said`, a value or a score of the edition does not have; each is shown as a warning before
    signing.
    """
    plain = replace(edition.paper, words=())
    known = {
        n
        for section in sections(replace(edition, paper=plain))
        for paragraph in section.paragraphs
        for n in numbers(paragraph.text())
    }
    for entry in edition.board.entries:
        told = [edition.score(entry.score), show.place(entry.rank)]
        told += [edition.item_value(_column(edition, p.item), p.value) for p in entry.parts]
        known |= {n for text in told for n in numbers(text)}
    stamped = (*said, edition.title, str(edition.period), edition.period.label())
    known |= {n for text in stamped for n in numbers(text)}
    return tuple(
        (place, n)
        for place, text in _given(edition).items()
        for n in numbers(text)
        if n not in known
    )


def _column(edition: Edition, item: str) -> str:
    return edition.spec.rule.item(item).column
