"""Where a unit stands within its group."""

import re
from dataclasses import replace

import pytest

from kpi.figure.spine import alt, sentence, spine
from kpi.figure.text import width
from kpi.model.look import DARK, LIGHT
from kpi.model.profile import Position, Ring, Spine, quantile

ROW = Position(
    name="固定资产投资完成率",
    own=65.0,
    group=(65.0, 66.7, 68.0, 71.3, 76.7, 77.5, 78.7, 88.0),
    text="65.0%",
    rank=8,
    of=8,
    median_text="74.0%",
)
FEW = replace(ROW, name="好评率", group=(65.0, 70.0, 80.0), rank=3, of=3)
GONE = Position("规上工业增加值", None, (3.0, 4.0, 5.0, 6.0, 7.0), "", note="不适用")
SPINE = Spine("指标在组内的位置", "乙街道", (ROW, FEW, GONE), "black")
LONG = replace(ROW, name="区级重点项目完成投资同比增速")


def texts(figure):
    return [re.sub("<[^>]*>", "", note.text) for note in figure.layout.annotations]


def bands(figure):
    return [s for s in figure.layout.shapes if s.type == "rect"]


def test_a_quartile_lies_straight_between_two_neighbours():
    assert quantile((1.0, 2.0, 4.0, 8.0), 0.5) == 3.0
    assert quantile((8.0, 1.0, 2.0, 4.0), 0.25) == 1.75
    assert quantile((5.0,), 0.75) == 5.0


def test_the_median_stands_in_the_middle_and_the_farther_end_at_one():
    # median (71.3 + 76.7) / 2 = 74.0; the best is 14.0 above it, the worst 9.0 below
    assert ROW.across(88.0) == pytest.approx(1.0)
    assert ROW.across(65.0) == pytest.approx(-9 / 14)
    assert ROW.across(74.0) == pytest.approx(0.0)


def test_equal_numbers_all_stand_on_the_median():
    same = replace(ROW, group=(5.0,) * 6, own=5.0)
    assert same.across(5.0) == 0.0


def test_the_group_is_a_pale_band_with_a_darker_middle_half():
    whole, half = bands(spine(replace(SPINE, rows=(ROW,)), LIGHT))
    assert (whole.fillcolor, half.fillcolor) == (LIGHT.border, LIGHT.bump)
    assert (whole.x0, whole.x1) == (pytest.approx(-9 / 14), pytest.approx(1.0))
    # quartiles 67.675 and 77.8
    assert half.x0 == pytest.approx((67.675 - 74) / 14)
    assert half.x1 == pytest.approx((77.8 - 74) / 14)


def test_fewer_than_five_numbers_are_points_without_a_band():
    figure = spine(replace(SPINE, rows=(FEW,)), LIGHT)
    assert bands(figure) == []
    points, own = figure.data
    assert len(points.x) == 2
    assert own.x == (pytest.approx(FEW.across(65.0)),)


def test_a_red_unit_is_a_solid_dot_a_black_one_a_ring_any_other_grey():
    def marker(colour, theme):
        return spine(replace(SPINE, colour=colour), theme).data[-1].marker

    for theme in (LIGHT, DARK):
        assert marker("red", theme).color == theme.red
        black = marker("black", theme)
        assert (black.color, black.line.color) == (theme.background, theme.ink)
        assert marker(None, theme).color == theme.subtitle


def test_value_and_place_are_printed_and_a_gap_says_why():
    said = texts(spine(SPINE, LIGHT))
    assert {"65.0%", "8/8", "3/3", "不适用", "—"} <= set(said)


def test_a_unit_without_a_number_has_no_dot():
    assert len(spine(SPINE, LIGHT).data[-1].x) == 2


def test_compared_units_are_rings_named_once_above():
    rings = (Ring("丙街道", 71.3, "71.3%"), Ring("丁街道", None, "—"))
    figure = spine(Spine("位置", "乙街道", (replace(ROW, rings=rings),)), LIGHT)
    assert "○丙街道  □丁街道" in texts(figure)
    third, fourth, own = figure.data
    assert third.x == (pytest.approx(ROW.across(71.3)),)
    assert len(fourth.x) == 0
    assert third.marker.line.color == LIGHT.peer != own.marker.color


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("size", [14, 21])
def test_rows_of_forty_long_names_do_not_touch(narrow, size):
    rows = tuple(replace(LONG, name=f"{LONG.name}{n}") for n in range(40))
    figure = spine(Spine("位置", "乙街道", rows), LIGHT, narrow=narrow, size=size)
    names = [n for n in figure.layout.annotations if n.text.startswith("区级")]
    tops = [n.y - (n.text.count("<br>") + 1) * size * 0.6 for n in names]
    ends = [n.y + (n.text.count("<br>") + 1) * size * 0.6 for n in names]
    assert len(names) == 40
    assert all(top >= end for end, top in zip(ends, tops[1:], strict=False))


def test_on_a_desk_names_end_before_the_values_begin():
    figure = spine(Spine("位置", "乙街道", (LONG,)), LIGHT)
    name = next(n for n in figure.layout.annotations if n.text.startswith("区级"))
    value = next(n for n in figure.layout.annotations if "65.0%" in n.text)
    right = name.xshift + max(width(line, 14) for line in name.text.split("<br>"))
    assert right <= value.xshift - width("65.0%", 14)


def test_no_text_is_smaller_than_twelve_pixels():
    for size in (14, 21):
        figure = spine(SPINE, LIGHT, size=size)
        assert min(n.font.size or size for n in figure.layout.annotations) >= 12


def test_the_sentence_holds_value_place_and_median():
    assert sentence(ROW) == "固定资产投资完成率65.0%，第8位（共8），组内中位74.0%"
    assert alt(SPINE).startswith("指标在组内的位置：固定资产投资完成率65.0%")
