"""`board`, `values`, `score`: what is stored, and how it ranks."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kpi.command.speak import DONE, count, document, no_period, say, table, unusable
from kpi.i18n import _

Add = Callable[..., argparse.ArgumentParser]


def score(add: Add) -> None:
    """The ranking engine on a plain table, without a database."""
    parser = add("score", help=_("按规则给一张表评分，不用数据库"))
    parser.add_argument("values", type=Path, metavar="VALUES.csv")
    parser.add_argument("--rule", type=Path, required=True, metavar="RULE.json")
    parser.add_argument("--json", action="store_true", help=_("输出一份 JSON"))
    parser.add_argument("--robustness", type=count, default=0, metavar="N", help=_("权重抽样次数"))
    parser.add_argument("--seed", type=count, metavar="S", help=_("固定抽样"))
    parser.set_defaults(run=_score)


def _score(given: argparse.Namespace) -> int:
    from kpi.service.score import Unusable
    from kpi.service.score import score as board

    try:
        scored = board(given.values, given.rule, given.robustness, given.seed)
    except Unusable as fault:
        return unusable(str(fault))
    say(scored.document() if given.json else scored.plain())
    return DONE


def board(add: Add) -> None:
    """The live board: scores, ranks, lists, reasons."""
    parser = add("board", help=_("实时榜单：得分、位次、名单、理由"))
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("period", metavar="PERIOD")
    parser.add_argument("--json", action="store_true", help=_("输出一份 JSON"))
    parser.add_argument("--robustness", type=count, default=0, metavar="N", help=_("权重抽样次数"))
    parser.set_defaults(run=_board)


def _board(given: argparse.Namespace) -> int:
    from kpi.model.period import Period
    from kpi.service import board as boards
    from kpi.service import document as documents
    from kpi.service import start

    try:
        period = Period.parse(given.period)
    except ValueError:
        return no_period(given.period)
    try:
        edition = boards.drawn(start.store(), given.code, period, given.robustness)
    except boards.Unknown as fault:
        return unusable(str(fault))
    if given.json:
        document(documents.as_json(edition))
    else:
        lines(edition)
    return DONE


def lines(edition: Any) -> None:
    """A board for people, group by group; `edition` is a live one or a published one."""
    head = [_("分组"), _("位次"), _("单位"), _("得分"), _("升降"), _("名单"), _("理由")]
    rows = [
        [
            e.group,
            e.rank or "–",
            edition.name(e.unit),
            edition.score(e.score),
            edition.moved(e.unit),
            f"{edition.label(e.colour)} {edition.badge(e.unit)}".strip(),
            edition.sentence(e.unit),
        ]
        for group in edition.groups
        for e in (*edition.within(group), *edition.unranked(group))
    ]
    table(head, rows)


def values(add: Add) -> None:
    """What is stored now, or every version of it."""
    parser = add("values", help=_("现有数值，或每个数值的全部版本"))
    for name in ("unit", "indicator", "period", "measure"):
        parser.add_argument(f"--{name}", metavar=name[0].upper())
    parser.add_argument("--history", action="store_true", help=_("全部版本"))
    parser.add_argument("--json", action="store_true", help=_("输出一份 JSON"))
    parser.set_defaults(run=_values)


def _values(given: argparse.Namespace) -> int:
    from kpi.model.period import Period
    from kpi.model.person import OPERATOR
    from kpi.service import start, upload

    try:
        if given.period:
            Period.parse(given.period)
    except ValueError:
        return no_period(given.period)
    try:
        rows = upload.values(
            start.store(),
            OPERATOR,
            unit=given.unit,
            indicator=given.indicator,
            period=given.period,
            measure=given.measure,
            history=given.history,
        )
    except upload.Unknown as fault:
        return unusable(str(fault))
    if given.json:
        document(rows)
        return DONE
    head = list(rows[0]) if rows else []
    table(head, [[row[name] for name in head] for row in rows])
    return DONE
