"""No page says a word in another language than its reader's, whoever reads and whatever is open."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from shutil import copytree
from typing import Any

import polib
import pytest
from google.protobuf.message import Message

from kpi import i18n
from kpi.model.period import Period
from kpi.model.person import OPERATOR, Person, Role, person
from kpi.service import publish, start
from kpi.store import engine
from pages.parts import pickers, session
from tests.papers import sentences
from tests.tongues import values, wrong

PAGES = sorted(
    p.stem for p in Path("pages").resolve().glob("*.py") if p.stem not in ("__init__", "frame")
)
NAME = "陈静"  # an account's name is what its person wrote
SILENT = frozenset(  # fields that nobody reads: codes, styles, addresses, a chart's own categories
    (
        *("id", "form_id", "user_key", "element_id", "widget_id", "key", "code", "unit"),
        *("indicator", "board", "stand", "group", "groups", "stops", "at", "group_id"),
        *("hash", "query", "language"),
        *("css_content", "js_content", "html_content", "stylesheet", "icon", "media_type"),
        *("href", "url_path", "page_script_hash", "locale", "locales", "formatted_value"),
        *("categoryarray", "x", "y"),
    )
)
TYPED = (NAME,)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # in Markdown, what stands for itself
READERS = [*((role, "en") for role in Role), (Role.ADMIN, "zh"), (Role.VIEWER, "zh")]
STATES: tuple[dict[str, str], ...] = (
    {},
    {"period": "2026-09", "stand": "live"},
    {"board": "fai", "unit": "J08", "period": "2026-10"},
)
MORE = {  # what else a page shows: units side by side, its scenes on the large screen
    "home": tuple({"present": "1", "scene": scene} for scene in ("home", "red", "black")),
    "board": ({"present": "1"},),
    "unit": ({"vs": "J03,J05"}, {"present": "1"}),
    "indicator": ({"indicator": "fai", "vs": "J03,J05"}, {"indicator": "fai", "present": "1"}),
    "matrix": ({"vs": "J03,J08"},),
}
TURNS = ("tab", "step", "cell")  # pickers of which a page shows one choice at a time


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
    yield from (ESCAPED.sub(r"\1", text),) if plain is None else values(plain, SILENT)


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


@pytest.fixture
def reader(request: pytest.FixtureRequest, signed_in: Callable[[Person | None], None]) -> Role:
    signed_in(person(f"the-{request.param}", NAME, request.param))
    return Role(request.param)


@cache
def ours() -> tuple[str, ...]:
    """The English texts of the product, of three words and more: what no Chinese page says."""
    po = polib.pofile(str(i18n.LOCALE / "en" / "LC_MESSAGES" / "kpi.po"))
    return tuple(e.msgstr for e in po if len(re.findall(r"[A-Za-z]{2,}", e.msgstr)) > 2)


def misread(said: Iterable[str], language: str, typed: Iterable[str] = TYPED) -> set[str]:
    """The texts in another language: English pages hold no Chinese but what was `typed`, Chinese
    ones no text of ours in English. What is sent to a browser holds Latin words that nobody
    reads; the browser's own test looks at every one that is shown.
    """
    if language == "en":
        return wrong(said, language, typed)
    return {text for text in said if any(english in text for english in ours())}


@pytest.fixture
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """The reader's; between two runs AppTest asks for the names of options in it too."""
    mark = session._spoken.set(request.param)
    yield request.param
    session._spoken.reset(mark)


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[str, ...]]:
    """What pages let a reader choose by their URL: filled while they run."""
    found: dict[str, tuple[str, ...]] = {}
    real = pickers.linked

    def linked(widget: Any, label: str, codes: Any, key: str, **more: Any) -> str:
        found[key] = tuple(codes)
        return real(widget, label, codes, key, **more)

    monkeypatch.setattr(pickers, "linked", linked)
    return found


def turned(offered: dict[str, tuple[str, ...]]) -> Iterator[dict[str, str]]:
    """Every choice of TURNS that a page offers but its first, and one field of each way to answer
    for something.
    """
    for key in TURNS:
        yield from ({key: code} for code in offered.get(key, ())[1:])
    ways = {code.partition(":")[0]: code for code in offered.get("duty", ()) if code}
    yield from ({"duty": code} for code in ways.values())


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("reader", "language"), READERS, indirect=True)
def test_a_page_speaks_its_readers_language(
    opened: Any, reader: Role, offered: dict[str, tuple[str, ...]], page: str, language: str
) -> None:
    said: set[str] = set()
    for url in STATES:
        try:
            seen = opened(page, lang=language, **url)
        except ValueError:  # the role has no such page
            return
        said |= set(texts(unfolded(seen).at))
    for url in (*MORE.get(page, ()), *turned(offered)):
        seen = opened(page, **{"lang": language, **STATES[-1], **url})
        assert all(seen.url.get(key) == code for key, code in url.items())
        said |= set(texts(unfolded(seen).at))
    assert len(said) > 5
    paper = sentences(start.store(), "fai", Period.parse("2026-10")) if page == "publish" else ()
    assert misread(said, language, (*TYPED, *paper)) == set()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "zh"], indirect=True)
def test_an_empty_district_is_told_in_its_readers_language(
    bare: Any, page: str, language: str
) -> None:
    assert misread(texts(bare(page, lang=language).at), language) == set()


def test_a_planted_text_is_found(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The finder can fail: a heading that nobody translated stands in the findings."""
    monkeypatch.setattr("kpi.model.edition.Edition.headline", lambda self, group=None: "没有译文")
    assert "没有译文" in wrong(texts(opened("home", lang="en").at), "en", TYPED)


def test_an_english_text_of_ours_in_a_chinese_page_is_found() -> None:
    assert misread([f"总览 {ours()[0]}", "总览"], "zh") == {f"总览 {ours()[0]}"}
