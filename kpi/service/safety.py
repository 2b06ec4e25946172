"""Upkeep: proof that nothing was touched, backups while people work, and the way back."""

import dataclasses
import errno
import logging
from datetime import timedelta
from pathlib import Path

from kpi import access
from kpi.i18n import N_, _
from kpi.model.person import Person, Right
from kpi.model.problem import KpiError, Refused, problem
from kpi.service import deeds
from kpi.settings import HERE
from kpi.store import backup as backups
from kpi.store import journal, migrate, retention
from kpi.store import restore as restoring
from kpi.store import verify as proofs
from kpi.store.backup import Written
from kpi.store.engine import Act, Store
from kpi.store.restore import Broken, Restored, Unfit, Used
from kpi.store.trouble import Torn
from kpi.store.verify import Break, Proof

_log = logging.getLogger(__name__)
__all__ = ["Break", "Broken", "Proof", "Restored", "Torn", "Unfit", "Used", "Written"]
WHERE = {
    "journal": N_("留痕第{id}行"),
    "anchor": N_("留痕锚点{id}"),
    "edition": N_("第{id}号发布"),
    "upload": N_("第{id}号报送"),
    "original": N_("原件{id}"),
    "rule": N_("规则{id}"),
    "account": N_("账号{id}"),
    "database": N_("数据库{id}"),
}
WHAT = {
    "hash": N_("内容与哈希不符"),
    "missing": N_("缺失"),
    "journal": N_("与留痕的记载不符"),
    "rows": N_("数值与入库时不同"),
    "row": N_("数据库中没有登记"),
    "chain": N_("与前一期不相连"),
    "columns": N_("登记的内容与快照不同"),
    "lines": N_("名次与快照不同"),
    "replay": N_("按快照重算的结果不同"),
    "role": N_("角色与留痕的记载不符"),
    "active": N_("启用状态与留痕的记载不符"),
    "scope": N_("单位或指标与留痕的记载不符"),
    "reference": N_("引用了不存在的行"),
    "guard": N_("防改触发器不在"),
}


def verify(store: Store, by: Person, *, replay: bool = False) -> Proof:
    """Look at everything that can be proved, in one snapshot while others go on working.

    `replay` scores the cells of every edition again, by its rule: its result must come out.
    """
    deeds.require(store, by, Right.VERIFY)
    proof = proofs.prove(store)
    if not replay or any(b.where == "database" for b in proof.breaks):
        return proof
    from kpi.service import editions  # it brings the engine and pandas

    torn = (b for b in proof.breaks if b.where == "edition" and b.what in ("hash", "columns"))
    gone = {int(b.id) for b in torn}  # their cells may be no cells any more
    again = editions.replay(store, but=gone)
    other = tuple(Break("edition", str(n), "replay") for n, same in again if not same)
    return dataclasses.replace(proof, breaks=(*proof.breaks, *other))


def behind(store: Store) -> str:
    """A sentence where the clock stands more than an hour before the journal's last line, else "".

    It refuses nothing: a clock that once ran ahead would shut the house for as long.
    """
    with store.read() as tx:
        last = journal.last(tx)
    now = store.clock()
    if last is None or last - now <= timedelta(hours=1):
        return ""
    return _("系统时间{now}早于最后一条留痕{last}，请先校准时钟，再处理业务。").format(
        now=f"{now.astimezone(HERE):%Y-%m-%d %H:%M}", last=f"{last.astimezone(HERE):%Y-%m-%d %H:%M}"
    )


def damaged(fault: Torn) -> Proof:
    """What is to be said of a database file that cannot even be opened."""
    return proofs.damaged(fault)


def text(found: Break) -> str:
    """A break in the reader's language."""
    where = _(WHERE[found.where]).format(id=found.id)
    what = _(WHAT[found.what]) if found.what in WHAT else found.what
    return _(N_("{where}：{what}")).format(where=where, what=what)


def backup(store: Store, place: Path, by: Person) -> Written:
    """Everything in one file, while others go on working; its hash stands in the journal."""
    deeds.require(store, by, Right.BACKUP, Act.BACKUP)
    anchors = journal.anchors(store.anchors)  # first: the snapshot must know all that they know
    with store.read() as tx:
        try:
            written = backups.write(
                tx.con,
                store.data,
                place,
                revision=migrate.head(),
                anchors=anchors,
                at=store.clock(),
            )
        except OSError as fault:
            if fault.errno in (errno.ENOSPC, errno.EDQUOT):
                raise Refused(problem("NO_ROOM")) from fault
            raise KpiError(f"{place}: {fault.strerror}") from fault
    with store.write(by.login, Act.BACKUP) as tx:
        tx.about(place.name, sha256=written.sha256, rows=written.rows)
    return written


def keep(store: Store, by: Person) -> tuple[Written, tuple[str, ...]]:
    """An automatic backup into `backups/` of the data folder; those that need not stay go."""
    folder = store.data / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = backup(store, folder / retention.name(store.clock()), by)
    return written, retention.prune(folder)


def restore(store: Store, place: Path, by: Person, *, despite: bool = False) -> Restored:
    """A backup back into a database that nobody has used, all of it or nothing.

    Unfit: damaged or of a newer release. Used: the database holds something. Broken: what the
    backup holds was tampered with; `despite` restores it all the same.
    """
    access.require(by, Right.BACKUP)  # where nothing is yet, nothing can be written down
    try:
        return restoring.restore(store, place, by.login, despite=despite)
    except (Unfit, Used, Broken) as refused:
        # only the log: a database that is not restored into is left exactly as it was
        _log.warning("restore refused: %s", refused, extra={"act": "restore", "login": by.login})
        raise
