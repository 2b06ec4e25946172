"""The pages on the sample district, without a browser."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kpi import i18n
from kpi.model.person import OPERATOR, Person
from kpi.model.show import NO_BREAK
from kpi.service import signin, start

FRAME = Path(__file__).parents[2] / "pages" / "frame.py"
Open = Callable[..., "Seen"]


@pytest.fixture(autouse=True)
def signed_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[Person | None], None]:
    """There is no gate in front of these pages: somebody with every right is signed in, until
    `signed_in(person)` says who; None: nobody.
    """

    def enter(who: Person | None) -> None:
        monkeypatch.setattr(signin, "live", lambda store, login, ticket, vouching: who)

    enter(OPERATOR)
    return enter


class Seen:
    """A page as AppTest sees it, asked for what it means rather than how it looks."""

    def __init__(self, at: AppTest) -> None:
        self.at = at

    @property
    def url(self) -> dict[str, Any]:
        """The codes in the URL."""
        return dict(self.at.query_params)

    @property
    def text(self) -> str:
        """Every heading, sentence and caption."""
        kinds = ("title", "header", "subheader", "markdown", "caption", "code")
        return "\n".join(str(e.value) for kind in kinds for e in self.at.get(kind))

    def listed(self, side: str) -> list[str]:
        """The codes on the list elements of one side (red, black, all, tiles), in order."""
        return [row["code"] for e in self._elements() if _side(e) == side for row in e["rows"]]

    def _elements(self) -> list[dict[str, Any]]:
        told = (json.loads(e.proto.json) for e in self.at.get("bidi_component"))
        parts = (part for e in told for part in e.get("parts", [e]))
        return [part for part in parts if "rows" in part]

    @property
    def cells(self) -> list[str]:
        """What stands in the tables, without the screen's unbreakable joints."""
        values = [t.value.values.tolist() for t in self.at.dataframe]
        values += [[_texts(row) for row in e["rows"]] for e in self._elements() if "heads" in e]
        return [
            str(cell).replace(NO_BREAK, "") for table in values for row in table for cell in row
        ]

    @property
    def headings(self) -> list[list[str]]:
        """The headings of every table, spreadsheets first."""
        own = [[h.get("title", "") for h in e["heads"]] for e in self._elements() if "heads" in e]
        return [[str(c) for c in t.value.columns] for t in self.at.dataframe] + own

    def table(self, form: str) -> dict[str, list[str]]:
        """The own tables of one form: by the code of each row its texts, in order."""
        rows = (row for e in self._elements() if e.get("form") == form for row in e["rows"])
        return {row["code"]: _texts(row) for row in rows}

    def links(self, form: str) -> list[str]:
        """Where the rows of the own tables of one form lead to, in order."""
        return [row["href"] for e in self._elements() if e.get("form") == form for row in e["rows"]]

    def shows(self, *words: str) -> bool:
        """Whether each of `words` stands somewhere in a table."""
        return all(any(word in cell for cell in self.cells) for word in words)

    def button(self, key: str) -> Any:
        """The button whose key begins with `key`; None where there is none."""
        return next((b for b in self.at.button if (b.key or "").startswith(key)), None)

    def run(self) -> "Seen":
        """Another run; a fault of the page fails the test."""
        self.at.run()
        assert [e.value for e in self.at.exception] == []
        return self

    def click(self, key: str) -> "Seen":
        """Press a button by the beginning of its key."""
        self.button(key).click()
        return self.run()


def _texts(row: dict[str, Any]) -> list[str]:
    return [c if isinstance(c, str) else c["t"] for c in row["cells"]]


def _side(element: dict[str, Any]) -> str:
    return str(element.get("side") or element.get("kind"))


@contextmanager
def _on(folder: Path) -> Iterator[Open]:
    """Open pages on one data folder, in the language of the link or Chinese."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(i18n, "_asked", lambda: "zh")
        patch.setenv("KPI_DATA_DIR", str(folder))
        patch.setenv("KPI_TODAY", "2026-11-21")
        patch.setenv("KPI_LANG", "zh")
        patch.delenv("KPI_DATABASE_URL", raising=False)
        _forget()

        def opened(page: str = "home", dark: bool = False, **url: str) -> Seen:
            at = AppTest.from_file(FRAME, default_timeout=60)
            at.context = {"theme": "dark"} if dark else {}
            for name, code in url.items():
                at.query_params[name] = code
            if page != "home":
                at.switch_page(str(FRAME.parent / f"{page}.py"))
            return Seen(at).run()

        yield opened
        start.store().close()
    _forget()


def _forget() -> None:
    for kept in (start.configured, start.store):
        kept.cache_clear()
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture(scope="module")
def opened(sample_data: Path) -> Iterator[Open]:
    """`opened("unit", unit="J08", lang="en")` on the sample district, only to be read."""
    with _on(sample_data) as pages:
        yield pages


@pytest.fixture
def own(sample_folder: Path) -> Iterator[Open]:
    """The same on a copy to write in."""
    with _on(sample_folder) as pages:
        yield pages


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Open]:
    """The same on an empty store: nobody has set anything up yet."""
    with _on(tmp_path) as pages:
        yield pages
