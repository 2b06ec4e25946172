"""意见反馈: kept, answered, shown to who wrote it, and no way to flood."""

from datetime import timedelta

import pytest

from kpi.model.person import Person, Role, person
from kpi.model.problem import Refused
from kpi.model.remark import A_DAY, LONGEST
from kpi.service import record, remarks
from kpi.store.engine import Store

READER = person("lian", "连云", Role.VIEWER)
OTHER = person("chen", "陈静", Role.PREPARER, "D01")
ADMIN = person("root", "管理", Role.ADMIN)
AUDITOR = person("shen", "沈审", Role.AUDITOR)


def codes(store: Store, text: str, by: Person = READER) -> list[str]:
    with pytest.raises(Refused) as refused:
        remarks.send(store, text, "/board", by)
    return [p.code for p in refused.value.problems]


def test_a_remark_comes_back_to_its_writer_with_the_answer(store: Store) -> None:
    number = remarks.send(store, " 表太宽 ", "/board?board=fai", READER)
    assert [(r.text, r.page, r.answer) for r in remarks.own(store, READER)] == [
        ("表太宽", "/board?board=fai", "")
    ]
    remarks.answer(store, number, "下一版改。", ADMIN)
    one = remarks.own(store, READER)[0]
    assert (one.answer, one.answered_by) == ("下一版改。", "root")
    assert one.answered_at is not None
    assert remarks.own(store, OTHER) == ()


def test_the_administrator_sees_open_remarks_first(store: Store) -> None:
    numbers = [remarks.send(store, text, "/", READER) for text in ("甲", "乙", "丙")]
    remarks.answer(store, numbers[2], "好。", ADMIN)
    assert [r.text for r in remarks.every(store, ADMIN)] == ["乙", "甲", "丙"]


def test_only_the_administrator_reads_and_answers_all(store: Store) -> None:
    number = remarks.send(store, "表太宽", "/board", READER)
    for deed in (
        lambda: remarks.every(store, OTHER),
        lambda: remarks.answer(store, number, "不。", OTHER),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert [p.code for p in refused.value.problems] == ["NOT_ENTITLED"]
    assert remarks.own(store, READER)[0].answer == ""


def test_nothing_too_much_and_too_often_are_refused(store: Store) -> None:
    assert codes(store, " \n\x08") == ["REMARK_EMPTY"]
    assert codes(store, "字" * (LONGEST + 1)) == ["REMARK_LONG"]
    for _n in range(A_DAY):
        remarks.send(store, "字" * LONGEST, "/", READER)
    assert codes(store, "再来") == ["REMARKS_MANY"]
    assert remarks.send(store, "别人的", "/", OTHER) == A_DAY + 1
    later = store.clock() + timedelta(hours=25)
    store.clock = lambda: later
    remarks.send(store, "第二天", "/", READER)


def test_an_answer_to_nothing_is_refused(store: Store) -> None:
    with pytest.raises(Refused) as refused:
        remarks.answer(store, 7, "好。", ADMIN)
    assert [p.code for p in refused.value.problems] == ["REMARK_UNKNOWN"]


def test_remark_and_answer_are_lines_of_the_journal_without_their_words(store: Store) -> None:
    number = remarks.send(store, "密不可说", "/", READER)
    remarks.answer(store, number, "知道了", ADMIN)
    lines = [line for line in record.find(store, AUDITOR) if line.object == f"remark {number}"]
    assert {line.act for line in lines} == {"remark", "remark.answer"}
    told = " ".join(record.whole(line) for line in lines)
    assert "密不可说" not in told
    assert "知道了" not in told
