"""`init`, `migrate`, `catalog import|export`: the database and what codes refer to."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kpi.command.invite import invitation
from kpi.command.speak import DONE, REFUSED, closed, tell, unusable
from kpi.i18n import _

Add = Callable[..., argparse.ArgumentParser]


def init(add: Add) -> None:
    """Create or upgrade the database; load a catalog or the sample district."""
    parser = add("init", help=_("建立或升级数据库，载入名录或样例"))
    parser.add_argument("--catalog", type=Path, metavar="FILE", help=_("名录工作簿"))
    parser.add_argument("--sample", action="store_true", help=_("样例区"))
    parser.set_defaults(run=_init)


def _init(given: argparse.Namespace) -> int:
    from kpi.service import sample, start

    store = start.store()
    tell(_("数据库已就绪。"))
    if given.catalog and (code := _import(given.catalog)):
        return code
    if given.sample:
        sample.load(store, today=start.configured().today(), tell=tell)
    invitation(start.configured().reached_at)
    return DONE


def migrate(add: Add) -> None:
    """Bring the database to this release."""
    parser = add("migrate", help=_("把数据库升级到本版本"))
    parser.set_defaults(run=_migrate)


def _migrate(given: argparse.Namespace) -> int:
    from kpi.service import start

    start.store()
    tell(_("数据库已就绪。"))
    return DONE


def catalog(add: Add) -> None:
    """The catalog workbook in and out."""
    parser = add("catalog", help=_("导入、导出名录工作簿"))
    ways: Any = parser.add_subparsers(required=True, metavar="import|export")
    for name, run, about in (
        ("import", _imported, _("读入名录工作簿，全部或全不")),
        ("export", _export, _("把名录写成工作簿")),
    ):
        way = ways.add_parser(name, help=about)
        way.add_argument("file", type=Path, metavar="FILE")
        way.set_defaults(run=run)


def _imported(given: argparse.Namespace) -> int:
    return _import(given.file)


def _import(file: Path) -> int:
    from kpi.model.person import OPERATOR
    from kpi.model.problem import Severity, worst
    from kpi.service import admin, start

    try:
        data = file.read_bytes()
    except OSError as fault:
        return unusable(closed(file, fault))
    taken = admin.take_catalog(start.store(), data, file.name, OPERATOR)
    for problem in taken.problems:
        tell(problem.text())
    if taken.receipt is None:
        return unusable(_("没有导入。")) if not taken.read else REFUSED
    r = taken.receipt
    tell(
        _(
            "名录已导入：新增{new}条，修改{changed}条，不变{same}条，名录中缺少{missing}条；"
            "目标新增或修改{targets}条。"
        ).format(
            new=len(r.new),
            changed=len(r.changed),
            same=r.unchanged,
            missing=len(r.missing),
            targets=r.targets,
        )
    )
    return DONE if worst(taken.problems) is not Severity.ERROR else REFUSED


def _export(given: argparse.Namespace) -> int:
    from kpi.service import admin, start

    try:
        given.file.write_bytes(admin.catalog_book(start.store()))
    except OSError as fault:
        return unusable(closed(given.file, fault))
    return DONE
