"""Two periods side by side."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from kpi.figure.slope import sentence, slope, strong
from kpi.model.look import DARK, LIGHT
from kpi.model.profile import Shift, Slope

UP = Shift("甲街道", 66.6, 81.8, 6, "red")
DOWN = Shift("乙街道", 75.7, 63.2, -3, "black")
QUIET = Shift("丙街道", 77.2, 82.9, 1)
STAYED = Shift("丁街道", 70.0, 70.0, 0)
MOVED = Shift("戊街道", 80.8, 77.7, -2)
SHOWN = Slope("完成率", "%", 1, ("25年9月", "26年9月"), (UP, DOWN, QUIET, STAYED, MOVED))


def labels(figure, side, plot):
    """Labels of one side with their pixels above the bottom."""
    low, high = figure.layout.yaxis.range
    found = []
    for note in figure.layout.annotations:
        if note.yref == "y" and note.x == side:
            moved = -note.ay if note.showarrow else note.yshift
            up = (note.y - low) / (high - low) * plot + moved
            found.append((re.sub("<[^>]*>", "", note.text), up))
    return found


def plot(figure):
    return figure.layout.height - figure.layout.margin.t - figure.layout.margin.b


def test_only_two_places_or_more_are_strong():
    assert [strong(row) for row in SHOWN.rows] == [True, True, False, False, True]
    assert not strong(replace(UP, rise=None))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_line_has_its_lists_colour_or_is_grey(theme):
    drawn = {t.name: t for t in slope(SHOWN, theme).data}
    assert drawn["甲街道"].line.color == theme.red
    assert (drawn["乙街道"].line.color, drawn["乙街道"].line.dash) == (theme.ink, "6px,4px")
    assert drawn["丙街道"].line.color == theme.bump
    assert drawn["戊街道"].line.color == theme.action


def test_strong_lines_lie_on_top():
    names = [t.name for t in slope(SHOWN, LIGHT).data]
    assert names[:2] == ["丙街道", "丁街道"]


def test_labels_say_number_mark_name_and_movement():
    figure = slope(SHOWN, LIGHT)
    right = dict(labels(figure, 1, plot(figure)))
    assert {"81.8 ▲甲街道 ↑6", "63.2 ▼乙街道 ↓3", "82.9 丙街道 ↑1", "70.0 丁街道"} <= set(right)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("size", [14, 21])
def test_forty_units_with_long_names_do_not_collide(narrow, size):
    rows = tuple(
        Shift(f"区人力资源和社会保障局{n}", 70 + n * 0.01, 72 - n * 0.01, n % 4 - 2)
        for n in range(40)
    )
    figure = slope(replace(SHOWN, rows=rows), LIGHT, narrow=narrow, size=size)
    for side in (0, 1):
        at = sorted(up for _text, up in labels(figure, side, plot(figure)))
        assert len(at) == 40
        assert min(b - a for a, b in pairwise(at)) >= 1.3 * size
        assert at[0] > 0
        assert at[-1] < plot(figure)


def test_a_moved_label_is_led_back_by_a_hairline():
    close = replace(SHOWN, rows=tuple(replace(UP, name=f"甲{n}", now=80.0) for n in range(4)))
    notes = [n for n in slope(close, LIGHT).layout.annotations if n.yref == "y" and n.x == 1]
    assert any(n.showarrow and n.arrowcolor == LIGHT.middle for n in notes)


def test_equal_numbers_still_have_an_axis():
    low, high = slope(replace(SHOWN, rows=(STAYED,)), LIGHT).layout.yaxis.range
    assert low < 70.0 < high


def test_the_sentence_holds_both_periods_and_the_movement():
    said = sentence(UP, SHOWN).replace("\u2060", "")
    assert said == "甲街道，25年9月66.6%，26年9月81.8%，↑6"
