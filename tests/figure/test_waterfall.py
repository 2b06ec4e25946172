"""Parts that make up a difference."""

from dataclasses import replace

import pytest

from kpi.figure.waterfall import merged, waterfall
from kpi.model.look import DARK, LIGHT
from kpi.model.series import Fall

FALL = Fall(
    title="与组均分之差",
    uom="分",
    decimals=1,
    parts=(
        ("固定资产投资", -4.18),
        ("新增企业", 1.5),
        ("到位内资", 0.05),
        ("社零", -0.04),
        ("工业", 0.7),
    ),
    total=("合计", -1.97),
)


def texts(figure):
    return [note.text for note in figure.layout.annotations]


def lines(figure, dash):
    return [s for s in figure.layout.shapes if s.line.dash == dash]


def test_gains_come_first_and_crumbs_are_told_together():
    assert merged(FALL.parts) == (
        ("新增企业", 1.5),
        ("工业", 0.7),
        ("固定资产投资", -4.18),
        ("其余2项", pytest.approx(0.01)),
    )


def test_a_single_crumb_keeps_its_name():
    assert merged((("甲", 1.0), ("乙", 0.02))) == (("甲", 1.0), ("乙", 0.02))


def test_every_bar_begins_where_the_one_before_ended_and_the_total_at_nothing():
    solid, lost = waterfall(FALL, LIGHT).data
    assert solid.x == pytest.approx((1.5, 0.7, 0.01, -1.97))
    assert solid.base == pytest.approx((0.0, 1.5, -1.98, 0.0))
    assert (lost.x, lost.base) == ((-4.18,), (2.2,))


def test_losses_are_outlined_with_dots_and_never_hatched():
    for theme in (LIGHT, DARK):
        marker = waterfall(FALL, theme).data[1].marker
        assert (marker.pattern.shape, marker.pattern.fgcolor) == (".", theme.negative)
        assert (marker.line.color, marker.color) == (theme.negative, theme.background)


def test_gains_are_solid_and_the_total_is_middle_grey_and_bold():
    figure = waterfall(FALL, DARK)
    gains = (DARK.action,) * 3
    assert tuple(figure.data[0].marker.color) == (*gains, DARK.middle)
    assert {"<b>合计</b>", "<b>−2.0</b>"} <= {*texts(figure)}


def test_numbers_stand_at_the_tip_that_the_bar_points_to():
    notes = {n.text: n for n in waterfall(FALL, LIGHT).layout.annotations}
    assert (notes["<b>+1.5</b>"].x, notes["<b>+1.5</b>"].xanchor) == (1.5, "left")
    assert notes["<b>−4.2</b>"].x == pytest.approx(-1.98)
    assert notes["<b>−4.2</b>"].xanchor == "right"


def test_neighbouring_bars_are_joined():
    assert [s.x0 for s in lines(waterfall(FALL, LIGHT), "dot")] == pytest.approx(
        [1.5, 2.2, -1.98, -1.97]
    )


def test_on_a_phone_no_line_strikes_a_name_and_numbers_stand_at_the_edge():
    figure = waterfall(FALL, LIGHT, narrow=True)
    assert lines(figure, "dot") == []
    numbers = [n for n in figure.layout.annotations if n.text in ("<b>+1.5</b>", "<b>−4.2</b>")]
    assert {(n.xref, n.x) for n in numbers} == {("paper", 1)}
    assert figure.layout.height > waterfall(FALL, LIGHT).layout.height


def test_the_axis_holds_every_bar_and_its_number():
    low, high = waterfall(FALL, LIGHT).layout.xaxis.range
    assert low < -1.98
    assert high > 2.2


def test_the_figure_carries_a_sentence():
    assert waterfall(FALL, LIGHT).layout.meta["alt"] == (
        "与组均分之差：合计−2.0；固定资产投资−4.2，新增企业+1.5，工业+0.7"
    )
    assert waterfall(replace(FALL, alt="如图"), LIGHT).layout.meta["alt"] == "如图"


def test_without_parts_only_the_total_is_drawn():
    figure = waterfall(replace(FALL, parts=(), total=("合计", 0.0)), LIGHT)
    assert len(figure.data[0].x) == 1


def test_names_are_no_markup():
    figure = waterfall(replace(FALL, parts=(("<b>甲", 1.0),)), LIGHT)
    assert "&lt;b&gt;甲" in texts(figure)
