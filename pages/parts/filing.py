"""The desk: files that were sent and wait for a decision, each read once and judged anew after
every click. It belongs to one tab; what is stored is in the store and needs no desk.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from kpi.i18n import N_, _
from kpi.model.period import Period
from kpi.model.problem import Problem, Severity
from kpi.model.repair import Repair, with_, without
from kpi.model.sheet import Reading
from kpi.model.upload import Plan
from kpi.service import start, upload
from pages.parts import cached, session, tables

KINDS = ["xlsx", "xlsm", "xls", "et", "ods", "csv", "tsv", "txt", "html", "htm", "xml"]
LARGEST = 20  # MB
UNDATED = ("PERIOD_MISSING", "PERIOD_NO_YEAR")  # the page's period helps


@dataclass(slots=True)
class Paper:
    """One file on the desk. `seen` says by which data, period and repairs `plan` was judged."""

    number: int
    reading: Reading | None
    name: str = ""
    data: bytes = b""  # until it is read
    repairs: tuple[Repair, ...] = ()
    plan: Plan | None = None
    hinted: bool = False  # it names no period: the page's was taken
    seen: tuple[Any, ...] = ()

    @property
    def key(self) -> str:
        """What its widgets are called by."""
        return f"{self.number}"


STATES = {
    "refused": N_("无法读取"),
    "stored": N_("已报过"),
    "asked": N_("待确认识别"),
    "wrong": N_("有错误"),
    "same": N_("与已入库相同"),
    "noted": N_("待说明"),
    "clean": N_("可以提交"),
}


def said(found: Problem) -> Problem:
    """The problem with the names of its units and indicators in the reader's language."""
    return found if session.language() == "zh" else found.called(cached.catalog().in_english)


def papers() -> dict[int, Paper]:
    """What lies on the desk, by number, in the order in which it came."""
    desk: dict[int, Paper] = st.session_state.setdefault("upload_desk", {})
    return desk


def take() -> None:
    """Step ②: the place to drop files. Their bytes leave the widget at once: it is made anew."""
    turn = st.session_state.setdefault("upload_turn", 0)
    files = st.file_uploader(
        _("把现有的表拖到这里，可以一次选几份；不必改成模板"),
        type=KINDS,
        accept_multiple_files=True,
        max_upload_size=LARGEST,
        key=f"upload_files_{turn}",
    )
    if not files:
        return
    desk = papers()
    for file in files:
        number = st.session_state.get("upload_number", 0) + 1
        st.session_state.upload_number = number
        desk[number] = Paper(number, None, file.name, file.getvalue())
    st.session_state.upload_turn = turn + 1
    st.rerun()


def waiting() -> tuple[Paper, ...]:
    """Files that are still to be read."""
    return tuple(p for p in papers().values() if p.reading is None)


def read() -> None:
    """Read what is still to be read, one file after the other; others' files may go first."""
    still = waiting()
    if not still:
        return
    with st.status(_("正在读取"), expanded=True) as status:
        line = st.empty()
        for n, paper in enumerate(still, 1):
            status.update(
                label=_("正在读取第{n}份，共{all}份：{name}").format(
                    n=n, all=len(still), name=paper.name
                )
            )

            def ahead(count: int) -> None:
                line.caption(_("前面还有{n}份文件在读，请稍候。").format(n=count) if count else "")

            paper.reading = upload.read(paper.data, paper.name, on_wait=ahead)
            paper.data = b""
    st.rerun()  # the steps above stand one further now


def judged(paper: Paper, period: Period) -> Plan:
    """What storing the file would do now; `period` counts where the file names none."""
    seen = (session.data_version(), period, paper.repairs)
    if paper.plan is None or paper.seen != seen:
        plan = _judged(paper, None)
        paper.hinted = any(p.code in UNDATED for p in plan.problems)
        if paper.hinted:  # elsewhere it would contradict the file
            plan = _judged(paper, period)
        paper.plan, paper.seen = plan, seen
    return paper.plan


def _judged(paper: Paper, hint: Period | None) -> Plan:
    assert paper.reading is not None  # noqa: S101 - `read` comes first
    today = start.configured().today()
    by = session.person()
    return upload.judge(
        start.store(), paper.reading, by, today=today, hint=hint, repairs=paper.repairs
    )


def repair(paper: Paper, *more: Repair) -> None:
    """Decide something (a callback): the plan is judged anew, the file stays as it is."""
    paper.repairs = with_(paper.repairs, *more)


def unrepair(paper: Paper, *gone: Repair) -> None:
    """Take a decision back (a callback)."""
    paper.repairs = without(paper.repairs, *gone)


def drop(number: int) -> None:
    """Take a file off the desk (a callback)."""
    papers().pop(number, None)


def state(plan: Plan) -> str:
    """Where a file stands: refused, stored, asked, wrong, same, noted or clean."""
    if plan.outcome == "refuse" and not plan.tables:
        return "refused"
    if upload.stored_before(plan):
        return "stored"
    if asks(plan):
        return "asked"
    if plan.outcome != "accept":
        return "wrong"
    if not plan.diff.new + plan.diff.changed:
        return "same"
    return "noted" if upload.needs_note(plan) else "clean"


def asks(plan: Plan) -> bool:
    """Whether a person has to say what a column means before the file can be judged."""
    heads = (h for t in plan.tables for h in t.headings)
    unknown = any(not h.target and h.values for h in heads)
    return unknown or any(not t.read for t in plan.tables)


def counted(plan: Plan) -> str:
    """读懂30项：新增28，修改2，不变0　错误1，提醒2."""
    values = (
        _("可以入库{values}项：新增{new}，修改{changed}，不变{same}")
        if plan.outcome == "accept"
        else _("读懂{values}项：新增{new}，修改{changed}，不变{same}")
    )
    grave = [p.severity for p in plan.problems]
    return "　".join(
        (
            values.format(
                values=len(plan.panel),
                new=plan.diff.new,
                changed=plan.diff.changed,
                same=plan.diff.unchanged,
            ),
            _("错误{errors}，提醒{warnings}").format(
                errors=grave.count(Severity.ERROR), warnings=grave.count(Severity.WARNING)
            ),
        )
    )


def say(*sentences: str) -> None:
    """Keep what a deed did for the next run, which says it once."""
    st.session_state.upload_told = [*st.session_state.get("upload_told", []), *sentences]


def told() -> None:
    """What the last deed did, said once."""
    for sentence in st.session_state.pop("upload_told", []):
        tables.note("done", sentence)


def size(count: int) -> str:
    """46 KB."""
    return f"{count / 1024:,.0f} KB" if count >= 1024 else f"{count} B"


def numbers(text: str) -> tuple[int, ...]:
    """Receipt numbers of a URL: 51,52; anything else is left out."""
    return tuple(int(n) for n in text.split(",") if n.isascii() and n.isdigit() and len(n) < 10)


def written(receipts: Iterable[int]) -> str:
    """The other way round."""
    return ",".join(map(str, receipts))
