"""A round from collecting to archived: who may move it where, and what stands in the way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from publishing import (
    AUGUST,
    CHEN,
    LI,
    LOOKER,
    ROOT,
    SEPTEMBER,
    TODAY,
    WANG,
    ZHAO,
    codes,
    filled,
    known,
    load,
    out,
    rows,
    teach,
    without,
)

from kpi.model.house import House
from kpi.model.obstacle import Place
from kpi.model.paper import Paper
from kpi.model.person import OPERATOR, Person, operator
from kpi.model.problem import Refused, problem
from kpi.model.round import NEXT, Move, Round, State
from kpi.service import admin, editions, follow, giveback, publish, rulings, upload
from kpi.service.board import Unknown
from kpi.store import journal, rounds
from kpi.store.engine import Act, Store

FAI = ("fai", SEPTEMBER)
DEEDS: dict[Move, Callable[[Store, Person], Any]] = {
    Move.FREEZE: lambda s, by: publish.freeze(s, *FAI, by),
    Move.TRIAL: lambda s, by: publish.trial(s, *FAI, by),
    Move.FEEDBACK: lambda s, by: publish.feedback(s, *FAI, by, today=TODAY),
    Move.SIGN: lambda s, by: publish.sign(s, *FAI, by, today=TODAY),
    Move.PUBLISH: lambda s, by: publish.publish(s, *FAI, by, today=TODAY),
    Move.REOPEN: lambda s, by: publish.reopen(s, *FAI, by, "补报"),
    Move.CORRECT: lambda s, by: publish.correct(s, *FAI, by, "数据更正"),
    Move.WITHDRAW: lambda s, by: publish.withdraw(s, *FAI, by, "依据失效"),
    Move.ARCHIVE: lambda s, by: publish.archive(s, *FAI, by),
}
WAY = {  # the deeds that lead to a state
    State.COLLECTING: (),
    State.FROZEN: (Move.FREEZE,),
    State.TRIAL: (Move.FREEZE, Move.TRIAL),
    State.FEEDBACK: (Move.FREEZE, Move.TRIAL, Move.FEEDBACK),
    State.SIGNED: (Move.FREEZE, Move.TRIAL, Move.SIGN),
    State.PUBLISHED: (Move.FREEZE, Move.TRIAL, Move.SIGN, Move.PUBLISH),
    State.ARCHIVED: (Move.FREEZE, Move.TRIAL, Move.SIGN, Move.PUBLISH, Move.ARCHIVE),
}


@pytest.fixture
def district(store: Store) -> Store:
    return filled(store)


def lead(store: Store, state: State) -> None:
    for move in WAY[state]:
        DEEDS[move](store, ROOT if move is Move.ARCHIVE else WANG)


def refusal(deed: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as refused:
        deed()
    return codes(refused.value.problems)


def obstacles(store: Store, by: Person = WANG, **asked: Any) -> list[str]:
    return codes(publish.obstacles(store, *FAI, by, **{"today": TODAY} | asked))


@pytest.mark.parametrize("state", list(State), ids=str)
def test_every_move_is_allowed_in_its_states_and_refused_in_all_others(
    district: Store, state: State
) -> None:
    lead(district, state)
    for move in Move:
        if move in NEXT[state]:
            continue
        by = ROOT if move is Move.ARCHIVE else WANG
        assert refusal(lambda m=move, who=by: DEEDS[m](district, who)) == ["WRONG_STATE"]
        assert publish.round_of(district, *FAI).state is state


@pytest.mark.parametrize(
    ("state", "move"),
    [(state, move) for state in State for move in NEXT[state]],
    ids=lambda word: str(word),
)
def test_a_move_leads_where_the_table_says(district: Store, state: State, move: Move) -> None:
    lead(district, state)
    if move is Move.SIGN and state is State.FEEDBACK:
        with district.write("wang", Act.FEEDBACK) as tx:  # the window is over
            now = rounds.get(tx, *FAI)
            rounds.put(tx, replace(now, feedback_until=date(2026, 10, 14)))
    DEEDS[move](district, ROOT if move is Move.ARCHIVE else WANG)
    assert publish.round_of(district, *FAI).state is NEXT[state][move]


@pytest.mark.parametrize("by", [LI, LOOKER, ROOT, CHEN], ids=lambda p: p.login)
def test_only_a_publisher_moves_a_round(district: Store, by: Person) -> None:
    for move in (Move.FREEZE, Move.REOPEN, Move.CORRECT, Move.WITHDRAW, Move.PUBLISH):
        assert refusal(lambda m=move: DEEDS[m](district, by)) == ["NOT_ENTITLED"]


def test_only_the_administrator_archives(district: Store) -> None:
    lead(district, State.PUBLISHED)
    assert refusal(lambda: DEEDS[Move.ARCHIVE](district, WANG)) == ["NOT_ENTITLED"]


def test_a_board_that_the_catalog_lacks_is_named(district: Store) -> None:
    with pytest.raises(Unknown, match="nonsense"):
        publish.freeze(district, "nonsense", SEPTEMBER, WANG)


def test_a_move_back_needs_a_reason(district: Store) -> None:
    lead(district, State.TRIAL)
    assert refusal(lambda: publish.reopen(district, *FAI, WANG, " ")) == ["NO_REASON"]
    lead(district, State.COLLECTING)


def test_returned_indicators_are_frozen_again_before_anything_else(district: Store) -> None:
    lead(district, State.TRIAL)
    now = publish.reopen(district, *FAI, WANG, "更正固投", ("fai",))
    assert (now.state, now.reopened, now.moves) == (
        State.FROZEN,
        ("fai",),
        (Move.FREEZE, Move.REOPEN),
    )
    assert refusal(lambda: publish.trial(district, *FAI, WANG)) == ["WRONG_STATE"]
    assert publish.freeze(district, *FAI, ZHAO).reopened == ()


def test_every_step_leaves_one_line_in_the_journal(district: Store) -> None:
    out(district)
    with district.read() as tx:
        acts = [(line.act, line.actor) for line in journal.lines(tx)][-4:]
    assert acts == [("freeze", "wang"), ("trial", "wang"), ("sign", "wang"), ("publish", "wang")]


def test_nothing_stands_in_the_way_of_a_board_with_all_its_figures(district: Store) -> None:
    assert obstacles(district) == []


def test_a_missing_report_is_named_by_unit_and_indicator(store: Store) -> None:
    teach(store, known())
    load(store, without("B", "G"))
    (found,) = publish.obstacles(store, *FAI, WANG, today=TODAY)
    assert (found.code, found.places) == ("NOT_REPORTED", (Place("B", "fai"), Place("G", "fai")))
    assert found.text() == "B街道、G街道未报固定资产投资，共2项。"
    assert "补报" in found.settle()


def test_what_does_not_apply_is_no_missing_report(store: Store) -> None:
    teach(store, known())
    load(store, [r if r[:2] != ("B", "fai") else (*r[:4], None) for r in rows("2026-09")])
    assert obstacles(store) == []


def test_an_indicator_that_is_not_due_is_not_missed(district: Store) -> None:
    """Investment is published for January and February together: January alone is never due."""
    load(district, [("A", "firms", "2026-01", "ytd", 10.0)])
    january = SEPTEMBER.shift(-8)
    found = publish.obstacles(district, "two", january, WANG, today=TODAY)
    missed = [p.indicator for o in found if o.code == "NOT_REPORTED" for p in o.places]
    assert set(missed) == {"firms"}


def test_a_waived_report_no_longer_blocks(store: Store) -> None:
    teach(store, known())
    load(store, without("B"))
    assert obstacles(store) == ["NOT_REPORTED"]
    number = rulings.add(
        store, *FAI, "waive", "云办函〔2026〕9号", "灾后停报", WANG, unit="B", indicator="fai"
    )
    assert obstacles(store) == []
    rulings.lift(store, number, ZHAO)
    assert obstacles(store) == ["NOT_REPORTED"]


def test_who_uploaded_a_value_of_the_board_does_not_publish_it_ever(district: Store) -> None:
    load(district, [("A", "fai", "2026-09", "ytd", 9.4)], by="wang", name="补报.xlsx")
    (found,) = publish.obstacles(district, *FAI, WANG, today=TODAY)
    assert (found.code, found.places) == ("SAME_PERSON", (Place(upload=2, login="wang"),))
    assert refusal(lambda: out(district)) == ["SAME_PERSON"]
    assert publish.round_of(district, *FAI).state is State.COLLECTING
    lead(district, State.FROZEN)
    publish.trial(district, *FAI, WANG)
    assert refusal(lambda: DEEDS[Move.SIGN](district, WANG)) == ["SAME_PERSON"]
    publish.sign(district, *FAI, ZHAO, today=TODAY)
    assert refusal(lambda: DEEDS[Move.PUBLISH](district, WANG)) == ["SAME_PERSON"]
    assert publish.publish(district, *FAI, ZHAO, today=TODAY).number == 1


def test_an_upload_of_another_board_does_not_bar_its_sender(district: Store) -> None:
    load(district, [("A", "firms", "2026-09", "ytd", 821.0)], by="wang", name="户数.xlsx")
    assert obstacles(district) == []
    assert codes(publish.obstacles(district, "two", SEPTEMBER, WANG, today=TODAY)) == [
        "SAME_PERSON"
    ]


def test_two_persons_means_that_who_froze_does_not_publish(district: Store) -> None:
    admin.settle(district, House(two_persons=True), ROOT)
    assert refusal(lambda: out(district)) == ["SAME_PERSON"]
    publish.freeze(district, *FAI, WANG)
    publish.trial(district, *FAI, WANG)
    assert refusal(lambda: DEEDS[Move.SIGN](district, WANG)) == ["SAME_PERSON"]
    publish.sign(district, *FAI, ZHAO, today=TODAY)
    seal = publish.publish(district, *FAI, ZHAO, today=TODAY).seal
    assert seal and (seal.frozen_by, seal.issue.by, seal.two_persons) == ("wang", "zhao", True)


def test_a_period_that_is_not_over_waits(district: Store) -> None:
    assert obstacles(district, today=date(2026, 9, 30)) == ["PERIOD_NOT_OVER"]
    assert obstacles(district, today=date(2026, 10, 1)) == []


def test_a_board_without_a_document_has_no_authority(store: Store) -> None:
    filled(store, basis="")
    assert obstacles(store) == ["NO_AUTHORITY"]
    assert obstacles(store, paper=Paper(document="云督〔2026〕7号", audience="internal")) == []


def test_a_paper_without_audience_is_told(district: Store) -> None:
    assert obstacles(district, paper=Paper(document="云督〔2026〕7号")) == ["NO_AUDIENCE"]


def test_a_board_on_which_nobody_is_ranked_is_no_edition(district: Store) -> None:
    for unit in "ABCDEFGH":
        rulings.add(district, *FAI, "not_ranked", "云办函〔2026〕2号", "区划调整", WANG, unit=unit)
    assert obstacles(district) == ["NOBODY_RANKED"]


def test_a_period_that_a_document_leaves_unranked_is_published_as_such(district: Store) -> None:
    rulings.add(district, *FAI, "not_ranked", "云办函〔2026〕2号", "防汛", WANG)
    edition = editions.read(district, out(district))
    assert {e.rank for e in edition.board.entries} == {None}
    assert edition.sentence("A") == "按云办函〔2026〕2号，本期不排名。"


def test_who_has_no_right_is_told_so_beside_everything_else(district: Store) -> None:
    assert obstacles(district, LOOKER, today=date(2026, 9, 1)) == [
        "NOT_ENTITLED",
        "PERIOD_NOT_OVER",
    ]


def test_the_same_board_twice_has_nothing_changed(district: Store) -> None:
    out(district)
    assert refusal(lambda: out(district, reason="再发一次")) == ["NOTHING_CHANGED"]
    assert len(editions.every(district)) == 1


def test_a_second_edition_of_a_period_needs_a_reason(district: Store) -> None:
    out(district)
    load(district, [("A", "fai", "2026-09", "ytd", 9.0)], name="更正.xlsx")
    assert refusal(lambda: out(district)) == ["NO_REASON"]


def test_feedback_is_awaited_where_the_house_says_so(district: Store) -> None:
    """Three working days after Thursday 15 October is Tuesday the 20th; listed are D, F, E, H."""
    admin.settle(district, House(feedback_days=3), ROOT)
    assert obstacles(district) == ["FEEDBACK_OPEN"]
    assert refusal(lambda: out(district)) == ["FEEDBACK_OPEN"]
    lead(district, State.TRIAL)
    assert refusal(lambda: DEEDS[Move.SIGN](district, WANG)) == ["FEEDBACK_OPEN"]
    assert DEEDS[Move.FEEDBACK](district, WANG).feedback_until == date(2026, 10, 20)
    (found,) = publish.obstacles(district, *FAI, WANG, today=TODAY)
    assert {p.unit for p in found.places} == {"D", "E", "F", "H"}
    assert obstacles(district, today=date(2026, 10, 20)) == ["FEEDBACK_OPEN"]
    assert obstacles(district, today=date(2026, 10, 21)) == []


def test_feedback_is_over_when_every_listed_unit_has_confirmed(district: Store) -> None:
    lead(district, State.FEEDBACK)
    for unit in "DEFH":
        assert obstacles(district) == ["FEEDBACK_OPEN"]
        follow.confirm(district, *FAI, unit, replace(CHEN, unit=unit))
    assert obstacles(district) == []


def test_what_was_signed_is_what_is_published(district: Store) -> None:
    lead(district, State.SIGNED)
    load(district, [("A", "fai", "2026-09", "ytd", 9.0)], name="绕过.xlsx")  # past the door's check
    assert refusal(lambda: DEEDS[Move.PUBLISH](district, WANG)) == ["SIGNED_CHANGED"]


def test_the_paper_that_was_signed_is_published(district: Store) -> None:
    paper = Paper("云督〔2026〕7号", "leaders", signer="周区长", issued=date(2026, 10, 15))
    lead(district, State.TRIAL)
    publish.sign(district, *FAI, WANG, paper, today=TODAY)
    assert publish.publish(district, *FAI, WANG, today=TODAY).paper == paper


def test_an_upload_given_back_opens_its_indicators_alone(district: Store) -> None:
    lead(district, State.TRIAL)
    receipt = giveback.give_back(district, 1, "口径不符", WANG)
    assert (receipt.by, receipt.diff.absent) == ("wang", 32)
    assert publish.round_of(district, *FAI).reopened == ("fai",)
    with district.read() as tx:
        last = list(journal.lines(tx))[-1]
    assert (last.act, journal.detail(last)["reason"]) == ("return", "口径不符")
    assert refusal(lambda: giveback.give_back(district, 1, "口径不符", LI)) == ["NOT_ENTITLED"]


def test_no_upload_is_taken_back_while_its_period_is_frozen(district: Store) -> None:
    publish.freeze(district, *FAI, WANG)
    assert refusal(lambda: upload.undo(district, 1, operator("li"))) == ["PERIOD_LOCKED"]
    publish.reopen(district, *FAI, WANG, "补报", ("fai",))
    assert upload.undo(district, 1, operator("li")).diff.absent == 32


def test_settings_are_written_down_with_what_changed(district: Store) -> None:
    admin.settle(district, House(feedback_days=2), ROOT)
    assert admin.house_rules(district) == House(feedback_days=2)
    with district.read() as tx:
        last = list(journal.lines(tx))[-1]
    assert last.act == "settings"
    assert journal.detail(last) == {"before": {"feedback_days": 0}, "changed": {"feedback_days": 2}}
    assert refusal(lambda: admin.settle(district, House(), WANG)) == ["NOT_ENTITLED"]


def test_the_house_names_the_lists_where_a_rule_does_not(store: Store) -> None:
    filled(store, labels={"red": "先进榜"})
    admin.settle(store, House(red_label="红旗榜", black_label="待提升"), ROOT)
    edition = editions.read(store, out(store))
    assert (edition.label("red"), edition.label("black")) == ("先进榜", "待提升")
    admin.settle(store, House(), ROOT)
    assert editions.read(store, 1).label("black") == "待提升"
    assert publish.rehearse(store, *FAI, OPERATOR).label("black") == "黑榜"


def test_an_archived_period_is_published_no_more(district: Store) -> None:
    lead(district, State.ARCHIVED)
    load(district, [("A", "fai", "2026-09", "ytd", 9.0)], name="更正.xlsx")
    assert obstacles(district, reason="更正") == ["WRONG_STATE"]
    assert refusal(lambda: out(district, reason="更正")) == ["WRONG_STATE"]


def test_a_warning_that_was_left_without_a_note_is_in_the_way(district: Store) -> None:
    """The sender gave a note for the jump and none for the drop."""
    told = (problem("JUMP", "数据", "9.4"), problem("YTD_DROP", "数据", "9.4"))
    cells = [("A", "fai", "2026-09", "ytd", 9.4)]
    load(district, cells, name="补报.xlsx", problems=told, notes={"JUMP": "新项目"})
    (found,) = publish.obstacles(district, *FAI, WANG, today=TODAY)
    assert (found.code, found.places) == ("UNCONFIRMED", (Place(upload=2),))
    giveback.give_back(district, 2, "请说明", WANG)
    notes = {"JUMP": "新项目", "YTD_DROP": "退库"}
    load(district, cells, name="再报.xlsx", problems=told, notes=notes)
    assert obstacles(district) == []


def test_a_round_nobody_moved_is_collecting(district: Store) -> None:
    assert publish.round_of(district, "fai", AUGUST) == Round("fai", AUGUST)
    assert publish.every(district) == ()
