"""What papers say: headlines, sentences, stamp, names; numbers worked by hand."""

from dataclasses import replace

import papers
import pytest

from kpi.i18n import speaking
from kpi.model import bulletin, pictures, rankings, scope, show, stamp, titles, told
from kpi.model.catalog import Direction
from kpi.model.chart import Bars, Row, folded, heat, placed
from kpi.model.choice import Choice
from kpi.model.words import numbers


def said(edition) -> dict[str, str]:
    """Sentences of the whole bulletin by their place."""
    return {
        s.place: s.text()
        for section in bulletin.sections(edition)
        for p in section.paragraphs
        for s in p.sentences
    }


def test_overall_counts_means_ends_and_who_is_behind() -> None:
    text = said(papers.made())
    assert text["ranked.街道"] == "街道共8个单位，8个参加排名。"
    assert text["listed.街道"] == "列入红榜2个、黑榜2个。"
    # time progress 75 %: A 77.5, D 88.0, F 78.7, G 76.7 reach it
    assert text["reached.街道.fai.completion"] == (
        "固定资产投资完成率达到序时进度的4个，未达到的4个。"
    )


def test_a_black_unit_is_told_gap_plan_month_and_post() -> None:
    text = said(papers.made())
    # E: 6.00 · 75 % − 3.9 = 0.60; 6.00 · 83.3 % − 3.9 = 1.10; (6.00 − 3.9) / 3 months = 0.70
    assert text["black_plan.E.fai"] == "固定资产投资到序时进度（75.0%）还差0.60亿元。"
    assert text["black_next.E.fai"] == "到10月底（83.3%）还需完成1.10亿元。"
    assert text["black_need.E.fai"] == "完成年度目标6.00亿元，今后3个月月均需完成0.70亿元。"
    assert text["black_post.E"] == "牵头部门：区统计局，责任领导：常务副区长。"


def test_what_is_missing_and_what_does_not_apply_is_said_by_name() -> None:
    text = said(papers.made(**papers.STRANGE["some missing"]))
    assert text["not_reported.fai.completion"] == "固定资产投资完成率未报：高新园街道。"
    assert text["not_applicable.fai.completion"] == "固定资产投资完成率不适用：南湖街道。"
    assert text["not_reported.industry.yoy"] == "规上工业增加值未报：南湖街道。"


def test_requests_name_a_date_and_without_one_nothing_is_asked() -> None:
    edition = papers.made()
    assert bulletin.requests(edition).sentences == ()
    text = said(papers.issued(edition))
    assert text["reply_days"] == (
        "列入黑榜的单位于本通报印发之日起5个工作日内（2026-10-19前）报送情况说明。"
    )


def test_an_edited_sentence_stands_in_its_place_and_its_strange_number_is_shown() -> None:
    words = (("ranked.街道", "8个街道参加，平均12.34分。"),)
    edition = papers.issued(papers.made(), words=words)
    assert said(edition)["ranked.街道"] == "8个街道参加，平均12.34分。"
    assert bulletin.unfounded(edition) == (("ranked.街道", "12.34"),)


def test_numbers_of_a_text_are_found_without_their_commas() -> None:
    assert list(numbers("完成1,234.50亿元，列第3位")) == ["1234.50", "3"]


@pytest.mark.parametrize("case", papers.STRANGE)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_headline_is_short_and_has_a_name_or_a_number(case: str, lang: str) -> None:
    edition = papers.made(**papers.STRANGE[case])
    names = {edition.name(e.unit) for e in edition.board.entries}
    with speaking(lang):
        for group in scope.scopes(edition):
            charts = [rankings.ranking(edition, group), pictures.grid(edition, group)]
            charts += [rankings.item(edition, i.item, group) for i in scope.items(edition)]
            for chart in charts:
                assert chart.title and "{" not in chart.title
                if lang == "zh" and not any(len(n) > 12 for n in names):
                    assert titles.length(chart.title) <= titles.LONGEST, chart.title


def test_a_completion_is_headlined_by_who_is_behind_and_how_far() -> None:
    bars = rankings.item(papers.made(), "fai.completion", "街道")
    # E: 3.9 of 6 = 65.0, ten below 75
    assert show.plain(bars.title) == "4个单位落后序时进度，桥西街道差10.0个百分点"
    assert (bars.mark, bars.mark_name) == (75.0, "序时进度")


def test_a_growth_is_headlined_by_its_ends_and_falls_keep_their_sign() -> None:
    bars = rankings.item(papers.made(), "industry.yoy", "街道")
    assert (
        show.plain(bars.title) == "长安路街道+8.9%居首，桥西街道−2.1%居末"
        or show.plain(bars.title) == "长安路街道8.9%居首，桥西街道−2.1%居末"
    )
    assert bars.signed


def test_a_unit_without_a_value_is_named_apart_and_is_no_bar() -> None:
    edition = papers.made(**papers.STRANGE["some missing"])
    bars = rankings.item(edition, "fai.completion", "街道")
    assert {r.name: r.note for r in bars.apart} == {"高新园街道": "未报", "南湖街道": "—"}
    assert len(bars.drawn) == 6


def test_amounts_stand_beside_their_tasks_best_completion_first() -> None:
    bars = rankings.tasks(papers.made(), "fai", "街道")
    assert [(r.value, r.target) for r in bars.rows][:2] == [(4.4, 5.0), (11.8, 15.0)]


def test_many_bars_are_folded_to_both_ends_and_the_lists() -> None:
    rows = tuple(Row(f"U{n}", f"U{n}", float(-n)) for n in range(40))
    rows = (*rows[:20], replace(rows[20], colour="black"), *rows[21:])
    bars, left = folded(Bars("t", "", "", "", 0, rows), 8)
    assert left == 32
    assert [r.unit for r in bars.drawn] == ["U0", "U1", "U2", "U3", "U20", "U37", "U38", "U39"]


def test_equal_numbers_share_the_better_place_and_heat_has_five_steps() -> None:
    assert placed([("a", 3.0), ("b", 5.0), ("c", 5.0)], higher=True) == {"a": 3, "b": 1, "c": 1}
    assert [heat(n, 10) for n in (1, 2, 3, 6, 10)] == [0, 0, 1, 2, 4]


def test_shares_add_up_to_the_score_or_are_not_shown() -> None:
    edition = papers.made()
    shares = pictures.shares(edition, "E")
    assert sum(points for _name, points in shares.parts) == pytest.approx(shares.total)
    assert pictures.shares(papers.made(aggregate="geometric"), "E") is None
    gap = pictures.distance(edition, "E")
    assert sum(points for _name, points in gap.parts) == pytest.approx(gap.total)


def test_a_file_name_fits_every_system() -> None:
    edition = papers.issued(papers.made())
    assert stamp.filename(edition, Choice(), "bulletin", "docx") == (
        "主要经济指标红黑榜_2026-09_第9期_通报.docx"
    )
    strange = papers.made(title='a/b\\c:*?"<>|\u202e榜. ')
    assert stamp.filename(strange, Choice(), "image", "png", "con") == (
        "abc榜_2026-09_试算_单图_con_.png"
    )
    long = stamp.filename(papers.made(title="榜" * 99), Choice(), "book", "xlsx")
    assert len(long.encode()) <= 125 and long.endswith("_2026-09_试算_数据表.xlsx")


def test_plain_text_has_no_control_no_direction_no_half_character() -> None:
    assert show.plain("a\x08b\u202ec\ud800d\te\u0301\ufeff\uffff\u2060") == "abcd\té"
    assert show.plain("😀") == "😀"


def test_a_withdrawn_edition_says_so() -> None:
    edition = replace(papers.issued(papers.made()), state="withdrawn")
    assert stamp.issue(edition) == "第9期（已撤回）"


def test_a_watermark_of_a_trial_begins_with_the_word() -> None:
    edition = papers.made()
    assert stamp.watermark(edition, Choice(watermark="内部资料")) == "试算 · 内部资料"
    assert stamp.watermark(papers.issued(edition), Choice()) == ""


def test_properties_are_never_longer_than_office_allows() -> None:
    found = stamp.properties(papers.made(title="榜" * 400), Choice(), "deck")
    assert max(len(text) for text in found.values()) == 255


def test_the_way_off_a_list_of_plain_values_is_never_rounded_down_to_a_tie() -> None:
    rows = {u: (10.0, 5.0, 5.0, g) for u, g in zip("ABCDEFGH", range(9, 1, -1), strict=True)}
    items = [{"item": "industry.yoy", "method": "points"}]
    edition = papers.made(rows, items=items, black={"n": 1})
    # H has 2.0 and G 3.0: with 3.0 it would be level, with 3.01 (two decimals of scores) above
    assert edition.to_exit("H") == 1.01
    assert show.plain(said(edition)["black_line.H"]) == "距脱离黑榜的得分线1.1个百分点。"
    why = edition.evidence.why["H"]
    with speaking("zh"):
        assert "得分线1.1个百分点" in show.plain(next(told.distances(edition, why)))
        assert "再提高1.1个百分点" in show.plain(next(told.exits(edition, why)))


@pytest.mark.parametrize(
    ("op", "lacks"), [("<", "4.0"), ("<=", "4.1")], ids=["reached", "to be exceeded"]
)
def test_a_condition_that_a_tie_keeps_is_told_with_a_step_more(op: str, lacks: str) -> None:
    items = [{"item": "industry.yoy", "method": "points"}]
    edition = papers.made(items=items, black={"when": [["industry.yoy", op, 1.9]]})
    why = edition.evidence.why["E"]  # E has −2.1
    with speaking("zh"):
        (line,) = told.barriers(edition, why)
    assert show.plain(line).endswith(f"界线+1.9%，还差{lacks}个百分点。")


def test_equal_numbers_and_indicators_without_direction_are_not_coloured() -> None:
    tied = pictures.grid(papers.made(**papers.STRANGE["all tied"]), "街道")
    assert {s.step for row in tied.rows for s in row.squares} == {None}
    assert {s.place for row in tied.rows for s in row.squares} == {1}
    edition = papers.made()
    fai, industry = edition.catalog.indicators
    aimless = replace(industry, direction=Direction.NONE)
    catalog = replace(edition.catalog, indicators=(fai, aimless))
    found = pictures.grid(replace(edition, catalog=catalog), "街道")
    first, second = zip(*(row.squares for row in found.rows), strict=True)
    assert None not in {s.step for s in first} and {s.step for s in second} == {None}


def test_of_units_all_alike_no_headline_names_one() -> None:
    edition = papers.made(**papers.STRANGE["all tied"])
    with speaking("zh"):
        assert titles.board(edition, "街道") == "8个单位得分相同，不分先后"
        late = rankings.item(edition, "fai.completion", "街道").title
        moved = pictures.trend(edition, "fai.completion", "街道")
    assert show.plain(late) == "8个单位均落后序时进度5.0个百分点"  # 70 of 75 %
    assert moved is not None
    assert show.plain(moved.title) == "8个单位较上期均增加10.0个百分点"
