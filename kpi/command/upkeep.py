"""`verify`, `backup`, `restore`: proof, copies, and the way back."""

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

from kpi.command.speak import DONE, REFUSED, document, tell, unusable
from kpi.i18n import _

Add = Callable[..., argparse.ArgumentParser]


def verify(add: Add) -> None:
    """Prove that nothing was touched."""
    parser = add("verify", help=_("核验留痕、各期榜单和报送未被改动"))
    parser.add_argument("--json", action="store_true", help=_("输出一份 JSON"))
    parser.add_argument("--replay", action="store_true", help=_("把每一期重新评分"))
    parser.set_defaults(run=_verify)


def _verify(given: argparse.Namespace) -> int:
    from kpi.model.person import OPERATOR
    from kpi.service import safety, start

    try:
        store = start.store()
        if late := safety.behind(store):
            tell(late)
        proof = safety.verify(store, OPERATOR, replay=given.replay)
    except safety.Torn as fault:
        proof = safety.damaged(fault)
    if given.json:
        document(
            {
                "ok": proof.ok,
                "journal": {"rows": proof.rows, "head": proof.head},
                "editions": proof.editions,
                "uploads": proof.uploads,
                "breaks": [{"where": b.where, "id": b.id, "what": b.what} for b in proof.breaks],
            }
        )
        return DONE if proof.ok else REFUSED
    if proof.ok:
        tell(
            _("核验通过：留痕{rows}行，发布{editions}期，报送{uploads}次。").format(
                rows=proof.rows, editions=proof.editions, uploads=proof.uploads
            )
        )
        return DONE
    _name(safety.text(b) for b in proof.breaks)
    return REFUSED


def _name(lines: Iterable[str]) -> None:
    found = list(lines)
    tell(_("核验不通过，{n}处：").format(n=len(found)))
    for line in found:
        tell(f"  {line}")


def backup(add: Add) -> None:
    """A consistent copy while the server runs."""
    parser = add("backup", help=_("在服务运行时做一份完整备份"))
    parser.add_argument(
        *("file",),
        type=Path,
        nargs="?",
        metavar="FILE",
        help=_("写到哪里；不写则存入数据目录，保留7日、5周、12月"),
    )
    parser.set_defaults(run=_backup)


def _backup(given: argparse.Namespace) -> int:
    from kpi.model.person import OPERATOR
    from kpi.service import safety, start

    gone: tuple[str, ...] = ()
    if given.file is None:
        written, gone = safety.keep(start.store(), OPERATOR)
    elif given.file.is_dir() or not given.file.parent.is_dir():  # a disk that is not mounted
        return unusable(_("{path}不是可写的文件路径。").format(path=given.file))
    else:
        written = safety.backup(start.store(), given.file, OPERATOR)
    tell(
        _("已备份到{path}：{rows}行，{originals}个原件，SHA-256 {sha256}。").format(
            path=written.path,
            rows=written.rows,
            originals=written.originals,
            sha256=written.sha256,
        )
    )
    for sha256 in written.missing:
        tell(_("原件缺失，没有备份进去：{sha256}").format(sha256=sha256))
    if gone:
        tell(_("按保留规则删除旧备份{n}个。").format(n=len(gone)))
    return DONE


def restore(add: Add) -> None:
    """A copy back into an empty database."""
    parser = add("restore", help=_("把备份恢复到空数据库"))
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--despite-breaks", action="store_true", help=_("即使其中内容被改动过"))
    parser.set_defaults(run=_restore)


def _restore(given: argparse.Namespace) -> int:
    from kpi.model.person import OPERATOR
    from kpi.service import safety, start

    if not given.file.is_file():
        return unusable(_("没有文件{path}。").format(path=given.file))
    try:
        store = start.opened()
        done = safety.restore(store, given.file, OPERATOR, despite=given.despite_breaks)
    except safety.Used as refused:
        tell(str(refused))
        return REFUSED
    except safety.Broken as refused:
        tell(str(refused))
        _name(safety.text(b) for b in refused.breaks)
        return REFUSED
    store.close()
    tell(
        _("已恢复：{rows}行，{originals}个原件。").format(rows=done.rows, originals=done.originals)
    )
    if not done.proof.ok:
        _name(safety.text(b) for b in done.proof.breaks)
    return DONE
