"""How commands answer: data on stdout, sentences on stderr, an exit code."""

import argparse
import errno
import json
import sys
from typing import Any

from kpi.i18n import N_, _

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


def closed(file: object, fault: OSError) -> str:
    """Why a file cannot be opened or written, in the reader's language."""
    return f"{file}: {why(fault)}"


def why(fault: OSError) -> str:
    """The reason alone: 没有这个文件."""
    known = _FAULTS.get(fault.errno or 0)
    return _(known) if known else fault.strerror or type(fault).__name__


def no_period(given: str) -> int:
    """A text that is no period; exit 2."""
    return unusable(
        _("“{given}”不是报告期，应写作 2026-09、2026-Q3、2026-H1 或 2026。").format(given=given)
    )


_FAULTS = {
    errno.ENOENT: N_("没有这个文件或文件夹"),
    errno.EACCES: N_("没有权限"),
    errno.EPERM: N_("没有权限"),
    errno.EISDIR: N_("这是文件夹，不是文件"),
    errno.ENOTDIR: N_("路径中有一段不是文件夹"),
    errno.ENAMETOOLONG: N_("文件名过长"),
    errno.ENOSPC: N_("磁盘已满"),
    errno.EROFS: N_("磁盘只读"),
}


def count(text: str) -> int:
    """A whole number from 0, for options."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(_("{text} 不是不小于 0 的整数").format(text=repr(text)))
    return int(text)
