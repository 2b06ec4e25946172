"""What a unit says to a board: a statement (情况说明), a confirmation, an appeal (申诉)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kpi.i18n import N_, _
from kpi.model.period import Period

KINDS = {
    "statement": N_("情况说明"),
    "confirm": N_("确认"),
    "appeal": N_("申诉"),
    "repair": N_("整改"),
}
STATES = {
    "open": N_("待提交"),
    "filed": N_("已提交"),
    "confirmed": N_("已确认"),
    "pending": N_("待处理"),
    "heard": N_("待裁定"),
    "upheld": N_("更正"),
    "dismissed": N_("维持"),
    "withdrawn": N_("已撤回"),
}
OPEN = frozenset({"open", "pending", "heard"})
APPEALED = frozenset({"pending", "heard"})  # an appeal nobody has decided yet
REASONS = {
    "subjective": N_("主观原因"),
    "objective": N_("客观原因"),
    "data": N_("数据原因"),
}
AGAINST = {
    "value": N_("数值"),
    "applicability": N_("是否适用"),
    "rule": N_("规则"),
    "exemption": N_("豁免"),
}
LONGEST = 300  # characters of a statement's reason


@dataclass(frozen=True, slots=True)
class Statement:
    """What a black-listed unit said: kind of reason (REASONS), reason, measures, until when."""

    kind: str
    reason: str
    measures: str = ""
    until: date | None = None

    def text(self) -> str:
        """客观原因。征地未完成。措施：……（2026-12-10前）, for a paper."""
        said = [_(REASONS[self.kind]), self.reason]
        if self.measures:
            by = _("（{date}前）").format(date=self.until.isoformat()) if self.until else ""
            said.append(_("措施：{measures}{by}").format(measures=self.measures, by=by))
        end = _("。")
        glue = "" if end == "。" else " "
        return glue.join(text.rstrip("。. \n") + end.strip() for text in said)


@dataclass(frozen=True, slots=True)
class Step:
    """One step, never changed: `body` holds its words by name, `evidence` a file's SHA-256."""

    id: int
    act: str
    body: Mapping[str, Any]
    evidence: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """One case with its steps, oldest first. `edition` 0: before any was published."""

    id: int
    kind: str
    board: str
    period: Period
    edition: int
    unit: str
    indicator: str
    state: str
    due: date | None
    by: str
    at: datetime
    steps: tuple[Step, ...] = ()

    @property
    def open(self) -> bool:
        """Whether somebody still has to act."""
        return self.state in OPEN

    @property
    def appealed(self) -> bool:
        """Whether it is an appeal that nobody has decided yet."""
        return self.kind == "appeal" and self.state in APPEALED

    def overdue(self, today: date) -> bool:
        """Whether it waits although its day is over; that is shown and has no consequence."""
        return self.state == "open" and self.due is not None and today > self.due

    @property
    def kind_label(self) -> str:
        """情况说明, 申诉 … in the reader's language."""
        return _(KINDS[self.kind])

    @property
    def state_label(self) -> str:
        """待提交, 维持 … in the reader's language."""
        return _(STATES[self.state])
