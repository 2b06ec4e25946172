"""Small panels of one unit."""

from dataclasses import replace

from kpi.figure.unit import multiples
from kpi.model.look import DARK, LIGHT
from kpi.model.series import Line, Trend

MONTHS = ("1-2月", "3月", "4月")
PANEL = Trend(
    title="到位内资",
    uom="%",
    decimals=1,
    labels=MONTHS,
    lines=(
        Line("桥西街道", (20.0, None, 74.2), "own", "black"),
        Line("南湖街道", (21.0, 30.0, 75.0), "other"),
        Line("目标", (25.0, 50.0, 75.0), "target"),
    ),
    rank=3,
)
SIX = tuple(replace(PANEL, title=f"指标{i}") for i in range(6))


def texts(figure):
    return [note.text for note in figure.layout.annotations]


def axes(figure, letter):
    return [key for key in figure.layout.to_plotly_json() if key.startswith(f"{letter}axis")]


def test_each_indicator_has_its_own_panel_and_scale():
    figure = multiples(SIX, LIGHT)
    assert len(axes(figure, "x")) == len(axes(figure, "y")) == 6
    assert {trace.yaxis for trace in figure.data} == {"y", "y2", "y3", "y4", "y5", "y6"}


def test_a_panel_is_titled_with_place_name_and_last_value():
    assert "<b>3 到位内资 74.2\u2060%</b>" in texts(multiples((PANEL,), LIGHT))


def test_a_panel_without_place_is_titled_with_name_and_value():
    figure = multiples((replace(PANEL, rank=None),), LIGHT)
    assert "<b>到位内资 74.2\u2060%</b>" in texts(figure)


def test_an_old_last_value_says_its_period():
    old = replace(PANEL, lines=(Line("桥西街道", (20.0, 30.0, None)),))
    assert "<b>3 到位内资 30.0\u2060%（3月）</b>" in texts(multiples((old,), LIGHT))


def test_fewer_columns_make_a_taller_figure():
    heights = [multiples(SIX, LIGHT, columns=n).layout.height for n in (3, 2, 1)]
    assert heights[0] < heights[1] < heights[2]


def test_more_columns_than_indicators_leave_no_empty_panel():
    assert len(axes(multiples(SIX[:2], LIGHT, columns=3), "x")) == 2


def test_panels_of_one_row_stand_at_one_height():
    layout = multiples(SIX, LIGHT).layout
    assert layout.yaxis.domain == layout.yaxis3.domain
    assert layout.yaxis.domain[0] > layout.yaxis4.domain[1]


def test_all_panels_have_months_as_categories():
    figure = multiples(SIX, LIGHT)
    assert {figure.layout[key].type for key in axes(figure, "x")} == {"category"}


def test_gaps_stay_gaps():
    own = next(t for t in multiples((PANEL,), LIGHT).data if t.name == "桥西街道")
    assert own.y == (20.0, None, 74.2)
    assert own.connectgaps is False


def test_the_target_is_dotted_gold():
    target = next(t for t in multiples((PANEL,), DARK).data if t.name == "目标")
    assert (target.line.dash, target.line.color) == ("dot", DARK.target)


def test_what_the_lines_are_is_said_once():
    assert texts(multiples(SIX, LIGHT))[0] == "粗线＝▼桥西街道，细灰线＝其他单位，金点线＝目标"


def test_peers_are_named_with_their_marks():
    peers = tuple(Line(name, (1.0, 2.0, 3.0), "peer") for name in ("望江街道", "东风街道"))
    said = texts(multiples((replace(PANEL, lines=peers),), LIGHT))[0]
    assert said == "蓝线＝●望江街道、■东风街道"


def test_the_figure_carries_a_sentence_per_panel():
    alt = multiples((PANEL, replace(PANEL, alt="新增企业")), LIGHT).layout.meta["alt"]
    assert alt == "到位内资：桥西街道，2期，1-2月 20.0\u2060%，4月 74.2\u2060%；新增企业"


def test_no_indicator_makes_an_empty_figure():
    assert len(multiples((), LIGHT).data) == 0
