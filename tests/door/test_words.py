"""Streamlit's own texts that we put into Chinese."""

import json
import re
from pathlib import Path

import pytest

from kpi.door import front

WORDS = json.loads((Path(front.__file__).parent / "words.json").read_text(encoding="utf-8"))
PATTERNS = {p["match"]: p for p in WORDS["patterns"]}


@pytest.fixture(scope="module")
def bundle() -> str:
    scripts = [front.bundle() / path[1:] for path in front.assets() if path.endswith(".js")]
    scripts += (front.bundle().parent / "runtime").glob("*.py")  # some texts come from the server
    return "\n".join(script.read_text(encoding="utf-8") for script in scripts)


def test_every_text_still_stands_in_the_installed_bundle(bundle: str) -> None:
    quoted = ('"{}"', "`{}`", "'{}'")
    missing = [t for t in WORDS["texts"] if not any(q.format(t) in bundle for q in quoted)]
    assert missing == []


def test_the_fixed_part_of_every_pattern_still_stands_in_the_bundle(bundle: str) -> None:
    assert [p["fixed"] for p in PATTERNS.values() if p["fixed"] not in bundle] == []


@pytest.mark.parametrize(
    ("shown", "say"),
    [
        ("20MB per file • XLSX", "每个文件不超过 20 MB　XLSX"),
        ("application/pdf files are not allowed.", "不接受这种文件：application/pdf"),
        ("File must be 20.0MB or smaller.", "文件不能超过 20.0MB"),
        ("Press Enter to submit form", "按回车键确认"),
    ],
)
def test_a_text_with_numbers_is_said_in_chinese(shown: str, say: str) -> None:
    found = [p for match, p in PATTERNS.items() if re.search(match, shown)]
    assert len(found) == 1
    template = re.sub(r"\$(\d)", r"\\\1", found[0]["say"])
    assert re.sub(found[0]["match"], template, shown) == say


def test_no_text_is_translated_into_itself_or_twice() -> None:
    texts = WORDS["texts"]
    assert not {t for t, say in texts.items() if t == say or say in texts}
