"""Trends and places over time."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from kpi.figure.line import categories
from kpi.figure.trend import trend
from kpi.model.look import DARK, LIGHT
from kpi.model.series import Line, Trend

MONTHS = ("1-2月", "3月", "4月", "5月")
TREND = Trend(
    title="固定资产投资累计",
    uom="亿元",
    decimals=2,
    labels=MONTHS,
    lines=(
        Line("本年", (8.1, 15.2, None, 31.8)),
        Line("上年同期", (7.6, 14.4, 21.9, 31.7), "last_year"),
        Line("年度目标", (94.2,) * 4, "target"),
    ),
)
PLACES = Trend(
    title="位次",
    uom="",
    decimals=0,
    labels=MONTHS,
    lines=(
        Line("长安路街道", (1, 1, 2, 1), "own", "red"),
        Line("青云街道", (2, 2, 1, 2), "other"),
        Line("桥西街道", (3, None, 3, 2), "own", "black"),
    ),
    ranks=True,
)


def line(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def labels(figure):
    """End labels: text to pixels above the bottom of the plot."""
    plot = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    low, high = figure.layout.yaxis.range
    found = {}
    for note in figure.layout.annotations:
        if note.yref == "y":
            up = (note.y - low) / (high - low) * plot
            moved = -note.ay if note.showarrow else note.yshift
            found[re.sub("<[^>]*>", "", note.text)] = up + moved
    return found


def test_months_are_categories_in_the_given_order():
    axis = trend(TREND, LIGHT).layout.xaxis
    assert axis.type == "category"
    assert axis.categoryarray == MONTHS
    assert line(trend(TREND, LIGHT), "本年").x == MONTHS


def test_a_missing_month_is_a_gap_that_nothing_bridges():
    own = line(trend(TREND, LIGHT), "本年")
    assert own.y == (8.1, 15.2, None, 31.8)
    assert own.connectgaps is False


def test_lines_are_straight():
    assert {trace.line.shape for trace in trend(TREND, LIGHT).data if trace.name} == {"linear"}


def test_a_month_alone_between_two_gaps_is_still_seen():
    lonely = replace(TREND, lines=(Line("上年同期", (1.0, None, 3.0, None), "last_year"),))
    assert trend(lonely, LIGHT).data[0].marker.size == (4, 0, 4, 0)


def test_the_target_is_dashed_gold_at_its_value_and_labelled():
    figure = trend(TREND, LIGHT)
    target = line(figure, "年度目标")
    assert (target.line.color, target.line.dash) == (LIGHT.target, "6px,4px")
    assert target.y == (94.2,) * 4
    note = next(n for n in figure.layout.annotations if n.text == "年度目标 94.20")
    assert (note.y, note.x) == (pytest.approx(94.2), "5月")
    assert note.font.color == LIGHT.target_text


def test_last_year_is_thinner_and_paler_than_this_year():
    figure = trend(TREND, LIGHT)
    assert line(figure, "上年同期").line.width < line(figure, "本年").line.width
    assert line(figure, "上年同期").line.color == LIGHT.middle


def test_end_labels_are_at_least_18_pixels_apart():
    close = tuple(Line(f"街道{i}", (1.0, 2.0, 3.0, 4.0 + i / 100), "peer") for i in range(6))
    up = sorted(labels(trend(replace(TREND, lines=close), LIGHT)).values())
    assert len(up) == 6
    assert min(b - a for a, b in pairwise(up)) >= 18 - 1e-9


def test_end_labels_keep_the_order_of_their_lines():
    up = labels(trend(TREND, LIGHT))
    assert up["年度目标 94.20"] > up["本年 31.80"] > up["上年同期 31.70"]


def test_a_line_that_ends_early_says_when():
    early = replace(TREND, lines=(Line("本年", (8.1, 15.2, None, None)),))
    assert list(labels(trend(early, LIGHT))) == ["本年 15.20（3月）"]


def test_many_grey_others_stay_without_a_name():
    others = (*TREND.lines, Line("南湖街道", (1.0, 2.0, 3.0, 4.0), "other"))
    assert not any("南湖" in text for text in labels(trend(replace(TREND, lines=others), LIGHT)))


def test_a_cut_axis_says_so():
    high = replace(TREND, lines=(Line("好评率", (97.0, 97.2, 97.5, 97.6)),))
    assert trend(high, LIGHT).layout.annotations[0].text == (
        "固定资产投资累计（亿元，纵轴不从0起）"
    )
    assert trend(TREND, LIGHT).layout.annotations[0].text == "固定资产投资累计（亿元）"


def test_ticks_of_the_value_axis_are_written_like_all_numbers():
    swing = replace(TREND, lines=(Line("增速", (-3000.0, 1000.0, 2000.0, 3000.0)),))
    axis = trend(swing, LIGHT).layout.yaxis
    assert "\u22122,000" in axis.ticktext
    assert "2,000" in axis.ticktext


def test_places_have_one_on_top_and_whole_ticks():
    axis = trend(PLACES, LIGHT).layout.yaxis
    assert axis.range == (3.5, 0.5)
    assert axis.tickvals == (1, 2, 3)


def test_first_places_carry_names_on_a_desk_and_numbers_only_on_a_phone():
    assert trend(PLACES, LIGHT).layout.yaxis.ticktext == (
        "长安路街道 1",
        "青云街道 2",
        "桥西街道 3",
    )
    assert trend(PLACES, LIGHT, narrow=True).layout.yaxis.ticktext == ("1", "2", "3")


def test_lines_on_one_place_run_side_by_side():
    assert line(trend(PLACES, LIGHT), "桥西街道").y == (3, None, 3, 2.12)


def test_hover_says_the_true_place_of_a_tie():
    hover = line(trend(PLACES, LIGHT), "桥西街道").hovertext
    assert hover[3] == "桥西街道，5月：第2位"


def test_others_are_grey_and_lists_have_their_colour_and_mark():
    figure = trend(PLACES, LIGHT)
    colours = [line(figure, n).line.color for n in ("长安路街道", "青云街道", "桥西街道")]
    assert colours == [LIGHT.red, LIGHT.bump, LIGHT.ink]
    assert set(labels(figure)) == {"▲长安路街道 1", "青云街道 2", "▼桥西街道 2"}


def test_black_is_a_dashed_line_with_hollow_marks():
    black = line(trend(PLACES, DARK), "桥西街道")
    assert black.line.dash == "6px,4px"
    assert black.marker.color == DARK.background


def test_peers_share_a_colour_and_differ_by_mark():
    peers = tuple(Line(n, (1.0, 2.0, 3.0, 4.0), "peer") for n in "甲乙丙")
    figure = trend(replace(TREND, lines=peers), LIGHT)
    assert {trace.line.color for trace in figure.data} == {LIGHT.peer}
    assert len({trace.marker.symbol for trace in figure.data}) == 3


def test_hover_says_a_sentence():
    assert line(trend(TREND, LIGHT), "本年").hovertext[0] == "本年，1-2月：8.10\u2060亿元"


def test_a_phone_names_fewer_months_but_the_first_and_the_last():
    labels = ("1-2月", *(f"{month}月" for month in range(3, 11)))
    long = replace(TREND, labels=labels, lines=(Line("本年", tuple(map(float, range(9)))),))
    shown = trend(long, LIGHT, narrow=True).layout.xaxis.ticktext
    assert (shown[0], shown[-1]) == ("1-2月", "10月")
    assert len(shown) < 9
    assert len(trend(long, LIGHT).layout.xaxis.ticktext) == 9


def test_two_periods_of_one_name_stay_two():
    twice = replace(TREND, labels=("3月", "4月", "3月", "4月"))
    assert len(set(line(trend(twice, LIGHT), "本年").x)) == 4


def test_the_figure_carries_its_sentence():
    assert trend(TREND, LIGHT).layout.meta["alt"] == (
        "固定资产投资累计：本年，3期，1-2月 8.10\u2060亿元，5月 31.80\u2060亿元"
    )


def test_a_trend_without_any_value_is_an_empty_figure():
    empty = replace(TREND, lines=(Line("本年", (None,) * 4),))
    assert labels(trend(empty, LIGHT)) == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("drawn", [TREND, PLACES], ids=["values", "places"])
def test_no_colour_stands_outside_the_look(theme, drawn):
    known = {value for value in (getattr(theme, f) for f in theme.__slots__) if value[0] == "#"}
    assert set(re.findall("#[0-9A-Fa-f]{6}", trend(drawn, theme).to_json())) <= known


def test_a_bare_year_is_a_name_and_no_number() -> None:
    assert categories(("2019", "2020", "10月")) == ["2019\u200b", "2020\u200b", "10月"]


def test_a_revised_number_is_a_diamond_and_the_title_says_so():
    own = replace(TREND.lines[0], revised=(1,))
    figure = trend(replace(TREND, lines=(own, *TREND.lines[1:])), LIGHT)
    marker = line(figure, "本年").marker
    assert marker.symbol == ("circle", "diamond", "circle", "circle")
    assert marker.color[1] == LIGHT.background
    assert any("◇＝数据有修订" in note.text for note in figure.layout.annotations)


def test_growth_on_a_low_base_is_a_hollow_point():
    own = replace(TREND.lines[0], hollow=(0, 3))
    figure = trend(replace(TREND, lines=(own,)), DARK)
    marker = line(figure, "本年").marker
    assert [c == DARK.background for c in marker.color] == [True, False, False, True]
    assert any("空心点" in note.text for note in figure.layout.annotations)


def test_another_definition_breaks_the_line_with_a_label():
    own = Line("本年", (1.0, 2.0, 3.0, 4.0))
    figure = trend(replace(TREND, lines=(own,), breaks=(2,)), LIGHT)
    parts = [trace.y for trace in figure.data if trace.name == "本年"]
    assert parts == [(1.0, 2.0, None, None), (None, None, 3.0, 4.0)]
    assert [(s.x0, s.x1) for s in figure.layout.shapes] == [(1.5, 1.5)]
    assert any("口径变更" in note.text for note in figure.layout.annotations)
