"""What stands between a board and its edition: a sentence, the places concerned, the way out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kpi.i18n import _
from kpi.model.problem import Problem, problem

SHOWN = 3  # names that a sentence spells out before it counts the rest


@dataclass(frozen=True, slots=True)
class Place:
    """Where an obstacle lies: a unit and indicator, an upload, a case, a person."""

    unit: str = ""
    indicator: str = ""
    upload: int = 0
    case: int = 0
    login: str = ""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason not to publish yet."""

    problem: Problem
    places: tuple[Place, ...] = ()

    @property
    def code(self) -> str:
        """NOT_REPORTED, SAME_PERSON …"""
        return self.problem.code

    def text(self) -> str:
        """What is wrong, in one sentence of the reader's language."""
        return self.problem.text()

    def settle(self) -> str:
        """How it is settled; empty where nothing can be done but wait."""
        return self.problem.advice() or ""


def obstacle(code: str, places: Iterable[Place] = (), **details: Any) -> Obstacle:
    """An obstacle; `details` fill its sentence."""
    return Obstacle(problem(code, **details), tuple(places))


def some(names: Sequence[str]) -> str:
    """甲、乙、丙等5个; each name once, the first three spelled out."""
    each = list(dict.fromkeys(names))
    text = _("、").join(each[:SHOWN])
    if len(each) > SHOWN:
        text = _("{names}等{count}个").format(names=text, count=len(each))
    return text
