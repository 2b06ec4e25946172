"""`uploads`, `undo`: what came in, and the way back."""

import argparse
from collections.abc import Callable

from kpi.command.speak import DONE, REFUSED, document, table, tell
from kpi.i18n import _

Add = Callable[..., argparse.ArgumentParser]


def undo(add: Add) -> None:
    """Take an upload back."""
    parser = add("undo", help=_("撤销一次报送"))
    parser.add_argument("upload", type=int, metavar="UPLOAD")
    parser.add_argument("--by", default="local", metavar="LOGIN", help=_("以谁的名义"))
    parser.set_defaults(run=_undo)


def _undo(given: argparse.Namespace) -> int:
    from kpi.model.problem import Refused
    from kpi.service import people, start, upload

    store = start.store()
    try:
        receipt = upload.undo(store, given.upload, people.acting(store, given.by))
    except Refused as refused:
        for problem in refused.problems:
            tell(problem.text())
        return REFUSED
    tell(
        _("已撤销：恢复{changed}项，移除{absent}项，保留后来改过的{kept}项。").format(
            changed=receipt.diff.changed, absent=receipt.diff.absent, kept=receipt.kept
        )
    )
    return DONE


def uploads(add: Add) -> None:
    """The uploads, newest first."""
    parser = add("uploads", help=_("报送记录，由新到旧"))
    parser.add_argument("--json", action="store_true", help=_("输出一份 JSON"))
    parser.set_defaults(run=_uploads)


def _uploads(given: argparse.Namespace) -> int:
    from kpi.model.person import OPERATOR
    from kpi.model.snapshot import moment
    from kpi.service import checked, start, upload

    rows = upload.history(start.store(), OPERATOR)
    if given.json:
        document(
            [
                {
                    "upload": r.upload,
                    "name": r.name,
                    "sha256": r.sha256,
                    "kind": r.kind,
                    "by": r.by,
                    "at": moment(r.at),
                    "undone": moment(r.undone) if r.undone else None,
                    "diff": checked.diff_json(r.diff),
                    "note": r.note,
                }
                for r in rows
            ]
        )
        return DONE
    head = [_("编号"), _("时间"), _("报送"), _("文件"), _("新增"), _("修改"), _("撤销")]
    found = [
        [
            r.upload,
            moment(r.at),
            r.by,
            r.name,
            r.diff.new,
            r.diff.changed,
            r.undone and moment(r.undone),
        ]
        for r in rows
    ]
    table(head, found)
    return DONE
