"""Width and wrapping of text before a browser sees it."""

from kpi.figure.text import fold, plain, widest, width


def test_a_chinese_character_is_as_wide_as_it_is_high():
    assert width("长安路", 14) == 42


def test_digits_are_narrower_than_characters():
    assert width("100", 14) < width("长安路", 14)


def test_capitals_are_wider_than_small_letters():
    assert width("QX", 14) > width("qx", 14)


def test_the_widest_of_nothing_is_nothing():
    assert widest([], 14) == 0


def test_chinese_breaks_anywhere_but_never_before_punctuation():
    assert fold("完成率（累计）", 70, 14) == ["完成率（累", "计）"]
    assert fold("一二三四五，六", 70, 14) == ["一二三四", "五，六"]


def test_latin_breaks_between_words():
    assert fold("fixed asset investment", 100, 14) == ["fixed asset", "investment"]


def test_a_number_is_not_parted_from_its_percent_sign():
    assert fold("完成率达到92.5%", 90, 14) == ["完成率达到", "92.5%"]


def test_markup_is_taken_as_text():
    assert plain("<a & b>") == "&lt;a &amp; b&gt;"
