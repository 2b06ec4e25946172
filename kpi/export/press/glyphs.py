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

from kpi.export.press import cmap
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


def absent(text: str, fonts: Path | None = None) -> frozenset[str]:
    """Characters of a text that a page cannot show."""
    return frozenset(c for c in set(text) if not _covered(ord(c), fonts))


def bracketed(text: str, fonts: Path | None = None) -> str:
    """The text with such characters as their number in brackets: 石〔U+20BB7〕镇."""
    lost = absent(text, fonts)
    return "".join(f"〔U+{ord(c):04X}〕" if c in lost else c for c in text) if lost else text


def check(given: str, fonts: Path | None = None) -> None:
    """Raises Lacking where a text of the JSON `given` cannot be printed: 字库缺字：𠮷（石𠮷镇）."""
    lost = absent(given, fonts)
    if not lost:
        return
    texts = list(_texts(json.loads(given)))
    found = [(c, min((t for t in texts if c in t), key=len)) for c in sorted(lost)]
    glue = _("、")
    told = glue.join(_("{sign}（{where}）").format(sign=c, where=t[:40]) for c, t in found[:TOLD])
    raise Lacking(_(LACKING).format(names=told), lost)


def marked(data: Any, fonts: Path | None = None) -> Any:
    """The same data with every such character in brackets."""
    if isinstance(data, str):
        return bracketed(data, fonts)
    if isinstance(data, Mapping):
        return {key: marked(value, fonts) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [marked(value, fonts) for value in data]
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
def _spans(fonts: Path | None) -> tuple[tuple[int, int], ...]:
    """What our faces all have, joined with what an office's own have; rising, none over another."""
    ends = re.findall(r"(\w+)-(\w+)", COVERAGE.read_text("ascii"))
    found = [(int(a, 16), int(b, 16)) for a, b in ends]
    if fonts:
        found += cmap.spans(fonts)
    joined: list[tuple[int, int]] = []
    for first, last in sorted(found):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def _covered(code: int, fonts: Path | None) -> bool:
    spans = _spans(fonts)
    n = bisect_right(spans, (code, 0x110000)) - 1
    return code in (0x09, 0x0A) or (n >= 0 and code <= spans[n][1])
