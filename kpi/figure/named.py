"""Rows of names with a bar beside each, or under it on a phone: where both stand, in pixels."""

from dataclasses import dataclass
from typing import ClassVar

from kpi.figure.theme import LEADING


@dataclass(frozen=True, slots=True)
class Named:
    """Rows in pixels, 0 at the top: `edges` of the rows, `names` wrapped, margins."""

    UNDER: ClassVar[float] = 0.95  # sizes of text from a phone's bar to the bottom of its row
    ABOVE: ClassVar[float] = 2  # pixels above a phone's name

    names: tuple[tuple[str, ...], ...]
    edges: tuple[float, ...]
    left: float
    right: float
    narrow: bool
    size: int

    def bar(self, i: int) -> float:
        """Middle of the bar in row `i`: on a phone under its name."""
        if self.narrow:
            return self.edges[i + 1] - self.UNDER * self.size
        return (self.edges[i] + self.edges[i + 1]) / 2

    def text(self, i: int) -> float:
        """Middle of the name in row `i`."""
        lines = len(self.names[i]) * LEADING * self.size / 2
        return self.edges[i] + lines + self.ABOVE if self.narrow else self.bar(i)

    def number(self, i: int) -> float:
        """Middle of the number in row `i`: on a phone beside the first line of the name."""
        first = self.edges[i] + LEADING * self.size / 2 + 2
        return first if self.narrow else self.bar(i)
