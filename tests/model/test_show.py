from datetime import date

from kpi.i18n import speaking
from kpi.model import show
from kpi.model.measure import Measure
from kpi.model.seal import number_text


def plain(text: str) -> str:
    return text.replace(show.NO_BREAK, "")


def test_an_amount_has_its_decimals_and_its_unit() -> None:
    assert plain(show.amount(1234.5, "亿元", 2)) == "1,234.50亿元"


def test_a_change_has_its_sign_and_zero_has_none() -> None:
    assert [show.number(x, 1, sign=True) for x in (2.54, -2.55, 0.04, -0.04)] == [
        "+2.5",
        "−2.6",
        "0.0",
        "0.0",
    ]


def test_what_is_not_there_is_a_dash() -> None:
    assert [show.number(None, 1), show.amount(float("nan"), "%", 1)] == ["—", "—"]


def test_a_gap_is_in_percentage_points_and_growth_in_percent() -> None:
    assert plain(show.measured(-12.7, Measure.GAP, "亿元", 2)) == "−12.7个百分点"
    assert plain(show.measured(8.13, Measure.YOY, "亿元", 2)) == "+8.1%"


def test_a_better_place_is_an_arrow_up() -> None:
    assert [show.moved(3, 5), show.moved(5, 3), show.moved(4, 4), show.moved(1, None)] == [
        "↑2",
        "↓2",
        "—",
        "新",
    ]


def test_what_is_lacking_is_never_rounded_down_to_a_tie() -> None:
    assert show.enough(4.01, 1) == 4.1
    assert show.enough(4.0, 1) == 4.0
    assert show.enough(0.1 + 0.2, 1) == 0.3  # 0.30000000000000004 is no step more
    assert show.enough(0.004, 2) == 0.01
    assert show.enough(-4.01, 1) == -4.1


def test_what_must_be_exceeded_takes_a_step_more_than_a_tie() -> None:
    assert show.enough(4.0, 1, beyond=True) == 4.1
    assert show.enough(4.01, 1, beyond=True) == 4.1
    assert show.enough(0.0, 0, beyond=True) == 1.0


def test_a_day_is_in_english_as_the_pages_write_every_day() -> None:
    assert show.day(date(2026, 11, 9)) == "11月9日"
    with speaking("en"):
        assert show.day(date(2026, 11, 9)) == "2026-11-09"


def test_an_issue_has_its_number_and_year_in_english() -> None:
    with speaking("en"):
        assert number_text(2026, 9) == "Issue 9/2026"
