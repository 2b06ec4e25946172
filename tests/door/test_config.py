"""Streamlit's settings: colours as in `look`, nothing that leaves the machine."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kpi.model import look

CONFIG = tomllib.loads(
    (Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_colours_are_those_of_the_house(name: str) -> None:
    shown, theme = CONFIG["theme"][name], look.THEMES[name]
    assert {
        "backgroundColor": theme.background,
        "secondaryBackgroundColor": theme.paper,
        "textColor": theme.text,
        "borderColor": theme.border,
        "primaryColor": theme.action,
        "redColor": theme.red,
        "orangeColor": theme.target,
        "orangeTextColor": theme.target_text,
    }.items() <= shown.items()


def test_the_font_is_that_of_the_house() -> None:
    assert CONFIG["theme"]["font"] == look.FONT


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        ("server", "address", "127.0.0.1"),
        ("server", "enableAgentApi", False),
        ("browser", "gatherUsageStats", False),
        ("logger", "hideWelcomeMessage", True),
        ("client", "showErrorDetails", "none"),
        ("client", "showErrorLinks", False),
    ],
)
def test_nothing_leaves_the_machine(section: str, name: str, value: Any) -> None:
    assert CONFIG[section][name] == value
