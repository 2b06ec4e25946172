"""The meeting's files: who gets which, from what, kept how long, written down where."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import papers
import pytest
import reading
from publishing import (
    CHEN,
    LI,
    LOOKER,
    SEPTEMBER,
    TODAY,
    WANG,
    filled,
    known,
    load,
    out,
    rows,
    teach,
)

from kpi.model import show
from kpi.model.choice import Choice
from kpi.model.period import Period
from kpi.model.problem import Refused
from kpi.service import board as boards
from kpi.service import editions, export, forms, packing, publish
from kpi.service.export import NoEdition
from kpi.service.forms import File, Unmakeable
from kpi.service.shelf import Shelf
from kpi.store import journal
from kpi.store.engine import Act, Store

BOOK = Choice("xlsx")
EVERY = (
    *(Choice("docx"), Choice("pdf"), Choice("pptx"), Choice("xlsx"), Choice("pack")),
    *(Choice("pdf", ("poster",)), Choice("pdf", ("profile", "E")), Choice("png", ("tall",))),
    *(Choice("png"), Choice("svg"), Choice("png", ("item", "fai.completion"))),
)


@pytest.fixture(autouse=True)
def _nothing_kept():
    export.shelf.clear()


@pytest.fixture
def district(store: Store) -> Store:
    """September published as the first edition of board `fai`."""
    filled(store, "2026-08", "2026-09")
    out(store)
    return store


def lines(store: Store) -> list[journal.Line]:
    with store.read() as tx:
        return [line for line in journal.lines(tx) if line.act == Act.EXPORT]


def get(store: Store, choice: Choice = BOOK, by=LOOKER, code: str = "fai", **more) -> File:
    return export.export(store, code, more.pop("period", SEPTEMBER), choice, by, **more)


@pytest.mark.parametrize("choice", EVERY, ids=lambda c: "_".join((c.form, *c.items[:1])))
def test_every_form_is_named_by_board_period_issue_and_kind(district: Store, choice) -> None:
    file = get(district, choice)
    assert file.name.startswith("投资完成进度榜_2026-09_第1期_")
    assert file.name.endswith(forms.FORMS[choice.form].ending)
    assert file.edition == "第1期"
    head = {"pdf": b"%PDF", "png": b"\x89PNG", "svg": b"<svg"}.get(choice.form, b"PK\x03\x04")
    assert file.data.startswith(head)


def test_a_viewer_takes_editions_and_no_drafts(district: Store) -> None:
    assert get(district).edition == "第1期"
    with pytest.raises(Refused) as refused:
        get(district, draft=True)
    assert [p.code for p in refused.value.problems] == ["NOT_ENTITLED"]
    with district.read() as tx:
        last = list(journal.lines(tx))[-1]
    assert (last.actor, last.act, last.object) == ("liu", "refused", "export")


def test_a_preparer_takes_a_draft_which_says_so_in_its_name_and_on_its_sheets(
    district: Store,
) -> None:
    file = get(district, by=CHEN, draft=True)
    assert file.name == "投资完成进度榜_2026-09_试算_数据表.xlsx"
    assert "试算" in reading.text(file.data) and "第1期" not in reading.text(file.data)


def test_the_newest_edition_is_meant_unless_one_is_named(district: Store) -> None:
    publish.correct(district, "fai", SEPTEMBER, WANG, "E 报错")
    load(district, [(*r[:4], r[4] + 1) for r in rows("2026-09") if r[0] == "E"], name="更正.xlsx")
    second = out(district, reason="E 报错")
    first = editions.issues(district, "fai", SEPTEMBER)[0].edition
    assert get(district).edition == "第2期"
    assert get(district, edition=first).edition == "第1期"
    assert get(district, edition=second).data == get(district).data


def test_what_was_never_published_is_told_with_the_newest_that_was(district: Store) -> None:
    with pytest.raises(NoEdition, match="fai 没有 2026-08 的期次（最近是 2026-09，〔2026〕第1期）"):
        get(district, period=Period.parse("2026-08"))
    with pytest.raises(NoEdition, match="two 还没有签发过；试算件请加 --draft"):
        get(district, code="two")
    with pytest.raises(NoEdition, match="没有编号为 99 的一期"):
        get(district, edition=99)
    with pytest.raises(boards.Unknown, match="没有榜单“nope”"):
        get(district, code="nope")


def test_another_periods_edition_is_not_handed_over_under_this_one(district: Store) -> None:
    number = editions.issues(district, "fai", SEPTEMBER)[0].edition
    with pytest.raises(NoEdition):
        get(district, period=Period.parse("2026-08"), edition=number)


def test_a_withdrawn_month_gives_nothing_and_its_old_edition_says_that_it_was(
    district: Store,
) -> None:
    first = editions.issues(district, "fai", SEPTEMBER)[0].edition
    kept = get(district)
    publish.withdraw(district, "fai", SEPTEMBER, WANG, "口径有误")
    with pytest.raises(NoEdition, match="已撤回本期榜单"):
        get(district)
    again = get(district, edition=first)
    assert again.edition == "第1期（已撤回）" and again.data != kept.data


def test_every_taking_leaves_a_line_kept_bytes_too(district: Store) -> None:
    one, two = get(district), get(district, by=WANG)
    assert one.data is two.data
    first, second = lines(district)
    assert (first.actor, second.actor) == ("liu", "wang")
    told = json.loads(second.detail)
    assert told["sha256"] == two.sha256 and told["file"] == two.name
    assert told["choice"] == {"form": "xlsx"} and told["edition"] == 1


def test_a_look_at_the_first_page_is_no_taking(district: Store) -> None:
    shown = export.preview(district, "fai", SEPTEMBER, Choice("pdf"), LOOKER)
    assert shown.startswith(b"\x89PNG") and lines(district) == []
    with pytest.raises(Refused):
        export.preview(district, "fai", SEPTEMBER, Choice("pdf"), LOOKER, draft=True)


def test_who_asks_otherwise_gets_another_file(district: Store) -> None:
    usual = get(district)
    for other in (
        Choice("xlsx", lang="en"),
        Choice("xlsx", audience="leaders"),
        Choice("xlsx", watermark="内部"),
        Choice("xlsx", public=True),
        Choice("xlsx", ("lists",)),
    ):
        assert get(district, other).sha256 != usual.sha256
    assert "Main" not in usual.name and get(district, Choice("xlsx", lang="en")).name != usual.name


def test_a_draft_follows_the_figures_and_an_edition_does_not(district: Store) -> None:
    sealed, draft = get(district), get(district, by=LI, draft=True)
    assert get(district, by=LI, draft=True).data is draft.data
    publish.correct(district, "fai", SEPTEMBER, WANG, "补报")
    load(district, [(*r[:4], r[4] + 1) for r in rows("2026-09") if r[0] == "E"], name="补报.xlsx")
    assert get(district, by=LI, draft=True).sha256 != draft.sha256
    assert get(district).sha256 == sealed.sha256


def test_the_notice_board_hears_no_leaders_name(store: Store) -> None:
    setup = known()
    named = tuple(replace(i, lead="A", sponsor="欧阳分管") for i in setup.indicators)
    teach(store, replace(setup, indicators=named))
    load(store, rows("2026-08", "2026-09"))
    out(store)
    assert "欧阳分管" in reading.text(get(store, Choice("pack")).data)
    for form in ("docx", "pdf", "xlsx", "pack"):
        data = get(store, Choice(form, public=True)).data
        assert "欧阳分管" not in reading.text(data) and "E街道" in reading.text(data)


@pytest.mark.parametrize("choice", [Choice("pptx"), Choice("pdf", ("poster",)), Choice("png")])
def test_what_has_no_version_for_the_notice_board_says_so(district: Store, choice) -> None:
    with pytest.raises(Unmakeable, match="没有公示版"):
        get(district, replace(choice, public=True))


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (Choice("png", ("pie",)), "没有“pie”，可选：ranking、item"),
        (Choice("png", ("item", "gdp.yoy")), "没有“gdp.yoy”，可选：fai.completion"),
        (Choice("svg", ("shares", "X")), "没有“X”，可选："),
        (Choice("pdf", ("menu",)), "没有“menu”，可选：bulletin、poster、profile"),
        (Choice("pdf", ("profile",)), "没有“”，可选："),
        (Choice("pack", ("cake",)), "材料包里没有“cake”"),
    ],
)
def test_an_unknown_part_is_told_with_what_there_is(district: Store, choice, told) -> None:
    with pytest.raises(Unmakeable, match=told):
        get(district, choice)
    assert lines(district) == []


def test_a_name_that_cannot_be_printed_is_named_and_office_files_are_made(store: Store) -> None:
    setup = known()
    units = tuple(replace(u, name="石𠮷街道") if u.code == "A" else u for u in setup.units)
    teach(store, replace(setup, units=units))
    load(store, rows("2026-09"))
    out(store)
    with pytest.raises(Exception, match="字库缺字：𠮷（石𠮷街道）"):
        get(store, Choice("png"))
    pack = get(store, Choice("pack"))
    with ZipFile(BytesIO(pack.data)) as box:
        told = json.loads(box.read("manifest.json"))
    assert {f["name"].rpartition(".")[2] for f in told["files"]} >= {"docx", "pptx", "xlsx"}
    assert {"poster.pdf", "image.png"} <= {one["item"] for one in told["left_out"]}
    assert all("字库缺字：𠮷" in one["reason"] for one in told["left_out"])
    assert get(store, Choice("png", bracket=True)).data.startswith(b"\x89PNG")


def test_a_bad_template_is_refused_and_no_line_is_left(district: Store) -> None:
    with pytest.raises(Exception, match="模板打不开"):
        get(district, Choice("pptx"), templates={"pptx": b"no deck at all"})
    assert lines(district) == []


def test_the_numbers_of_the_board_stand_in_every_paper(district: Store) -> None:
    whole = editions.newest(district, "fai", SEPTEMBER)
    for choice in (Choice("docx"), Choice("pdf"), Choice("pptx"), Choice("pdf", ("poster",))):
        found = reading.text(get(district, choice).data)
        for entry in whole.board.entries:
            value = show.number(entry.score, 1)
            assert whole.name(entry.unit) in found and value in found, (choice, entry.unit)


def test_threads_that_ask_for_different_editions_each_get_their_own(store: Store) -> None:
    filled(store, "2026-07", "2026-08", "2026-09")
    months = [Period.parse(f"2026-0{n}") for n in (7, 8, 9)]
    for month in months:
        publish.go(store, "fai", month, WANG, today=TODAY)
    codes = {m: editions.issues(store, "fai", m)[-1].code for m in months}
    asked = [(m, c) for c in (BOOK, Choice("docx"), Choice("pptx"), Choice("pdf")) for m in months]
    start = threading.Barrier(8)

    def one(n: int) -> tuple[Period, str]:
        if n < 8:
            start.wait()
        month, choice = asked[n % len(asked)]
        return month, reading.text(get(store, choice, period=month).data)

    with ThreadPoolExecutor(8) as pool:
        for month, found in pool.map(one, range(2 * len(asked))):
            assert codes[month] in found
            assert not any(code in found for m, code in codes.items() if m != month)
    assert len(lines(store)) == 2 * len(asked)


def test_a_pack_says_how_far_it_has_come(district: Store) -> None:
    said: list[str] = []
    get(district, Choice("pack"), say=said.append)
    assert said[0] == "1/7 通报（DOCX）" and said[-1].startswith("7/7 ")
    said.clear()
    get(district, Choice("pack"), say=said.append)
    assert said == []


def test_a_pack_holds_the_very_files_that_are_given_one_by_one(district: Store) -> None:
    deck = get(district, Choice("pptx"))
    with ZipFile(BytesIO(get(district, Choice("pack")).data)) as box:
        assert box.read(f"03_{deck.name}") == deck.data


def test_only_what_was_chosen_is_packed_and_profiles_are_for_units_on_a_list(
    district: Store,
) -> None:
    with ZipFile(BytesIO(get(district, Choice("pack", ("book", "profile"))).data)) as box:
        names = [n.rpartition("_")[2] for n in box.namelist()]
    listed = ["E街道.pdf", "H街道.pdf", "D街道.pdf", "F街道.pdf"]
    assert names == ["数据表.xlsx", *names[1:5], "manifest.json"]
    assert sorted(names[1:5]) == sorted(listed) and set(names[1:3]) == {"E街道.pdf", "H街道.pdf"}


def test_the_shelf_lets_the_longest_unused_go() -> None:
    shelf = Shelf(room=100)
    for name in "abc":
        shelf.put(name, File(name, "", b"x" * 40, ""))
        shelf.get("a")
    assert [shelf.get(n) is not None for n in "abc"] == [True, False, True] and shelf.held == 80
    shelf.put("huge", File("huge", "", b"x" * 101, ""))
    assert shelf.get("huge") is None and shelf.get("a") is not None


def test_two_files_are_made_at_a_time_and_the_third_hears_that_it_waits() -> None:
    shelf, at_work, go, waiting = Shelf(), threading.Semaphore(0), threading.Event(), []

    def make() -> File:
        at_work.release()
        assert go.wait(10)
        return File("f", "", b"", "")

    def third() -> None:
        waiting.append(1)
        go.set()

    with ThreadPoolExecutor(3) as pool:
        two = [pool.submit(shelf.made, n, make, lambda: None) for n in range(2)]
        at_work.acquire()
        at_work.acquire()
        last = pool.submit(shelf.made, 2, make, third)
        assert [f.result(10).name for f in (*two, last)] == ["f"] * 3
    assert waiting == [1]


def test_a_file_that_could_not_be_made_gives_its_turn_back() -> None:
    shelf = Shelf(makers=1)

    def fails() -> File:
        raise Unmakeable("nein")

    for _n in range(2):
        with pytest.raises(Unmakeable):
            shelf.made("a", fails, lambda: pytest.fail("the turn was not given back"))


def test_a_quarters_pack_shows_the_way_of_the_places() -> None:
    month = papers.issued(papers.made())
    kinds = [c.items[0] for c in packing.parts(month, Choice("pack")) if c.form == "png"]
    assert kinds == ["tall", "ranking", "grid"]
    quarter = replace(month, period=Period.parse("2026-Q3"))
    kinds = [c.items[0] for c in packing.parts(quarter, Choice("pack")) if c.form == "png"]
    assert kinds == ["tall", "ranking", "grid", "places"]
    assert "season" not in packing.usual(month) and "season" in packing.usual(quarter)
    assert Choice("xlsx", ("season",)) in list(packing.parts(quarter, Choice("pack")))


@pytest.mark.parametrize("case", papers.STRANGE)
def test_a_pack_of_a_strange_board_opens_and_lacks_only_what_cannot_be_printed(case: str) -> None:
    edition = papers.issued(papers.made(**papers.STRANGE[case]))
    with ZipFile(BytesIO(export.made(edition, Choice("pack")).data)) as box:
        assert box.testzip() is None
        told = json.loads(box.read("manifest.json"))
    assert {f["kind"] for f in told["files"]} >= {"bulletin", "deck", "book"}
    reasons = {one["reason"] for one in told["left_out"]}
    assert reasons == ({"字库缺字：😀（😀街道）"} if case == "hostile names" else set())
