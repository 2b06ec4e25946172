"""The ranking figure: its bars, its mark, its columns."""

import re
from dataclasses import replace

import pytest

from kpi.figure.ranking import ranking
from kpi.figure.rows import folded
from kpi.model.look import DARK, LIGHT, Theme
from kpi.model.series import Bar, Bars

NAMES = ("长安路街道", "青云街道", "高新园街道", "望江街道", "柳林街道", "桥西街道")
BARS = Bars(
    title="完成率",
    uom="%",
    decimals=1,
    bars=(
        Bar("长安路街道", 92.5, 1, "red", "↑1"),
        Bar("青云街道", 90.0, 2, "red", "↓1"),
        Bar("高新园街道", 85.5, 3, None, "—"),
        Bar("望江街道", 85.5, 3, None, "↑1"),
        Bar("柳林街道", 76.0, 5, "black", "↑1"),
        Bar("桥西街道", 70.6, 6, "black", "↓1"),
    ),
    mark=83.3,
    mark_name="序时进度",
)
GROWTH = Bars(
    title="同比增速",
    uom="%",
    decimals=1,
    bars=(
        Bar("长安路街道", 8.0, 1, "red"),
        Bar("柳林街道", 0.0, 2),
        Bar("桥西街道", -6.4, 3, "black"),
    ),
)


def texts(figure):
    return [re.sub("<[^>]*>", "", note.text) for note in figure.layout.annotations]


def note(figure, text):
    return next(n for n in figure.layout.annotations if re.sub("<[^>]*>", "", n.text) == text)


def many(count):
    return tuple(Bar(f"单位{i}", 100.0 - i, i) for i in range(1, count + 1))


def test_each_unit_has_one_bar_in_the_given_order_from_top_to_bottom():
    figure = ranking(BARS, LIGHT)
    assert figure.data[0].x == (92.5, 90.0, 85.5, 85.5, 76.0, 70.6)
    assert list(figure.data[0].y) == [17.5 + 35 * i for i in range(6)]  # 2.5 lines of 14 pixels
    assert figure.layout.yaxis.range == (210, 0)


def test_only_the_black_list_is_hatched():
    assert ranking(BARS, LIGHT).data[0].marker.pattern.shape == ("", "", "", "", "/", "/")


def test_red_is_solid_black_is_ink_and_others_are_middle_grey():
    colours = ranking(BARS, LIGHT).data[0].marker.color
    assert colours == (LIGHT.red,) * 2 + (LIGHT.middle,) * 2 + (LIGHT.ink,) * 2


def test_black_bars_are_outlined_on_dark_ground():
    marker = ranking(BARS, DARK).data[0].marker
    assert marker.line.width == (0, 0, 0, 0, 1.5, 1.5)
    assert marker.line.color == marker.pattern.fgcolor == DARK.ink


def test_bars_start_at_zero_even_when_all_values_are_close():
    assert ranking(BARS, LIGHT).layout.xaxis.range[0] == 0


def test_the_mark_stands_at_its_value_and_says_so():
    figure = ranking(BARS, LIGHT)
    assert {x for x in figure.data[-1].x if x is not None} == {83.3}
    assert figure.data[-1].line.color == LIGHT.target
    assert note(figure, "序时进度 83.3\u2060%").x == 83.3


def test_the_mark_is_cased_in_the_colour_of_the_ground():
    casing, line = ranking(BARS, DARK).data[1:]
    assert casing.line.color == DARK.background
    assert casing.line.width > line.line.width


def test_the_mark_leaves_out_a_number_it_would_strike_through():
    bars = replace(BARS, bars=(Bar("甲", 92.5, 1), Bar("乙", 82.0, 2), Bar("丙", 10.0, 3)))
    y = ranking(bars, LIGHT).data[-1].y
    runs = list(zip(y[0::3], y[1::3], strict=True))
    crossed = [any(start <= row <= end for start, end in runs) for row in (17.5, 52.5, 87.5)]
    assert crossed == [True, False, True]


def test_without_a_mark_there_are_bars_only():
    assert len(ranking(replace(BARS, mark=None), LIGHT).data) == 1


def test_a_mark_beyond_all_bars_is_still_inside_the_plot():
    assert ranking(replace(BARS, mark=100.0), LIGHT).layout.xaxis.range == (0, 100.0)


def test_numbers_stand_outside_the_bars_with_the_same_decimals():
    bar = ranking(BARS, LIGHT).data[0]
    assert bar.textposition == "outside"
    assert [text.strip("\u00a0") for text in bar.text][:2] == ["92.5", "90.0"]


def test_names_places_movement_and_list_words_are_all_there():
    shown = texts(ranking(BARS, LIGHT))
    assert [t for t in shown if t in NAMES] == list(NAMES)
    assert [t for t in shown if t.isdigit()] == ["1", "2", "3", "3", "5", "6"]
    assert shown.count("▲红榜") == shown.count("▼黑榜") == 2
    assert shown.count("↑1") == 3


def test_list_words_follow_the_labels_of_the_district():
    assert "▼待提升" in texts(ranking(replace(BARS, labels=("先进", "待提升")), LIGHT))


def test_names_begin_at_one_line_whether_the_place_has_one_digit_or_two():
    figure = ranking(replace(BARS, bars=many(12)), LIGHT)
    assert note(figure, "单位9").xshift == note(figure, "单位10").xshift


def test_a_unit_without_a_value_stands_below_without_place_and_bar():
    absent = Bar("云川新区", None, None, None, "未报")
    figure = ranking(replace(BARS, bars=(absent, *BARS.bars)), LIGHT)
    assert len(figure.data[0].x) == 6
    assert note(figure, "云川新区").y == 17.5 + 6 * 35
    assert "— 未报" in texts(figure)


def test_negative_values_make_an_axis_alike_on_both_sides():
    assert ranking(GROWTH, LIGHT).layout.xaxis.range == pytest.approx((-10.8, 10.8))  # 8·1.35


def test_around_zero_a_name_stands_on_the_side_its_bar_leaves_free():
    figure = ranking(GROWTH, LIGHT)
    sides = [note(figure, name).xanchor for name in ("长安路街道", "柳林街道", "桥西街道")]
    assert sides == ["right", "right", "left"]
    assert note(figure, "桥西街道").x == 0


def test_growth_is_signed_with_a_true_minus_and_zero_without_sign():
    numbers = [text.strip("\u00a0") for text in ranking(GROWTH, LIGHT).data[0].text]
    assert numbers == ["+8.0", "0.0", "\u22126.4"]


def test_twenty_four_units_are_all_drawn():
    assert len(folded(many(24))) == 24


def test_of_more_units_the_first_and_last_eight_are_drawn_and_the_rest_counted():
    figure = ranking(replace(BARS, bars=many(31)), LIGHT)
    assert figure.data[0].x == tuple(100.0 - i for i in (*range(1, 9), *range(24, 32)))
    assert "其余 15 个" in texts(figure)
    assert figure.layout.yaxis.range == (17 * 35, 0)


def test_a_unit_on_a_list_is_never_folded_away():
    bars = (*many(10), Bar("单位11", 89.0, 11, "red"), *many(31)[11:])
    assert [len(row) for row in folded(bars)] == [1] * 8 + [2, 1, 12] + [1] * 8


def test_on_a_phone_the_number_stands_above_its_bar():
    figure = ranking(BARS, LIGHT, narrow=True)
    assert set(figure.data[0].text) == {""}
    number = note(figure, "92.5")
    assert number.xanchor == "right"
    assert number.y < figure.data[0].y[0]  # y grows downwards
    assert note(figure, "长安路街道  ▲红榜").y == number.y


def test_long_names_are_wrapped_and_never_cut():
    bars = (Bar("云溪区人力资源和社会保障局办公室", 3.0, 1),)
    shown = ranking(replace(BARS, bars=bars), LIGHT).layout.annotations
    lines = next(n.text for n in shown if "<br>" in n.text)
    assert lines.replace("<br>", "") == "云溪区人力资源和社会保障局办公室"


def test_height_grows_by_one_row_per_unit():
    three, four = (ranking(replace(BARS, bars=many(n)), LIGHT).layout.height for n in (3, 4))
    assert four - three == 35  # 2.5 lines of 14 pixels


def test_only_the_row_of_a_wrapped_name_is_higher():
    bars = (
        Bar("云溪区人力资源和社会保障局办公室一科二科三科", 3.0, 1),
        Bar("甲", 2.0, 2),
        Bar("乙", 1.0, 3),
    )
    y = ranking(replace(BARS, bars=bars), LIGHT, narrow=True).data[0].y
    assert y[2] - y[1] == pytest.approx(50.4)  # a line of 21 and 2.1·14
    one, two = (ranking(replace(BARS, bars=b), LIGHT, narrow=True) for b in (bars[1:2], bars[:1]))
    assert two.layout.height - one.layout.height == 21


def test_hover_says_a_sentence():
    assert ranking(BARS, LIGHT).data[0].hovertext[5] == "第6位，桥西街道，70.6\u2060%，黑榜，↓1"


def test_markup_in_a_name_is_shown_as_it_stands():
    figure = ranking(replace(BARS, bars=(Bar("<b>甲</b>", 1.0, 1),)), LIGHT)
    assert "&lt;b&gt;甲&lt;/b&gt;" in [n.text for n in figure.layout.annotations]
    assert "&lt;b&gt;" in figure.data[0].hovertext[0]


def test_the_figure_carries_its_sentence():
    assert ranking(BARS, LIGHT).layout.meta["alt"] == (
        "完成率：6个单位，首位长安路街道 92.5\u2060%，末位桥西街道 70.6\u2060%"
    )
    told = ranking(replace(BARS, alt="桥西街道落后"), LIGHT).layout.meta["alt"]
    assert told == "桥西街道落后；" + str(ranking(BARS, LIGHT).layout.meta["alt"])


def test_an_empty_ranking_is_an_empty_figure():
    assert ranking(replace(BARS, bars=(), mark=None), LIGHT).data[0].x == ()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("narrow", [False, True])
def test_no_colour_stands_outside_the_look(theme: Theme, narrow):
    known = {value for value in (getattr(theme, f) for f in theme.__slots__) if value[0] == "#"}
    used = set(re.findall("#[0-9A-Fa-f]{6}", ranking(BARS, theme, narrow=narrow).to_json()))
    assert used <= known
