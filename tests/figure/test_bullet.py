"""Tasks against their targets."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from kpi.figure.bullet import bullet, sentence
from kpi.model.look import DARK, LIGHT
from kpi.model.profile import Bullet, Bullets

ROW = Bullet("固定资产投资", 65.0, 73.8, 75.0, 86.7, "black")
OVER = Bullet("新增注册企业", 120.0, 100.0, 75.0, 160.0, "red")
BELOW = Bullet("到位内资", -5.0, 20.0, 75.0, -6.7)
SHOWN = Bullets("年度目标完成情况", (ROW, OVER, BELOW))


def texts(figure):
    return [re.sub("<[^>]*>", "", n.text).replace("\u2060", "") for n in figure.layout.annotations]


def test_bars_begin_at_zero_and_end_at_what_is_done():
    bar = bullet(SHOWN, LIGHT).data[0]
    assert bar.x == (65.0, 120.0, -5.0)
    assert bar.base is None


def test_the_axis_holds_zero_the_target_and_every_number():
    low, high = bullet(SHOWN, LIGHT).layout.xaxis.range
    assert low == -6.7
    assert high > 160.0
    assert bullet(Bullets("", (replace(ROW, forecast=None),)), LIGHT).layout.xaxis.range[1] > 100


def test_colours_are_those_of_the_lists_and_black_is_hatched():
    for theme in (LIGHT, DARK):
        marker = bullet(SHOWN, theme).data[0].marker
        assert marker.color[1:] == (theme.red, theme.action)
        assert marker.pattern.shape == ("/", "", "")
        assert marker.line.color == theme.ink


def test_time_progress_is_a_gold_tick_over_a_casing():
    _bar, casing, tick, _year = bullet(SHOWN, LIGHT).data
    assert casing.line.color == LIGHT.background
    assert tick.line.color == LIGHT.target
    assert casing.line.width > tick.line.width
    assert tick.x[:3] == (75.0, 75.0, None)


def test_the_band_reaches_the_groups_mean():
    band = next(s for s in bullet(SHOWN, LIGHT).layout.shapes if s.type == "rect")
    assert (band.x0, band.x1) == (0, 73.8)


def test_numbers_stand_behind_the_plot_and_the_forecast_is_marked():
    figure = bullet(SHOWN, LIGHT)
    said = [n for n in figure.layout.annotations if "65.0" in n.text or "86.7" in n.text]
    assert all(n.x == 1 and n.xref == "paper" and n.xshift > 0 for n in said)
    assert {"65.0%", "◇86.7%", "−5.0%"} <= set(texts(figure))


def test_the_key_names_only_what_is_drawn():
    bare = Bullets("目标", (Bullet("到位内资", 50.0, None, None, None),))
    said = " ".join(texts(bullet(bare, LIGHT)))
    assert "◇" not in said
    assert "灰带" not in said
    assert "灰带" in " ".join(texts(bullet(SHOWN, LIGHT)))


@pytest.mark.parametrize("size", [14, 21])
def test_forty_rows_keep_their_distance(size):
    rows = tuple(replace(ROW, name=f"区级重点项目完成投资{n}") for n in range(40))
    for narrow in (False, True):
        y = bullet(Bullets("目标", rows), LIGHT, narrow=narrow, size=size).data[0].y
        assert min(b - a for a, b in pairwise(y)) > size


def test_the_sentence_says_all_four_numbers():
    said = sentence(ROW).replace("\u2060", "")
    assert said == "固定资产投资完成65.0%，序时进度75.0%，组平均73.8%，按现速到年末86.7%"


def test_the_targets_name_leans_inwards_where_its_line_is_near_the_edge():
    def name(rows):
        notes = bullet(Bullets("目标", rows), LIGHT).layout.annotations
        return next(n for n in notes if n.text == "目标" and n.x == 100)

    assert name((replace(ROW, forecast=None),)).xanchor == "right"
    assert name((OVER,)).xanchor == "center"
