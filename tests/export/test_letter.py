"""The Word letter says what the edition says: paragraphs, tables and charts read back."""

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import letters
import papers
import pytest

from kpi.export import docx
from kpi.export.letter.close import starts
from kpi.i18n import speaking
from kpi.model import bulletin, letter, pictures, rankings, scope, show, stamp
from kpi.model.chart import folded
from kpi.model.choice import Choice

LANGUAGES = ("zh", "en")
FULL = ("plain", "some missing", "300 units", "blocks", "growth below zero", "rank sum")


def drawn(case: str = "plain", **paper):
    return papers.issued(papers.made(**papers.STRANGE.get(case, {})), **paper)


def number(text: str) -> float | None:
    """A number as printed, back; words and dashes are None."""
    try:
        return float(text.replace(",", "").replace(show.MINUS, "-"))
    except ValueError:
        return None


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", FULL)
def test_every_number_of_the_tables_is_the_editions(case: str, lang: str) -> None:
    edition = drawn(case)
    found = letters.tables(docx.bulletin(edition, Choice("docx", lang=lang)))
    only = scope.single(edition)
    value_only = only is not None and only.method == "points"
    with speaking(lang):
        for group, rows in zip(scope.scopes(edition), found, strict=True):
            members = scope.members(edition, group)
            grid = pictures.grid(edition, group)
            assert len(rows) == len(members) + 1
            for entry, squares, row in zip(members, grid.rows, rows[1:], strict=True):
                place = edition.place(entry)
                assert number(row[0]) == place
                assert row[1] == show.plain(edition.name(entry.unit))
                if not value_only:
                    assert row[2 : 2 + len(squares.squares)] == [s.text for s in squares.squares]
                scored = number(row[-3])
                digits = 1 if value_only else edition.spec.rule.score_decimals
                if entry.score is None:
                    assert scored is None and row[-3]
                else:
                    assert scored == show.rounded(entry.score, digits)
                assert row[-1].lstrip("▲▼") == (edition.label(entry.colour) or "—")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", FULL)
def test_charts_and_the_workbooks_behind_them_hold_the_scores_in_full(case: str, lang: str) -> None:
    edition = drawn(case)
    found = letters.charts(docx.bulletin(edition, Choice("docx", lang=lang)))
    with speaking(lang):
        wanted = [folded(rankings.ranking(edition, g))[0] for g in scope.scopes(edition)]
        assert [values for _names, values, _rows in found] == [
            [row.value for row in bars.drawn] for bars in wanted
        ]
        for bars, (labels, values, rows) in zip(wanted, found, strict=True):
            assert [r[0].strip() for r in rows] == [x.strip() for x in labels]
            assert [r[1] for r in rows] == values
            for row, label in zip(bars.drawn, labels, strict=True):
                assert show.plain(row.name) in label


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", papers.STRANGE)
def test_every_sentence_of_the_bulletin_stands_in_the_letter(case: str, lang: str) -> None:
    edition = drawn(case)
    data = docx.bulletin(edition, Choice("docx", lang=lang))
    said = letters.texts(data)
    with speaking(lang):
        for section in bulletin.sections(edition):
            assert any(text.endswith(section.title) for text in said)
            for paragraph in section.paragraphs:
                told = letter.dated(paragraph.text()).replace("\t", " ")
                assert any(text.replace("\t", " ").endswith(told) for text in said), told
    assert not [n for n, x in letters.parts(data).items() if b"<f>" in x and n.endswith(".xml")]


def test_the_black_list_is_told_with_gap_streak_amounts_and_post() -> None:
    said = letters.styled(docx.bulletin(drawn(), Choice("docx")), "通报三级")
    assert said[:2] == [
        "1. 望江街道（第1位，109.61分，连续2期）：2项指标1项居首；"
        "固定资产投资完成率88.0%，超序时进度13.0个百分点。",
        "2. 长安路街道（第2位，102.00分，连续2期）：2项指标1项居首；规上工业增加值同比增长8.9%。",
    ]
    assert said[3].startswith("2. 桥西街道（第8位，73.25分，连续2期）")
    assert "距脱离黑榜的得分线13.82分" in said[3]
    # 6.0 × 75 % − 3.9 = 0.6;  (6.0 − 3.9) / 3 = 0.7 a month
    assert "还差0.60亿元" in said[3] and "月均需完成0.70亿元" in said[3]
    assert said[3].endswith("责任领导：常务副区长。")


def test_an_edited_sentence_stands_in_place_of_the_rules() -> None:
    words = (("black_post.E", "由区统计局牵头，常务副区长负责。"),)
    said = letters.texts(docx.bulletin(drawn(words=words), Choice("docx")))
    assert any(text.endswith("由区统计局牵头，常务副区长负责。") for text in said)
    assert not any(t.startswith("2. 桥西") and "责任领导" in t for t in said)


def test_the_letter_begins_with_head_number_title_and_whom_it_is_for() -> None:
    given = {
        "symbol": "云经调办发",
        "addressees": "各街道办事处",
        "secrecy": "内部★1年",
        "serial": "12",
    }
    said = letters.texts(docx.bulletin(drawn(**given), Choice("docx")))
    assert said[:7] == [
        "000012",
        "内部★1年",
        "云溪区经济运行调度办公室",
        "云经调办发〔2026〕9号",
        "关于2026年9月主要经济指标红黑榜的通报",
        "各街道办事处：",
        "按照云溪办发〔2026〕12号，现将2026年9月主要经济指标红黑榜有关情况通报如下。",
    ]
    plain = letters.texts(docx.bulletin(drawn(), Choice("docx")))
    assert plain[1] == "〔2026〕第9期"
    assert [t for t in said if t.startswith("附件")] == ["附件：主要经济指标红黑榜排名表", "附件"]


def test_a_plain_bulletin_has_no_red_head() -> None:
    data = docx.bulletin(drawn(), Choice("docx", ("chart", "annex", "imprint")))
    assert letters.texts(data)[0] == "关于2026年9月主要经济指标红黑榜的通报"
    assert not letters.styled(data, "通报标志") and not letters.styled(data, "通报文号")
    assert len(letters.charts(data)) == 1


def test_only_what_was_asked_for_is_made() -> None:
    data = docx.bulletin(drawn(), Choice("docx", ("head",)))
    assert not letters.opened(data).tables and not letters.charts(data)
    assert not [t for t in letters.texts(data) if t.startswith("附件")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_trial_says_so_and_has_no_number_no_red_head_and_no_imprint(lang: str) -> None:
    edition = papers.made()
    data = docx.bulletin(edition, Choice("docx", lang=lang, watermark="张三"))
    with speaking(lang):
        mark = stamp.watermark(edition, Choice(watermark="张三"))
    heads = [x.decode() for n, x in letters.parts(data).items() if n.startswith("word/header")]
    assert len(heads) == 2
    assert all(f'string="{mark}"' in text for text in heads)
    assert not letters.styled(data, "通报标志") and not letters.styled(data, "通报文号")
    assert not letters.styled(data, "通报版记") and not letters.styled(data, "通报落款")
    assert len(letters.opened(data).tables) == 1
    about = letters.opened(data).core_properties
    assert about.comments.startswith(mark.partition(" ")[0])


def test_a_trial_with_a_filled_in_paper_stays_without_head_and_signature() -> None:
    edition = replace(drawn(copied_to="区委办公室"), state="trial", number=None, hash="")
    data = docx.bulletin(edition, Choice("docx"))
    assert "关于2026年9月主要经济指标红黑榜的通报（试算）" in "".join(letters.texts(data)[:2])
    assert "印发" not in "".join(c.text for t in letters.opened(data).tables for c in t._cells)
    assert not letters.styled(data, "通报落款")


def test_a_withdrawn_edition_says_so_behind_every_page() -> None:
    edition = replace(drawn(), state="withdrawn")
    found = letters.parts(docx.bulletin(edition, Choice("docx")))
    heads = [x.decode() for n, x in found.items() if n.startswith("word/header")]
    assert len(heads) == 2 and all('string="已撤回"' in text for text in heads)


def test_the_notice_board_shows_listed_columns_and_names_nobody() -> None:
    words = (("black_post.E", "由常务副区长负责。"), ("names.black.街道", "常务副区长分管"))
    edition = drawn(words=words)
    data = docx.bulletin(edition, Choice("docx", public=True))
    (rows,) = letters.tables(data)
    assert rows[0] == ["位次", "单位", "综合得分", "榜单"]
    assert rows[1] == ["1", "望江街道", "109.61", "▲红榜"]
    assert letters.texts(data)[0] == "2026年9月主要经济指标红黑榜公示"
    everything = letters.whole(data)
    for word in ("常务副区长", "分管", "牵头", "统计员", "还差", "居末", "情况说明", "抄送"):
        assert word not in everything
    assert "公开" in everything


def test_the_stamp_stands_on_the_foot_of_every_page() -> None:
    edition, choice = drawn(), Choice("docx")
    feet = [r for n, r in letters.roots(docx.bulletin(edition, choice)).items() if "footer" in n]
    assert len(feet) == 2
    for foot in feet:
        said = "".join(foot.itertext(f"{letters.W}t"))
        for _label, text in stamp.fields(edition, choice):
            assert re.sub(r"(?<=\d)-(?=\d)", "", text) in said  # that hyphen is a sign of its own


def test_the_properties_name_title_office_edition_and_hash() -> None:
    edition = drawn()
    about = letters.opened(docx.bulletin(edition, Choice("docx"))).core_properties
    assert about.title == "主要经济指标红黑榜 2026年9月 通报"
    assert about.author == about.last_modified_by == "云溪区经济运行调度办公室"
    assert (about.subject, about.comments) == ("主要经济指标红黑榜 2026年9月 第9期", edition.hash)
    assert about.created.date().isoformat() == "2026-10-12"


def test_more_than_sixteen_bars_show_both_ends_and_say_how_many_are_left() -> None:
    data = docx.bulletin(drawn("300 units"), Choice("docx"))
    ((labels, _values, _rows),) = letters.charts(data)
    assert len(labels) == 16
    assert labels[0].startswith("1 U299街道") and labels[-1].startswith("300 U000街道")
    assert any("其余284个单位见附表" in t for t in letters.texts(data))
    (rows,) = letters.tables(data)
    assert len(rows) == 301


def test_all_missing_says_so_and_draws_no_chart() -> None:
    data = docx.bulletin(drawn("nothing reported"), Choice("docx"))
    assert letters.charts(data) == []
    (rows,) = letters.tables(data)
    assert {row[0] for row in rows[1:]} == {"—"}
    assert {tuple(row[2:5]) for row in rows[1:]} == {("—", "—", "不适用")}
    assert any(t.startswith("固定资产投资完成率不适用：") for t in letters.texts(data))


def test_a_missing_figure_is_a_word_in_the_table_and_in_the_text() -> None:
    data = docx.bulletin(drawn("some missing"), Choice("docx"))
    (rows,) = letters.tables(data)
    by_name = {row[1]: row[2:] for row in rows}
    assert by_name["高新园街道"][:3] == ["未报", "4.0", "数据不足"]
    assert by_name["南湖街道"][:2] == ["—", "未报"]
    assert any("固定资产投资完成率未报：高新园街道。" in t for t in letters.texts(data))


def test_nobody_black_is_said() -> None:
    assert any(
        "本期无单位列入黑榜" in t
        for t in letters.texts(docx.bulletin(drawn("nobody black"), Choice("docx")))
    )


def test_tied_units_share_their_place_in_the_table() -> None:
    (rows,) = letters.tables(docx.bulletin(drawn("all tied"), Choice("docx")))
    assert [row[0] for row in rows[1:]] == ["1"] * 8


def test_bars_below_zero_keep_their_colour() -> None:
    data = docx.bulletin(drawn("growth below zero"), Choice("docx"))
    ((_labels, values, _rows),) = letters.charts(data)
    assert values[0] == pytest.approx(-1.1) and values[-1] == pytest.approx(-12.1)
    chart = letters.parts(data)["word/charts/chart1.xml"].decode()
    assert chart.count('<c:invertIfNegative val="0"/>') == 1 + len(values)


def test_hostile_names_are_printed_as_they_are_and_nothing_becomes_a_formula() -> None:
    data = docx.bulletin(drawn("hostile names"), Choice("docx"))
    (rows,) = letters.tables(data)
    names = {row[1] for row in rows}
    assert {"=cmd|' /C calc'!A0", "<b>粗</b>&P", "道街反", "退格街道", "😀街道"} <= names
    assert "四十字" * 13 + "街" in names
    assert "<f>" not in letters.whole(data)
    assert "External" not in letters.whole(data)


def test_the_same_edition_gives_the_same_bytes_two_seconds_later_and_elsewhere() -> None:
    edition = drawn()
    first = docx.bulletin(edition, Choice("docx"))
    time.sleep(2.1)
    assert docx.bulletin(edition, Choice("docx")) == first
    told = (
        "import hashlib, json, papers; from kpi.export import docx; "
        "from kpi.model.choice import Choice; "
        "print(json.dumps(hashlib.sha256(docx.bulletin(papers.issued(papers.made()), "
        'Choice("docx"))).hexdigest()))'
    )
    here = Path(__file__).parent
    env = {
        **os.environ,
        "PYTHONPATH": f"{here}{os.pathsep}{here.parents[1]}",
        "PYTHONHASHSEED": "7",
    }
    other = subprocess.run([sys.executable, "-c", told], env=env, capture_output=True, check=True)  # noqa: S603
    assert json.loads(other.stdout) == hashlib.sha256(first).hexdigest()


@pytest.mark.parametrize(
    ("office", "day", "sealed", "wanted"),
    [
        (12, 7, True, (14.5, 17)),  # date 17–24, its middle 20.5, the office 14.5–26.5
        (20, 7, True, (8, 17)),  # centred it would leave the line
        (12, 7, False, (14, 16)),  # office 14–26, date two after it begins
        (4, 7, False, (17, 19)),  # a longer date ends two from the right
        (40, 7, False, (0, 0)),  # wider than the line
    ],
)
def test_office_and_date_stand_where_the_standard_puts_them(office, day, sealed, wanted) -> None:
    above, below = starts(office, day, 28, sealed=sealed)
    assert (above, below if office < 40 else 0) == wanted
