"""A SQLite database on a network share loses data; it is refused before it is made."""

from pathlib import Path

import pytest

from kpi.store import engine, place
from kpi.store.trouble import Trouble

MOUNTS = r"""/dev/sda1 / ext4 rw,relatime 0 0
server:/export /mnt/share nfs4 rw 0 0
//server/files /mnt/my\040share cifs rw 0 0
/dev/sdb1 /mnt/share/local xfs rw 0 0
tmpfs /tmp tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib/kpi", ""),
        ("/mnt/share", "nfs4"),
        ("/mnt/share/kpi/data", "nfs4"),
        ("/mnt/shared", ""),
        ("/mnt/my share/kpi", "cifs"),
        ("/mnt/share/local/kpi", ""),
    ],
)
def test_a_folder_lies_where_its_innermost_mount_does(folder: str, kind: str) -> None:
    assert place.far(Path(folder), MOUNTS) == kind


def test_a_system_that_tells_no_mounts_is_believed(tmp_path: Path) -> None:
    assert place.far(tmp_path, "") == ""


def test_sqlite_on_a_share_is_refused_and_postgres_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "far", lambda folder: "nfs4")
    with pytest.raises(Trouble, match="nfs4"):
        engine.open(f"sqlite:///{tmp_path / 'kpi.db'}", tmp_path)
    assert not (tmp_path / "kpi.db").exists()
    engine.open("postgresql+psycopg://kpi@127.0.0.1:1/kpi", tmp_path).close()
