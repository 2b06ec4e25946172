"""The look shared by all figures, and what the browser may do with them."""

from kpi import i18n
from kpi.figure.theme import CONFIG, config, heading, least, template
from kpi.model.look import DARK, FONT, LIGHT


def test_the_ground_is_transparent_in_both_themes():
    for theme in (LIGHT, DARK):
        layout = template(theme).layout
        assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
        assert (layout.font.color, layout.font.family) == (theme.text, FONT)


def test_there_is_no_legend_and_nothing_to_drag_on_a_phone():
    layout = template(LIGHT).layout
    assert layout.showlegend is False
    assert layout.dragmode is False
    assert layout.xaxis.fixedrange is True
    assert layout.yaxis.fixedrange is True


def test_text_is_never_under_14_pixels_unless_asked():
    assert template(LIGHT).layout.font.size == 14
    assert template(LIGHT, 21).layout.font.size == 21


def test_the_only_button_saves_an_image_at_three_times_the_size():
    assert CONFIG["modeBarButtons"] == [["toImage"]]
    assert CONFIG["displaylogo"] is False
    assert CONFIG["toImageButtonOptions"] == {"format": "png", "scale": 3, "filename": "红黑榜"}


def test_the_button_speaks_chinese_from_an_inline_dictionary():
    words = CONFIG["locales"][CONFIG["locale"]]["dictionary"]
    assert words["Download plot as a PNG"] == "导出图片（PNG）"


def test_a_figure_is_saved_under_its_own_name_and_others_are_not_touched():
    assert config("红黑榜_2026-10")["toImageButtonOptions"]["filename"] == "红黑榜_2026-10"
    assert CONFIG["toImageButtonOptions"]["filename"] == "红黑榜"


def test_an_english_reader_gets_an_english_button():
    i18n.follow(lambda: "en")
    try:
        assert config("board")["locale"] == "en-US"
    finally:
        i18n.follow(lambda: "zh")


def test_larger_text_reckons_with_a_larger_screen():
    assert least(False, 21) == 1140  # 760·21/14
    assert least(True, 14) == 350


def test_a_unit_of_measure_with_brackets_of_its_own_gets_no_second_pair():
    def headed(uom):
        notes, _height = heading("投资", uom, LIGHT, 14, room=900, left=0, above=0)
        return notes[0]["text"]

    assert headed("(100m CNY)") == "投资（100m CNY）"
    assert headed("(100m CNY), axis cut") == "投资（100m CNY, axis cut）"
    assert headed("亿元") == "投资（亿元）"
