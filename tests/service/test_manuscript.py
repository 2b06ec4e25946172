"""A paper before it is signed: kept in the store, told in the journal, sealed with the edition."""

import json
from dataclasses import replace
from datetime import date

import pytest
from publishing import LI, SEPTEMBER, TODAY, WANG, ZHAO, codes, filled, load, out, rows

from kpi.i18n import speaking
from kpi.model import bulletin, letter, stamp
from kpi.model.case import Statement
from kpi.model.choice import Choice
from kpi.model.manuscript import WORD
from kpi.model.paper import Paper
from kpi.model.person import OPERATOR
from kpi.model.problem import Refused
from kpi.service import desk, editions, export, follow, manuscript, paper, publish
from kpi.store import engine, journal
from kpi.store.engine import Store

FAI = ("fai", SEPTEMBER)


@pytest.fixture
def district(store: Store) -> Store:
    return filled(store)


def told(store: Store, by=WANG):
    """Every sentence by its place."""
    script = manuscript.read(store, *FAI, by)
    return {t.place: t for t in desk.told(desk.edition(store, *FAI, by), script).every}


def refused(deed) -> list[str]:
    with pytest.raises(Refused) as found:
        deed()
    return codes(found.value.problems)


def test_a_reworded_sentence_is_there_for_the_next_person_and_after_a_restart(
    district: Store,
) -> None:
    rule = told(district)["black.E"].rule
    manuscript.write(district, *FAI, {WORD + "black.E": ["E单位居末。", rule]}, WANG)
    again = engine.open(district.engine.url.render_as_string(False), district.data)
    found = told(again, ZHAO)["black.E"]
    again.close()
    assert (found.text, found.rule, found.stale, found.strange) == ("E单位居末。", rule, False, ())


def test_a_reworded_sentence_is_sealed_and_printed_and_stays_off_the_notice_board(
    district: Store,
) -> None:
    rule = told(district)["black.E"].rule
    manuscript.write(district, *FAI, {WORD + "black.E": ["E单位居末。", rule]}, WANG)
    edition = editions.read(district, out(district))
    assert edition.paper.words == (("black.E", "E单位居末。"),)
    said = "".join(p.text() for s in bulletin.sections(edition) for p in s.paragraphs)
    assert "E单位居末。" in said and rule not in said
    assert "E单位居末。" not in "".join(letter.told(edition))


def test_a_trial_is_made_with_the_words_that_somebody_is_writing(district: Store) -> None:
    before = export.subject(district, *FAI, draft=True).key
    manuscript.write(district, *FAI, {WORD + "title": ["第三季度通报", ""], "office": "区办"}, WANG)
    trial = paper.paper(district, *FAI)
    assert (trial.paper.office, dict(trial.paper.words)["title"]) == ("区办", "第三季度通报")
    assert export.subject(district, *FAI, draft=True).key != before  # no kept file of before


def test_facts_that_changed_after_a_rewording_are_said(district: Store) -> None:
    rule = told(district)["black.E"].rule
    manuscript.write(district, *FAI, {WORD + "black.E": ["E单位居末。", rule]}, WANG)
    moved = [(*r[:4], r[4] + 0.1) for r in rows("2026-09") if (r[0], r[3]) == ("E", "ytd")]
    load(district, moved, name="更正.xlsx")
    found = told(district)["black.E"]
    assert found.stale and found.origin == rule and found.rule != rule
    assert found.text == "E单位居末。"


def test_a_number_that_the_edition_does_not_have_is_named(district: Store) -> None:
    text = "E单位完成率为64.9%，得分58.73。"
    manuscript.write(district, *FAI, {WORD + "black.E": [text, ""]}, WANG)
    assert told(district)["black.E"].strange == ("64.9", "58.73")


def test_hostile_words_are_kept_as_plain_text_on_one_line(district: Store) -> None:
    text = "<b>=1+1</b>\x08\u202e\n#set page()\r\n{{x}}"
    manuscript.write(district, *FAI, {WORD + "black.E": [text, ""]}, WANG)
    assert told(district)["black.E"].text == "<b>=1+1</b>#set page(){{x}}"
    made = export.export(district, *FAI, Choice("docx"), OPERATOR, draft=True)
    assert made.data[:2] == b"PK"


def test_a_title_may_be_broken_by_its_writer(district: Store) -> None:
    manuscript.write(district, *FAI, {WORD + "title": ["关于全区\n投资情况的通报", ""]}, WANG)
    found = manuscript.read(district, *FAI, WANG).paper
    assert dict(found.words)["title"] == "关于全区\n投资情况的通报"


def test_the_last_change_is_taken_back_by_whoever_comes(district: Store) -> None:
    manuscript.write(district, *FAI, {"office": "区办"}, WANG)
    manuscript.write(district, *FAI, {"office": "区府办", "symbol": "云经调办发"}, WANG)
    assert manuscript.undo(district, *FAI, ZHAO).paper.office == "区办"
    assert manuscript.undo(district, *FAI, ZHAO).paper == Paper(
        document="云调发〔2026〕3号", audience=manuscript.read(district, *FAI, WANG).usual.audience
    )
    assert manuscript.undo(district, *FAI, ZHAO).before == ()


def test_all_sentences_return_to_the_rules_at_once(district: Store) -> None:
    change = {WORD + place: ["改写。", "原文。"] for place in ("black.E", "black.H")}
    manuscript.write(district, *FAI, change, WANG)
    manuscript.write(district, *FAI, {name: ["", ""] for name in change}, WANG)
    assert manuscript.read(district, *FAI, WANG).paper.words == ()


def test_every_change_is_a_line_with_what_stood_there(district: Store) -> None:
    manuscript.write(district, *FAI, {"office": "区办"}, WANG)
    manuscript.write(district, *FAI, {"office": "区府办"}, ZHAO)
    with district.read() as tx:
        lines = sorted((x for x in journal.find(tx) if x.act == "paper"), key=lambda x: x.n)
        version = tx.version
    assert [(x.actor, json.loads(x.detail)["changed"]) for x in lines] == [
        ("wang", {"office": [None, "区办"]}),
        ("zhao", {"office": ["区办", "区府办"]}),
    ]
    manuscript.write(district, *FAI, {"office": "区办公室"}, ZHAO)
    with district.read() as tx:
        assert tx.version == version  # no figure moved: no board is drawn again


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(district: Store) -> None:
    manuscript.write(district, *FAI, {"office": "区办"}, WANG, {"office": None})
    assert refused(
        lambda: manuscript.write(district, *FAI, {"office": "区府办"}, ZHAO, {"office": None})
    ) == ["PAPER_MOVED"]
    assert manuscript.read(district, *FAI, WANG).paper.office == "区办"


def test_only_who_may_publish_writes(district: Store) -> None:
    assert refused(lambda: manuscript.write(district, *FAI, {"office": "区办"}, LI)) == [
        "NOT_ENTITLED"
    ]
    assert refused(lambda: manuscript.undo(district, *FAI, LI)) == ["NOT_ENTITLED"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"serial": "12a"}, "SERIAL_DIGITS"),
        ({"serial": "1234567"}, "SERIAL_DIGITS"),
        ({"secrecy": "内部"}, "SECRECY_WORD"),
        ({"urgency": "火急"}, "URGENCY_WORD"),
        ({"symbol": "云经调办发〔2026〕10号"}, "SYMBOL_WORD"),
        ({"office": "办" * 81}, "TEXT_TOO_LONG"),
        ({WORD + "black.E": ["长" * 601, ""]}, "TEXT_TOO_LONG"),
        ({"issued": date(2026, 9, 30)}, "ISSUED_EARLY"),
        ({"issued": date(2026, 10, 10), "until": date(2026, 10, 11)}, "UNTIL_LATE"),
        ({"issued": date(2026, 10, 10), "reply_until": date(2026, 10, 9)}, "REPLY_EARLY"),
        ({"reply_days": 61}, "REPLY_DAYS"),
    ],
)
def test_what_no_paper_has_is_refused_in_words_and_nothing_is_kept(
    district: Store, change, code: str
) -> None:
    assert refused(lambda: manuscript.write(district, *FAI, change, WANG)) == [code]
    assert manuscript.read(district, *FAI, WANG).given == {}


def test_a_signed_paper_is_closed_until_it_is_given_back(district: Store) -> None:
    manuscript.write(district, *FAI, {"office": "区办"}, WANG)
    publish.freeze(district, *FAI, WANG)
    publish.trial(district, *FAI, WANG)
    publish.sign(district, *FAI, WANG, today=TODAY)
    assert refused(lambda: manuscript.write(district, *FAI, {"office": "区府办"}, WANG)) == [
        "PAPER_CLOSED"
    ]
    assert manuscript.read(district, *FAI, WANG).paper.office == "区办"
    publish.reopen(district, *FAI, WANG, "补报")
    assert manuscript.write(district, *FAI, {"office": "区府办"}, WANG).paper.office == "区府办"


def test_another_paper_than_the_signed_one_is_refused_and_not_left_aside(
    district: Store,
) -> None:
    publish.freeze(district, *FAI, WANG)
    publish.trial(district, *FAI, WANG)
    publish.sign(district, *FAI, WANG, today=TODAY)
    signed = publish.paper_of(district, *FAI)
    other = replace(signed, document="云督〔2026〕9号")
    assert refused(lambda: publish.go(district, *FAI, WANG, other, today=TODAY)) == ["SIGNED_PAPER"]
    assert publish.go(district, *FAI, WANG, signed, today=TODAY).paper == signed


def test_the_next_paper_begins_with_what_the_last_one_had_but_its_dates(store: Store) -> None:
    filled(store, "2026-08", "2026-09")
    august = SEPTEMBER.shift(-1)
    change = {"office": "区办", "symbol": "云经调办发", "serial": "12", "issued": date(2026, 9, 10)}
    manuscript.write(store, "fai", august, {**change, WORD + "title": ["八月通报", ""]}, WANG)
    out(store, august)
    found = publish.paper_of(store, *FAI)
    assert (found.office, found.symbol) == ("区办", "云经调办发")
    assert (found.serial, found.issued, found.words) == ("", None, ())
    assert found.document == "云调发〔2026〕3号"


def test_a_correction_begins_with_the_words_of_what_it_corrects(district: Store) -> None:
    rule = told(district)["black.E"].rule
    manuscript.write(district, *FAI, {WORD + "black.E": ["E单位居末。", rule]}, WANG)
    out(district)
    publish.correct(district, *FAI, WANG, "数据更正")
    assert dict(publish.paper_of(district, *FAI).words) == {"black.E": "E单位居末。"}
    assert desk.origins(district, *FAI, WANG)["black.E"] == rule
    manuscript.write(district, *FAI, {WORD + "black.E": ["", ""]}, WANG)
    assert publish.paper_of(district, *FAI).words == ()


def test_a_statement_given_before_signing_is_sealed_beside_its_black_line(
    district: Store,
) -> None:
    out(district)
    case = next(c for c in follow.find(district, board="fai", period=SEPTEMBER) if c.unit == "E")
    reason, measures = "征地未完成", "倒排工期"
    follow.write(district, case.id, OPERATOR, "objective", reason, measures, date(2026, 12, 10))
    first = editions.read(district, out_again(district))
    assert first.statements == {"E": Statement("objective", reason, measures, date(2026, 12, 10))}
    with speaking("zh"):
        said = "".join(p.text() for s in bulletin.sections(first) for p in s.paragraphs)
    assert "情况说明：客观原因。征地未完成。措施：倒排工期（2026-12-10前）。" in said


def test_a_unit_says_why_while_feedback_is_open_and_is_asked_once(district: Store) -> None:
    publish.freeze(district, *FAI, WANG)
    publish.trial(district, *FAI, WANG)
    publish.feedback(district, *FAI, WANG, today=TODAY)
    found = follow.find(district, board="fai", period=SEPTEMBER, kind="statement")
    assert [(c.unit, c.state, c.due, c.edition) for c in found] == [
        ("E", "open", None, 0),
        ("H", "open", None, 0),
    ]
    follow.write(district, found[0].id, OPERATOR, "objective", "征地未完成", "", None)
    later = date(2026, 10, 31)  # feedback is over
    edition = publish.go(district, *FAI, WANG, today=later)
    assert list(edition.statements) == ["E"]
    number = edition.seal.issue.edition
    asked = follow.find(district, board="fai", period=SEPTEMBER, kind="statement")
    assert [(c.unit, c.state, c.edition) for c in asked] == [
        ("E", "filed", number),
        ("H", "open", number),
    ]
    assert asked[1].due is not None and asked[1].due > later


def out_again(store: Store) -> int:
    """A correction: E did a little more."""
    publish.correct(store, *FAI, WANG, "数据更正")
    moved = [(*r[:4], r[4] + 0.1) for r in rows("2026-09") if (r[0], r[3]) == ("E", "ytd")]
    load(store, moved, name="更正.xlsx")
    return out(store, reason="数据更正")


def test_an_edition_without_statements_and_briefing_is_written_as_ever(district: Store) -> None:
    plain = editions.document(district, out(district))
    assert "statements" not in plain and "brief" not in plain["paper"]


def test_the_sample_of_a_first_page_says_that_it_is_not_signed(district: Store) -> None:
    edition = desk.edition(district, *FAI, WANG)
    made = desk.preview(district, edition, Paper(office="区办", symbol="云经调办发"), WANG)
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    assert stamp.trial(edition)  # the sample alone bears a number


def test_a_wording_without_its_sentence_is_not_signed_and_the_journal_has_it(
    district: Store,
) -> None:
    rule = told(district)["black.E"].rule
    for place, text in (("black.E", "E单位居末。"), ("black.A", "A单位居末。")):
        manuscript.write(district, *FAI, {WORD + place: [text, rule]}, WANG)
    edition = editions.read(district, out(district))
    assert edition.paper.words == (("black.E", "E单位居末。"),)  # A is on no list
    with district.read() as tx:
        (line,) = [x for x in journal.lines(tx) if x.act == "sign"]
    assert json.loads(line.detail)["unsaid"] == {"black.A": "A单位居末。"}
