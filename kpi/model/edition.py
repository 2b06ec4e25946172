"""An edition: one board of one period with its names, its past and its sentences.

Published, or in state `trial` (试算) and then marked so everywhere.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kpi.i18n import N_, _, language
from kpi.model import show
from kpi.model.board import Board, Colour, Entry, Note, Part, Reason
from kpi.model.case import Statement
from kpi.model.catalog import BoardSpec, Catalog, Indicator, Unit
from kpi.model.evidence import Evidence
from kpi.model.measure import Measure, half_up
from kpi.model.paper import Paper
from kpi.model.period import Period
from kpi.model.seal import Seal

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*\.[a-z_]+", re.ASCII)  # fai.completion in a sentence


@dataclass(frozen=True, slots=True)
class Mark:
    """What one period says of one unit; rank None: not ranked then."""

    period: Period
    rank: int | None
    colour: Colour | None
    score: float | None


@dataclass(frozen=True, slots=True)
class Telling:
    """The finding behind a place, in numbers: items where first or last, and the item that decided.

    `item` is the part that gained (red) or lost (black) most against the group's mean, `points`
    that difference; `ahead` its distance to time progress in percentage points where it has one.
    """

    firsts: int
    shared_firsts: int
    lasts: int
    items: int
    item: Part | None = None
    points: float = 0.0
    ahead: float | None = None


@dataclass(frozen=True, eq=False)
class Edition:
    """What pages, figures and exports receive. `marks` per unit, oldest first, this period last."""

    spec: BoardSpec
    period: Period
    board: Board
    catalog: Catalog
    marks: Mapping[str, tuple[Mark, ...]]
    tellings: Mapping[str, Telling]
    exits: Mapping[str, float] = field(default_factory=dict)
    number: int | None = None
    state: str = "trial"
    paper: Paper = field(default_factory=Paper)
    hash: str = ""
    previous_hash: str = ""
    evidence: Evidence = field(default_factory=Evidence)
    seal: Seal | None = None  # what a published one carries; None: a trial
    past: str = "live"  # whence `marks` come: the live season, or the published editions
    statements: Mapping[str, Statement] = field(default_factory=dict)  # of black units, as sealed

    @property
    def title(self) -> str:
        """The board's name in the reader's language; of a bare column what it measures."""
        if self.indicator(self.spec.code) and "." in self.spec.code:
            return self.item_name(self.spec.code)
        return named(self.spec.name, self.spec.name_en)

    @property
    def groups(self) -> tuple[str, ...]:
        """Groups that this board compares, in the catalog's order."""
        present = {e.group for e in self.board.entries}
        return tuple(g for g in self.catalog.groups if g in present)

    def within(self, group: str | None) -> tuple[Entry, ...]:
        """Ranked entries of a group (all: None), best first."""
        ranked = (e for e in self.board.entries if e.rank is not None)
        inside = (e for e in ranked if group is None or e.group == group)
        return tuple(sorted(inside, key=lambda e: (e.rank or 0, e.unit)))

    def red(self, group: str | None = None) -> tuple[Entry, ...]:
        """The red list, best first."""
        return tuple(e for e in self.within(group) if e.colour == "red")

    def black(self, group: str | None = None) -> tuple[Entry, ...]:
        """The black list in order of places."""
        return tuple(e for e in self.within(group) if e.colour == "black")

    def unranked(self, group: str | None = None) -> tuple[Entry, ...]:
        """Units without a place, each with its reason; never “last”."""
        apart = (e for e in self.board.entries if e.rank is None)
        return tuple(e for e in apart if group is None or e.group == group)

    def entry(self, unit: str) -> Entry | None:
        """The entry of one unit."""
        return next((e for e in self.board.entries if e.unit == unit), None)

    def unit(self, code: str) -> Unit:
        """The unit behind a code, as named in this edition's catalog."""
        return self.catalog.unit[code]

    def name(self, code: str) -> str:
        """The unit's name in the reader's language."""
        return named(self.unit(code).name, self.unit(code).name_en)

    def place(self, entry: Entry) -> int | None:
        """The place to show; None too where nobody else is ranked in its scope."""
        scope = None if self.spec.rule.compare == "across" else entry.group
        alone = any(s.ranked == 1 for s in self.board.groups if s.group == scope)
        return None if alone else entry.rank

    def previous(self, unit: str) -> Mark | None:
        """What the period before said of the unit; of a published past, the edition before."""
        marks = self.marks.get(unit, ())
        return marks[-2] if len(marks) > 1 else None

    def moved(self, unit: str) -> str:
        """Movement mark against the period before: ↑2, ↓1, —, 新."""
        marks = self.marks.get(unit, ())
        before = self.previous(unit)
        if before is None and self.past == "published" and len(marks) == 1:
            return ""  # the first edition of all: nobody is new
        return show.moved(marks[-1].rank, before.rank if before else None) if marks else ""

    def streak(self, unit: str) -> int:
        """Consecutive periods, this one included, on the unit's list of now; 0 if on none."""
        marks = self.marks.get(unit, ())
        if not marks or marks[-1].colour is None:
            return 0
        count = 0
        for mark in reversed(marks):
            if mark.colour != marks[-1].colour:
                break
            count += 1
        return count

    def badge(self, unit: str) -> str:
        """连续3期, or 本期新列 for the first time on the list; empty for units on none."""
        count = self.streak(unit)
        if count == 0:
            return ""
        return _("本期新列") if count == 1 else _("连续{count}期").format(count=count)

    def indicator(self, key: str) -> Indicator | None:
        """The indicator behind an item or column key like `fai.completion`."""
        return self.catalog.indicator.get(key.partition(".")[0])

    def measure(self, key: str) -> Measure | None:
        """The measure behind an item or column key; the indicator's own where none is named."""
        indicator, tail = self.indicator(key), key.partition(".")[2]
        if tail in list(Measure):
            return Measure(tail)
        return indicator.measure if indicator else None

    def item_name(self, key: str) -> str:
        """固定资产投资完成率 for `fai.completion`; an indicator's own measure stays unnamed."""
        indicator, measure = self.indicator(key), self.measure(key)
        if indicator is None or measure is None:
            return key
        name = named(indicator.name, indicator.name_en)
        if measure is indicator.measure:
            return name
        glue = "" if name == indicator.name else " "
        return name + glue + show.measure_name(measure)

    def item_value(self, key: str, value: float | None) -> str:
        """The value with its unit of measure, at the decimals in which it is printed and ranked."""
        indicator, measure = self.indicator(key), self.measure(key)
        if indicator is None or measure is None:
            return show.number(value, 2)
        return show.measured(value, measure, indicator.uom, indicator.digits(measure))

    def stated(self, key: str, value: float | None) -> str:
        """固定资产投资完成率92.5%; growth in words: 规上工业增加值同比增长8.9%, 同比下降1.2%."""
        indicator, measure = self.indicator(key), self.measure(key)
        if indicator is None or value is None or measure is not Measure.YOY:
            return _("{item}{value}").format(
                item=self.item_name(key), value=self.item_value(key, value)
            )
        pattern = _("{name}同比增长{value}") if value >= 0 else _("{name}同比下降{value}")
        digits = indicator.digits(measure)
        name = named(indicator.name, indicator.name_en)
        return pattern.format(name=name, value=show.amount(abs(value), "%", digits))

    def score(self, value: float | None) -> str:
        """A score as it was ranked; a one-item board of plain values shows the value itself."""
        items = self.spec.rule.items
        if len(items) == 1 and items[0].method == "points":
            return self.item_value(items[0].column, value)
        return show.number(value, self.spec.rule.score_decimals)

    def sentence(self, unit: str) -> str:
        """The finding behind a place in bulletin wording: two clauses, no cause, no advice."""
        entry, telling = self.entry(unit), self.tellings.get(unit)
        if entry is None:
            return ""
        if entry.rank is None or telling is None:
            return " ".join(self.said(r) for r in entry.reasons)
        text = _("；").join(self._clauses(entry, telling)) + _("。")
        return text[:1].upper() + text[1:]

    def _clauses(self, entry: Entry, told: Telling) -> Iterator[str]:
        if told.items > 1:
            if entry.colour != "black" and told.firsts:
                text = _("{items}项指标{firsts}项居首").format(items=told.items, firsts=told.firsts)
                if told.shared_firsts:
                    text += _("（其中{shared}项并列）").format(shared=told.shared_firsts)
                yield text
            elif told.lasts:
                yield _("{items}项指标{lasts}项居末").format(items=told.items, lasts=told.lasts)
        if told.item is None:
            return
        text = self.stated(told.item.item, told.item.value)
        if told.ahead is not None:
            pattern = _("，超序时进度{points}") if told.ahead >= 0 else _("，落后序时进度{points}")
            text += pattern.format(points=show.points(abs(told.ahead), sign=False))
        if entry.colour == "black" and told.items > 1 and told.points < 0:
            text += _("，比组平均少得{points}分").format(points=show.number(-told.points, 1))
        yield text

    def headline(self, group: str | None = None) -> str:
        """The finding of the period in one line: who leads, who is new on the black list."""
        black = self.black(group)
        ranked = self.within(group)
        if not ranked:
            return _("本期没有可排名的单位")
        if self.place(ranked[0]) is None:
            return _("只有{name}参加排名，不分先后").format(name=self.name(ranked[0].unit))
        first = [e for e in ranked if e.rank == 1]
        lead = _("、").join(self.name(e.unit) for e in first[:2])
        if len(first) > 2:
            lead = _("{count}个单位").format(count=len(first))
        if (self.spec.rule.red or self.spec.rule.black) and not self.listed(group):
            return _("{names}在前；本组只有{count}个单位，不设榜").format(
                names=lead, count=len(ranked)
            )
        if len(first) == len(ranked):
            return _("{count}个单位得分相同，不分先后").format(count=len(first))
        text = _("{names}居首").format(names=lead)
        if not self.listed(group):
            last = [e for e in ranked if e.rank_from_last == 1]
            if len(last) == 1 and len(first) == 1 and last != first:
                text += _("，{name}居末").format(name=self.name(last[0].unit))
            return text
        new = [e for e in black if self.streak(e.unit) == 1]
        if new:
            names = _("、").join(self.name(e.unit) for e in new[:2])
            return text + _("，{names}新列{label}").format(names=names, label=self.label("black"))
        if black:
            worst = max(black, key=lambda e: (self.streak(e.unit), e.rank or 0))
            return text + _("，{name}{badge}列{label}").format(
                name=self.name(worst.unit), badge=self.badge(worst.unit), label=self.label("black")
            )
        if self.spec.rule.black and not self._unjudged(group):
            return text + _("，本期无单位达到{label}条件").format(label=self.label("black"))
        return text

    def _unjudged(self, group: str | None) -> bool:
        """Whether a condition of a list could not be judged for want of a figure."""
        reasons = (r for e in self.within(group) for r in e.reasons)
        return any(r.code == "fact_missing" for r in reasons)

    def listed(self, group: str | None) -> bool:
        """Whether the group can have lists: enough ranked units, and a rule that makes any."""
        notes = (n.code for s in self.board.groups if s.group == group for n in s.notes)
        return bool(self.spec.rule.red or self.spec.rule.black) and "small_group" not in notes

    def label(self, colour: str | None) -> str:
        """What the list is called here: 红榜, 黑榜 or the district's own words."""
        rule = self.spec.rule
        return _(rule.red_label) if colour == "red" else _(rule.black_label) if colour else ""

    def said(self, reason: Reason | Note) -> str:
        """A reason or note with the names of indicators in place of their codes."""
        return _KEY.sub(lambda found: self.item_name(found[0]), reason.text())

    def to_exit(self, unit: str) -> float | None:
        """Points that a black-listed unit lacks to leave the list by place; None: not by place."""
        gap = self.exits.get(unit)
        return None if gap is None else float(half_up(gap, self.spec.rule.score_decimals))


def named(name: str, name_en: str) -> str:
    """A catalog name in the reader's language; without an English name the Chinese one."""
    return name_en if name_en and language() == "en" else name


N_("红榜"), N_("黑榜")  # the default labels of a rule are texts too
