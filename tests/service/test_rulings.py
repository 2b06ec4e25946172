"""Decisions by document: what they do to one period's board, worked by hand on the eight units.

Without any, September's completion board has red D (88.0), F (78.7) and black H (66.7), E (65.0).
"""

import pytest
from publishing import AUGUST, LI, SEPTEMBER, WANG, codes, filled, out

from kpi.model.edition import Edition
from kpi.model.person import OPERATOR
from kpi.model.problem import Refused
from kpi.service import board as boards
from kpi.service import editions, publish, rulings, study
from kpi.service.board import Unknown
from kpi.store.engine import Store

FAI = ("fai", SEPTEMBER)
PAPER = ("云办函〔2026〕18号", "不可抗力")


@pytest.fixture
def district(store: Store) -> Store:
    return filled(store, "2026-08", "2026-09")


def lists(edition: Edition) -> tuple[list[str], list[str]]:
    return [e.unit for e in edition.red()], [e.unit for e in edition.black()]


def live(store: Store) -> Edition:
    return boards.drawn(store, *FAI)


def test_the_board_without_rulings(district: Store) -> None:
    assert lists(live(district)) == (["D", "F"], ["H", "E"])


def test_an_exempt_unit_leaves_the_black_list_and_nobody_takes_its_seat(district: Store) -> None:
    rulings.add(district, *FAI, "exempt", *PAPER, WANG, unit="E")
    edition = live(district)
    assert lists(edition) == (["D", "F"], ["H"])
    entry = edition.entry("E")
    assert entry and entry.rank == 8
    assert edition.said(entry.reasons[0]) == "按云办函〔2026〕18号，不列入黑榜。"


def test_a_vetoed_unit_leaves_the_red_list(district: Store) -> None:
    rulings.add(district, *FAI, "veto", *PAPER, WANG, unit="D")
    assert lists(live(district)) == (["F"], ["H", "E"])


def test_a_veto_may_put_the_best_unit_on_the_black_list(district: Store) -> None:
    rulings.add(district, *FAI, "veto", *PAPER, WANG, unit="D", effect="black")
    assert lists(live(district)) == (["F"], ["D", "H", "E"])


def test_a_unit_that_is_not_ranked_gives_its_place_to_the_next(district: Store) -> None:
    """Without D the places are F, A, G, B, C, H, E: A (77.5, on plan) moves up to a red seat."""
    rulings.add(district, *FAI, "not_ranked", *PAPER, WANG, unit="D")
    edition = live(district)
    assert lists(edition) == (["F", "A"], ["H", "E"])
    assert [e.unit for e in edition.unranked()] == ["D"]


def test_a_suspended_period_is_scored_and_not_ranked(district: Store) -> None:
    rulings.add(district, *FAI, "not_ranked", *PAPER, WANG)
    edition = live(district)
    assert {e.rank for e in edition.board.entries} == {None}
    d = edition.entry("D")
    assert d and d.score == 88.0


def test_a_waiver_changes_no_place(district: Store) -> None:
    before = live(district).board.entries
    rulings.add(district, *FAI, "waive", *PAPER, WANG, unit="E", indicator="fai")
    assert live(district).board.entries == before


def test_a_ruling_holds_for_its_own_period_alone(district: Store) -> None:
    rulings.add(district, *FAI, "exempt", *PAPER, WANG, unit="E")
    assert lists(boards.drawn(district, "fai", AUGUST))[1] == ["H", "E"]
    assert live(district).streak("H") == 2


def test_a_suspended_period_leaves_the_ones_before_as_they_were(district: Store) -> None:
    rulings.add(district, *FAI, "not_ranked", *PAPER, WANG)
    assert [m.rank for m in live(district).marks["D"]] == [1, None]


def test_a_lifted_ruling_no_longer_stands_and_stays_on_record(district: Store) -> None:
    number = rulings.add(district, *FAI, "exempt", *PAPER, WANG, unit="E")
    rulings.lift(district, number, WANG)
    assert lists(live(district))[1] == ["H", "E"]
    assert rulings.of(district, *FAI) == ()
    (gone,) = rulings.of(district, *FAI, lifted=True)
    assert (gone.lifted_by, gone.document) == ("wang", "云办函〔2026〕18号")
    with pytest.raises(Refused) as refused:
        rulings.lift(district, number, WANG)
    assert codes(refused.value.problems) == ["RULING_UNKNOWN"]


def test_an_edition_carries_its_rulings(district: Store) -> None:
    rulings.add(district, *FAI, "exempt", *PAPER, WANG, unit="E")
    edition = editions.read(district, out(district))
    assert edition.seal is not None
    (kept,) = edition.seal.rulings
    assert (kept.kind, kept.unit, kept.document) == ("exempt", "E", "云办函〔2026〕18号")
    assert edition.spec.rule.exemptions[0].doc == "云办函〔2026〕18号"


@pytest.mark.parametrize(
    ("document", "reason", "code"),
    [(" ", "不可抗力", "NO_DOCUMENT"), ("云办函〔2026〕18号", "", "NO_REASON")],
    ids=["no document", "no reason"],
)
def test_a_ruling_needs_a_document_and_a_reason(
    district: Store, document: str, reason: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        rulings.add(district, *FAI, "exempt", document, reason, WANG, unit="E")
    assert codes(refused.value.problems) == [code]
    assert rulings.of(district, *FAI, lifted=True) == ()


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "exempt"},
        {"kind": "pardon", "unit": "E"},
        {"kind": "exempt", "unit": "X"},
        {"kind": "waive", "indicator": "gold"},
        {"kind": "veto", "unit": "E", "effect": "gold"},
    ],
    ids=["no unit", "no such kind", "no such unit", "no such indicator", "no such effect"],
)
def test_a_ruling_about_nothing_is_refused(district: Store, asked: dict[str, str]) -> None:
    more = {name: word for name, word in asked.items() if name != "kind"}
    with pytest.raises(Unknown):
        rulings.add(district, *FAI, asked["kind"], *PAPER, WANG, **more)  # type: ignore[arg-type]


def test_only_a_publisher_rules(district: Store) -> None:
    with pytest.raises(Refused) as refused:
        rulings.add(district, *FAI, "exempt", *PAPER, LI, unit="E")
    assert codes(refused.value.problems) == ["NOT_ENTITLED"]


def test_a_published_period_takes_no_ruling_before_it_is_corrected(district: Store) -> None:
    out(district)
    with pytest.raises(Refused) as refused:
        rulings.add(district, *FAI, "exempt", *PAPER, WANG, unit="E")
    assert codes(refused.value.problems) == ["RULING_LATE"]
    publish.correct(district, *FAI, WANG, "漏列豁免")
    rulings.add(district, *FAI, "exempt", *PAPER, WANG, unit="E")
    corrected = editions.read(district, out(district))
    assert lists(corrected) == (["D", "F"], ["H"])
    assert corrected.seal and corrected.seal.issue.reason == "漏列豁免"


def test_what_is_tried_otherwise_is_the_board_with_its_rulings(district: Store) -> None:
    rulings.add(district, *FAI, "exempt", *PAPER, WANG, unit="E")
    assert lists(study.desk(district, *FAI, OPERATOR).edition) == lists(live(district))
