"""Who is at the keyboard, and what he may do."""

from dataclasses import dataclass
from enum import StrEnum


class Right(StrEnum):
    """What a page or a deed asks for."""

    READ = "read"  # editions, profiles, their exports
    DRAFT = "draft"  # live boards (试算) and the values of every unit
    UPLOAD = "upload"  # take spreadsheets in, undo, confirm


@dataclass(frozen=True, slots=True)
class Person:
    """A login with its rights; `name` is shown on the pages and empty for nobody in particular."""

    login: str
    name: str
    rights: frozenset[Right]

    def may(self, right: Right) -> bool:
        """Whether this person holds `right`."""
        return right in self.rights


LOCAL = Person("local", "", frozenset(Right))  # whoever sits at this machine, until accounts exist
