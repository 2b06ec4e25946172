"""Published editions: sealed, chained, never altered by what comes later, corrected by number."""

from dataclasses import replace

import pytest
from publishing import (
    AUGUST,
    JULY,
    SEPTEMBER,
    TODAY,
    WANG,
    ZHAO,
    codes,
    filled,
    known,
    load,
    out,
    teach,
)

from kpi.i18n import speaking
from kpi.model import canon
from kpi.model.edition import Edition
from kpi.model.person import OPERATOR
from kpi.model.problem import Refused
from kpi.model.seal import ZERO
from kpi.service import board as boards
from kpi.service import document, editions, publish, rulings, why, working
from kpi.service.board import Unknown
from kpi.service.stand import Live
from kpi.store import editions as shelf
from kpi.store.engine import Store

MONTHS = ("2026-07", "2026-08", "2026-09")


@pytest.fixture
def district(store: Store) -> Store:
    return filled(store, *MONTHS)


def snapshots(store: Store) -> list[str]:
    with store.read() as tx:
        return [shelf.text(tx, i.edition) for i in shelf.every(tx)]


def told(edition: Edition) -> tuple[object, ...]:
    """Everything a page shows of an edition."""
    units = [e.unit for e in edition.board.entries]
    return (
        edition.title,
        edition.headline("街道"),
        edition.groups,
        edition.board.entries,
        edition.board.groups,
        edition.board.notes,
        edition.board.rule_hash,
        edition.board.data_hash,
        dict(edition.marks),
        dict(edition.tellings),
        dict(edition.exits),
        [(edition.name(u), edition.sentence(u), edition.moved(u), edition.badge(u)) for u in units],
    )


def test_an_edition_read_back_equals_the_one_that_was_rehearsed(district: Store) -> None:
    out(district, AUGUST)
    rehearsed = publish.rehearse(district, "fai", SEPTEMBER, OPERATOR)
    read = editions.read(district, out(district))
    assert told(read) == told(rehearsed)
    assert read.spec == rehearsed.spec
    assert document.as_json(read) == document.as_json(rehearsed)


def test_the_document_of_an_edition_is_the_board_and_its_seal(district: Store) -> None:
    out(district, AUGUST)
    board = document.as_json(publish.rehearse(district, "fai", SEPTEMBER, OPERATOR))
    made = editions.document(district, out(district))
    own = ("state", "edition", "issue_no", "published_by", "hash", "previous_hash")
    assert {k: made[k] for k in board} == board | {"state": "published"}
    issue = editions.every(district)[1]
    assert [made[name] for name in own] == [
        "published",
        2,
        "〔2026〕第2期",
        "wang",
        issue.hash,
        editions.every(district)[0].hash,
    ]


def test_the_hash_is_of_the_hash_before_and_the_snapshot(district: Store) -> None:
    out(district, AUGUST)
    out(district)
    first, second = editions.every(district)
    one, two = snapshots(district)
    assert first.previous_hash == ZERO
    assert first.hash == canon.sha256(f"{ZERO}\n{one}".encode())
    assert second.previous_hash == first.hash
    assert second.hash == canon.sha256(f"{first.hash}\n{two}".encode())
    assert second.code == f"{second.hash[:4]}-{second.hash[4:8]}"


def test_every_board_has_a_chain_and_numbers_of_its_own(district: Store) -> None:
    out(district)
    made = publish.go(district, "two", SEPTEMBER, WANG, today=TODAY)
    assert (made.number, made.previous_hash) == (1, ZERO)


def test_numbers_run_through_a_year_and_start_again_in_the_next(district: Store) -> None:
    """The year is that of the period: a board of December counts for it even in January."""
    load(district, [(u, "fai", "2025-12", "ytd", 5.0) for u in "ABCDEFGH"], name="去年.xlsx")
    load(district, [(u, "fai", "2025", "target", 5.0) for u in "ABCDEFGH"], name="去年任务.xlsx")
    for period in (boards.Period(2025, 12), JULY, AUGUST):
        out(district, period)
    assert [(i.year, i.number) for i in editions.every(district)] == [
        (2025, 1),
        (2026, 1),
        (2026, 2),
    ]


def test_nothing_that_happens_later_alters_an_edition(district: Store) -> None:
    out(district)
    before, shown = snapshots(district), told(editions.read(district, 1))
    load(district, [(u, "fai", "2026-09", "ytd", 1.0) for u in "ABCDEFGH"], name="改.xlsx")
    renamed = known(score_decimals=2, red={"n": 1}, basis="云调发〔2026〕9号")
    units = tuple(replace(u, name=f"新{u.name}", group="镇") for u in renamed.units)
    teach(district, replace(renamed, units=units))
    edition = editions.read(district, 1)
    assert (snapshots(district), told(edition)) == (before, shown)
    assert edition.name("A") == "A街道"
    assert boards.drawn(district, "fai", SEPTEMBER).name("A") == "新A街道"


def test_an_edition_shows_its_own_cells_whatever_stands_now(district: Store) -> None:
    edition = editions.read(district, out(district))
    then = working.working(Live(district), edition, "E")
    reason = why.why(Live(district), edition, "E")
    load(district, [("E", "fai", "2026-09", "ytd", 5.9)], name="改.xlsx")
    assert working.working(Live(district), edition, "E") == then
    assert [s.value for s in then[0].sources] == [3.9, 6.0]
    assert [(s.sheet, s.by, s.upload) for s in then[0].sources] == [("数据", "li", 1)] * 2
    assert why.why(Live(district), edition, "E") == reason
    live = boards.drawn(district, "fai", SEPTEMBER)
    assert [s.value for s in working.working(Live(district), live, "E")[0].sources] == [5.9, 6.0]


def test_texts_are_sealed_in_chinese_whoever_publishes(district: Store) -> None:
    with speaking("en"):
        out(district)
    assert editions.document(district, 1)["issue_no"] == "〔2026〕第1期"
    reasons = [r["text"] for e in editions.document(district, 1)["entries"] for r in e["reasons"]]
    assert all("固定资产投资" in text for text in reasons if "%" in text)


def test_a_correction_has_a_new_number_and_names_what_it_corrects(district: Store) -> None:
    out(district)
    load(district, [("E", "fai", "2026-09", "ytd", 5.9)], name="更正.xlsx")
    made = editions.read(district, out(district, reason="E街道漏报"))
    assert made.seal is not None
    issue = made.seal.issue
    assert (issue.number, issue.kind, issue.corrects, issue.reason, made.seal.corrects_no) == (
        2,
        "correction",
        1,
        "E街道漏报",
        "〔2026〕第1期",
    )
    newest = editions.newest(district, "fai", SEPTEMBER)
    assert newest and newest.number == 2
    assert editions.read(district, 1).number == 1


def test_a_correction_of_a_correction_names_that_one(district: Store) -> None:
    out(district)
    for n, value in enumerate((5.9, 5.8), 1):
        load(district, [("E", "fai", "2026-09", "ytd", value)], name=f"更正{n}.xlsx")
        out(district, reason="复核")
    assert [i.corrects for i in editions.every(district)] == [None, 1, 2]


def test_two_editions_are_compared_cell_by_cell_and_line_by_line(district: Store) -> None:
    """E at 5.9 has 98.3 % and leads; everybody from D to C moves down by one, H and B are last."""
    out(district)
    load(district, [("E", "fai", "2026-09", "ytd", 5.9)], name="更正.xlsx")
    out(district, reason="E街道漏报")
    found = editions.compare(district, 1, 2)
    (cell,) = found.cells
    assert (cell.unit, cell.indicator, cell.period, cell.old, cell.new, cell.upload) == (
        "E",
        "fai",
        "2026-09",
        3.9,
        5.9,
        2,
    )
    lines = {line.unit: (line.old.rank, line.new.rank, line.new.colour) for line in found.lines}
    assert lines["E"] == (8, 1, "red")
    assert lines["D"] == (1, 2, "red")
    assert lines["F"] == (2, 3, None)
    assert (found.rule, found.catalog, found.paper, found.empty) == ((), (), (), False)


def test_a_changed_rule_and_a_renamed_unit_are_in_the_comparison(district: Store) -> None:
    out(district)
    setup = known(red={"n": 1, "when": []})
    teach(
        district, replace(setup, units=(replace(setup.units[0], name="甲街道"), *setup.units[1:]))
    )
    out(district, reason="规则修订")
    found = editions.compare(district, 1, 2)
    changed = {c.where: (c.old, c.new) for c in (*found.rule, *found.catalog)}
    assert changed["red.n"] == (2, 1)
    assert changed["unit.A.name"] == ("A街道", "甲街道")
    assert found.cells == ()


def test_the_live_board_is_compared_with_the_edition_that_counts(district: Store) -> None:
    assert editions.against_live(district, "fai", SEPTEMBER, OPERATOR) is None
    out(district)
    same = editions.against_live(district, "fai", SEPTEMBER, OPERATOR)
    assert same is not None and same.empty
    load(district, [("E", "fai", "2026-09", "ytd", 4.0)], name="改.xlsx")
    moved = editions.against_live(district, "fai", SEPTEMBER, OPERATOR)
    assert moved is not None and [c.unit for c in moved.cells] == ["E"]


def test_a_withdrawal_is_an_edition_without_lines(district: Store) -> None:
    out(district)
    made = publish.withdraw(district, "fai", SEPTEMBER, ZHAO, "依据失效")
    assert made.seal is not None
    issue = made.seal.issue
    assert (made.state, made.board.entries, issue.kind, issue.corrects, issue.number) == (
        "withdrawn",
        (),
        "withdrawal",
        1,
        2,
    )
    shown = editions.document(district, 2)
    assert (shown["state"], shown["entries"], shown["reason"]) == ("withdrawn", [], "依据失效")
    assert editions.newest(district, "fai", SEPTEMBER) is None
    assert editions.periods(district, "fai") == ()
    assert editions.read(district, 1).red()[0].unit == "D"


def test_a_withdrawn_period_is_published_again_as_a_correction(district: Store) -> None:
    out(district)
    publish.withdraw(district, "fai", SEPTEMBER, ZHAO, "依据失效")
    with pytest.raises(Refused) as refused:
        out(district)
    assert codes(refused.value.problems) == ["NO_REASON"]
    out(district, reason="补充依据")
    assert [(i.kind, i.corrects) for i in editions.every(district)] == [
        ("issue", None),
        ("withdrawal", 1),
        ("correction", 2),
    ]


def test_a_withdrawn_period_cannot_be_withdrawn_twice(district: Store) -> None:
    out(district)
    publish.withdraw(district, "fai", SEPTEMBER, ZHAO, "依据失效")
    with pytest.raises(Refused) as refused:
        publish.withdraw(district, "fai", SEPTEMBER, ZHAO, "依据失效")
    assert codes(refused.value.problems) == ["WRONG_STATE"]


def test_before_any_edition_the_past_is_live_and_the_first_edition_has_none(
    district: Store,
) -> None:
    live = boards.drawn(district, "fai", SEPTEMBER)
    assert (live.past, live.streak("E")) == ("live", 3)
    first = editions.read(district, out(district))
    assert (first.past, first.streak("E"), first.moved("E"), first.previous("E")) == (
        "published",
        1,
        "",
        None,
    )


def test_streaks_and_places_before_count_what_was_published(district: Store) -> None:
    """August was published while E stood first: 5.9 of 6 is 98.3 %. H was last of all then (59.3,
    five points behind 66.7) and one but last in July and September.
    """
    load(district, [("E", "fai", "2026-08", "ytd", 5.9)], name="八月.xlsx")
    out(district, JULY)
    out(district, AUGUST)
    load(district, [("E", "fai", "2026-08", "ytd", 3.9 * 8 / 9)], name="八月更正.xlsx")
    edition = editions.read(district, out(district))
    assert [(m.rank, m.colour) for m in edition.marks["E"]] == [
        (8, "black"),
        (1, "red"),
        (8, "black"),
    ]
    assert {u: edition.streak(u) for u in "DEH"} == {"D": 3, "E": 1, "H": 3}
    assert (edition.moved("E"), edition.moved("D")) == ("↓7", "↑1")
    assert boards.drawn(district, "fai", SEPTEMBER).past == "published"


def test_a_place_in_another_group_is_not_compared(district: Store) -> None:
    """D led the 街道 in August; as one of the 镇 its place says nothing of that."""
    out(district, AUGUST)
    setup = known()
    moved = tuple(replace(u, group="镇") if u.code in "DEFG" else u for u in setup.units)
    teach(district, replace(setup, units=moved))
    edition = editions.read(district, out(district))
    assert {u: edition.moved(u) for u in "DFH"} == {"D": "新", "F": "新", "H": "↑3"}
    assert edition.streak("D") == 2


def test_a_corrected_period_counts_as_corrected(district: Store) -> None:
    load(district, [("E", "fai", "2026-08", "ytd", 5.9)], name="八月.xlsx")
    out(district, JULY)
    out(district, AUGUST)
    load(district, [("E", "fai", "2026-08", "ytd", 3.9 * 8 / 9)], name="八月更正.xlsx")
    out(district, AUGUST, reason="更正八月")
    assert editions.read(district, out(district)).streak("E") == 3


def test_a_withdrawn_period_is_passed_over(district: Store) -> None:
    out(district, JULY)
    out(district, AUGUST)
    publish.withdraw(district, "fai", AUGUST, WANG, "依据失效")
    edition = editions.read(district, out(district))
    assert [str(m.period) for m in edition.marks["E"]] == ["2026-07", "2026-09"]
    assert edition.streak("E") == 2


def test_a_rule_that_asks_for_streaks_counts_published_editions(store: Store) -> None:
    """Black only for the third time in a row: with two editions before it September has E and H."""
    filled(store, *MONTHS, black={"n": 2, "when": []})
    out(store, JULY)
    out(store, AUGUST)
    gate = [["completion", "<", 70], ["streak_black", ">=", 2]]
    gate[0][0] = "fai.completion"
    teach(store, known(black={"n": 2, "when": gate}))
    edition = editions.read(store, out(store))
    assert [e.unit for e in edition.black()] == ["H", "E"]
    publish.withdraw(store, "fai", AUGUST, WANG, "依据失效")
    assert boards.drawn(store, "fai", SEPTEMBER).black() == ()


def test_the_snapshots_give_their_own_lines_again(district: Store) -> None:
    rulings.add(district, "fai", AUGUST, "exempt", "云办函〔2026〕18号", "洪灾", WANG, unit="E")
    out(district, AUGUST)
    out(district)
    publish.go(district, "two", SEPTEMBER, WANG, today=TODAY)
    publish.withdraw(district, "fai", AUGUST, WANG, "依据失效")
    load(district, [(u, "fai", "2026-09", "ytd", 1.0) for u in "ABCDEFGH"], name="改.xlsx")
    assert editions.replay(district) == ((1, True), (2, True), (3, True), (4, True))


def test_a_snapshot_with_another_number_does_not_give_its_lines(district: Store) -> None:
    out(district)
    with district.read() as tx:
        plain = shelf.snapshot(tx, 1)
    assert editions.replayed(plain)
    for row in plain["cells"]:
        if row[:4] == ["2026-09", "fai", "ytd", "E"]:
            row[4] = 4.0
    assert not editions.replayed(plain)


def test_an_edition_that_does_not_exist_is_named(district: Store) -> None:
    with pytest.raises(Unknown, match="7"):
        editions.read(district, 7)


def test_what_an_edition_stands_on_is_in_its_snapshot(district: Store) -> None:
    edition = editions.read(district, out(district))
    board, catalog, having, panel = editions.stand(district, edition)
    again = boards.edition(board, catalog, having[-1:], panel, published=())
    assert again.board.entries == edition.board.entries
    assert [str(p) for p in having] == [*MONTHS]
    assert set(panel["upload"]) == {1}
