"""The four steps of a report, and where one is."""

from kpi.i18n import N_, _
from pages.parts import stages

STEPS = (N_("本期应报"), N_("上传表格"), N_("核对"), N_("完成"))
DUE, SEND, CHECK, DONE = range(4)


def now(reading: bool, desk: bool, done: bool) -> int:
    """Where one is: files that are being read, files on the desk, receipts, or none of these."""
    if reading:
        return SEND
    return CHECK if desk else DONE if done else DUE


def bar(now: int) -> None:
    """① 本期应报 ─ ② 上传表格 ─ ③ 核对 ─ ④ 完成, the present one filled in."""
    stages.bar([_(name) for name in STEPS], now, _("报送步骤"))
