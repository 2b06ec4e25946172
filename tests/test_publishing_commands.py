"""`publish`, `editions`, `edition` as scripts see them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
KEYS = {
    "edition",
    "board",
    "period",
    "issue_no",
    "kind",
    "corrects",
    "published_at",
    "published_by",
    "hash",
}


def kpi(folder: Path, *words: str, given: str = "", **more: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command on this data folder."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("KPI_")}
    env |= {"KPI_DATA_DIR": str(folder), "KPI_TODAY": "2026-11-21", **more}
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "kpi", *words],
        cwd=ROOT,
        env=env,
        input=given.encode(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def told(folder: Path, *words: str) -> Any:
    code, out, err = kpi(folder, *words, "--json")
    assert code == 0, err
    return json.loads(out)


@pytest.fixture
def staffed(sample_folder: Path) -> Path:
    """The sample district with a publisher `wang` and a preparer `li`."""
    for login, role in (("wang", "publisher"), ("li", "preparer")):
        words = ("user", "add", login, "--role", role, "--password-stdin")
        code, _out, err = kpi(sample_folder, *words, given="Hong-Hei-2026-bang\n")
        assert code == 0, err
    return sample_folder


def test_a_board_is_published_corrected_listed_and_shown(staffed: Path) -> None:
    before = told(staffed, "board", "economy", "2026-10")
    code, out, err = kpi(staffed, "publish", "economy", "2026-10", "--by", "wang")
    assert (code, out) == (0, ""), err
    assert "〔2026〕第1期" in err
    (row,) = told(staffed, "editions")
    assert set(row) >= KEYS
    assert (row["edition"], row["kind"], row["corrects"], row["published_by"]) == (
        1,
        "issue",
        None,
        "wang",
    )
    shown = told(staffed, "edition", "1")
    assert (shown["state"], shown["edition"], shown["hash"]) == ("published", 1, row["hash"])
    places = [(e["unit"], e["score"], e["rank"], e["colour"]) for e in before["entries"]]
    assert [(e["unit"], e["score"], e["rank"], e["colour"]) for e in shown["entries"]] == places
    assert {e["streak"] for e in shown["entries"]} == {0, 1}
    code, _out, err = kpi(staffed, "publish", "economy", "2026-10", "--by", "wang", "--note", "x")
    assert (code, err.split()[0]) == (1, "NOTHING_CHANGED")
    assert kpi(staffed, "verify", "--replay")[0] == 0


def test_obstacles_are_one_line_each_and_nothing_moves(staffed: Path) -> None:
    code, out, err = kpi(staffed, "publish", "economy", "2026-10", "--by", "li")
    assert (code, out) == (1, "")
    assert [line.split()[0] for line in err.splitlines()] == ["NOT_ENTITLED"]
    assert kpi(staffed, "publish", "economy", "2026-10", "--by", "nobody")[0] == 1
    code, _out, err = kpi(
        staffed, "publish", "economy", "2026-10", "--by", "wang", KPI_TODAY="2026-10-31"
    )
    assert [line.split()[0] for line in err.splitlines()] == ["PERIOD_NOT_OVER"]
    assert told(staffed, "editions") == []


@pytest.mark.parametrize(
    "words",
    [
        ("publish", "nonsense", "2026-10", "--by", "wang"),
        ("publish", "economy", "October", "--by", "wang"),
        ("publish", "economy", "2031-10", "--by", "wang"),
        ("publish", "economy", "2026-10"),
        ("edition", "7"),
        ("edition", "seven"),
    ],
    ids=" ".join,
)
def test_what_does_not_exist_is_exit_2(staffed: Path, words: tuple[str, ...]) -> None:
    code, out, err = kpi(staffed, *words)
    assert (code, out) == (2, "")
    assert err.startswith("error:")


def test_an_edition_is_withdrawn_by_command(staffed: Path) -> None:
    assert kpi(staffed, "publish", "fai", "2026-10", "--by", "wang")[0] == 0
    words = ("publish", "fai", "2026-10", "--by", "wang", "--withdraw")
    code, _out, err = kpi(staffed, *words)
    assert (code, err.split()[0]) == (1, "NO_REASON")
    assert kpi(staffed, *words, "--note", "依据失效")[0] == 0
    assert [e["kind"] for e in told(staffed, "editions")] == ["issue", "withdrawal"]
    assert told(staffed, "edition", "2")["entries"] == []


def test_what_is_no_period_is_told_in_the_readers_language(tmp_path: Path) -> None:
    code, out, err = kpi(tmp_path, "publish", "economy", "2026-9", "--by", "wang")
    assert (code, out) == (2, "")
    assert "“2026-9”不是报告期" in err


def test_another_document_than_the_signed_one_is_said_and_not_left_aside(staffed: Path) -> None:
    signed = """
from kpi.model.period import Period
from kpi.service import people, publish, start
store, october = start.store(), Period.parse("2026-10")
wang = people.acting(store, "wang")
publish.freeze(store, "fai", october, wang)
publish.trial(store, "fai", october, wang)
publish.sign(store, "fai", october, wang, today=start.configured().today())
"""
    env = os.environ | {"KPI_DATA_DIR": str(staffed), "KPI_TODAY": "2026-11-21"}
    subprocess.run([sys.executable, "-c", signed], cwd=ROOT, env=env, check=True)  # noqa: S603
    words = ("publish", "fai", "2026-10", "--by", "wang")
    code, out, err = kpi(staffed, *words, "--document", "云督〔2026〕9号")
    assert (code, out) == (1, "")
    assert "SIGNED_PAPER 本期已审签，签发信息与审签时的不同。" in err
    assert kpi(staffed, *words)[0] == 0
