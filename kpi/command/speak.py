"""How commands answer: data on stdout, sentences on stderr, an exit code."""

import argparse
import json
import sys
from typing import Any

NO_BREAK = "\u2060"  # as in model/show, which loads numpy

DONE, REFUSED, UNUSABLE, FAULT = range(4)


def say(text: str) -> None:
    """Write to stdout, in UTF-8 wherever we run; without the screen's unbreakable joints."""
    sys.stdout.buffer.write(text.replace(NO_BREAK, "").encode())
    sys.stdout.buffer.flush()


def document(value: Any) -> None:
    """One JSON document on stdout."""
    say(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n")


def table(head: list[str], rows: list[list[Any]]) -> None:
    """A table for people: tab-separated lines under a heading."""
    lines = [head, *([("" if x is None else str(x)) for x in row] for row in rows)]
    say("\n".join("\t".join(line).rstrip() for line in lines) + "\n")


def tell(line: str) -> None:
    """One line for people on stderr."""
    sys.stderr.buffer.write(f"{line}\n".replace(NO_BREAK, "").encode(errors="replace"))
    sys.stderr.flush()


def unusable(message: str) -> int:
    """One line on stderr that names the place; exit 2."""
    tell(f"error: {' '.join(message.split())}")
    return UNUSABLE


def count(text: str) -> int:
    """A whole number from 0, for options."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number >= 0")
    return int(text)
