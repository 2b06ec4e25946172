"""A process of its own for untrusted bytes: what goes in, what comes out, what it may use.

Every file has a process to itself, which ends with it. In a server the next one waits already: its
libraries loaded, its limits set, its stdin empty.
"""

import atexit
import os
import subprocess
import sys
import threading
from pathlib import Path

from kpi.intake.turns import OnWait, Turns

_ROOT = Path(__file__).parents[2]
_ENVIRONMENT = ("PATH", "LANG", "SYSTEMROOT")  # the last for Windows; no setting goes in
_TURNS = Turns(2)
_HEAVY_EXITS = frozenset({-6, -9, -24})  # aborted, killed, out of CPU time


class Died(Exception):
    """The process gave no answer; `heavy`: it ran into a limit of time or memory."""

    def __init__(self, heavy: bool) -> None:
        super().__init__("heavy" if heavy else "broken")
        self.heavy = heavy


def answer(module: str, *, data: bytes, seconds: float, on_wait: OnWait | None = None) -> bytes:
    """What `python -m module` says on stdout when it gets `data` on stdin.

    At most two run at a time; who has to wait learns his place from `on_wait`. One that takes
    longer than `seconds` is killed. Raises Died.
    """
    with _TURNS.turn(on_wait), _SPARES.take(module) as worker:
        try:
            said, _ = worker.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired:
            worker.kill()
            raise Died(heavy=True) from None
        except BaseException:  # a cancelled request must not leave the process behind
            worker.kill()
            raise
    _SPARES.fill()
    if worker.returncode:
        raise Died(heavy=worker.returncode in _HEAVY_EXITS)
    return said


def waiting() -> int:
    """How many files wait for their turn in this process."""
    return _TURNS.waiting()


def keep_ready(module: str) -> None:
    """From now on a process of `module` waits for the next data, until this one ends."""
    _SPARES.keep(module)


def let_go() -> None:
    """End the process that waits, and keep none ready any more."""
    _SPARES.keep("")


class _Spares:
    """One process that has started and got nothing yet, if a module is kept ready."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._module = ""
        self._spare: subprocess.Popen[bytes] | None = None

    def take(self, module: str) -> subprocess.Popen[bytes]:
        """The one that waits, if it is of that module and alive; else a new one."""
        with self._lock:
            if self._spare and module == self._module:
                spare, self._spare = self._spare, None
                if spare.poll() is None:
                    return spare
                _end(spare)
        return _started(module)

    def fill(self) -> None:
        """Start the next one, where it is wanted and not there."""
        with self._lock:
            if self._module and self._spare is None:
                self._spare = _started(self._module)

    def keep(self, module: str) -> None:
        """Another module, or none."""
        with self._lock:
            self._module = module
            if self._spare:
                _end(self._spare)
                self._spare = None
        self.fill()


def _started(module: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,  # it ends when this closes, and so with us
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={key: os.environ[key] for key in _ENVIRONMENT if key in os.environ},
        start_new_session=True,
    )


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.kill()
    worker.communicate()


_SPARES = _Spares()
atexit.register(let_go)
