"""Statements, confirmations, appeals: opened, answered, decided, and nothing of it ever changed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from publishing import (
    CHEN,
    LI,
    LOOKER,
    SEPTEMBER,
    TODAY,
    WANG,
    ZHAO,
    codes,
    filled,
    load,
    out,
)

from kpi.model import workday
from kpi.model.case import Case
from kpi.model.problem import Refused
from kpi.model.round import State
from kpi.service import editions, follow, publish
from kpi.service.board import Unknown
from kpi.settings import HERE
from kpi.store import journal
from kpi.store.engine import Store

FAI = ("fai", SEPTEMBER)


@pytest.fixture
def district(store: Store) -> Store:
    return filled(store)


def refusal(deed: object) -> list[str]:
    with pytest.raises(Refused) as refused:
        deed()  # type: ignore[operator]
    return codes(refused.value.problems)


def objected(store: Store, indicator: str = "fai", **more: object) -> Case:
    return follow.appeal(
        store, *FAI, "E", CHEN, "value", "漏报一个项目", indicator=indicator, today=TODAY, **more
    )  # type: ignore[arg-type]


def asked(store: Store) -> None:
    """Bring the board to feedback."""
    publish.freeze(store, *FAI, WANG)
    publish.trial(store, *FAI, WANG)
    publish.feedback(store, *FAI, WANG, today=TODAY)


def test_working_days_skip_the_weekend() -> None:
    friday = date(2026, 10, 16)
    assert [workday.after(friday, n) for n in (0, 1, 3, 6)] == [
        friday,
        date(2026, 10, 19),
        date(2026, 10, 21),
        date(2026, 10, 26),
    ]


def test_a_statement_opens_for_each_black_line_and_is_due_in_three_working_days(
    district: Store,
) -> None:
    """Published on Thursday 15 October: due on Tuesday the 20th."""
    out(district)
    found = follow.find(district, kind="statement")
    assert [(c.unit, c.state, c.due, c.edition) for c in found] == [
        ("E", "open", date(2026, 10, 20), 1),
        ("H", "open", date(2026, 10, 20), 1),
    ]
    assert [found[0].overdue(date(2026, 10, d)) for d in (20, 21)] == [False, True]


def test_a_statement_is_written_and_added_to(district: Store) -> None:
    out(district)
    until = date(2026, 12, 31)
    first = follow.write(district, 1, CHEN, "objective", "项目用地未批", "每周调度", until)
    again = follow.write(district, 1, CHEN, "data", "上报口径有误", "", None)
    assert (first.state, again.state, len(again.steps)) == ("filed", "filed", 2)
    assert dict(again.steps[0].body) == {
        "kind": "objective",
        "reason": "项目用地未批",
        "measures": "每周调度",
        "until": "2026-12-31",
    }
    assert again.steps[0] == first.steps[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [("一" * 301, "TEXT_TOO_LONG"), ("  ", "TEXT_EMPTY")],
    ids=["301 characters", "nothing"],
)
def test_a_statement_has_one_to_three_hundred_characters(
    district: Store, text: str, code: str
) -> None:
    out(district)
    assert refusal(lambda: follow.write(district, 1, CHEN, "data", text, "", None)) == [code]
    assert follow.write(district, 1, CHEN, "data", "一" * 300, "", None).state == "filed"


def test_a_unit_speaks_for_itself_alone(district: Store) -> None:
    out(district)
    other = replace(CHEN, unit="H")
    assert refusal(lambda: follow.write(district, 1, other, "data", "无", "", None)) == [
        "NOT_YOUR_UNIT"
    ]
    assert refusal(lambda: follow.write(district, 1, LOOKER, "data", "无", "", None)) == [
        "NOT_ENTITLED"
    ]


def test_a_correction_lets_the_statement_of_a_unit_go_that_it_takes_off_the_list(
    district: Store,
) -> None:
    """E at 5.9 leads; the last are H and C (68.0, seven points behind plan)."""
    out(district)
    load(district, [("E", "fai", "2026-09", "ytd", 5.9)], name="更正.xlsx")
    out(district, reason="E街道漏报")
    stands = {c.unit: c.state for c in follow.find(district, kind="statement")}
    assert stands == {"E": "withdrawn", "H": "open", "C": "open"}


def test_a_withdrawal_lets_all_statements_go(district: Store) -> None:
    out(district)
    follow.write(district, 2, replace(CHEN, unit="H"), "data", "口径", "", None)
    publish.withdraw(district, *FAI, WANG, "依据失效")
    assert [c.state for c in follow.find(district, kind="statement")] == ["withdrawn", "filed"]


def test_a_unit_confirms_in_feedback_and_at_no_other_time(district: Store) -> None:
    assert refusal(lambda: follow.confirm(district, *FAI, "E", CHEN)) == ["WRONG_STATE"]
    asked(district)
    assert follow.confirm(district, *FAI, "E", CHEN).state == "confirmed"
    assert refusal(lambda: follow.confirm(district, *FAI, "H", CHEN)) == ["NOT_YOUR_UNIT"]


def test_an_open_appeal_stands_in_the_way_until_it_is_decided(district: Store) -> None:
    asked(district)
    case = objected(district)
    over = TODAY + timedelta(days=30)
    (found,) = publish.obstacles(district, *FAI, WANG, today=over)
    assert (found.code, found.places[0].case, found.places[0].unit) == ("APPEAL_OPEN", case.id, "E")
    follow.opinion(district, case.id, LI, "数据无误", agrees=False)
    assert codes(publish.obstacles(district, *FAI, WANG, today=over)) == ["APPEAL_OPEN"]
    follow.decide(district, case.id, ZHAO, "维持", upheld=False)
    assert publish.obstacles(district, *FAI, WANG, today=over) == ()
    assert publish.round_of(district, *FAI).state is State.FEEDBACK


def test_an_appeal_that_is_upheld_in_feedback_opens_its_indicator(district: Store) -> None:
    asked(district)
    case = objected(district)
    assert follow.decide(district, case.id, ZHAO, "属实", upheld=True).state == "upheld"
    now = publish.round_of(district, *FAI)
    assert (now.state, now.reopened, now.feedback_until) == (State.FROZEN, ("fai",), None)


def test_an_appeal_that_is_upheld_after_publishing_leads_to_a_correction(district: Store) -> None:
    out(district)
    case = objected(district)
    assert case.edition == 1
    follow.decide(district, case.id, ZHAO, "漏报属实", upheld=True)
    now = publish.round_of(district, *FAI)
    assert (now.state, now.corrects, now.reason) == (State.COLLECTING, 1, "漏报属实")
    load(district, [("E", "fai", "2026-09", "ytd", 5.9)], name="更正.xlsx")
    made = editions.read(district, out(district))
    assert made.seal and (made.seal.issue.kind, made.seal.issue.reason) == (
        "correction",
        "漏报属实",
    )


def test_an_appeal_comes_in_time_or_not_at_all(district: Store) -> None:
    """Five working days after the day of publishing, by the clock in China."""
    out(district)
    day = editions.every(district)[0].at.astimezone(HERE).date()
    last = workday.after(day, 5)

    def late(today: date) -> Case:
        return follow.appeal(district, *FAI, "E", CHEN, "rule", "规则不当", today=today)

    assert refusal(lambda: late(last + timedelta(days=1))) == ["APPEAL_LATE"]
    assert late(last).state == "pending"


def test_nothing_is_appealed_before_anybody_was_asked(district: Store) -> None:
    assert refusal(lambda: objected(district)) == ["WRONG_STATE"]


def test_one_appeal_at_a_time_about_one_thing(district: Store) -> None:
    asked(district)
    objected(district)
    assert refusal(lambda: objected(district)) == ["APPEAL_TWICE"]
    assert objected(district, indicator="firms").state == "pending"


def test_an_appeal_is_taken_back_by_its_unit(district: Store) -> None:
    asked(district)
    case = objected(district)
    other = replace(CHEN, unit="H")
    assert refusal(lambda: follow.take_back(district, case.id, other)) == ["NOT_YOUR_UNIT"]
    assert follow.take_back(district, case.id, CHEN).state == "withdrawn"
    assert refusal(lambda: follow.take_back(district, case.id, CHEN)) == ["CASE_CLOSED"]


def test_the_office_that_leads_the_indicator_gives_its_opinion(district: Store) -> None:
    asked(district)
    case = objected(district)
    other = replace(LI, indicators=frozenset({"firms"}))
    assert refusal(lambda: follow.opinion(district, case.id, other, "否", agrees=False)) == [
        "NOT_ENTITLED"
    ]
    heard = follow.opinion(district, case.id, LI, "数据无误", agrees=False)
    assert (heard.state, heard.steps[-1].by) == ("heard", "li")


def test_who_sent_values_of_the_board_does_not_decide(district: Store) -> None:
    load(district, [("A", "fai", "2026-09", "ytd", 9.4)], by="zhao", name="补报.xlsx")
    asked(district)
    case = objected(district)
    assert refusal(lambda: follow.decide(district, case.id, ZHAO, "维持", upheld=False)) == [
        "SAME_PERSON"
    ]
    assert refusal(lambda: follow.decide(district, case.id, LI, "维持", upheld=False)) == [
        "NOT_ENTITLED"
    ]
    assert follow.case(district, case.id).state == "pending"


def test_evidence_passes_the_guard_and_comes_back_as_it_was(district: Store) -> None:
    asked(district)
    bomb = b"PK\x03\x04" + b"\0" * 100
    assert refusal(lambda: objected(district, evidence=bomb, name="证据.xlsx")) == ["CORRUPT"]
    assert follow.find(district, kind="appeal") == ()
    paper = b"%PDF-1.7 \xe6\x89\xb9\xe5\xa4\x8d"
    case = objected(district, evidence=paper, name="批复.pdf")
    assert follow.evidence(district, case.id, WANG) == ("批复.pdf", paper)
    assert refusal(lambda: follow.evidence(district, case.id, LOOKER)) == ["NOT_ENTITLED"]


def test_every_step_is_in_the_journal(district: Store) -> None:
    asked(district)
    case = objected(district)
    follow.opinion(district, case.id, LI, "数据无误", agrees=False)
    follow.decide(district, case.id, ZHAO, "维持", upheld=False)
    with district.read() as tx:
        last = [(line.act, line.actor, line.object) for line in journal.lines(tx)][-3:]
    assert last == [
        ("case.open", "chen", f"case {case.id}"),
        ("case.step", "li", f"case {case.id}"),
        ("case.decide", "zhao", f"case {case.id}"),
    ]


def test_a_case_or_unit_that_does_not_exist_is_named(district: Store) -> None:
    assert refusal(lambda: follow.case(district, 9)) == ["CASE_UNKNOWN"]
    asked(district)
    with pytest.raises(Unknown, match="X"):
        follow.confirm(district, *FAI, "X", replace(CHEN, unit="X"))
    with pytest.raises(Unknown, match="gold"):
        follow.appeal(district, *FAI, "E", CHEN, "gold", "无", today=TODAY)


def test_cases_are_found_by_board_unit_and_openness(district: Store) -> None:
    out(district)
    follow.write(district, 1, CHEN, "data", "口径", "", None)
    assert [c.id for c in follow.find(district, unit="E")] == [1]
    assert [c.id for c in follow.find(district, board="fai", open_only=True)] == [2]
    assert follow.find(district, period=SEPTEMBER.shift(-1)) == ()
