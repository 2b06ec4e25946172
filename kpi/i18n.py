"""The reader's language: Chinese is the text in the code, English is looked up in `locale/`."""

import gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

import polib

LANGUAGES = ("zh", "en")
LOCALE = Path(__file__).parent / "locale"
_asked: Callable[[], str] = lambda: "zh"  # noqa: E731 - a default that `follow` replaces
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def follow(ask: Callable[[], str]) -> None:
    """Ask `ask()` for the language each time a text is shown: fragments rerun alone."""
    global _asked
    _asked = ask


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Texts made inside are in this language, whoever reads the screen: a file is made as asked."""
    before = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """`zh` or `en`, as asked now."""
    asked = _spoken.get() or _asked()
    return asked if asked in LANGUAGES else "zh"


def _(text: str) -> str:
    """`text` (Chinese) in the reader's language; a text without translation stays Chinese."""
    return text if language() == "zh" else texts(language()).gettext(text)


def N_(text: str) -> str:
    """Mark `text` for translation where it is kept as a pattern."""
    return text


@cache
def texts(code: str) -> gettext.NullTranslations:
    """The catalogue of one language, compiled in memory from its .po file."""
    po = polib.pofile(str(LOCALE / code / "LC_MESSAGES" / "kpi.po"))
    return gettext.GNUTranslations(BytesIO(po.to_binary()))
