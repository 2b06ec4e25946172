"""`--by`: in whose name a command acts, with whose rights and indicators."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kpi import i18n
from kpi.__main__ import main
from kpi.model.person import OPERATOR, Role
from kpi.service import people, start
from kpi.store import journal

PASSWORD = "Bohe-Qinghe-27"  # noqa: S105 - made for these tests
FAI = "单位,指标,报告期,数值\n桥西街道,固定资产投资,2026年10月,7.16\n"
BOTH = FAI + "桥西街道,社会消费品零售总额,2026年10月,9.9\n"


@pytest.fixture
def kpi(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Iterator[Any]:
    """`kpi("load", file, "--json")` on the sample district: exit code, stdout, stderr."""
    monkeypatch.setattr(i18n, "_asked", lambda: "zh")
    monkeypatch.setenv("KPI_DATA_DIR", str(sample_folder))
    monkeypatch.setenv("KPI_TODAY", "2026-11-21")
    monkeypatch.delenv("KPI_DATABASE_URL", raising=False)
    start.configured.cache_clear()
    start.store.cache_clear()

    def said(*words: object) -> tuple[int, str, str]:
        capfdbinary.readouterr()
        code = main([str(w) for w in words])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    yield said
    start.store().close()
    start.configured.cache_clear()
    start.store.cache_clear()


def file(tmp_path: Path, text: str, name: str = "十月.csv") -> Path:
    place = tmp_path / name
    place.write_text(text, encoding="utf-8")
    return place


def staff() -> None:
    """Investment's office D01, another office D02, a publisher, somebody who has left."""
    store = start.store()
    for login, role, unit in (
        ("chen", Role.PREPARER, "D01"),
        ("lent", Role.PREPARER, "D02"),
        ("wang", Role.PUBLISHER, ""),
        ("gone", Role.PREPARER, "D01"),
    ):
        people.add(store, login, role, OPERATOR, unit=unit, password=PASSWORD)
    people.disable(store, "gone", OPERATOR)


def refused() -> list[tuple[str, str]]:
    with start.store().read() as tx:
        return [(x.actor, x.object) for x in journal.lines(tx) if x.act == "refused"]


def uploads(kpi: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(kpi("uploads", "--json")[1])
    return found


def test_without_accounts_any_name_is_written_down_and_may_do_all(kpi: Any, tmp_path: Path) -> None:
    code, out, _err = kpi("load", file(tmp_path, FAI), "--by", "zhangsan", "--json")
    number = json.loads(out)["upload"]
    assert (code, uploads(kpi)[0]["by"]) == (0, "zhangsan")
    assert kpi("undo", number, "--by", "lisi")[0] == 0


@pytest.mark.parametrize("who", ["nobody", "gone", "wang"])
def test_who_may_not_send_sends_nothing(kpi: Any, tmp_path: Path, who: str) -> None:
    staff()
    before = uploads(kpi)
    code, out, err = kpi("load", file(tmp_path, FAI), "--by", who)
    assert (code, out) == (1, "")
    assert "没有这项权限，没有任何改动。" in err
    assert uploads(kpi) == before
    assert [actor for actor, _object in refused()] == [who]


def test_a_preparers_load_leaves_other_offices_columns_out(kpi: Any, tmp_path: Path) -> None:
    staff()
    words = ("load", file(tmp_path, BOTH), "--by", "chen", "--note", "核实", "--json")
    code, out, _err = kpi(*words)
    told = json.loads(out)
    assert (code, told["outcome"]) == (0, "accept")
    assert {v["indicator"] for v in told["values"]} == {"fai"}
    (foreign,) = [p for p in told["problems"] if p["code"] == "NOT_YOURS"]
    assert (foreign["severity"], foreign["message"]) == (
        "warning",
        "“社会消费品零售总额”由区商务局报送，未导入。",
    )
    assert uploads(kpi)[0]["by"] == "chen"


def test_a_file_of_other_offices_alone_is_exit_1(kpi: Any, tmp_path: Path) -> None:
    staff()
    before = uploads(kpi)
    code, out, _err = kpi("load", file(tmp_path, FAI), "--by", "lent", "--json")
    told = json.loads(out)
    assert (code, told["outcome"], told["upload"], told["values"]) == (1, "reject", None, [])
    assert [p["code"] for p in told["problems"] if p["severity"] == "error"] == ["NOT_YOURS"]
    assert uploads(kpi) == before
    assert refused() == [("lent", "load")]


def test_an_upload_is_undone_in_its_senders_name_or_by_the_operator(
    kpi: Any, tmp_path: Path
) -> None:
    staff()
    number = json.loads(kpi("load", file(tmp_path, FAI), "--by", "chen", "--json")[1])["upload"]
    assert kpi("undo", number, "--by", "lent")[0] == 1
    assert kpi("undo", number, "--by", "nobody")[0] == 1
    assert uploads(kpi)[0]["undone"] is None
    assert kpi("undo", number, "--by", "chen")[0] == 0
    number = json.loads(kpi("load", file(tmp_path, FAI), "--by", "chen", "--json")[1])["upload"]
    assert kpi("undo", number)[0] == 0


def test_who_may_not_publish_publishes_nothing(kpi: Any) -> None:
    staff()
    for who in ("nobody", "chen", "gone"):
        code, out, err = kpi("publish", "fai", "2026-10", "--by", who)
        assert (code, out) == (1, "")
        assert "NOT_ENTITLED" in err
    assert json.loads(kpi("editions", "--json")[1]) == []
    assert {actor for actor, _object in refused()} == {"nobody", "chen", "gone"}
