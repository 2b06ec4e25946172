import threading
import time
from collections.abc import Callable

import pytest

from kpi.intake.turns import Turns


def soon(holds: Callable[[], bool]) -> None:
    """Wait until something another thread does has been done."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


class Visitor(threading.Thread):
    """Waits for a turn, notes what it is told, stays until it is sent away."""

    def __init__(self, turns: Turns, served: list[str], name: str) -> None:
        super().__init__(name=name)
        self.turns, self.served, self.told = turns, served, list[int]()
        self.leave = threading.Event()
        self.start()

    def run(self) -> None:
        with self.turns.turn(self.told.append):
            self.served.append(self.name)
            self.leave.wait(10)


def test_who_came_first_is_served_first_and_all_know_their_place() -> None:
    turns, served, come = Turns(2), list[str](), list[Visitor]()
    for n, name in enumerate("甲乙丙丁戊"):
        come.append(Visitor(turns, served, name))
        soon(lambda n=n: turns.waiting() + len(served) == n + 1)
    for gone in range(5):
        soon(lambda gone=gone: len(served) == min(gone + 2, 5))
        places = [2, 3, 4][: max(3 - gone, 0)]
        soon(lambda at=gone + 2, want=places: [n for v in come[at:] for n in v.told[-1:]] == want)
        assert turns.waiting() == len(places)
        come[gone].leave.set()
        come[gone].join()
    assert sorted(served[:2]) + served[2:] == ["乙", "甲", "丙", "丁", "戊"]
    assert [v.told for v in come] == [[], [], [2, 0], [3, 2, 0], [4, 3, 2, 0]]


def test_one_that_gives_up_leaves_the_line() -> None:
    turns, served = Turns(1), list[str]()
    first = Visitor(turns, served, "甲")
    soon(lambda: served == ["甲"])

    def enough(ahead: int) -> None:
        raise InterruptedError(ahead)

    with pytest.raises(InterruptedError), turns.turn(enough):
        served.append("乙")
    assert (turns.waiting(), served) == (0, ["甲"])
    first.leave.set()
    first.join()
    with turns.turn():
        served.append("丙")
    assert served == ["甲", "丙"]


def test_a_turn_that_ends_in_an_error_is_given_on() -> None:
    turns, told = Turns(1), list[int]()
    with pytest.raises(ValueError, match="read"), turns.turn():
        raise ValueError("read")
    with turns.turn(told.append):
        assert (told, turns.waiting()) == ([], 0)
