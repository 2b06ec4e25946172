"""`publish`, `editions`, `edition`: from the live board to what nobody changes any more."""

import argparse
from collections.abc import Callable
from typing import Any

from kpi.command.speak import DONE, REFUSED, document, no_period, table, tell, unusable
from kpi.i18n import _

Add = Callable[..., argparse.ArgumentParser]


def publish(add: Add) -> None:
    """Freeze a board as a numbered edition."""
    parser = add("publish", help=_("把榜单定为一期并编号"))
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("period", metavar="PERIOD")
    parser.add_argument("--by", required=True, metavar="LOGIN", help=_("以谁的名义"))
    parser.add_argument("--note", default="", metavar="TEXT", help=_("原因：更正时必填"))
    parser.add_argument("--document", metavar="TEXT", help=_("依据文件"))
    parser.add_argument("--audience", metavar="WORD", help=_("发布范围"))
    parser.add_argument("--signer", metavar="NAME", help=_("签发人"))
    parser.add_argument("--withdraw", action="store_true", help=_("撤回本期榜单"))
    parser.add_argument("--json", action="store_true", help=_("输出一份 JSON"))
    parser.set_defaults(run=_publish)


def _publish(given: argparse.Namespace) -> int:
    from kpi.model.period import Period
    from kpi.model.problem import Refused
    from kpi.service import board as boards
    from kpi.service import editions, people, start
    from kpi.service import publish as rounds

    store, today = start.store(), start.configured().today()
    try:
        period = Period.parse(given.period)
    except ValueError:
        return no_period(given.period)
    try:
        by = people.acting(store, given.by)
        if given.withdraw:
            edition = rounds.withdraw(store, given.code, period, by, given.note)
        else:
            paper = _paper(rounds.paper_of(store, given.code, period), given)
            edition = rounds.go(store, given.code, period, by, paper, given.note, today=today)
    except Refused as refused:
        for p in refused.problems:
            tell(f"{p.code} {p.text()}{p.advice() or ''}")
        return REFUSED
    except boards.Unknown as fault:
        return unusable(str(fault))
    assert edition.seal is not None  # noqa: S101 - it was just sealed
    issue = edition.seal.issue
    if given.json:
        document(editions.document(store, issue.edition))
    else:
        tell(
            _("{title}已发布，{issue_no}，存证码 {code}。").format(
                title=edition.title, issue_no=issue.title, code=issue.code
            )
        )
    return DONE


def _paper(known: Any, given: argparse.Namespace) -> Any:
    """What stands, with what was said otherwise."""
    from dataclasses import replace

    names = ("document", "audience", "signer")
    said = {name: getattr(given, name) for name in names if getattr(given, name) is not None}
    return replace(known, **said)


def editions(add: Add) -> None:
    """The editions, oldest first."""
    parser = add("editions", help=_("各期榜单，由旧到新"))
    parser.add_argument("--json", action="store_true", help=_("输出一份 JSON"))
    parser.set_defaults(run=_editions)


def _editions(given: argparse.Namespace) -> int:
    from kpi.model.seal import KINDS
    from kpi.model.snapshot import moment
    from kpi.service import editions, start

    rows = editions.every(start.store())
    if given.json:
        document(
            [
                {
                    "edition": i.edition,
                    "board": i.board,
                    "period": str(i.period),
                    "issue_no": i.title,
                    "year": i.year,
                    "number": i.number,
                    "kind": i.kind,
                    "corrects": i.corrects,
                    "reason": i.reason or None,
                    "published_at": moment(i.at),
                    "published_by": i.by,
                    "hash": i.hash,
                    "previous_hash": i.previous_hash,
                }
                for i in rows
            ]
        )
        return DONE
    head = [
        _("编号"),
        _("榜单"),
        _("报告期"),
        _("期号"),
        _("类别"),
        _("时间"),
        _("签发"),
        _("存证码"),
    ]
    table(
        head,
        [
            [i.edition, i.board, i.period, i.title, _(KINDS[i.kind]), moment(i.at), i.by, i.code]
            for i in rows
        ],
    )
    return DONE


def edition(add: Add) -> None:
    """One edition, as it was published."""
    parser = add("edition", help=_("一期榜单，与发布时相同"))
    parser.add_argument("edition", type=int, metavar="ID")
    parser.add_argument("--json", action="store_true", help=_("输出一份 JSON"))
    parser.set_defaults(run=_edition)


def _edition(given: argparse.Namespace) -> int:
    from kpi.command.board import lines
    from kpi.service import board as boards
    from kpi.service import editions, start

    store = start.store()
    try:
        found = editions.read(store, given.edition)
    except boards.Unknown as fault:
        return unusable(str(fault))
    if given.json:
        document(editions.document(store, given.edition))
    else:
        lines(found)
    return DONE
