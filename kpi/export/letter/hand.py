"""Writes paragraphs of one letter: every run in its style's face, everything plain text."""

from dataclasses import dataclass, field

from docx.document import Document

from kpi.export.letter import wml
from kpi.export.letter.page import Page
from kpi.export.letter.styles import Role, Style
from kpi.export.letter.wml import PLAIN, Shape
from kpi.model.choice import Choice
from kpi.model.edition import Edition


@dataclass(frozen=True)
class Hand:
    """The document, what it tells, its page and its styles; `ids` counts its drawings."""

    document: Document
    edition: Edition
    choice: Choice
    page: Page
    styles: dict[str, Style]
    ids: list[int] = field(default_factory=lambda: [100])

    def line(self, role: Role, text: str = "", shape: Shape = PLAIN) -> str:
        """A paragraph of one text; empty: a blank line."""
        return self.around(role, self.run(role, text) if text else "", shape)

    def around(self, role: Role, inner: str, shape: Shape = PLAIN) -> str:
        """A paragraph around runs."""
        return wml.paragraph(self.styles[role.name].id, inner, shape)

    def run(self, role: Role, text: str, more: str = "") -> str:
        """A run as its style has it."""
        return wml.run(text, self.styles[role.name].face, more)

    def drawing(self) -> int:
        """The number of the next drawing."""
        self.ids[0] += 1
        return self.ids[0]
