"""A paper while it is being written: fields filled in, sentences reworded, each change revocable.

Only what a person wrote is kept; everything else follows the usual paper and the rule's sentences.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from kpi.model import bulletin, letter, show
from kpi.model.edition import Edition
from kpi.model.paper import Paper
from kpi.model.words import Section, settled

WORD = "word "  # before the place of a sentence: its value is [text, the rule's sentence then]
TITLE, OPENING = "title", "opening"  # places of the letter that are no sentences of the bulletin
LONGEST = 600  # characters of a sentence
KEPT = 50  # changes that can be taken back
DAYS = frozenset({"issued", "until", "reply_until"})
FIELDS = frozenset(f.name for f in fields(Paper)) - {"words"}
Change = Mapping[str, Any]  # name of a field, or WORD + place -> its plain value; None: as usual
_BREAK = re.compile(r"[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Manuscript:
    """`usual` is the paper as it is without anybody's hand; `given` what was written instead;
    `before` what takes the last changes back, oldest first. `origins`: of sentences that come
    reworded with `usual`, what the rule said when they were reworded.
    """

    usual: Paper
    given: Mapping[str, Any] = field(default_factory=dict)
    before: tuple[Change, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def paper(self) -> Paper:
        """The paper as it would be signed now."""
        filled = {n: _value(n, v) for n, v in self.given.items() if n in FIELDS}
        words = {p: text for p, (text, _origin) in self.words.items() if text}
        return replace(self.usual, **filled, words=tuple(sorted(words.items())))

    @property
    def words(self) -> Mapping[str, tuple[str, str]]:
        """By place the reworded sentence and what the rule said then; "" is the rule's again."""
        words = {settled(p): t for p, t in self.usual.words}
        usual = {p: (t, self.origins.get(p, "")) for p, t in words.items()}
        return usual | {
            settled(name.removeprefix(WORD)): (str(pair[0]), str(pair[1]))
            for name, pair in self.given.items()
            if name.startswith(WORD)
        }

    def changed(self, change: Change) -> "Manuscript":
        """With a change in it, and how to take it back; the same where nothing changes."""
        moved = {n: v for n, v in change.items() if self.given.get(n) != v}
        if not moved:
            return self
        back = {n: self.given.get(n) for n in moved}
        return replace(self, given=_laid(self.given, moved), before=(*self.before, back)[-KEPT:])

    def undone(self) -> "Manuscript":
        """Without the last change."""
        if not self.before:
            return self
        *rest, back = self.before
        return replace(self, given=_laid(self.given, back), before=tuple(rest))


def _laid(given: Mapping[str, Any], change: Change) -> dict[str, Any]:
    return {n: v for n, v in {**given, **change}.items() if v is not None}


def _value(name: str, plain: Any) -> Any:
    """A field's value; a day cleared by hand is an empty text."""
    if name in DAYS:
        return date.fromisoformat(plain) if plain else None
    if name == "reply_days":
        return int(plain) if plain else None
    return plain


def spelled(value: Any) -> Any:
    """A field's value in plain words: ISO days, "" for none."""
    return value.isoformat() if isinstance(value, date) else "" if value is None else value


def tidy(text: str, *, lines: bool = False) -> str:
    """A sentence as it is kept: one line of printable characters; a title may be broken."""
    kept = show.plain(text.replace("\r", "")).strip()
    return _BREAK.sub("\n" if lines else "", kept)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence on the desk: what the rule says now, the wording of a person, what the rule said
    when he wrote it, and the numbers of his wording that stand nowhere in the edition.
    """

    place: str
    rule: str
    text: str = ""
    origin: str = ""
    strange: tuple[str, ...] = ()

    @property
    def stale(self) -> bool:
        """Whether the facts changed after it was reworded (原文已变)."""
        return bool(self.text) and self.origin != self.rule

    @property
    def printed(self) -> str:
        """What the paper says here."""
        return self.text or self.rule


@dataclass(frozen=True, slots=True)
class Desk:
    """All sentences of a paper: title and lead-in, the bulletin's sections, and what was reworded
    for places that the bulletin does not have any more.
    """

    head: tuple[Told, ...]
    sections: tuple[tuple[Section, tuple[tuple[str, tuple[Told, ...]], ...]], ...]
    lost: tuple[Told, ...]

    @property
    def every(self) -> Iterator[Told]:
        """The sentences in the order of the paper."""
        yield from self.head
        for _section, paragraphs in self.sections:
            for _name, sentences in paragraphs:
                yield from sentences

    @property
    def length(self) -> int:
        """Characters of the text as it would be printed."""
        return sum(len(t.printed) for t in self.every)


def desk(edition: Edition, script: Manuscript) -> Desk:
    """Every sentence beside its wording; `edition` has its evidence. Call it in the language of
    the paper: what is printed is compared with what the rule says in the same words.
    """
    words, bare = script.words, replace(script.paper, words=())
    ruled = replace(edition, paper=bare)
    said = (letter.heading(ruled), letter.opening(ruled, public=False))
    strange: dict[str, list[str]] = {}
    for place, number in bulletin.unfounded(replace(edition, paper=script.paper), said):
        strange.setdefault(place, []).append(number)

    def told(place: str, rule: str) -> Told:
        text, origin = words.get(place, ("", ""))
        return Told(place, rule, text, origin, tuple(dict.fromkeys(strange.get(place, ()))))

    sections = tuple(
        (
            section,
            tuple(
                (p.name, tuple(told(s.place, s.text()) for s in p.sentences))
                for p in section.paragraphs
            ),
        )
        for section in bulletin.sections(ruled)
    )
    head = (told(TITLE, said[0]), told(OPENING, said[1]))
    there = {TITLE, OPENING} | {
        t.place for _section, paragraphs in sections for _name, own in paragraphs for t in own
    }
    lost = tuple(Told(p, "", *pair) for p, pair in words.items() if pair[0] and p not in there)
    return Desk(head, sections, lost)
