"""Groups side by side on one axis."""

import re
from dataclasses import replace

from kpi.figure.strip import alt, strip
from kpi.model.look import DARK, LIGHT
from kpi.model.profile import Dot, Strip, Strips

STREETS = Strip(
    "街道", (Dot("甲街道", 92.5, "red"), Dot("乙街道", 70.6, "black"), Dot("丙街道", 80.0))
)
TOWNS = Strip("镇", (Dot("山前镇", 75.6), Dot("云岭镇", 71.3)))
ALONE = Strip("经济部门", (Dot("区发展局", -3.0),))
SHOWN = Strips("完成率", "%", 1, (STREETS, TOWNS, ALONE))


def texts(figure):
    return [re.sub("<[^>]*>", " ", n.text).replace("\u2060", "") for n in figure.layout.annotations]


def test_every_unit_is_a_dot_on_one_shared_axis():
    figure = strip(SHOWN, LIGHT)
    assert sorted(figure.data[0].x) == [-3.0, 70.6, 71.3, 75.6, 80.0, 92.5]
    low, high = figure.layout.xaxis.range
    assert low < -3.0
    assert high > 92.5
    assert figure.layout.xaxis.zeroline is True


def test_each_group_has_a_row_and_its_own_median():
    figure = strip(SHOWN, LIGHT)
    assert len(set(figure.data[0].y)) == 3
    assert [s.x0 for s in figure.layout.shapes] == [80.0, 73.44999999999999, -3.0]


def test_listed_units_lie_on_top_in_their_lists_colours():
    for theme in (LIGHT, DARK):
        marker = strip(SHOWN, theme).data[0].marker
        assert marker.color[-2:] == (theme.red, theme.background)
        assert marker.line.color[-1] == theme.ink


def test_the_ends_of_a_group_are_named_beneath_it():
    said = texts(strip(SHOWN, LIGHT))
    assert "最低 乙街道 70.6" in said
    assert "最高 甲街道 92.5" in said
    assert "唯一 区发展局 −3.0" in said


def test_names_of_both_ends_share_a_phones_width_without_meeting():
    long = Strip("服务部门", tuple(Dot("区人力资源和社会保障局", 90.0 + n) for n in range(2)))
    figure = strip(replace(SHOWN, rows=(long,)), LIGHT, narrow=True)
    ends = [n for n in figure.layout.annotations if "社会" in n.text]
    assert len(ends) == 2
    assert all("<br>" in n.text for n in ends)
    assert {n.xanchor for n in ends} == {"left", "right"}


def test_the_sentence_names_every_group_with_its_ends():
    said = alt(SHOWN).replace("\u2060", "")
    assert "街道3个，70.6%至92.5%，中位80.0%" in said
    assert "镇2个，71.3%至75.6%" in said
