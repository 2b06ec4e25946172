"""The frame around every page: language, theme, rights."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kpi import i18n
from kpi.model.person import Person, Role, person
from kpi.service import start
from kpi.store.migrate import migrate
from pages.parts import session

FRAME = Path(__file__).parents[2] / "pages" / "frame.py"
VIEWER = person("viewer", "张主任", Role.VIEWER)


@pytest.fixture(autouse=True)
def _empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(i18n, "_asked", lambda: "zh")
    monkeypatch.setenv("KPI_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("KPI_DATABASE_URL", raising=False)
    for kept in (start.configured, start.store):
        kept.cache_clear()
    st.cache_resource.clear()
    migrate(start.store())
    yield
    start.store().close()
    for kept in (start.configured, start.store):
        kept.cache_clear()
    st.cache_resource.clear()


def opened(**url: str) -> AppTest:
    at = AppTest.from_file(FRAME, default_timeout=30)
    for name, code in url.items():
        at.query_params[name] = code
    return at.run()


def test_the_frame_runs_on_an_empty_store_and_writes_the_language() -> None:
    at = opened()
    assert not at.exception
    assert at.query_params["lang"] == "zh"


def test_one_click_changes_the_language_and_the_url() -> None:
    at = opened()
    assert at.button(key="frame_other").label == "EN"
    at.button(key="frame_other").click().run()
    assert (at.session_state.language, at.query_params["lang"]) == ("en", "en")
    assert at.button(key="frame_other").label == "中文"


def test_a_link_says_the_language() -> None:
    assert opened(lang="en").button(key="frame_other").label == "中文"


def test_an_unknown_language_is_the_usual_one() -> None:
    at = opened(lang="xx")
    assert (at.session_state.language, at.query_params["lang"]) == ("zh", "zh")


@pytest.mark.parametrize("page", ["home", "board", "unit", "indicator", "upload"])
def test_every_page_asks_for_its_right_first(page: str, signed_in: Any) -> None:
    signed_in(Person("nobody", "", frozenset()))
    at = AppTest.from_file(FRAME.parent / f"{page}.py", default_timeout=30).run()
    assert [text.value for text in at.markdown] == ["没有查看本页的权限。"]
    assert len(at.main) == 1


def test_a_page_without_right_is_not_registered(signed_in: Any) -> None:
    signed_in(VIEWER)
    at = opened()
    assert not at.exception
    with pytest.raises(ValueError, match=r"upload\.py"):
        at.switch_page(str(FRAME.parent / "upload.py"))


def test_a_download_speaks_the_language_of_its_page() -> None:
    assert session.language() == "zh"
    mark = session._spoken.set("en")
    made = session.carried(session.language)
    session._spoken.reset(mark)
    assert (made(), session.language()) == ("en", "zh")
