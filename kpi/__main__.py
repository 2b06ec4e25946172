"""The commands: `python -m kpi COMMAND …`. Each one imports its service when it is asked for."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from kpi import i18n

DONE, REFUSED, UNUSABLE, FAULT = range(4)
Command = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """A parser that tells a wrong option in one line."""

    def error(self, message: str) -> NoReturn:
        """One line on stderr, exit 2."""
        self.exit(UNUSABLE, f"error: {message}\n")


def score(add: Callable[..., Parser]) -> None:
    """The ranking engine on a plain table, without a database."""
    parser = add("score", help="score a table by a rule, without a database")
    parser.add_argument("values", type=Path, metavar="VALUES.csv")
    parser.add_argument("--rule", type=Path, required=True, metavar="RULE.json")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--robustness", type=count, default=0, metavar="N", help="draws of weights")
    parser.add_argument("--seed", type=count, metavar="S", help="fixes the draws")
    parser.set_defaults(run=_score)


def _score(given: argparse.Namespace) -> int:
    from kpi.service.score import Unusable
    from kpi.service.score import score as board

    try:
        scored = board(given.values, given.rule, given.robustness, given.seed)
    except Unusable as fault:
        return unusable(str(fault))
    say(scored.document() if given.json else scored.plain())
    return DONE


# A command is a function that adds its parser and sets `run`; one more line here makes it known.
COMMANDS: tuple[Callable[[Callable[..., Parser]], None], ...] = (score,)


def count(text: str) -> int:
    """A whole number from 0, for options."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number >= 0")
    return int(text)


def say(text: str) -> None:
    """Write to stdout, in UTF-8 wherever we run."""
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def unusable(message: str) -> int:
    """One line on stderr that names the place; exit 2."""
    tell(f"error: {' '.join(message.split())}")
    return UNUSABLE


def tell(line: str) -> None:
    """One line for people on stderr."""
    sys.stderr.buffer.write(f"{line}\n".encode(errors="replace"))
    sys.stderr.flush()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    i18n.follow(lambda: os.environ.get("KPI_LANG", "zh"))
    parser = Parser(prog="python -m kpi", description="Red-Black Board (红黑榜)")
    commands: Any = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)
    for command in COMMANDS:
        command(commands.add_parser)
    given = parser.parse_args(argv)
    run: Command = given.run
    try:
        return run(given)
    except Exception as fault:  # the outermost door: a number for people, the rest for the log
        return _fault(fault)


def _fault(fault: Exception) -> int:
    import logging
    import secrets

    from kpi.settings import SettingError, load

    number = secrets.token_hex(2).upper()
    log = logging.getLogger("kpi.fault")
    log.propagate = False
    try:
        folder = load().data_dir / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        log.addHandler(logging.FileHandler(folder / "kpi.log", encoding="utf-8"))
    except (OSError, SettingError):
        log.addHandler(logging.NullHandler())  # nowhere to write: the number alone must do
    log.error("fault %s", number, exc_info=fault)
    tell(number)
    return FAULT


if __name__ == "__main__":
    sys.exit(main())
