"""What is answered beside Streamlit, and what a reader sees of a fault."""

import re
from typing import Any

import pytest

from kpi.door import routes
from kpi.service import start
from kpi.store.trouble import Trouble


def test_health_is_ok_and_nothing_else(ask: Any) -> None:
    answer = ask("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")
    assert answer.headers["content-type"].startswith("text/plain")


def test_health_is_503_while_the_database_does_not_answer(
    ask: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    from kpi.store import engine

    empty = engine.open(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path)
    monkeypatch.setattr(start, "store", lambda: empty)
    assert ask("/healthz").status_code == 503
    empty.close()


def test_a_fault_of_the_surroundings_says_what_to_do() -> None:
    shown: list[str] = []
    routes.fault(shown.append)(Trouble("数据库连接不上，没有保存。"))
    assert shown[0].startswith("数据库连接不上，没有保存。出了点问题，编号 ")


def test_a_page_fault_is_shown_by_a_number_that_the_log_repeats(
    caplog: pytest.LogCaptureFixture,
) -> None:
    shown: list[str] = []
    handled = routes.fault(shown.append)(ValueError("inner detail"))
    number = re.findall("编号 ([A-Z0-9]{4})，", shown[0])[0]
    assert handled is True
    assert "inner detail" not in shown[0]
    assert f"fault {number}" in caplog.text
    assert "inner detail" in caplog.text
