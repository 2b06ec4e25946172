"""A reading process that dies, hangs or babbles costs one file, and a sentence is said of it."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator

import pytest

import kpi.intake.read as reading
from kpi.intake import process
from kpi.intake.read import WORKER, read

SHEET = "单位,固投\n云溪街道,8.5\n".encode()
CODE = """
import os, signal, time
import kpi.intake.worker.__main__ as w, kpi.intake.worker.text as t, kpi.intake.worker.planes as p
def dies(*_a, **_k): os.kill(os.getpid(), signal.{signal})
{change}
w.main()
"""
DIES = {  # where, from the start of a reading process to its last word
    "before it gets the file": "w.received = dies",
    "while it decodes": "t.decode = dies",
    "while it fills the planes": "p.Sheet.fill = dies",
    "before it answers": "w.framed = dies",
    "within its answer": "w.answer = lambda *_: (os.write(1, b'\\xff\\0\\0{'), dies())",
}
BABBLES = {
    "half of the planes": "p.Sheet.planes = lambda self: (b'12', b'34')",
    "half of the head": "w.answer = lambda *_: [b'\\xff\\0\\0\\0{']",
    "other bytes": "w.answer = lambda *_: [b'\\3\\0\\0\\0abc']",
    "nothing": "w.answer = lambda *_: []",
}
SIGNALS = {"SIGKILL": "TOO_HEAVY", "SIGABRT": "TOO_HEAVY", "SIGSEGV": "CORRUPT"}
Workers = list[subprocess.Popen[bytes]]


@pytest.fixture(autouse=True)
def nothing_waits() -> Iterator[None]:
    process.let_go()
    yield
    process.let_go()


def instead(patch: pytest.MonkeyPatch, change: str, name: str = "SIGKILL") -> Workers:
    """Reading processes change their ways from now on; gives those that start."""
    start, started = subprocess.Popen, Workers()

    def other(words: list[str], **options: object) -> subprocess.Popen[bytes]:
        code = CODE.format(signal=name, change=change)
        started.append(start([words[0], "-c", code], **options))  # type: ignore[call-overload]
        return started[-1]

    patch.setattr(process.subprocess, "Popen", other)
    return started


def said() -> list[str]:
    found = read(SHEET, "十月.csv")
    assert bool(found.sheets) != any(p.severity == "error" for p in found.problems)
    return [p.code for p in found.problems]


@pytest.mark.parametrize("name", SIGNALS)
@pytest.mark.parametrize("stage", DIES)
def test_one_that_dies_at_any_stage_costs_one_file(
    stage: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        started = instead(patch, DIES[stage], name)
        assert said() == [SIGNALS[name]]
    assert [worker.returncode for worker in started] == [-signal.Signals[name]]
    assert said() == []


@pytest.mark.parametrize("stage", BABBLES)
def test_one_that_babbles_is_not_believed(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        instead(patch, BABBLES[stage])
        assert said() == ["CORRUPT"]
    assert said() == []


def test_one_that_hangs_is_ended_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(reading, "_WALL_SECONDS", 0.5)
        started = instead(patch, "w.answer = lambda *_: time.sleep(60)")
        begun = time.monotonic()
        assert said() == ["TOO_HEAVY"]
    assert time.monotonic() - begun < 10
    assert [worker.returncode for worker in started] == [-signal.SIGKILL]
    assert said() == []


def test_the_one_that_waits_gets_the_next_file(monkeypatch: pytest.MonkeyPatch) -> None:
    started = instead(monkeypatch, "")
    process.keep_ready(WORKER)
    assert [said(), said()] == [[], []]
    assert [worker.returncode for worker in started] == [0, 0, None]  # each read one file


def test_one_that_dies_waiting_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    started = instead(monkeypatch, "")
    process.keep_ready(WORKER)
    started[0].kill()
    started[0].wait()
    assert said() == []
    assert [worker.returncode for worker in started[:2]] == [-signal.SIGKILL, 0]


def test_one_that_dies_with_the_file_is_not_the_end_of_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = instead(
        monkeypatch, "first = w.answer\nw.answer = lambda *a: (time.sleep(1), first(*a))[1]"
    )
    told: list[list[str]] = []
    others = [threading.Thread(target=lambda: told.append(said())) for _ in range(2)]
    for other in others:
        other.start()
    while len(started) < 2:
        time.sleep(0.01)
    os.kill(started[0].pid, signal.SIGKILL)
    for other in others:
        other.join()
    assert sorted(told) == [[], ["TOO_HEAVY"]]


def test_the_one_that_waits_ends_with_the_server() -> None:
    waits = process._started(WORKER)
    assert waits.stdin is not None
    waits.stdin.close()  # as when the server is gone
    assert waits.wait(10) == 0
    assert waits.stdout is not None
    assert waits.stdout.read() == b""
    waits.stdout.close()
