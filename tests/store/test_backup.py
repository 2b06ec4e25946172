"""A backup and the way back: the same district on the same engine, or on the other one."""

import json
import stat
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from cloud_brook import FULL, GOALS, load
from servers import say
from sqlalchemy import make_url, text
from tampering import tampering

from kpi.model.catalog import Setup
from kpi.model.panel import Wanted
from kpi.model.problem import KpiError
from kpi.store import backup, catalog, engine, files, journal, observations, uploads, verify
from kpi.store.backup import Written
from kpi.store.engine import Act, Store
from kpi.store.migrate import head, migrate
from kpi.store.restore import Broken, Unfit, Used, restore

AT = datetime(2026, 11, 21, 16, 5, tzinfo=UTC)


@pytest.fixture
def used(store: Store) -> Store:
    return _lived(store)


def _lived(store: Store) -> Store:
    """Targets, two uploads, one of them taken back."""
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(FULL, GOALS))
    load(
        store,
        "a.xlsx",
        [("J01", "fai", "2026-10", 123456789.012345), ("J02", "fai", "2026-10", None)],
    )
    load(store, "b.xlsx", [("J01", "fai", "2026-10", 2.0)])
    with store.write("lisi", Act.UNDO) as tx:
        observations.undo(tx, 3)
    return store


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Store]:
    """The same on SQLite, for what has nothing to do with the engine."""
    minutes = count()
    opened = engine.open(
        f"sqlite:///{tmp_path / 'file.db'}",
        tmp_path / "file",
        lambda: AT + timedelta(minutes=next(minutes)),
    )
    migrate(opened)
    yield _lived(opened)
    opened.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    """A SQLite database without any table."""
    opened = engine.open(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path / "empty", lambda: AT)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgres"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A database without any table, on either engine."""
    url = f"sqlite:///{tmp_path / 'other.db'}"
    if request.param == "postgres":
        server = request.getfixturevalue("postgres_url")
        name = f"other_{tmp_path.name}".lower()[:60]
        say(server, f'CREATE DATABASE "{name}"')
        url = make_url(server).set(database=name).render_as_string(False)
    opened = engine.open(url, tmp_path / "elsewhere", lambda: AT)
    yield opened
    opened.close()
    if request.param == "postgres":
        say(server, f'DROP DATABASE "{name}"')


def saved(store: Store, place: Path) -> Written:
    anchors = journal.anchors(store.anchors)
    with store.read() as tx:
        return backup.write(
            tx.con, store.data, place, revision=head(), anchors=anchors, at=store.clock()
        )


def district(store: Store) -> tuple[object, ...]:
    """All that people know of a district."""
    with store.read() as tx:
        every = observations.history(tx, Wanted()).to_csv()
        return every, uploads.list(tx), catalog.read(tx), catalog.targets(tx)


def rewritten(place: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The same zip with other parts."""
    with zipfile.ZipFile(place) as zip:
        parts = {name: zip.read(name) for name in zip.namelist()}
    change(parts)
    out = place.with_name("changed.zip")
    with zipfile.ZipFile(out, "w") as zip:
        for name, data in parts.items():
            zip.writestr(name, data)
    return out


def test_what_was_saved_comes_back_on_either_engine(
    used: Store, other: Store, tmp_path: Path
) -> None:
    written = saved(used, tmp_path / "all.zip")
    assert written.originals == 3 and written.missing == ()
    assert stat.S_IMODE((tmp_path / "all.zip").stat().st_mode) == 0o600
    done = restore(other, tmp_path / "all.zip", "local")
    assert (done.rows, done.proof.ok) == (written.rows, True)
    assert district(other) == district(used)
    with used.read() as tx:
        mine = [*journal.lines(tx)]
    with other.read() as tx:
        assert [*journal.lines(tx)][:-1] == mine
        assert [*journal.lines(tx)][-1].act == "restore"
    assert verify.prove(other).ok
    load(other, "c.xlsx", [("J02", "fai", "2026-11", 4.0)])  # and work goes on
    assert verify.prove(other).ok


def test_an_empty_database_that_was_only_made_is_restored_into(
    used: Store, other: Store, tmp_path: Path
) -> None:
    migrate(other)
    saved(used, tmp_path / "all.zip")
    restore(other, tmp_path / "all.zip", "local")
    assert district(other) == district(used)


def test_a_used_database_is_not_restored_into(file: Store, tmp_path: Path) -> None:
    saved(file, tmp_path / "all.zip")
    before = district(file), file.anchors.read_bytes()
    with pytest.raises(Used):
        restore(file, tmp_path / "all.zip", "local")
    assert (district(file), file.anchors.read_bytes()) == before


def test_sessions_and_attempts_stay_behind(file: Store, tmp_path: Path) -> None:
    saved(file, tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as zip:
        tables = {n.removeprefix("tables/") for n in zip.namelist() if n.startswith("tables/")}
        assert "account.jsonl" in tables
        assert tables & {"login_session.jsonl", "login_attempt.jsonl", "setup_link.jsonl"} == set()


def _flip(name: str) -> Callable[[dict[str, bytes]], object]:
    def change(parts: dict[str, bytes]) -> None:
        (found,) = [n for n in sorted(parts) if n.startswith(name)][:1]
        parts[found] = parts[found][:-2] + b"x" + parts[found][-1:]

    return change


def _manifest(**values: Any) -> Callable[[dict[str, bytes]], object]:
    def change(parts: dict[str, bytes]) -> None:
        parts["manifest.json"] = json.dumps(json.loads(parts["manifest.json"]) | values).encode()

    return change


def _climbing(parts: dict[str, bytes]) -> None:
    manifest = json.loads(parts["manifest.json"])
    manifest["originals"].append("../../climbed")
    parts["files/../../climbed"] = b"x"
    parts["manifest.json"] = json.dumps(manifest).encode()


DAMAGES: dict[str, Callable[[dict[str, bytes]], object]] = {
    "a value": _flip("tables/observation.jsonl"),
    "an original": _flip("files/"),
    "an anchor": _flip("anchors.log"),
    "the manifest": _flip("manifest.json"),
    "a table left out": lambda parts: parts.pop("tables/unit.jsonl"),
    "a newer schema": _manifest(revision="9999"),
    "a newer format": _manifest(format=2),
    "no list of tables": _manifest(tables={}),
    "a path instead of a hash": _climbing,
}


@pytest.mark.parametrize("what", DAMAGES)
def test_a_damaged_or_newer_file_changes_nothing(
    file: Store, empty: Store, tmp_path: Path, what: str
) -> None:
    saved(file, tmp_path / "all.zip")
    migrate(empty)
    before = sorted(p.name for p in empty.data.rglob("*"))
    with pytest.raises(Unfit, match="没有恢复"):
        restore(empty, rewritten(tmp_path / "all.zip", DAMAGES[what]), "local")
    assert sorted(p.name for p in empty.data.rglob("*")) == before
    with empty.read() as tx:
        assert [line.act for line in journal.lines(tx)] == ["migrate"]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_half_a_file_is_refused(file: Store, empty: Store, tmp_path: Path, share: float) -> None:
    saved(file, tmp_path / "all.zip")
    whole = (tmp_path / "all.zip").read_bytes()
    (tmp_path / "half.zip.part").write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(Unfit):
        restore(empty, tmp_path / "half.zip.part", "local")


def test_what_was_tampered_with_before_is_restored_only_on_demand(
    file: Store, empty: Store, tmp_path: Path
) -> None:
    with tampering(file) as con:
        con.execute(text("UPDATE journal SET actor = 'wang' WHERE n = 3"))
    saved(file, tmp_path / "all.zip")
    migrate(empty)
    noted = empty.anchors.read_bytes()
    with pytest.raises(Broken) as refused:
        restore(empty, tmp_path / "all.zip", "local")
    assert ("journal", "3") in {(b.where, b.id) for b in refused.value.breaks}
    assert empty.anchors.read_bytes() == noted
    assert not any((empty.data / "files").glob("*"))
    done = restore(empty, tmp_path / "all.zip", "local", despite=True)
    assert done.proof.breaks == refused.value.breaks


def test_a_lost_original_is_named_and_the_rest_is_saved(
    file: Store, empty: Store, tmp_path: Path
) -> None:
    with file.read() as tx:
        lost = uploads.list(tx)[0].sha256
    files.path(file.data, lost).unlink()
    assert saved(file, tmp_path / "all.zip").missing == (lost,)
    done = restore(empty, tmp_path / "all.zip", "local")
    assert [(b.where, b.id) for b in done.proof.breaks] == [("original", lost)]
    assert district(empty) == district(file)


def test_a_backup_replaces_an_older_one_and_no_other_file(file: Store, tmp_path: Path) -> None:
    place = tmp_path / "all.zip"
    saved(file, place)
    load(file, "c.xlsx", [("J02", "fai", "2026-11", 4.0)])
    saved(file, place)
    assert not place.with_name("all.zip.part").exists()
    letter = tmp_path / "letter.docx"
    letter.write_bytes(b"dear all")
    with pytest.raises(KpiError, match="没有覆盖"):
        saved(file, letter)
    assert letter.read_bytes() == b"dear all"


def test_a_backup_sees_one_moment_while_others_write(
    file: Store, empty: Store, tmp_path: Path
) -> None:
    anchors = journal.anchors(file.anchors)
    with file.read() as tx:
        load(file, "c.xlsx", [("J02", "fai", "2026-11", 4.0)])
        anchors += journal.anchors(file.anchors)[-1:]  # the anchors are read late, too
        backup.write(
            tx.con, file.data, tmp_path / "all.zip", revision=head(), anchors=anchors, at=AT
        )
    assert restore(empty, tmp_path / "all.zip", "local").proof.ok
    with empty.read() as tx:
        assert [u.name for u in uploads.list(tx)] == ["b.xlsx", "a.xlsx", "名录.xlsx"]


def test_long_texts_make_short_lines(
    file: Store, empty: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "_CHARACTERS", 50)
    saved(file, tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as zip:
        assert len(zip.read("tables/journal.jsonl").splitlines()) == 5  # a line of the journal each
    assert restore(empty, tmp_path / "all.zip", "local").proof.ok
