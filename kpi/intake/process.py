"""A process of its own for untrusted bytes: what goes in, what comes out, what it may use."""

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_ENVIRONMENT = ("PATH", "LANG", "SYSTEMROOT")  # the last for Windows; no setting goes in
_WORKERS = threading.BoundedSemaphore(2)
_HEAVY_EXITS = frozenset({-6, -9, -24})  # aborted, killed, out of CPU time


class Died(Exception):
    """The process gave no answer; `heavy`: it ran into a limit of time or memory."""

    def __init__(self, heavy: bool) -> None:
        super().__init__("heavy" if heavy else "broken")
        self.heavy = heavy


def answer(module: str, *words: str, data: bytes, seconds: float) -> bytes:
    """What `python -m module words` says on stdout when it gets `data` on stdin.

    At most two run at a time; one that takes longer than `seconds` is killed. Raises Died.
    """
    with _WORKERS, tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        worker = subprocess.Popen(  # noqa: S603 - our own module and our own words
            [sys.executable, "-m", module, *words],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={key: os.environ[key] for key in _ENVIRONMENT if key in os.environ},
            start_new_session=True,
        )
        with worker:
            try:
                said, _ = worker.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                worker.kill()
                raise Died(heavy=True) from None
            except BaseException:  # a cancelled request must not leave the process behind
                worker.kill()
                raise
    if worker.returncode:
        raise Died(heavy=worker.returncode in _HEAVY_EXITS)
    return said
