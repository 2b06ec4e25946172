"""No page says a word in another language than its reader's, whoever reads and whatever is open."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from google.protobuf.message import Message

from kpi.model.period import Period
from kpi.model.person import OPERATOR, Person, Role, person
from kpi.service import publish
from kpi.store import engine
from tests.tongues import values, wrong

PAGES = sorted(
    p.stem for p in Path("pages").resolve().glob("*.py") if p.stem not in ("__init__", "frame")
)
NAME = "陈静"  # an account's name is what its person wrote
SILENT = frozenset(  # fields that nobody reads: codes, styles, addresses, a chart's own categories
    (
        *("id", "form_id", "user_key", "element_id", "widget_id", "key", "code", "unit"),
        *("indicator", "board", "stand", "group", "group_id", "hash", "query", "language"),
        *("css_content", "js_content", "html_content", "stylesheet", "icon", "media_type"),
        *("href", "url_path", "page_script_hash", "locale", "locales", "formatted_value"),
        *("categoryarray", "x", "y"),
    )
)
TYPED = (NAME,)


@pytest.fixture(scope="module")
def sample_data(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample district with some editions."""
    folder = Path(copytree(sample_data, tmp_path_factory.mktemp("told") / "data"))
    store = engine.open(f"sqlite:///{folder / 'kpi.db'}", folder)
    for code, period in (("economy", "2026-08"), ("economy", "2026-09"), ("fai", "2026-09")):
        publish.go(store, code, Period.parse(period), OPERATOR, today=date(2026, 11, 21))
    store.close()
    return folder


def texts(at: Any) -> Iterator[str]:
    """Whatever a page sends to be read: elements, labels, tables, charts, our own elements."""
    for node in _nodes(at._tree):
        proto = getattr(node, "proto", None)
        if isinstance(proto, Message):
            yield from _fields(proto)
        if getattr(node, "type", "") == "arrow_data_frame":
            table = node.value
            yield from (str(cell) for row in table.values.tolist() for cell in row)


def _nodes(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        yield child
        if hasattr(child, "children"):
            yield from _nodes(child)


def _fields(message: Message) -> Iterator[str]:
    for field, value in message.ListFields():
        if field.name in SILENT:
            continue
        many = value if field.is_repeated else (value,)
        for one in many.values() if hasattr(many, "values") else many:
            if isinstance(one, Message):
                yield from _fields(one)
            elif isinstance(one, str):
                yield from _plain(one)


def _plain(text: str) -> Iterator[str]:
    """A text, or the texts in it where it is JSON for the browser."""
    try:
        plain = json.loads(text) if text[:1] in ("{", "[") else None
    except ValueError:
        plain = None
    yield from (text,) if plain is None else values(plain, SILENT)


def unfolded(seen: Any) -> Any:
    """The page with everything open that opens by itself and not by a deed."""
    shut = [
        node.proto.id.partition("-")[2].partition("-")[2]
        for node in _nodes(seen.at._tree)
        if getattr(node, "type", "") == "expander" and getattr(node.proto, "id", "")
    ]
    for key in shut:
        seen.at.session_state[key] = True
    return seen.run() if shut else seen


@pytest.fixture(params=[*Role])
def reader(request: pytest.FixtureRequest, signed_in: Callable[[Person | None], None]) -> Role:
    signed_in(person(f"the-{request.param}", NAME, request.param))
    return Role(request.param)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_speaks_its_readers_language(
    opened: Any, reader: Role, page: str, language: str
) -> None:
    said: set[str] = set()
    for url in ({}, {"period": "2026-09", "stand": "live"}, {"board": "fai", "unit": "J08"}):
        try:
            seen = opened(page, lang=language, **url)
        except ValueError:  # the role has no such page
            return
        said |= set(texts(unfolded(seen).at))
    assert len(said) > 5
    assert wrong(said, language, TYPED) == set()
