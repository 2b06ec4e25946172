"""What slides say of an edition: the bulletin's sentences, edited ones in their place."""

from collections.abc import Mapping

from kpi.i18n import _
from kpi.model import bulletin, show
from kpi.model.board import Entry
from kpi.model.edition import Edition
from kpi.model.words import Section


class Said:
    """The bulletin's sentences by their places."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.sections: Mapping[str, Section] = {s.key: s for s in bulletin.sections(edition)}
        every = (s for o in self.sections.values() for p in o.paragraphs for s in p.sentences)
        self._by = {s.place: s for s in every}

    def at(self, place: str) -> str:
        """One sentence by its place; empty where the bulletin has none."""
        return self._by[place].text() if place in self._by else ""

    def overall(self, group: str | None) -> tuple[str, ...]:
        """The sentences on one group, how many were ranked first."""
        places = [s.place for s in bulletin.overall(self.edition, group).sentences]
        return tuple(self._by[p].text() for p in places if p in self._by)

    def reason(self, entry: Entry) -> str:
        """Why a unit is on its list; as a person worded it where one did."""
        return bulletin.reason(self.edition, entry)

    def lacking(self, entry: Entry) -> tuple[str, ...]:
        """What a black-listed unit lacks: gap to the line, to the plan, needed pace, who leads."""
        found: dict[str, list[str]] = {}
        for place, sentence in self._by.items():
            key, _dot, rest = place.partition(".")
            if key.startswith("black_"):
                unit = rest.partition(".")[0]
                if unit == entry.unit:  # what is said of one item's plan stands together
                    own = rest if "." in rest else key
                    found.setdefault(own, []).append(sentence.text())
        glue = "" if _("。") == "。" else " "
        return tuple(glue.join(texts) for texts in found.values())

    def section(self, key: str) -> tuple[str, ...]:
        """All sentences of a section."""
        found = self.sections.get(key)
        return tuple(s.text() for p in found.paragraphs for s in p.sentences) if found else ()

    def standing(self, entry: Entry) -> str:
        """街道第1位 · 104.21分 · 连续2期 · ↑2, whatever of it is known."""
        edition = self.edition
        group = edition.catalog.said(entry.group or "")
        place = show.place(edition.place(entry))
        glue = "" if show.plain(_("。")) == "。" else " "
        moved = edition.moved(entry.unit)
        texts = (
            glue.join(t for t in (group if len(edition.groups) > 1 else "", place) if t),
            bulletin.score(edition, entry),
            edition.badge(entry.unit),
            "" if moved in (show.NOT_APPLICABLE, "") else moved,
        )
        return " · ".join(show.plain(text) for text in texts if text)
