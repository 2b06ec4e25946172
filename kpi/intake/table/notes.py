"""What is gathered while a file is read: problems, regions left out, distinct things by number."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kpi.model.problem import Problem
from kpi.model.sheet import Rect
from kpi.model.upload import Skipped

T = TypeVar("T", bound=Hashable)


@dataclass(slots=True)
class Notes:
    """What went wrong and what was left out."""

    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def skip(self, sheet: str, rect: Rect, reason: str) -> None:
        """A region left out, with its reason."""
        self.skipped.append(Skipped(sheet, rect, reason))

    def take(self, other: "Notes") -> None:
        """Everything another has gathered."""
        self.problems += other.problems
        self.skipped += other.skipped


@dataclass(slots=True)
class Pool(Generic[T]):
    """Distinct things in order of appearance, for planes of indices."""

    items: list[T] = field(default_factory=list)
    index: dict[T, int] = field(default_factory=dict)

    def add(self, item: T) -> int:
        """The number of `item`, a new one if it is new."""
        if item not in self.index:
            self.index[item] = len(self.items)
            self.items.append(item)
        return self.index[item]
