"""Characters that the bundled faces lack: named before printing, for a page prints a box without
a word.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kpi.i18n import N_, _
from kpi.model.problem import KpiError

COVERAGE = Path(__file__).resolve().parents[1] / "fonts/coverage.txt"
LACKING = N_("字库缺字：{names}")
TOLD = 5  # characters that are named at once


class Lacking(KpiError):
    """Texts hold characters that cannot be printed; `characters` are those."""

    def __init__(self, text: str, characters: frozenset[str]) -> None:
        super().__init__(text)
        self.characters = characters


def absent(text: str) -> frozenset[str]:
    """Characters of a text that a page cannot show."""
    return frozenset(c for c in set(text) if not _covered(ord(c)))


def bracketed(text: str) -> str:
    """The text with such characters as their number in brackets: 石〔U+20BB7〕镇."""
    lost = absent(text)
    return "".join(f"〔U+{ord(c):04X}〕" if c in lost else c for c in text) if lost else text


def check(given: str) -> None:
    """Raises Lacking where a text of the JSON `given` cannot be printed: 字库缺字：𠮷（石𠮷镇）."""
    lost = absent(given)
    if not lost:
        return
    texts = list(_texts(json.loads(given)))
    found = [(c, min((t for t in texts if c in t), key=len)) for c in sorted(lost)]
    glue = _("、")
    told = glue.join(_("{sign}（{where}）").format(sign=c, where=t[:40]) for c, t in found[:TOLD])
    raise Lacking(_(LACKING).format(names=told), lost)


def marked(data: Any) -> Any:
    """The same data with every such character in brackets."""
    if isinstance(data, str):
        return bracketed(data)
    if isinstance(data, Mapping):
        return {key: marked(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [marked(value) for value in data]
    return data


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)


@cache
def _spans() -> tuple[tuple[int, ...], tuple[int, ...]]:
    ends = re.findall(r"(\w+)-(\w+)", COVERAGE.read_text("ascii"))
    return tuple(int(a, 16) for a, _b in ends), tuple(int(b, 16) for _a, b in ends)


@cache
def _covered(code: int) -> bool:
    if code in (0x09, 0x0A):
        return True
    starts, lasts = _spans()
    n = bisect_right(starts, code) - 1
    return n >= 0 and code <= lasts[n]
