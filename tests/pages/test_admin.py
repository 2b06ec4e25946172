"""管理: accounts, what the house settles, the journal, proof and copies."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest

from kpi.model.person import OPERATOR, Person, Role, person
from kpi.service import admin, board, people, record, start
from pages.parts import setup_people

ADMIN = person("zhou", "周管", Role.ADMIN)
AUDITOR = person("shen", "沈审", Role.AUDITOR)
Enter = Callable[[Person | None], None]


def labelled(seen: Any, kind: str, label: str) -> Any:
    return next(w for w in seen.at.get(kind) if w.label == label)


def submit(seen: Any, label: str) -> Any:
    next(b for b in seen.at.button if b.label == label).click()
    return seen.run()


def listed(seen: Any) -> list[str]:
    return list(seen.at.segmented_control[0].options)


def test_each_role_has_its_own_part(own: Any, signed_in: Enter) -> None:
    signed_in(ADMIN)
    assert listed(own("setup")) == ["评榜规则", "名录", "账号", "设置", "意见", "核验", "备份"]
    signed_in(AUDITOR)
    assert listed(own("setup")) == ["设置", "留痕", "核验"]


def test_a_new_account_gets_a_link_that_is_shown_once(own: Any, signed_in: Enter) -> None:
    signed_in(ADMIN)
    seen = own("setup", part="people")
    labelled(seen, "text_input", "账号（小写字母开头，2—32位）").set_value(" Chen ")
    labelled(seen, "text_input", "姓名").set_value("陈静")
    labelled(seen, "selectbox", "角色").set_value(Role.PREPARER)
    labelled(seen, "selectbox", "单位").set_value("D01")
    submit(seen, "新建并生成链接")
    (account,) = people.accounts(start.store(), OPERATOR)
    assert (account.login, account.name, account.role, account.unit, account.indicators) == (
        "chen",
        "陈静",
        Role.PREPARER,
        "D01",
        None,
    )
    assert "/auth/setup?token=" in seen.at.code[0].value
    assert seen.shows("chen", "填报", "等待本人设置密码")
    assert list(seen.run().at.code) == []


@pytest.mark.parametrize(
    ("login", "said"),
    [("9x", "以小写字母开头"), ("", "以小写字母开头"), ("chen", "chen")],
    ids=["digit", "empty", "taken"],
)
def test_an_account_that_cannot_be_is_refused_with_a_sentence(
    own: Any, signed_in: Enter, login: str, said: str
) -> None:
    people.add(start.store(), "chen", Role.VIEWER, OPERATOR)
    signed_in(ADMIN)
    seen = own("setup", part="people")
    labelled(seen, "text_input", "账号（小写字母开头，2—32位）").set_value(login)
    submit(seen, "新建并生成链接")
    assert said in seen.text
    assert [a.login for a in people.accounts(start.store(), OPERATOR)] == ["chen"]


def test_an_account_is_disabled_after_a_question_and_comes_back(
    own: Any, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.add(start.store(), "chen", Role.VIEWER, OPERATOR, name="陈静")
    signed_in(ADMIN)
    real = setup_people.tables.table
    monkeypatch.setattr(setup_people.tables, "table", lambda *a, **k: (real(*a, **k), 0)[1])
    seen = own("setup", part="people").click("setup_off_chen")
    assert people.accounts(start.store(), OPERATOR)[0].active
    seen.button("setup_off_chen").click()
    seen.click("setup_off_yes")
    assert not people.accounts(start.store(), OPERATOR)[0].active
    seen.click("setup_on_chen")
    assert people.accounts(start.store(), OPERATOR)[0].active


def test_the_house_settles_days_and_the_names_of_its_lists(own: Any, signed_in: Enter) -> None:
    signed_in(ADMIN)
    seen = own("setup", part="house")
    labelled(seen, "selectbox", "名单叫法").set_value(("先进", "待提升")).run()
    labelled(seen, "number_input", "征求反馈（工作日，0为不征求）").set_value(3)
    labelled(seen, "checkbox", "锁定数据的人不签发").set_value(True)
    submit(seen, "保存设置")
    assert "设置已保存，并留痕。" in seen.text
    house = admin.house_rules(start.store())
    assert (house.feedback_days, house.two_persons) == (3, True)
    assert (house.red_label, house.black_label) == ("先进", "待提升")
    assert "待提升" in own("board", board="fai", period="2026-10").text + str(
        own("board", board="fai", period="2026-10").cells
    )


def test_an_auditor_sees_the_settings_and_changes_none(own: Any, signed_in: Enter) -> None:
    signed_in(AUDITOR)
    seen = own("setup", part="house")
    assert all(w.disabled for w in seen.at.number_input)
    assert next(b for b in seen.at.button if b.label == "保存设置").disabled


def test_a_rule_names_its_lists(own: Any, signed_in: Enter) -> None:
    signed_in(ADMIN)
    seen = own("setup", part="rules", board="fai")
    labelled(seen, "selectbox", "名单叫法").set_value(("红榜", "黄榜")).run()
    assert "黄榜" in seen.text
    labelled(seen, "text_input", "依据文件文号（必填）").set_value("云调发〔2026〕9号")
    submit(seen, "保存为新版本")
    rule = board.known(start.store()).board["fai"].rule
    assert (rule.red_label, rule.black_label) == ("红榜", "黄榜")


def test_the_journal_is_searched_and_taken_along(own: Any, signed_in: Enter) -> None:
    people.add(start.store(), "chen", Role.VIEWER, OPERATOR)
    signed_in(AUDITOR)
    seen = own("setup", part="record")
    assert seen.shows("新建账号", "chen", "导入名录")
    labelled(seen, "selectbox", "操作").set_value("user.add").run()
    assert seen.shows("新建账号")
    assert not seen.shows("导入名录")
    labelled(seen, "text_input", "内容").set_value("nobody at all").run()
    assert "没有符合条件的留痕。" in seen.text
    lines = record.find(start.store(), AUDITOR, act="user.add")
    (head, row) = csv.reader(StringIO(record.table(lines).lstrip("\ufeff")))
    assert (head[4], row[4], row[5]) == ("操作", "新建账号", "chen")
    assert json.loads(record.whole(lines[0]))["role"] == "viewer"


def test_proof_and_copies_are_made_at_a_button(own: Any, signed_in: Enter) -> None:
    signed_in(ADMIN)
    seen = own("setup", part="proof").click("setup_verify")
    assert "全部相符。" in seen.text
    seen = own("setup", part="copies").click("setup_backup")
    assert "已备份。" in seen.text
    assert any(cell.endswith(".zip") for cell in seen.cells)
