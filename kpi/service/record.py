"""The journal for its reader: found by words, person, deed and time; taken along as a table."""

import csv
import json
from datetime import date, datetime, time, timedelta
from io import StringIO

from kpi.i18n import N_, _
from kpi.model.person import Person, Right
from kpi.service import deeds
from kpi.settings import HERE
from kpi.store import journal
from kpi.store.engine import Act, Store
from kpi.store.journal import Line

ACTS = {
    Act.SIGN_IN: N_("登录"),
    Act.SIGN_OUT: N_("退出"),
    Act.LOCKED: N_("锁定账号"),
    Act.REFUSED: N_("拒绝"),
    Act.SETUP: N_("启用账号"),
    Act.USER_ADD: N_("新建账号"),
    Act.USER_ROLE: N_("更改角色"),
    Act.USER_DISABLE: N_("停用账号"),
    Act.USER_ENABLE: N_("恢复账号"),
    Act.USER_LINK: N_("发放链接"),
    Act.USER_PASSWORD: N_("更改密码"),
    Act.USER_END: N_("强制退出"),
    Act.CATALOG: N_("导入名录"),
    Act.RULE: N_("修改规则"),
    Act.RULING_ADD: N_("作出决定"),
    Act.RULING_LIFT: N_("解除决定"),
    Act.ALIAS: N_("记住别名"),
    Act.MAPPING: N_("确认表头"),
    Act.LOAD: N_("报送"),
    Act.UNDO: N_("撤销报送"),
    Act.RETURN: N_("退回报送"),
    Act.PAPER: N_("修改文稿"),
    Act.FREEZE: N_("锁定"),
    Act.REOPEN: N_("退回采集"),
    Act.TRIAL: N_("试算"),
    Act.FEEDBACK: N_("征求反馈"),
    Act.SIGN: N_("审签"),
    Act.PUBLISH: N_("签发"),
    Act.CORRECT: N_("更正"),
    Act.WITHDRAW: N_("撤回"),
    Act.ARCHIVE: N_("归档"),
    Act.CASE_OPEN: N_("提出事项"),
    Act.CASE_STEP: N_("办理事项"),
    Act.CASE_DECIDE: N_("裁定"),
    Act.EXPORT: N_("导出"),
    Act.SETTINGS: N_("更改设置"),
    Act.REMARK: N_("反馈意见"),
    Act.REMARK_ANSWER: N_("答复意见"),
    Act.BACKUP: N_("备份"),
    Act.RESTORE: N_("恢复"),
    Act.MIGRATE: N_("升级数据库"),
}
ALL = 100_000  # lines of one file to take along
TITLES = (
    N_("编号"),
    N_("时间"),
    N_("账号"),
    N_("地址"),
    N_("操作"),
    N_("对象"),
    N_("内容"),
    N_("校验"),
)


def act_name(act: str) -> str:
    """报送, 签发 … in the reader's language; an act of a later release as it is written."""
    return _(ACTS[Act(act)]) if act in list(Act) and Act(act) in ACTS else act


def find(
    store: Store,
    by: Person,
    *,
    actor: str = "",
    act: str = "",
    words: str = "",
    since: date | None = None,
    until: date | None = None,
    before: int | None = None,
    limit: int = 200,
) -> tuple[Line, ...]:
    """Lines that fit, newest first; days are those of China, both ends included."""
    deeds.require(store, by, Right.JOURNAL)
    with store.read() as tx:
        return journal.find(
            tx,
            actor=actor.strip(),
            act=act,
            words=words.strip(),
            since=_midnight(since) if since else None,
            until=_midnight(until + timedelta(days=1)) if until else None,
            before=before,
            limit=limit,
        )


def table(lines: tuple[Line, ...]) -> str:
    """The lines as CSV with a byte-order mark; text that a spreadsheet would run is defused."""
    out = StringIO("\ufeff", newline="")
    out.seek(0, 2)
    rows = csv.writer(out)
    rows.writerow(_(title) for title in TITLES)
    for line in lines:
        at = f"{line.at.astimezone(HERE):%Y-%m-%d %H:%M:%S}"
        cells = (line.actor, line.ip, act_name(line.act), line.object, line.detail, line.hash)
        rows.writerow([line.n, at, *map(_defused, cells)])
    return out.getvalue()


def whole(line: Line) -> str:
    """All that a line says, one name a line, for who has chosen it."""
    found = json.loads(line.detail)
    told = {"at": f"{line.at:%Y-%m-%dT%H:%M:%S.%fZ}", "object": line.object, **found}
    text = json.dumps({**told, "hash": line.hash}, ensure_ascii=False, indent=1)
    return text


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HERE)


def _defused(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
