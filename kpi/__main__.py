"""The commands: `python -m kpi COMMAND …`. Each one imports its service when it is asked for."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from kpi import i18n
from kpi.command import board, catalog, export, publish, serve, upkeep, upload, uploads, user, words
from kpi.command.speak import FAULT, REFUSED, UNUSABLE, tell, unusable
from kpi.i18n import _
from kpi.model.problem import KpiError, Refused
from kpi.settings import SettingError

Command = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """A parser that tells a wrong option in one line."""

    def error(self, message: str) -> NoReturn:
        """One line on stderr, exit 2."""
        self.exit(UNUSABLE, f"error: {message}\n")


# A command is a function that adds its parser and sets `run`; one more name here makes it known.
COMMANDS: tuple[Callable[[Callable[..., Parser]], None], ...] = (
    *(catalog.init, serve.serve, catalog.catalog, catalog.migrate, user.user),
    *(upload.template, upload.check, upload.mark, upload.load, uploads.uploads, uploads.undo),
    *(board.values, board.board, board.score),
    *(publish.publish, publish.editions, publish.edition, export.export),
    *(upkeep.verify, upkeep.backup, upkeep.restore),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    i18n.follow(lambda: os.environ.get("KPI_LANG", "zh"))
    words.speak()
    parser = Parser(prog="python -m kpi", description="Red-Black Board (红黑榜)")
    commands: Any = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)
    for command in COMMANDS:
        command(commands.add_parser)
    given = parser.parse_args(argv)
    run: Command = given.run
    try:
        return run(given)
    except Refused as refused:
        for each in refused.problems:
            tell(each.text())
        return REFUSED
    except (SettingError, KpiError) as fault:
        return unusable(str(fault))
    except Exception as fault:  # the outermost door: a number for people, the rest for the log
        return _fault(fault)


def _fault(fault: Exception) -> int:
    from kpi.service import faults

    number = faults.noted(fault)
    tell(_("出了故障，没有做完，编号 {number}，已记录。").format(number=number))
    return FAULT


if __name__ == "__main__":
    sys.exit(main())
