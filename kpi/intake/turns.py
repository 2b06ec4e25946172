"""Who may read now: a few at a time, first come first served, and everyone knows his place."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

OnWait = Callable[[int], None]


class Turns:
    """A line whose first `many` are served; the others wait in the order in which they came."""

    def __init__(self, many: int) -> None:
        self._many = many
        self._line: list[object] = []
        self._moved = threading.Condition()

    @contextmanager
    def turn(self, on_wait: OnWait | None = None) -> Iterator[None]:
        """A turn, once it has come. Who has to wait is told how many are ahead, those being served
        among them, whenever that changes, and 0 in the end; in his own thread. Whatever `on_wait`
        raises leaves the line.
        """
        mine = object()
        with self._moved:
            self._line.append(mine)
        try:
            self._wait(mine, on_wait or _silent)
            yield
        finally:
            with self._moved:
                self._line.remove(mine)
                self._moved.notify_all()

    def waiting(self) -> int:
        """How many wait now."""
        with self._moved:
            return max(len(self._line) - self._many, 0)

    def _wait(self, mine: object, on_wait: OnWait) -> None:
        told = 0
        while ahead := self._ahead(mine, told):
            told = ahead
            on_wait(ahead)  # not under the lock: it may take its time
        if told:
            on_wait(0)

    def _ahead(self, mine: object, told: int) -> int:
        """How many are ahead once it is another number than `told`; 0: it is our turn."""
        with self._moved:
            while (place := self._line.index(mine)) >= self._many:
                if place != told:
                    return place
                self._moved.wait()
        return 0


def _silent(_ahead: int) -> None:
    """Nobody asked."""
