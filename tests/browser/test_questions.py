"""What a leader asks in the meeting: from 总览 every answer is at most two taps away.

docs/questions.md is the same list for people; it is read here and must say the same taps.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import season
from seeing import complaints, enter, opened, settled

from kpi.model.person import Role

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]
TABLE = Path(__file__).parents[2] / "docs" / "questions.md"
MOST = 2
LAST = "桥西街道"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class Reader:
    """A person in front of 总览 who counts how often he taps."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.taps = 0

    def tap(self, target: Any) -> None:
        """Tap what a finger would, and wait for the page that comes."""
        self.taps += 1
        target.scroll_into_view_if_needed()
        target.click()
        settled(self.page)

    def unit(self, name: str = LAST) -> None:
        self.tap(self.page.locator(".st-key-home_lists a.row", has_text=name))
        self.page.wait_for_url(re.compile(r"/unit\?"))
        self.page.locator(".st-key-unit_facts").wait_for()

    def tile(self, name: str) -> None:
        self.tap(self.page.locator(".st-key-home_tiles a.tile", has_text=name).first)
        self.page.wait_for_url(re.compile(r"/indicator\?"))
        self.page.locator(".st-key-now_indicator").wait_for()

    def section(self, name: str) -> None:
        self.tap(self.page.locator(".st-key-sections").get_by_text(name, exact=True))

    def choose(self, picker: str, name: str) -> None:
        """One choice of a picker counts as one tap."""
        self.page.locator(f".st-key-{picker}_zh input").click()
        self.page.get_by_role("listbox").wait_for()
        self.tap(self.page.get_by_role("option", name=name))

    def sees(self, *words: str, within: str = "[data-testid=stMain]") -> None:
        """Each of the words, as somebody reads them, comes to stand on the page."""
        for text in words:
            place = self.page.locator(f"{within} :visible", has_text=pattern(text))
            place.last.wait_for()

    def table(self, *words: str) -> None:
        """The words come to stand in a table, be it drawn as cells or as cards."""
        cells = self.page.locator("td, th, [role=gridcell]")
        for text in words:
            cells.filter(has_text=pattern(text)).first.wait_for(state="attached")


def pattern(text: str) -> re.Pattern[str]:
    """The text with the joiners that keep a number beside its unit."""
    return re.compile("\u2060?".join(map(re.escape, text)))


def who_is_first_and_last(reader: Reader) -> None:
    lists = {side: f".st-key-home_lists .{side} a.row" for side in ("red", "black")}
    first = reader.page.locator(lists["red"]).first.inner_text().replace("\u2060", "")
    last = reader.page.locator(lists["black"]).last.inner_text().replace("\u2060", "")
    assert re.search(r"^1\s+长安路街道", first) and "104.21" in first
    assert re.search(r"^8\s+桥西街道", last) and "77.18" in last


def why(reader: Reader) -> None:
    reader.unit()
    reader.sees(
        "桥西街道6项指标5项居末，固定资产投资比组平均少4.2分", within=".st-key-head_finding"
    )
    reader.section("得分差距")
    reader.sees("距脱离黑榜的得分线9.08分（东风街道）。", "前一位柳林街道，相差0.86分。")


def how_much_to_get_out(reader: Reader) -> None:
    reader.sees("距脱榜9.08分", within=".st-key-home_lists")
    reader.unit()
    reader.sees("怎样脱离黑榜（差9.08分）", "再完成固定资产投资2.18亿元（到9.24亿元）可脱离黑榜")


def since_when(reader: Reader) -> None:
    reader.sees("连续5期", within=".st-key-home_lists")
    reader.unit()
    reader.sees("近10期　1月 □□□□□▼▼▼▼▼ 10月", "本年黑榜5次", within=".st-key-unit_facts")


def who_answers_for_the_unit(reader: Reader) -> None:
    reader.unit()
    shown = ".st-key-responsible_unit"
    reader.sees("包抓：常务副区长", "联络：区发展和改革局", "督查：第二督查组", within=shown)


def who_answers_for_the_indicator(reader: Reader) -> None:
    reader.tile("固定资产投资")
    reader.sees("牵头：区发展和改革局", "包抓：常务副区长", within=".st-key-responsible_indicator")


def where_the_number_comes_from(reader: Reader) -> None:
    reader.unit()
    reader.section("计算过程")
    reader.sees("固定资产投资!C13", "2026年10月固定资产投资和重点项目.xlsx", "7.06 ÷ 10.00 = 70.6%")


def was_it_changed(reader: Reader) -> None:
    reader.unit()
    reader.section("数据修订")
    reader.table("固定资产投资 2026年1-8月 累计", "5.60亿元", "5.52亿元", "固定资产投资!C13")
    reader.table("2026年8月固定资产投资（修订）.xlsx")


def was_it_done(reader: Reader) -> None:
    reader.unit()
    reader.section("情况说明")
    reader.table("2026年9月", "已提交", f"客观原因，{season.REASON}", season.MEASURES, "2026-12-20")


def who_drags_the_district(reader: Reader) -> None:
    reader.tile("固定资产投资")
    reader.sees("桥西街道拖累增速0.7个百分点", within=".st-key-head_finding")
    reader.sees("−0.71", "+4.58")


def place_among_the_districts(reader: Reader) -> None:
    reader.sees("第3位", "较上期↑1", "同比+5.8%，上期+5.6%", within=".st-key-home_tiles")


def will_the_year_be_met(reader: Reader) -> None:
    reader.unit()
    reader.sees("固定资产投资：年末预计8.47亿元（目标的84.7%），余下每月需1.47亿元（现速的2.1倍）")


def will_the_district_meet_it(reader: Reader) -> None:
    reader.tile("固定资产投资")
    reader.sees("年末预计85.01亿元，为年度目标85.00亿元的100.0%，可以完成；余下每月需7.08亿元。")


def better_than_last_month(reader: Reader) -> None:
    reader.sees("较上期+0.4个百分点", within=".st-key-home_tiles")
    reader.unit()
    reader.table("7.06亿元", "0.74亿元", "−7.5%")


def by_another_method(reader: Reader) -> None:
    reader.unit("青云街道")
    reader.section("计算过程")
    reader.sees("稳健度 较稳（")


def who_made_the_rule(reader: Reader) -> None:
    reader.sees("依据云经调发〔2026〕3号", within=".st-key-head_finding")
    reader.tap(reader.page.locator("[data-testid=stExpander] summary", has_text="评榜规则"))
    reader.sees("后2名且", "依据：云经调发〔2026〕3号　规则校验码 043045acac8c")


def only_mine(reader: Reader) -> None:
    reader.choose("duty", "常务副区长")
    reader.sees("只列常务副区长的2个单位，共8个；位次按全组排定")
    assert "duty=sponsor" in reader.page.url
    names = reader.page.locator(".st-key-home_lists a.row .name").all_inner_texts()
    assert names == ["柳林街道", "桥西街道"]


QUESTIONS: dict[str, tuple[Callable[[Reader], None], ...]] = {
    "谁第一、谁最后？": (who_is_first_and_last,),
    "为什么？": (why,),
    "差多少能出榜？": (how_much_to_get_out,),
    "从什么时候开始？": (since_when,),
    "谁负责？": (who_answers_for_the_unit, who_answers_for_the_indicator),
    "数据准不准？": (where_the_number_comes_from,),
    "改过没有？": (was_it_changed,),
    "上次说的办了没？": (was_it_done,),
    "全区被谁拖了后腿？": (who_drags_the_district,),
    "跟兄弟区比？": (place_among_the_districts,),
    "年底能不能完成？": (will_the_year_be_met, will_the_district_meet_it),
    "环比好转没有？": (better_than_last_month,),
    "换个算法还在榜上吗？": (by_another_method,),
    "规则谁定的？": (who_made_the_rule,),
    "只看我分管的": (only_mine,),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table for people."""

    question: str
    taps: int


def told() -> Iterator[Line]:
    """The lines of docs/questions.md: | question | where | taps |."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and cells[2].isdigit():
            yield Line(cells[0].partition("·")[0].strip(), int(cells[2]))


def test_the_table_lists_every_question_once() -> None:
    assert [line.question for line in told()] == list(QUESTIONS)
    assert all(line.taps <= MOST for line in told())


@pytest.mark.parametrize("page", [{}, PHONE], indirect=True, ids=["desk", "phone"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_is_at_most_two_taps_away(question: str, page: Any, published: str) -> None:
    enter(page.context, Role.VIEWER)
    page.context.set_default_timeout(60_000)
    most = 0
    for asked in QUESTIONS[question]:
        opened(page, f"{published}/")
        page.locator(".st-key-home_lists a.row").first.wait_for()
        reader = Reader(page)
        asked(reader)
        most = max(most, reader.taps)
    assert most == {line.question: line.taps for line in told()}[question]
    assert complaints(page) == []
