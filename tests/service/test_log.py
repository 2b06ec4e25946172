"""The log: what it says, what it never says, and that nobody writes a line of his own into it."""

import logging
import re
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kpi.service import log
from kpi.store import engine
from kpi.store.engine import Act
from kpi.store.migrate import migrate

RECORD = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [A-Z]+ (\S+ ){5}.*")


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Path]:
    """The folder that this process logs to."""
    log.keep(tmp_path)
    yield tmp_path / "logs"
    logging.getLogger("kpi").handlers[:] = []


def lines(folder: Path) -> list[str]:
    (file,) = folder.iterdir()
    return file.read_text().splitlines()


def say(text: str, **fields: object) -> None:
    logging.getLogger("kpi.test").info("%s", text, extra=fields)


def test_a_deed_is_a_line_with_who_whence_and_how_long(written: Path, tmp_path: Path) -> None:
    store = engine.open(f"sqlite:///{tmp_path / 'kpi.db'}", tmp_path)
    migrate(store)
    with store.write("zhangsan", Act.LOAD, "10.0.0.7") as tx:
        tx.about("upload 7")
    store.close()
    found = re.fullmatch(
        r"(\S+)Z INFO load zhangsan 10\.0\.0\.7 \d+ - upload 7", lines(written)[-1]
    )
    assert found is not None
    age = datetime.now(UTC) - datetime.fromisoformat(found[1]).replace(tzinfo=UTC)
    assert 0 <= age.total_seconds() < 60


def test_the_file_is_that_of_the_day_and_the_servers_user_alone_reads_it(written: Path) -> None:
    say("hello")
    (file,) = written.iterdir()
    assert file.name == f"kpi-{datetime.now(UTC).date()}.log"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "login",
    [
        "li\r\n2026-11-22T00:00:00.000Z INFO publish admin - - - edition 1",
        "li\x1b[2K\x1b[1A",
        "li\u2028forged",
        "li\u202egnp.exe",
        "li publish admin",
        "li\x00\x85",
    ],
)
def test_nobody_writes_a_line_of_his_own(written: Path, login: str) -> None:
    say(f"tried by {login}", act="refused", login=login)
    (line,) = lines(written)
    assert RECORD.fullmatch(line)
    assert line.isprintable()
    assert line.split(" ")[3].startswith("li") and line.split(" ")[4] == "-"  # the address: none


def test_a_traceback_cannot_be_taken_for_a_record(written: Path) -> None:
    try:
        raise ValueError("first\n2026-11-22T00:00:00.000Z INFO publish admin - - - forged")
    except ValueError as fault:
        logging.getLogger("kpi.fault").error("fault K7F2", exc_info=fault, extra={"fault": "K7F2"})
    head, *rest = lines(written)
    assert head.endswith(" - - - - K7F2 fault K7F2")
    assert rest and all(line.startswith("    | ") for line in rest)


def test_secrets_query_strings_and_long_texts_stay_out(written: Path) -> None:
    long = "云" * 80
    say(f"GET /auth/setup?token=abcDEF123 password=geheim postgresql://kpi:pw12@host/x '{long}'")
    (line,) = lines(written)
    for secret in ("abcDEF123", "geheim", "pw12", "云" * 61):
        assert secret not in line
    assert "/auth/setup?…" in line and "云" * 60 in line


def test_logs_are_kept_for_180_days(tmp_path: Path) -> None:
    names = ["kpi-2026-05-26.log", "kpi-2026-05-25.log", "kpi-2020-01-01.log", "kpi.log", "x.log"]
    for name in names:
        (tmp_path / name).touch()
    log.prune(tmp_path, date(2026, 11, 22))
    left = {p.name for p in tmp_path.iterdir()}
    assert left == {"kpi-2026-05-26.log", "kpi.log", "x.log"}


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    log.keep(tmp_path)
    say("hello")
    logging.getLogger("kpi").handlers[:] = []
    assert (tmp_path / "logs").read_text() == "a file where the folder should be"
