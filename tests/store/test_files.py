"""Originals on disk."""

import hashlib
import stat

import pytest

from kpi.model.problem import KpiError
from kpi.store import files
from kpi.store.engine import Act, Store

DATA = "云溪区".encode()
SHA = hashlib.sha256(DATA).hexdigest()


def keep(store: Store, data: bytes) -> str:
    with store.write("zhangsan", Act.LOAD) as tx:
        return files.keep(tx, data, "十月.xlsx")


def test_an_original_is_kept_once_under_its_hash(store: Store) -> None:
    assert keep(store, DATA) == keep(store, DATA) == SHA
    assert [p.name for p in (store.data / "files").iterdir()] == [SHA]
    assert stat.S_IMODE(files.path(store.data, SHA).stat().st_mode) == 0o600
    with store.read() as tx:
        assert files.load(tx, SHA) == DATA


def test_an_altered_original_is_not_handed_out(store: Store) -> None:
    keep(store, DATA)
    files.path(store.data, SHA).write_bytes(b"something else")
    with store.read() as tx, pytest.raises(KpiError, match="altered"):
        files.load(tx, SHA)
    keep(store, DATA)  # sent again, it is whole again
    with store.read() as tx:
        assert files.load(tx, SHA) == DATA


def test_only_what_was_kept_is_handed_out(store: Store) -> None:
    (store.data / "secret").write_bytes(b"x")
    with store.read() as tx, pytest.raises(KpiError):
        files.load(tx, "../secret")
