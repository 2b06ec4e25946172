"""What a person decides where a file says it wrong: a value that is applied, never the file."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from kpi.i18n import N_, _
from kpi.model.measure import Status
from kpi.model.period import Period

_CELL = ("value", "status", "drop")  # three answers to the same question
_MOST = 1e9  # no 计量单位 is farther from another
_PLACED = (*_CELL, "factor", "column")
_PLACE = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}(:[A-Z]{1,3}[1-9][0-9]{0,6})?\Z")
_TEXTS = {
    "alias": N_("“{given}”按“{value}”读取，仅限本次"),
    "learned": N_("“{given}”按“{value}”读取，已记住"),
    "factor": N_("{where} 乘以 {value}"),
    "value": N_("{where} 按 {value} 读取"),
    "drop": N_("{where} 不读取"),
    "column": N_("{where} 一列指定为“{value}”"),
    "period": N_("{where} 的报告期定为 {value}"),
    "good_rows": N_("只导入没有错误的行"),
}
_STATUS = {
    Status.NOT_APPLICABLE: N_("{where} 记为不适用（—）"),
    Status.NOT_REPORTED: N_("{where} 记为未报"),
}
_AUTOMATIC = N_("{where} 一列恢复自动识别")
_ALL = N_("整个文件")


@dataclass(frozen=True, slots=True)
class Repair:
    """One decision. `kind` says what `value` is:

    alias, learned: the code of the unit that the name `given` stands for; factor: a multiplier
    for `cell` (C4, or C4:C12 of one column); value: what would stand in the cell; status:
    not_applicable or not_reported; drop: the cell is not read, for the other of two is kept;
    column: what the column with its head at `cell` means (fai.ytd, unit, period, uom, indicator,
    ignore, empty for automatic); period: of the text `given`, of a sheet, of the file where
    `sheet` is empty; good_rows: yes. `code` is the problem it answers. Raises ValueError for a
    value or place that its kind cannot have.
    """

    kind: str
    value: str = ""
    sheet: str = ""
    cell: str = ""
    given: str = ""
    code: str = ""

    def __post_init__(self) -> None:
        if self.kind not in _TEXTS and self.kind != "status":
            raise ValueError(f"no repair is a {self.kind!r}")
        if self.kind in ("alias", "learned") and not (self.given.strip() and self.value):
            raise ValueError("a name and the unit that it stands for are both needed")
        if (self.cell or self.kind in _PLACED) and not (self.sheet and _PLACE.match(self.cell)):
            raise ValueError(f"not a place: {self.sheet!r} {self.cell!r}")
        if self.kind in ("factor", "value"):
            number = float(self.value)
            factor = self.kind == "factor"
            if not math.isfinite(number) or (factor and not 1 / _MOST <= abs(number) <= _MOST):
                raise ValueError(f"not a {self.kind}: {self.value!r}")
        if self.kind == "status" and self.value not in _STATUS:
            raise ValueError(f"not a status to choose: {self.value!r}")
        if self.kind == "period":
            Period.parse(self.value)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Two repairs with one key answer the same question: the later one holds."""
        if self.kind in ("alias", "learned"):
            return "alias", "", "", self.given
        if self.kind in _CELL:
            return "cell", self.sheet, self.cell, ""
        given = self.given if self.kind == "period" else ""
        return self.kind, self.sheet, self.cell, given

    @property
    def where(self) -> str:
        """表!C4, a sheet, a text that stands there, or the whole file."""
        if self.cell:
            return f"{self.sheet}!{self.cell}"
        if self.given and self.kind == "period":
            return f"“{self.given}”"
        return self.sheet or _(_ALL)

    def text(self, names: Mapping[str, str] | None = None) -> str:
        """One sentence in the reader's language; `names` are what codes are called."""
        pattern = _TEXTS.get(self.kind) or _STATUS[Status(self.value)]
        if self.kind == "column" and not self.value:
            pattern = _AUTOMATIC
        value = (names or {}).get(self.value, self.value)
        return _(pattern).format(where=self.where, value=value, given=self.given)


def with_(repairs: Iterable[Repair], *more: Repair) -> tuple[Repair, ...]:
    """The repairs and more; the later answer to a question takes the place of the earlier one."""
    kept: dict[tuple[str, str, str, str], Repair] = {}
    for one in (*repairs, *more):
        kept.pop(one.key, None)
        kept[one.key] = one
    return tuple(kept.values())


def without(repairs: Iterable[Repair], *gone: Repair) -> tuple[Repair, ...]:
    """The repairs but those that were taken back."""
    return tuple(one for one in repairs if one not in gone)


def as_json(repairs: Iterable[Repair]) -> list[dict[str, str]]:
    """Plain dictionaries; what is empty is left out."""
    names = [f.name for f in fields(Repair)]
    return [{n: v for n in names if (v := getattr(one, n))} for one in repairs]


def of_json(told: Iterable[Mapping[str, Any]]) -> tuple[Repair, ...]:
    """Back from `as_json`."""
    return tuple(Repair(**one) for one in told)
