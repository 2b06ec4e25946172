"""The board: the steps of the contract in their order."""

from functools import cached_property

import numpy as np

from kpi import __version__
from kpi.board.aggregate import aggregate
from kpi.board.answer import Judged, entries, summaries
from kpi.board.cells import cells
from kpi.board.cover import cover
from kpi.board.facts import Facts
from kpi.board.lists import lists
from kpi.board.normalise import normalise
from kpi.board.place import place, tie_breakers
from kpi.board.robust import robust
from kpi.model.board import Board, Entry, GroupSummary, Note, Robustness
from kpi.model.rule import Rule
from kpi.model.table import Table

ENGINE = f"kpi {__version__}"


class Answer(Board):
    """A board as the engine gives it: judged now, told when it is first read."""

    _judged: Judged
    _firm: tuple[Robustness | None, ...]

    def __init__(self, judged: Judged, engine: str, firm: tuple[Robustness | None, ...]) -> None:
        rule = judged.scores.norm.cover.cells.rule
        told = (Note("suspended", (("doc", rule.suspended.doc),)),) if rule.suspended else ()
        self.__dict__.update(_judged=judged, _firm=firm, engine=engine, notes=told)

    @property
    def judged(self) -> Judged:
        """The results of all steps, for an explanation that reads them."""
        return self._judged

    @cached_property
    def rule_hash(self) -> str:
        """SHA-256 of the rule."""
        return self._judged.scores.norm.cover.cells.rule.hash

    @cached_property
    def data_hash(self) -> str:
        """SHA-256 of the table."""
        return self._judged.scores.norm.cover.cells.table.hash

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """One entry per unit."""
        with np.errstate(all="ignore"):
            return entries(self._judged, self._firm)

    @cached_property
    def groups(self) -> tuple[GroupSummary, ...]:
        """One summary per scope."""
        with np.errstate(all="ignore"):
            return summaries(self._judged)


@np.errstate(all="ignore")  # what is not finite is refused by name, not warned of
def judge(table: Table, rule: Rule) -> Judged:
    """All steps with their results: who is ranked, points, scores, places, lists."""
    scores = aggregate(normalise(cover(cells(table, rule))))
    if rule.suspended:
        return Judged(scores, None, None, None)
    covered = scores.norm.cover
    places = place(covered.cells, scores.score, covered.ranked, tie_breakers(covered.cells))
    facts = Facts(covered, scores.score, places)
    return Judged(scores, places, facts, lists(facts))


def score_board(table: Table, rule: Rule, draws: int = 0, seed: int | None = None) -> Board:
    """The board of `table` under `rule`; with `draws`, how firm each place is (see `robust`).

    Raises RuleError where the rule cannot be used on these values.
    """
    return answered(judge(table, rule), draws, seed)


@np.errstate(all="ignore")
def answered(judged: Judged, draws: int = 0, seed: int | None = None) -> Board:
    """The board of steps already taken; its entries are told when they are first read."""
    return Answer(judged, ENGINE, robust(judged, draws, seed))
