"""The buttons beside the problems of an upload: what one click would mend."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kpi.i18n import N_, _
from kpi.intake.words import periods
from kpi.model.catalog import Catalog
from kpi.model.edition import named
from kpi.model.measure import Status
from kpi.model.problem import Problem, Severity
from kpi.model.repair import Repair
from kpi.model.sheet import CellRef, letters
from kpi.model.upload import Plan
from kpi.service import naming

_ARROWS = "▲△▼▽↑↓"
_PERIODS = ("BAD_PERIOD", "PERIOD_NO_YEAR", "PERIOD_MISSING", "PERIOD_CONFLICT")


@dataclass(frozen=True, slots=True)
class Offer:
    """One button beside a problem. `alike` mends every cell of the column with the same fault,
    `column` all values of the column; `learns` is the name that is remembered: `adopt` it.
    """

    label: str
    repairs: tuple[Repair, ...]
    alike: tuple[Repair, ...] = ()
    column: tuple[Repair, ...] = ()
    learns: bool = False


def offers(known: Catalog, plan: Plan) -> dict[Problem, tuple[Offer, ...]]:
    """What may be done about each problem at one click; a problem without an offer is left out."""
    codes = {u.name: u.code for u in known.units}
    found: dict[Problem, tuple[Offer, ...]] = {}
    rows: dict[tuple[str, str, int], list[Problem]] = {}
    for p in plan.problems:
        if p.cell:
            rows.setdefault((p.code, p.cell.sheet, p.cell.column), []).append(p)
    for p in plan.problems:
        if p.code == "UNKNOWN_UNIT":
            mine = tuple(_names(p, codes, known))
        elif p.code in _PERIODS:
            mine = tuple(_dates(p))
        elif p.code == "DUPLICATE_CONFLICT":
            mine = tuple(_kept(p, plan.problems))
        elif p.code in ("DUPLICATE_HEADER", "UNMAPPED_COLUMN"):
            mine = tuple(_heads(p, plan, known))
        elif p.cell:
            beside = rows[p.code, p.cell.sheet, p.cell.column]
            mine = tuple(_cells(p, beside, plan))
        else:
            mine = ()
        if mine:
            found[p] = mine
    return found


def leaving_out(plan: Plan) -> Offer | None:
    """The choice to take in only the rows without an error; None where an error is of the whole."""
    faults = [p for p in plan.problems if p.severity is Severity.ERROR]
    if not faults or not all(p.cell for p in faults) or plan.panel.empty:
        return None
    return Offer(_("只导入没有错误的行"), (Repair("good_rows", "yes"),))


def _names(p: Problem, codes: dict[str, str], known: Catalog) -> Iterator[Offer]:
    unit = codes.get(p.fix.value) if p.fix else None
    if p.fix is None or unit is None:
        return
    name = named(p.fix.value, known.in_english.get(p.fix.value, ""))
    remember = _("采用“{unit}”并记住").format(unit=name)
    once = _("仅本次按“{unit}”读取").format(unit=name)
    yield Offer(remember, (Repair("learned", unit, given=p.given, code=p.code),), learns=True)
    yield Offer(once, (Repair("alias", unit, given=p.given, code=p.code),))


def _dates(p: Problem) -> Iterator[Offer]:
    sheet = p.cell.sheet if p.cell else p.sheet or ""
    if p.code == "PERIOD_CONFLICT":
        stated, given = str(dict(p.details).get("b", "")).split(", "), ""
    else:
        stated, given = _meant(p), p.given
    for period in (one for one in stated if one):
        label = _("报告期改用 {period}").format(period=period)
        yield Offer(label, (Repair("period", period, sheet, given=given, code=p.code),))


def _meant(p: Problem) -> list[str]:
    """The periods that a text which is none may stand for: 2026.1 is typed for 1月 and 10月."""
    number = re.fullmatch(r"[0-9]+(\.[0-9]+)?", p.given)
    said = periods.period(float(p.given) if number else p.given, "M")
    meant = [str(one) for one in said.meant] if isinstance(said, periods.NotPeriod) else []
    return meant or ([p.fix.value] if p.fix else [])


def _kept(p: Problem, problems: tuple[Problem, ...]) -> Iterator[Offer]:
    """Of two cells that contradict each other, keep this one or the other; `alike` the same for
    all contradictions between these two rows.
    """
    both = _pair(p)
    if both is None:
        return
    group = [two for q in problems if q.code == p.code and (two := _pair(q))]
    same = [two for two in group if two[1] == both[1]]  # three or more cells with one key
    for kept in both:
        cells = {c for two in same for c in two} - {kept}
        other_rows = {(c.sheet, c.row) for c in cells}
        rows = [
            two for two in group if {(c.sheet, c.row) for c in two} <= other_rows | {_row(kept)}
        ]
        alike = {c for two in rows for c in two if _row(c) != _row(kept)}
        label = _("保留 {cell}").format(cell=kept.address)
        yield Offer(label, _drops(cells, p.code), _drops(alike | cells, p.code))


def _row(cell: CellRef) -> tuple[str, int]:
    return cell.sheet, cell.row


def _drops(cells: set[CellRef], code: str) -> tuple[Repair, ...]:
    return tuple(Repair("drop", "", c.sheet, c.address, code=code) for c in sorted(cells))


def _pair(p: Problem) -> tuple[CellRef, CellRef] | None:
    other = str(dict(p.details).get("other", ""))
    if p.cell is None or not other:
        return None
    return p.cell, CellRef.parse(other if "!" in other else f"{p.cell.sheet}!{other}")


def _heads(p: Problem, plan: Plan, known: Catalog) -> Iterator[Offer]:
    heads = {h.at: h for t in plan.tables for h in t.headings}
    if p.code == "UNMAPPED_COLUMN":
        one = heads.get(p.cell) if p.cell else None
        if one and one.near:
            label = _("是“{name}”？").format(name=naming.target(known, one.near))
            yield Offer(label, (_coded(one.choice(one.near), p.code),))
        if one:
            yield Offer(_("忽略这一项"), (_coded(one.choice("ignore"), p.code),))
        return
    both = _pair(p)
    if both is None or not all(one in heads for one in both):
        return
    for kept, gone in (both, both[::-1]):
        label = _("保留 {cell} 一列").format(cell=kept.address)
        yield Offer(label, (_coded(heads[gone].choice("ignore"), p.code),))


def _coded(one: Repair, code: str) -> Repair:
    return Repair(one.kind, one.value, one.sheet, one.cell, one.given, code)


def _cells(p: Problem, beside: list[Problem], plan: Plan) -> Iterator[Offer]:
    """Repairs of a value; the others of the column by their own suggestions."""
    for kind, suggestion in _suggested(p):
        alike = tuple(
            made
            for q in beside
            for made in [_made(q, kind, suggestion)]
            if made and any(k == kind for k, _s in _suggested(q))
        )
        if own := _made(p, kind, suggestion):
            column = _column(p, own, plan) if kind == "factor" else ()
            yield Offer(_label(own), (own,), alike, column)


_Suggest = Callable[[Problem], str]


def _suggested(p: Problem) -> Iterator[tuple[str, _Suggest]]:
    """Kinds of repair for a problem of a cell, each with what gives its value for any like it."""
    if p.fix and p.fix.kind in ("factor", "value", "status"):
        yield p.fix.kind, lambda q: q.fix.value if q.fix else ""
        if p.fix.kind == "value" and p.given[:1] + p.given[-1:] and _arrowed(p.given):
            yield "value", lambda q: _opposite(q.fix.value) if q.fix else ""
    elif p.code == "NA_BUT_EXPECTED":
        yield "status", lambda _q: str(Status.NOT_REPORTED)
    elif p.code == "BLANK_KEEPS_OLD":
        yield "status", lambda _q: str(Status.NOT_APPLICABLE)


def _arrowed(given: str) -> bool:
    return given[:1] in _ARROWS or given[-1:] in _ARROWS


def _opposite(value: str) -> str:
    return f"{0.0 - float(value):.15g}"


def _made(p: Problem, kind: str, suggestion: _Suggest) -> Repair | None:
    value = suggestion(p)
    if p.cell is None or not value:
        return None
    return Repair(kind, value, p.cell.sheet, p.cell.address, p.given, p.code)


def _column(p: Problem, own: Repair, plan: Plan) -> tuple[Repair, ...]:
    """The same factor for all values of the column in its table."""
    for table in plan.tables:
        top, left, bottom, right = table.rect
        at = p.cell
        if (
            at
            and table.sheet == at.sheet
            and top <= at.row <= bottom
            and left <= at.column <= right
        ):
            heads = [h.at.row for h in table.headings if h.kind == "column" and h.path]
            name, first = letters(at.column), max(heads, default=top - 1) + 1
            cells = f"{name}{first + 1}:{name}{bottom + 1}"
            return (Repair("factor", own.value, at.sheet, cells, code=p.code),)
    return ()


def _label(one: Repair) -> str:
    if one.kind == "factor":
        by = float(one.value)
        return f"×{by:g}" if by >= 1 else f"÷{1 / by:g}"
    if one.kind == "value":
        return _("改为 {value}").format(value=one.value.replace("-", "−"))
    return _(N_("记为不适用（—）")) if one.value == Status.NOT_APPLICABLE else _(N_("记为未报"))
