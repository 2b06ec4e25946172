"""Who may prove and copy, and what the journal says of it."""

import json
import zipfile
from pathlib import Path

import pytest

from kpi.i18n import speaking
from kpi.model.person import OPERATOR, Role, person
from kpi.model.problem import KpiError, Refused
from kpi.service import safety
from kpi.store import journal
from kpi.store.engine import Act, Store
from kpi.store.integrity import GUARDED


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMIN])
def test_only_an_administrator_copies_the_district(
    store: Store, tmp_path: Path, role: Role
) -> None:
    with pytest.raises(Refused):
        safety.backup(store, tmp_path / "x.zip", person("li", "李", role))
    assert not (tmp_path / "x.zip").exists()


def test_an_auditor_proves_and_a_viewer_does_not(store: Store) -> None:
    with store.write("wang", Act.EXPORT):
        pass
    assert safety.verify(store, person("shen", "审", Role.AUDITOR)).ok
    with pytest.raises(Refused):
        safety.verify(store, person("kan", "看", Role.VIEWER))


def test_a_backup_stands_in_the_journal_with_its_hash_and_moves_no_cache(
    store: Store, tmp_path: Path
) -> None:
    before = store.data_version()
    written = safety.backup(store, tmp_path / "all.zip", OPERATOR)
    with store.read() as tx:
        line = [*journal.lines(tx)][-1]
    assert (line.act, line.object) == ("backup", "all.zip")
    assert journal.detail(line)["sha256"] == written.sha256
    assert store.data_version() == before


def test_a_folder_that_cannot_be_written_is_named(store: Store, tmp_path: Path) -> None:
    (tmp_path / "all.zip.part").mkdir()  # whoever runs the tests: no file can be made of this
    with pytest.raises(KpiError, match=r"all\.zip"):
        safety.backup(store, tmp_path / "all.zip", OPERATOR)
    with store.read() as tx:
        assert [line.act for line in journal.lines(tx)] == ["migrate"]


def test_every_break_reads_as_a_sentence() -> None:
    with speaking("zh"):
        assert safety.text(safety.Break("journal", "3", "hash")) == "留痕第3行：内容与哈希不符"
        guards = [safety.text(safety.Break("database", t, "guard")) for t in GUARDED]
    assert guards[0] == "数据库journal：防改触发器不在"


@pytest.mark.parametrize("file", ["ours", "newer", "no backup"])
def test_a_restore_into_a_used_database_is_refused_logged_and_changes_nothing(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture, file: str
) -> None:
    place = tmp_path / "all.zip"
    safety.backup(store, place, OPERATOR)
    if file == "newer":
        _newer(place)
    elif file == "no backup":
        place.write_bytes(b"no zip at all")
    with store.read() as tx:
        before = [*journal.lines(tx)]
    with pytest.raises((safety.Used, safety.Unfit), match="没有恢复"):
        safety.restore(store, place, OPERATOR)
    with store.read() as tx:
        assert [*journal.lines(tx)] == before
    assert "restore refused" in caplog.text
    assert safety.verify(store, OPERATOR).ok


def test_an_unused_database_stays_unused_where_a_backup_does_not_fit(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place = tmp_path / "all.zip"
    place.write_bytes(b"no zip at all")
    with pytest.raises(safety.Unfit):
        safety.restore(store, place, OPERATOR)
    with store.read() as tx:
        assert [line.act for line in journal.lines(tx)] == ["migrate"]
    assert "restore refused" in caplog.text


def _newer(place: Path) -> None:
    """The same file as a later release would have written it."""
    with zipfile.ZipFile(place) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    manifest = json.loads(parts["manifest.json"])
    parts["manifest.json"] = json.dumps(manifest | {"revision": "9999"}).encode()
    with zipfile.ZipFile(place, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
