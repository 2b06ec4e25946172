"""Will the year's target be met: unit E of the example has 3.9 of 6 亿元 after nine months."""

from dataclasses import replace

import pytest

from kpi.model.catalog import Indicator
from kpi.model.outlook import Outlook

FAI = Indicator("fai", "固定资产投资", "亿元")
E = Outlook(FAI, 3.9, 6.0, 9)


def said(text: str) -> str:
    return text.replace("\u2060", "")


def test_pace_forecast_and_need_as_worked_by_hand() -> None:
    assert E.pace == pytest.approx(0.4333, abs=1e-4)
    assert E.forecast == pytest.approx(5.2)
    assert E.needed == pytest.approx(0.70)
    assert (E.left, E.met) == (3, False)
    assert E.share == pytest.approx(86.667, abs=1e-3)


def test_a_pace_that_falls_short_says_by_how_much_and_what_each_month_needs() -> None:
    assert said(E.told()) == (
        "固定资产投资按现速（月均0.43亿元）年末预计5.20亿元，为年度目标6.00亿元的86.7%，差0.80亿元；"
        "要完成，余下3个月月均需0.70亿元（现速的1.6倍）。"
    )
    assert "现速的1.6倍" in E.brief()


def test_a_pace_that_suffices_says_so_and_what_is_still_needed() -> None:
    told = said(replace(E, done=4.8).told())
    assert "年末预计6.40亿元，为年度目标6.00亿元的106.7%，可以完成；余下每月需0.40亿元" in told
    assert "倍" not in replace(E, done=4.8).brief()


def test_a_reached_target_needs_nothing_more() -> None:
    done = replace(E, done=6.3)
    assert (done.met, done.needed) == (True, 0.0)
    assert said(done.told()) == "固定资产投资已完成6.30亿元，达到年度目标6.00亿元（105.0%）。"


def test_after_the_last_month_nothing_is_forecast() -> None:
    over = replace(E, done=5.7, months=12)
    assert (over.left, over.needed) == (0, None)
    assert (
        said(over.told()) == "固定资产投资全年完成5.70亿元，为年度目标6.00亿元的95.0%，差0.30亿元。"
    )


def test_without_any_pace_no_multiple_is_told() -> None:
    assert "倍" not in replace(E, done=0.0).told()
