"""The palette: readable, told apart by every eye and in grey, and never alone."""

from itertools import combinations
from pathlib import Path

import pytest

from kpi.model.look import BLACK_MARK, DARK, LIGHT, RED_MARK, THEMES, Theme
from tools import colour

ROOT = Path(__file__).parents[2]
BOTH = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def test_contrast_is_that_of_the_guidelines():
    assert colour.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert colour.contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)  # the known grey
    assert colour.contrast("#FFFFFF", "#767676") == colour.contrast("#767676", "#FFFFFF")


def test_grey_and_distance_are_those_of_cielab():
    assert colour.grey("#FFFFFF") == pytest.approx(100, abs=0.01)
    assert colour.grey("#777777") == pytest.approx(50.03, abs=0.05)
    assert colour.apart("#000000", "#FFFFFF") == pytest.approx(100, abs=0.05)
    # Lindbloom's sRGB red: L* 53.24, a* 80.09, b* 67.20
    assert colour.lab(colour.linear("#FF0000")) == pytest.approx((53.24, 80.09, 67.20), abs=0.05)


@pytest.mark.parametrize("eye", colour.EYES)
def test_no_eye_is_given_colour_by_a_grey(eye: str):
    red, green, blue = colour.seen("#808080", eye)
    assert (green, blue) == pytest.approx((red, red), abs=1e-5)


def test_red_and_green_meet_in_a_deuteranopes_eye_and_part_in_others():
    one, other = "#C03A2B", "#6F7A00"  # a known pair of confusion: brick and olive
    assert colour.apart(one, other) > 60
    assert colour.apart(one, other, "deuteranopia") < 25


@BOTH
def test_every_text_and_mark_is_readable_on_whatever_it_stands_on(theme: Theme):
    pale = {
        (token, ground): round(colour.contrast(getattr(theme, token), getattr(theme, ground)), 2)
        for token, grounds in colour.GROUNDS.items()
        for ground, least in grounds
        if colour.contrast(getattr(theme, token), getattr(theme, ground)) < least
    }
    assert pale == {}


@BOTH
def test_the_marks_of_a_figure_are_apart_for_every_eye(theme: Theme):
    close = {
        (one, other, eye): round(colour.apart(getattr(theme, one), getattr(theme, other), eye), 1)
        for one, other in combinations(colour.MARKS, 2)
        for eye in colour.EYES
        if colour.apart(getattr(theme, one), getattr(theme, other), eye)
        < colour.APART[theme.name][one, other]
    }
    assert close == {}


@BOTH
def test_red_and_black_differ_in_a_grey_print(theme: Theme):
    assert abs(colour.grey(theme.red) - colour.grey(theme.ink)) >= 25
    assert abs(colour.grey(theme.ink) - colour.grey(theme.middle)) >= 40


def test_light_red_ink_and_middle_are_as_dark_as_designed_when_printed():
    printed = [round(colour.grey(c)) for c in (LIGHT.red, LIGHT.ink, LIGHT.middle)]
    assert printed == [47, 19, 76]


@BOTH
def test_every_number_on_a_heat_map_is_readable(theme: Theme):
    inks = zip(theme.heat, theme.heat_text, strict=True)
    assert [fill for fill, ink in inks if colour.contrast(fill, ink) < colour.TEXT] == []


@BOTH
def test_neighbouring_heat_steps_are_apart_for_every_eye(theme: Theme):
    steps = [
        (one, other, eye)
        for one, other in zip(theme.heat, theme.heat[1:], strict=False)
        for eye in colour.EYES
        if colour.apart(one, other, eye) < 15
    ]
    assert steps == []


@BOTH
def test_the_ends_of_a_heat_map_are_no_mirror_in_grey(theme: Theme):
    """A reader of a grey print must not take the best for the worst."""
    assert abs(colour.grey(theme.heat[0]) - colour.grey(theme.heat[-1])) >= 20


def test_the_two_lists_have_marks_of_their_own():
    assert (RED_MARK, BLACK_MARK) == ("▲", "▼")


def test_streamlit_is_told_the_same_colours():
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    light, dark = config.split("[theme.light]")[1].split("[theme.dark]")
    for part, theme in ((light, LIGHT), (dark, DARK)):
        said = {
            line.partition(" = ")[0]: line.partition('"')[2][:7]
            for line in part.splitlines()
            if '= "#' in line
        }
        assert said["primaryColor"] == theme.action
        assert said["backgroundColor"] == theme.background
        assert said["secondaryBackgroundColor"] == theme.paper
        assert said["textColor"] == theme.text
        assert said["borderColor"] == theme.border
        assert (said["redColor"], said["orangeColor"]) == (theme.red, theme.target)


def test_the_page_of_colours_is_the_one_that_the_code_makes():
    kept = (ROOT / "docs" / "colour.md").read_text(encoding="utf-8")
    assert kept == colour.document()
