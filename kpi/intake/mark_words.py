"""What a marked copy says, in the reader's language: its list of problems, a note on each cell."""

import re
from dataclasses import dataclass

from kpi.i18n import N_, _
from kpi.intake.form.look import width_of
from kpi.model.measure import Status
from kpi.model.problem import Fix, Problem, Severity

LISTED = 5_000  # problems; nobody reads more, and each takes a note of its own
WIDTHS = {"grade": 9, "where": 24, "what": 46, "do": 42, "suggestion": 18}  # characters
BRAND = "红黑榜"  # first line of a note of ours: so it is known when the copy comes back
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")  # no workbook can hold them
_GRADES = {Severity.ERROR: N_("错误"), Severity.WARNING: N_("提醒"), Severity.INFO: N_("说明")}
_FIXES = {
    "alias": N_("改为“{value}”"),
    "factor": N_("乘以 {value}"),
    "value": N_("填 {value}"),
}
_STATES = {Status.NOT_APPLICABLE: N_("填“—”"), Status.NOT_REPORTED: N_("留空")}


@dataclass(frozen=True, slots=True)
class Line:
    """One problem on the list; `address` is empty for a whole sheet, `sheet` for a whole file."""

    severity: str
    sheet: str
    address: str
    grade: str
    where: str
    what: str
    do: str
    suggestion: str
    rows: int  # lines of text it takes on the list


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell to mark, by its 0-based row and column: the gravest colour, all that is said."""

    sheet: str
    row: int
    column: int
    severity: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """All texts of a marked copy; `lost` is for a copy that cannot hold pictures or macros."""

    title: str
    notes: tuple[str, ...]
    lost: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]


def said(name: str, problems: tuple[Problem, ...]) -> Said:
    """The gravest first, else in the file's order; beyond LISTED only their number."""
    order = {s: n for n, s in enumerate(Severity)}
    listed = sorted(problems, key=lambda p: order[p.severity])
    todo = _("请在标红（错误）和标黄（提醒）的单元格里改正，保存后重新上传。本表不会被读取。")
    calm = all(p.severity is Severity.INFO for p in problems)
    notes = [_("没有需要改正的地方。") if calm else todo]
    if len(listed) > LISTED:
        notes.append(_("另有{n}条未列出。").format(n=len(listed) - LISTED))
    lines = tuple(_line(p) for p in listed[:LISTED])
    return Said(
        _title(name, listed),
        tuple(notes),
        _("原文件中的图片、图表、宏等没有带到这份副本里，请保留原文件。"),
        (_("程度"), _("位置"), _("问题"), _("怎么办"), _("建议")),
        lines,
        _marks(listed[:LISTED], lines),
    )


def _title(name: str, listed: list[Problem]) -> str:
    counts = {s: sum(p.severity is s for p in listed) for s in Severity}
    told = _("错误{errors}，提醒{warnings}").format(
        errors=counts[Severity.ERROR], warnings=counts[Severity.WARNING]
    )
    return f"{_clean(name)[:60]}　{told}"


def _line(p: Problem) -> Line:
    where = _clean(str(p.cell or p.sheet or _("整个文件")))
    what, do, suggestion = (
        _clean(text) for text in (p.sentence(), p.advice() or "", _suggestion(p.fix))
    )
    shown = {"where": where, "what": what, "do": do, "suggestion": suggestion}
    rows = max(-(-width_of(text) // (WIDTHS[key] - 2)) for key, text in shown.items())
    address = p.cell.address if p.cell else ""
    return Line(str(p.severity), p.sheet or "", address, _(_GRADES[p.severity]), **shown, rows=rows)


def _suggestion(fix: Fix | None) -> str:
    if fix is None:
        return ""
    if fix.kind == "status":
        return _(_STATES[Status(fix.value)]) if fix.value in _STATES else ""
    return _(_FIXES[fix.kind]).format(value=fix.value)


def _marks(problems: list[Problem], lines: tuple[Line, ...]) -> tuple[Mark, ...]:
    """One mark per cell, in the order of its gravest problem."""
    found: dict[tuple[str, int, int], list[Line]] = {}
    for p, line in zip(problems, lines, strict=True):
        if p.cell:
            found.setdefault((p.cell.sheet, p.cell.row, p.cell.column), []).append(line)
    return tuple(
        Mark(*at, there[0].severity, "\n\n".join([BRAND, *(_note(line) for line in there)]))
        for at, there in found.items()
    )


def _note(line: Line) -> str:
    suggestion = _("建议：{suggestion}").format(suggestion=line.suggestion)
    more = (line.do, suggestion if line.suggestion else "")
    return "\n".join(
        text
        for text in (_("{grade}：{what}").format(grade=line.grade, what=line.what), *more)
        if text
    )


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)
