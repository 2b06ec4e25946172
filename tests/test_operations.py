"""The administrator's handbook says what is so: its commands, units and settings exist."""

import argparse
import configparser
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from kpi.__main__ import COMMANDS, Parser
from kpi.store.integrity import GUARDED

ROOT = Path(__file__).parents[1]
BOOK = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
UNITS = dict(re.findall(r"`/etc/systemd/system/([\w.-]+)`:\n```ini\n(.*?)```", BOOK, re.DOTALL))
SAID = sorted(set(re.findall(r"-m kpi ([^\n`#]+)", BOOK)))


def parsed(words: str) -> argparse.Namespace:
    """The words as the product's own parser takes them; SystemExit where it does not."""
    parser = Parser()
    commands: Any = parser.add_subparsers(required=True, parser_class=Parser)
    for command in COMMANDS:
        command(commands.add_parser)
    return parser.parse_args(shlex.split(words))


@pytest.mark.parametrize("words", SAID)
def test_every_command_of_the_handbook_is_one(words: str) -> None:
    assert callable(parsed(words).run)


def test_the_handbook_names_the_commands_of_upkeep() -> None:
    named = {words.split()[0] for words in SAID}
    assert named >= {"init", "migrate", "backup", "restore", "verify", "user", "serve"}


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_runs_a_command_as_the_products_own_user(name: str) -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign] - systemd minds the case
    unit.read_string(UNITS[name])
    if name.endswith(".timer"):
        assert unit["Timer"]["Persistent"] == "yes"
        assert name.replace(".timer", ".service") in UNITS
        return
    assert (unit["Service"]["User"], unit["Service"]["UMask"]) == ("kpi", "0077")
    assert unit["Service"]["ReadWritePaths"] == "/var/lib/kpi"
    for words in re.findall(r"^ExecStart=.* -m kpi (.*)$", UNITS[name], re.MULTILINE):
        assert callable(parsed(words).run)


def test_every_setting_that_the_handbook_names_is_explained() -> None:
    named = set(re.findall(r"KPI_[A-Z_]+", BOOK))
    explained = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert {name for name in named if f"`{name}`" not in explained} == set()


def test_the_handbook_takes_the_right_to_change_from_all_of_history() -> None:
    taken = re.search(r"REVOKE UPDATE, DELETE ON (.*?) FROM kpi_server", BOOK)
    assert taken is not None
    assert set(taken[1].split(", ")) == set(GUARDED)


def test_the_proxy_takes_no_more_than_the_product() -> None:
    assert "client_max_body_size 25m;" in BOOK and "client_max_body_size 64k;" in BOOK
    for header in ("Host", "X-Forwarded-For", "X-Forwarded-Proto", "Upgrade", "Connection"):
        assert re.search(rf"proxy_set_header {header} +\S+;", BOOK)
