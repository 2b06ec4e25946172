"""A person's decisions as values: the later answer holds, and nothing is lost on the way."""

import pytest

from kpi.model.repair import Repair, as_json, of_json, with_, without


def test_the_later_answer_to_one_question_holds() -> None:
    first, second = Repair("value", "1", "数据", "B3"), Repair("drop", "", "数据", "B3")
    other = Repair("factor", "10", "数据", "B3")
    assert with_((first, other), second) == (other, second)


def test_repairs_go_through_json_unchanged() -> None:
    made = (Repair("factor", "0.0001", "数据", "B3:B9", code="OUT_OF_RANGE"),)
    assert of_json(as_json(made)) == made


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("factor", "0"),
        ("factor", "1e300"),
        ("factor", "nan"),
        ("value", "x"),
        ("status", "reported"),
        ("magic", "1"),
        ("period", "2026-13"),
        ("drop", ""),
    ],
)
def test_a_repair_without_a_meaning_cannot_be_made(kind: str, value: str) -> None:
    place = () if kind in ("drop", "period", "magic") else ("数据", "B3")
    with pytest.raises(ValueError):
        Repair(kind, value, *place)


def test_a_place_is_a_cell_or_a_part_of_a_column() -> None:
    assert Repair("factor", "10", "数据", "B3:B9").where == "数据!B3:B9"
    for cell in ("3B", "B0", "B3:", "../B3", "ABCD1"):
        with pytest.raises(ValueError):
            Repair("factor", "10", "数据", cell)


def test_a_decision_taken_back_leaves_the_others() -> None:
    first, second = Repair("value", "1", "数据", "B3"), Repair("factor", "10", "数据", "B3")
    assert without((first, second), first) == (second,)


def test_a_decision_is_told_in_a_sentence() -> None:
    assert Repair("alias", "J02", given="望江").text({"J02": "望江街道"}) == (
        "“望江”按“望江街道”读取，仅限本次"
    )
    assert Repair("status", "not_applicable", "数据", "B3").text() == "数据!B3 记为不适用（—）"
    assert Repair("period", "2026-10").text() == "整个文件 的报告期定为 2026-10"
    assert Repair("column", "", "数据", "B2").text() == "数据!B2 一列恢复自动识别"
