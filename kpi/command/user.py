"""`user add|list|role|disable|enable|link`: accounts, from the machine that the server runs on."""

import argparse
import sys
from collections.abc import Callable
from typing import Any

from kpi.command.invite import link
from kpi.command.speak import DONE, REFUSED, document, say, table, tell, unusable
from kpi.i18n import _
from kpi.model.person import OPERATOR, Role
from kpi.model.problem import Refused

Add = Callable[..., argparse.ArgumentParser]
UNKNOWN = frozenset({"LOGIN_UNKNOWN", "UNKNOWN_UNIT", "INDICATOR_UNKNOWN"})


def user(add: Add) -> None:
    """Accounts."""
    parser = add("user", help=_("账号：谁可以登录，任什么角色"))
    ways: Any = parser.add_subparsers(required=True, metavar="add|list|role|disable|enable|link")
    listing = ways.add_parser("list", help=_("全部账号"))
    listing.add_argument("--json", action="store_true", help=_("输出一份 JSON"))
    listing.set_defaults(run=_list)
    new = ways.add_parser("add", help=_("新建账号；不给密码则打印设置链接"))
    for name, run, about in (
        ("role", _role, _("更换角色")),
        ("disable", _disable, _("停用")),
        ("enable", _enable, _("重新启用")),
        ("link", _link, _("打印一次性设置密码的链接")),
    ):
        way = ways.add_parser(name, help=about)
        way.add_argument("login", metavar="LOGIN")
        way.set_defaults(run=_told(run))
        if name == "role":
            way.add_argument("role", type=Role, choices=[*Role], metavar="ROLE")
    new.add_argument("login", metavar="LOGIN")
    new.add_argument("--role", type=Role, choices=[*Role], required=True, metavar="ROLE")
    new.add_argument("--name", default="", metavar="NAME")
    new.add_argument("--unit", default="", metavar="CODE", help=_("本人所在单位"))
    new.add_argument("--indicators", metavar="A,B", help=_("代替该单位牵头的指标"))
    new.add_argument("--password-stdin", action="store_true", help=_("从标准输入读一行"))
    new.set_defaults(run=_told(_add))


def _told(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """A refusal as a line: exit 2 where a name refers to nothing, else 1."""

    def told(given: argparse.Namespace) -> int:
        try:
            return run(given)
        except Refused as refused:
            first = refused.problems[0]
            if first.code in UNKNOWN:
                return unusable(first.sentence())
            tell(first.sentence())
            return REFUSED

    return told


def _add(given: argparse.Namespace) -> int:
    from kpi.service import people, start

    listed = (given.indicators or "").split(",")
    codes = None if given.indicators is None else [c.strip() for c in listed if c.strip()]
    token = people.add(
        start.store(),
        given.login,
        given.role,
        OPERATOR,
        name=given.name,
        unit=given.unit,
        indicators=codes,
        password=sys.stdin.readline().rstrip("\r\n") if given.password_stdin else None,
    )
    tell(_("已开设账号：{login}。").format(login=given.login))
    return _print(token)


def _role(given: argparse.Namespace) -> int:
    from kpi.service import people, start

    people.change_role(start.store(), given.login, given.role, OPERATOR)
    return DONE


def _disable(given: argparse.Namespace) -> int:
    from kpi.service import people, start

    people.disable(start.store(), given.login, OPERATOR)
    return DONE


def _enable(given: argparse.Namespace) -> int:
    from kpi.service import people, start

    people.enable(start.store(), given.login, OPERATOR)
    return DONE


def _link(given: argparse.Namespace) -> int:
    from kpi.service import people, start

    return _print(people.link(start.store(), given.login, OPERATOR))


def _print(token: str | None) -> int:
    from kpi.service import start

    if token:
        tell(_("请在24小时内打开下面的链接，设置密码："))
        say(link(start.configured().reached_at, token) + "\n")
    return DONE


def _list(given: argparse.Namespace) -> int:
    from kpi.service import people, start

    store = start.store()
    rows: list[dict[str, Any]] = [
        {
            "login": one.login,
            "name": one.name,
            "role": str(one.role),
            "unit": one.unit or None,
            "indicators": people.sends(store, one.person()),
            "active": one.active,
        }
        for one in people.accounts(store, OPERATOR)
    ]
    if given.json:
        document(rows)
    else:
        lines = [
            [*list(row.values())[:4], ",".join(row["indicators"]), row["active"]] for row in rows
        ]
        table(["login", "name", "role", "unit", "indicators", "active"], lines)
    return DONE
