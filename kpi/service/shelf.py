"""Files that stay at hand: asked for again, the very same bytes are there at once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import BoundedSemaphore, Lock

from kpi.service.forms import File

KEPT = 64_000_000  # bytes of files that stay at hand
MAKERS = 2  # files that are made at a time: more would only take each other's processor


class Shelf:
    """Files by what decides their bytes; the longest unused go when it is full."""

    def __init__(self, room: int = KEPT, makers: int = MAKERS) -> None:
        self._room, self._files = room, OrderedDict[Hashable, File]()
        self._lock, self._turns = Lock(), BoundedSemaphore(makers)

    def get(self, key: Hashable) -> File | None:
        """A file that is kept; None where it has to be made."""
        with self._lock:
            if key in self._files:
                self._files.move_to_end(key)
            return self._files.get(key)

    def put(self, key: Hashable, file: File) -> File:
        """Keep a file, and let the oldest go until all fit; one that is larger than all is not
        kept.
        """
        with self._lock:
            if len(file.data) <= self._room:
                self._files[key] = file
            while self.held > self._room:
                self._files.popitem(last=False)
        return file

    def made(self, key: Hashable, make: Callable[[], File], waiting: Callable[[], None]) -> File:
        """The kept file, or the one that `make` gives in its turn; `waiting` is called where
        others are first.
        """
        if (kept := self.get(key)) is not None:
            return kept
        if not self._turns.acquire(blocking=False):
            waiting()
            self._turns.acquire()
        try:
            return self.get(key) or self.put(key, make())
        finally:
            self._turns.release()

    @property
    def held(self) -> int:
        """Bytes on the shelf."""
        return sum(len(f.data) for f in self._files.values())

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._files.clear()
