"""Rights where they count: at the services, for every role, own and others' indicators alike."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from kpi.intake.catalog import workbook as names
from kpi.model.catalog import BoardSpec, Catalog, Indicator, Setup, Unit
from kpi.model.house import House
from kpi.model.period import Period
from kpi.model.person import OPERATOR, Person, Right, Role, operator, person
from kpi.model.problem import KpiError, Refused
from kpi.model.round import Round, State
from kpi.model.rule import parse
from kpi.service import (
    admin,
    deeds,
    editions,
    follow,
    giveback,
    learn,
    people,
    publish,
    record,
    rulings,
    safety,
    study,
    upload,
)
from kpi.store import catalog, journal, rounds
from kpi.store.engine import Act, Store

TODAY, OCTOBER = date(2026, 11, 21), Period.parse("2026-10")
RULE = {
    "schema": 1,
    "code": "main",
    "basis": "云调发〔2026〕3号",
    "items": [{"item": "fai", "method": "points"}],
}
CATALOG = Catalog(
    (
        Unit("J01", "云溪街道", "街道"),
        Unit("J02", "望江街道", "街道"),
        Unit("D01", "发展改革局", "不参评"),
        Unit("D02", "商务局", "不参评"),
    ),
    (
        Indicator("fai", "固定资产投资", "亿元", lead="D01"),
        Indicator("retail", "社会消费品零售总额", "亿元", lead="D02"),
    ),
    (BoardSpec("main", "固投榜", "M", parse(RULE)),),
)
CHEN = person("chen", "陈静", Role.PREPARER, "D01")
SHEN = person("shen", "沈商", Role.PREPARER, "D02")
LIAISON = person("lian", "连云", Role.PREPARER, "J01")
WHO = {role: person(f"the-{role}", f"{role}", role, "D01") for role in Role}
PASSWORD = "Bohe-Qinghe-27"  # noqa: S105 - made for these tests
ITEMS = ("固定资产投资", "社会消费品零售总额")


def workbook(*columns: tuple[str, Any, Any]) -> bytes:
    """A month's sheet: each column a head and the values of both streets."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("十月")
        sheet.write_row(0, 0, ["2026年10月"])
        sheet.write_row(1, 0, ["单位", *(head for head, *_v in columns)])
        for row, unit in enumerate(("云溪街道", "望江街道")):
            sheet.write_row(2 + row, 0, [unit, *(column[1 + row] for column in columns)])
    return out.getvalue()


BOTH = workbook((ITEMS[0], 9, 8), (ITEMS[1], 5, 4))
FAI, RETAIL = workbook((ITEMS[0], 9, 8)), workbook((ITEMS[1], 5, 4))


def plan(store: Store, data: bytes, by: Person = OPERATOR) -> upload.Plan:
    return upload.preview(store, data, "十月.xlsx", by, today=TODAY)


@pytest.fixture
def district(store: Store) -> Store:
    with store.write("root", Act.CATALOG) as tx:
        catalog.write(tx, Setup(CATALOG))
    assert upload.commit(store, plan(store, FAI), operator("zhangsan")) is not None
    return store


def refused(store: Store) -> list[tuple[str, str]]:
    """Who was refused what, oldest first."""
    with store.read() as tx:
        return [(x.actor, x.object) for x in journal.lines(tx) if x.act == str(Act.REFUSED)]


def dump(store: Store) -> list[Any]:
    """All that is stored but the journal."""
    rows = upload.values(store, OPERATOR, history=True)
    accounts = people.accounts(store, OPERATOR)
    with store.read() as tx:
        known = catalog.read(tx)
    return [rows, accounts, known, publish.every(store), follow.find(store)]


def codes(fault: KpiError) -> list[str]:
    return [p.code for p in fault.problems] if isinstance(fault, Refused) else []


PLAIN = CATALOG.boards[0].rule.to_json()
SERVICES: dict[str, tuple[Right, Callable[[Store, Person], Any]]] = {
    "preview": (Right.UPLOAD, lambda s, by: plan(s, FAI, by)),
    "commit": (Right.UPLOAD, lambda s, by: upload.commit(s, plan(s, RETAIL), by)),
    "undo": (Right.UPLOAD, lambda s, by: upload.undo(s, 1, by)),
    "alias": (Right.UPLOAD, lambda s, by: learn.learn_alias(s, "J01", "云溪新城", by)),
    "mapping": (
        Right.UPLOAD,
        lambda s, by: learn.confirm_columns(s, "0" * 64, {("投资",): "fai.ytd"}, by),
    ),
    "history": (Right.DRAFT, lambda s, by: upload.history(s, by)),
    "values": (Right.DRAFT, lambda s, by: upload.values(s, by)),
    "original": (Right.DRAFT, lambda s, by: upload.original(s, plan(s, FAI).facts.sha256, by)),
    "template": (Right.DRAFT, lambda s, by: upload.template(s, OCTOBER, by)),
    "whatif": (Right.DRAFT, lambda s, by: study.desk(s, "main", OCTOBER, by)),
    "preview of a rule": (
        Right.DRAFT,
        lambda s, by: study.preview(s, CATALOG.boards[0].rule, "main", by),
    ),
    "rehearsal": (Right.DRAFT, lambda s, by: publish.rehearse(s, "main", OCTOBER, by)),
    "since": (Right.DRAFT, lambda s, by: editions.against_live(s, "main", OCTOBER, by)),
    "give back": (Right.PUBLISH, lambda s, by: giveback.give_back(s, 1, "重报", by)),
    "freeze": (Right.PUBLISH, lambda s, by: publish.freeze(s, "main", OCTOBER, by)),
    "publish": (Right.PUBLISH, lambda s, by: publish.publish(s, "main", OCTOBER, by, today=TODAY)),
    "ruling": (
        Right.PUBLISH,
        lambda s, by: rulings.add(s, "main", OCTOBER, "waive", "〔2026〕1号", "核准", by),
    ),
    "lift": (Right.PUBLISH, lambda s, by: rulings.lift(s, 1, by)),
    "archive": (Right.CATALOG, lambda s, by: publish.archive(s, "main", OCTOBER, by)),
    "statement": (Right.SPEAK, lambda s, by: follow.write(s, 1, by, "data", "x", "", None)),
    "confirm": (Right.SPEAK, lambda s, by: follow.confirm(s, "main", OCTOBER, "J01", by)),
    "appeal": (
        Right.SPEAK,
        lambda s, by: follow.appeal(s, "main", OCTOBER, "J01", by, "value", "x", today=TODAY),
    ),
    "opinion": (Right.OPINION, lambda s, by: follow.opinion(s, 1, by, "x", agrees=True)),
    "decide": (Right.DECIDE, lambda s, by: follow.decide(s, 1, by, "x", upheld=True)),
    "evidence": (Right.DRAFT, lambda s, by: follow.evidence(s, 1, by)),
    "catalog": (
        Right.CATALOG,
        lambda s, by: admin.take_catalog(s, names.write(Setup(CATALOG)), "名录.xlsx", by),
    ),
    "catalog tried": (
        Right.CATALOG,
        lambda s, by: admin.try_catalog(s, names.write(Setup(CATALOG)), "名录.xlsx", by),
    ),
    "rule": (
        Right.CATALOG,
        lambda s, by: study.save_rule(s, "main", PLAIN | {"score_decimals": 1}, by, "〔2026〕9号"),
    ),
    "settings": (Right.CATALOG, lambda s, by: admin.settle(s, House(2), by)),
    "accounts": (Right.PEOPLE, lambda s, by: people.accounts(s, by)),
    "account": (Right.PEOPLE, lambda s, by: people.add(s, "new", Role.VIEWER, by)),
    "role": (Right.PEOPLE, lambda s, by: people.change_role(s, "zz", Role.ADMIN, by)),
    "disable": (Right.PEOPLE, lambda s, by: people.disable(s, "zz", by)),
    "enable": (Right.PEOPLE, lambda s, by: people.enable(s, "zz", by)),
    "link": (Right.PEOPLE, lambda s, by: people.link(s, "zz", by)),
    "sessions": (Right.PEOPLE, lambda s, by: people.end_sessions(s, "zz", by)),
    "backup": (Right.BACKUP, lambda s, by: safety.keep(s, by)),
    "journal": (Right.JOURNAL, lambda s, by: record.find(s, by)),
    "verify": (Right.VERIFY, lambda s, by: safety.verify(s, by)),
}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_serves_the_roles_that_hold_its_right_and_no_other(
    district: Store, name: str
) -> None:
    right, ask = SERVICES[name]
    stood = dump(district)
    for who in (w for w in WHO.values() if not w.may(right)):
        with pytest.raises(Refused) as fault:
            ask(district, who)
        assert codes(fault.value) == ["NOT_ENTITLED"], who.role
        assert [a for a, _o in refused(district)].count(who.login) >= 1, who.role
    assert dump(district) == stood
    for who in (w for w in WHO.values() if w.may(right)):
        try:
            ask(district, who)
        except KpiError as fault:  # another reason: nothing to decide yet, nobody of that name
            assert name == "undo" or "NOT_ENTITLED" not in codes(fault), who.role


def test_a_refusal_is_written_down_once_a_minute_for_one_person_and_act(store: Store) -> None:
    store.clock = lambda: deed_at[0]  # type: ignore[method-assign]
    deed_at = [datetime(2026, 11, 10, 2, tzinfo=UTC)]
    for _again in range(5):
        with pytest.raises(Refused):
            people.link(store, "zz", CHEN)
    with pytest.raises(Refused):
        people.disable(store, "zz", CHEN)
    with pytest.raises(Refused):
        people.link(store, "zz", SHEN)
    assert refused(store) == [
        ("chen", "user.link"),
        ("chen", "user.disable"),
        ("shen", "user.link"),
    ]
    deed_at[0] += timedelta(seconds=61)
    with pytest.raises(Refused):
        people.link(store, "zz", CHEN)
    assert refused(store)[3:] == [("chen", "user.link")]


# own and others' indicators


def test_another_offices_column_is_left_out_and_named(district: Store) -> None:
    made = plan(district, BOTH, SHEN)
    assert set(made.panel["indicator"]) == {"retail"}
    told = [(p.code, str(p.severity), p.text()) for p in made.problems if p.code == "NOT_YOURS"]
    assert told == [("NOT_YOURS", "warning", "“固定资产投资”由发展改革局报送，未导入。")]
    assert (made.outcome, made.diff.new) == ("accept", 2)
    assert upload.needs_note(made) == ()
    assert upload.submit(district, made, SHEN, {}).receipt is not None
    rows = upload.values(district, OPERATOR, period="2026-10")
    assert {(r["indicator"], r["upload"]) for r in rows} == {("fai", 1), ("retail", 2)}


def test_a_fault_in_another_offices_column_is_none_of_mine(district: Store) -> None:
    made = plan(district, workbook((ITEMS[0], "九亿多", 8), (ITEMS[1], 5, 4)), SHEN)
    assert "NOT_A_NUMBER" in [p.code for p in plan(district, made.data).problems]
    assert [p.code for p in made.problems if p.severity != "info"] == ["NOT_YOURS"]
    assert made.outcome == "accept"


@pytest.mark.parametrize("by", [SHEN, LIAISON], ids=["another office", "a ranked unit"])
def test_a_file_of_nothing_else_is_refused_and_written_down(district: Store, by: Person) -> None:
    stood = dump(district)
    made = plan(district, workbook((ITEMS[0], 99, 88)), by)
    assert (made.outcome, len(made.panel)) == ("reject", 0)
    assert [(p.code, str(p.severity)) for p in made.problems] == [("NOT_YOURS", "error")]
    assert [p.code for p in upload.submit(district, made, by, {}).problems] == ["NOT_YOURS"]
    assert dump(district) == stood
    assert set(refused(district)) == {(by.login, "load")}


def test_a_plan_that_another_made_is_not_stored_for_me(district: Store) -> None:
    made, stood = plan(district, workbook((ITEMS[0], 99, 88)), OPERATOR), dump(district)
    with pytest.raises(Refused) as fault:
        upload.commit(district, made, SHEN)
    assert codes(fault.value) == ["NOT_YOURS"]
    assert dump(district) == stood
    assert upload.commit(district, made, CHEN) is not None


def test_a_list_of_ones_own_goes_before_what_the_office_leads(district: Store) -> None:
    lent = person("lent", "借调", Role.PREPARER, "D01", frozenset({"retail"}))
    assert set(plan(district, BOTH, lent).panel["indicator"]) == {"retail"}


def test_an_upload_is_undone_by_its_own_sender_or_office_alone(district: Store) -> None:
    number = upload.commit(district, plan(district, RETAIL, SHEN), SHEN)
    assert number is not None
    with pytest.raises(Refused) as fault:
        upload.undo(district, number.upload, CHEN)
    assert codes(fault.value) == ["NOT_ENTITLED"]
    colleague = person("wu", "吴商", Role.PREPARER, "D02")
    with pytest.raises(Refused):
        upload.undo(district, number.upload, colleague)
    assert upload.undo(district, number.upload, SHEN).diff.absent == 2
    assert refused(district) == [("chen", "undo"), ("wu", "undo")]


def test_what_the_office_sent_under_its_own_code_its_people_may_undo(district: Store) -> None:
    number = upload.commit(district, plan(district, RETAIL), operator("D02"))
    assert number is not None
    assert upload.undo(district, number.upload, SHEN).diff.absent == 2


# who a command acts for


def test_without_accounts_any_name_stands_for_the_operator(store: Store) -> None:
    assert people.acting(store, "local") == OPERATOR
    assert people.acting(store, "zhangsan") == operator("zhangsan")


def test_with_accounts_a_name_is_an_account_with_its_scope(district: Store) -> None:
    people.add(district, "chen", Role.PREPARER, OPERATOR, unit="D01", password=PASSWORD)
    assert people.acting(district, "local") == OPERATOR
    assert people.acting(district, "chen").unit == "D01"
    for name in ("zhangsan", "Chen"):
        with pytest.raises(Refused, match="没有这项权限"):
            people.acting(district, name)
    people.disable(district, "chen", OPERATOR)
    with pytest.raises(Refused):
        people.acting(district, "chen")
    assert {who for who, _act in refused(district)} == {"zhangsan", "Chen", "chen"}


def test_a_full_disk_is_not_written_down_on_the_full_disk(store: Store) -> None:
    deeds.note(store, "chen", "load", "NO_ROOM")
    assert refused(store) == []


# bad input: refused, written down, nothing changed


def test_a_period_that_is_not_ready_stays_where_it_is(district: Store) -> None:
    by, stood = WHO[Role.PUBLISHER], dump(district)
    with pytest.raises(Refused) as fault:
        publish.go(district, "main", OCTOBER, by, today=date(2026, 10, 31))
    assert "PERIOD_NOT_OVER" in codes(fault.value)
    assert dump(district) == stood
    assert refused(district) == [(by.login, "publish")]


def test_an_archived_edition_is_not_edited(district: Store) -> None:
    by = WHO[Role.PUBLISHER]
    with district.write("root", Act.SETTINGS) as tx:
        rounds.put(tx, Round("main", OCTOBER, State.ARCHIVED))
    stood = dump(district)
    for deed in (
        lambda: publish.correct(district, "main", OCTOBER, by, "改数"),
        lambda: publish.withdraw(district, "main", OCTOBER, by, "改数"),
        lambda: publish.reopen(district, "main", OCTOBER, by, "改数"),
        lambda: upload.commit(district, plan(district, workbook((ITEMS[0], 99, 88))), CHEN),
        lambda: upload.undo(district, 1, OPERATOR),
        lambda: giveback.give_back(district, 1, "重报", by),
    ):
        with pytest.raises(Refused):
            deed()
    assert dump(district) == stood
    acts = {act for _who, act in refused(district)}
    assert acts == {"correct", "withdraw", "reopen", "load", "undo", "return"}
