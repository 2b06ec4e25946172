"""The figure of robustness: a dot, a range, a word."""

import pytest

from kpi import i18n
from kpi.figure.interval import interval, sentence
from kpi.model.look import DARK, LIGHT
from kpi.model.series import Interval, Intervals

ROWS = (
    Interval("长安路街道", 1, 1, 1, "稳固", "red"),
    Interval("青云街道", 2, 2, 3, "较稳", "red"),
    Interval("区人力资源和社会保障局", 3, 1, 4, "存疑"),
    Interval("柳林街道", 4, 4, 4, "稳固", "black"),
)
SHOWN = Intervals("位次的稳健度", ROWS, "甲居首")


@pytest.fixture(autouse=True)
def _chinese(monkeypatch):
    monkeypatch.setattr(i18n, "_asked", lambda: "zh")


def texts(figure):
    return [n.text for n in figure.layout.annotations]


def test_every_unit_has_a_dot_at_its_place_and_a_bar_over_its_range():
    ranges, dots = interval(SHOWN, LIGHT).data
    assert list(dots.x) == [1, 2, 3, 4]
    assert [x for x in ranges.x if x is not None][2:6] == [1.88, 3.12, 0.88, 4.12]


def test_how_firm_is_said_in_words():
    shown = " ".join(texts(interval(SHOWN, LIGHT)))
    assert all(word in shown for word in ("稳固", "较稳", "存疑", "▲长安路街道", "▼柳林街道"))
    assert "*" not in shown


def test_the_black_dot_is_a_ring():
    for theme in (LIGHT, DARK):
        dots = interval(SHOWN, theme).data[1]
        assert dots.marker.color[3] == theme.background
        assert dots.marker.line.color[3] == theme.ink


def test_a_range_of_one_place_is_told_as_unmoved():
    assert sentence(ROWS[0]) == "长安路街道：第1位，九成情形下位次不变，稳固"
    assert sentence(ROWS[2]).endswith("第3位，九成情形在第1～4位之间，存疑")


def test_a_phone_writes_names_above_the_bars():
    wide, phone = (interval(SHOWN, LIGHT, narrow=n) for n in (False, True))
    assert phone.layout.margin.l < 20 < wide.layout.margin.l
    assert phone.layout.height > wide.layout.height


def test_many_places_write_only_some_numbers():
    many = tuple(Interval(f"单位{n}", n, n, n, "稳固") for n in range(1, 31))
    written = [t for t in texts(interval(Intervals("x", many), LIGHT)) if t.isdigit()]
    assert written == ["1", "5", "10", "15", "20", "25", "30"]


def test_without_units_there_is_an_empty_figure():
    assert interval(Intervals("x", ()), LIGHT).layout.meta["alt"] == "x"
