"""A spreadsheet's way in: preview, commit, undo."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kpi import access
from kpi.i18n import N_, _
from kpi.intake import mark as marking
from kpi.intake import process
from kpi.intake import read as reader
from kpi.intake.checks import standing as moved
from kpi.intake.form import stamp
from kpi.intake.form import template as forms
from kpi.intake.turns import OnWait
from kpi.model import show
from kpi.model.catalog import Catalog, Indicator
from kpi.model.due import asked_period
from kpi.model.measure import STORED
from kpi.model.panel import KEYS, Wanted, records
from kpi.model.period import Period
from kpi.model.person import Person, Right
from kpi.model.problem import KpiError, Refused, Severity, problem
from kpi.model.repair import Repair
from kpi.model.upload import UNASKED, Answer, Plan, Receipt, UploadRow
from kpi.service import deeds
from kpi.service.giveback import frozen
from kpi.service.judging import judge, not_yours, read, twice
from kpi.service.standing import standing
from kpi.store import catalog, files, observations, uploads
from kpi.store.engine import Act, Store


def preview(
    store: Store,
    data: bytes,
    name: str,
    by: Person,
    *,
    today: date,
    hint: Period | None = None,
    repairs: tuple[Repair, ...] = (),
    on_wait: OnWait | None = None,
) -> Plan:
    """Read one spreadsheet and say what taking it in would change; the panel stays as it is.

    `hint` is the period that the form or option gives, used where the file names none.
    """
    deeds.require(store, by, Right.UPLOAD, Act.LOAD)
    return judge(store, read(data, name, on_wait), by, today=today, hint=hint, repairs=repairs)


def waiting() -> int:
    """How many files wait to be read, here and now."""
    return process.waiting()


def get_ready() -> None:
    """Start a reading process that waits for the first file; for a server."""
    process.keep_ready(reader.WORKER)


def commit(
    store: Store, plan: Plan, by: Person, note: str = "", *, notes: Mapping[str, str] | None = None
) -> Receipt | None:
    """Store the plan, all or nothing; None where the same bytes are stored already.

    `notes` confirm the warnings by their code; without them `note` confirms all. Raises Refused
    with the problems where an error stands, where a value changed since the preview
    (DATA_CHANGED), or where an indicator is not the person's (NOT_YOURS); nothing is written then.
    """
    if plan.outcome != "accept":
        wrong = Refused(*(p for p in plan.problems if p.severity is Severity.ERROR))
        if not any(p.code == "PERIOD_LOCKED" for p in wrong.problems):
            raise wrong  # a file that has to be mended is no deed: not even a line of it stays
        with deeds.noting(store, by, Act.LOAD, plan.name):
            raise wrong
    told = dict.fromkeys(needs_note(plan), note) if notes is None else dict(notes)
    told = {code: words for code, words in told.items() if words}
    note = note or "；".join(dict.fromkeys(told.values()))
    with store.read() as tx:
        if twice(tx, plan.facts.sha256):
            return None
    with deeds.doing(store, by, Right.UPLOAD, Act.LOAD, plan.name) as tx:
        if twice(tx, plan.facts.sha256):  # somebody else was quicker
            return None
        known = catalog.read(tx)
        if foreign := [c for c in _codes(plan) if not access.sends(by, known.indicator[c])]:
            raise Refused(*(not_yours(known, code, Severity.ERROR) for code in foreign))
        still = moved.check(plan.panel, standing(tx, known))
        if late := [p for p in still if p.severity is Severity.ERROR]:  # frozen since the preview
            raise Refused(*late)
        return observations.write(tx, plan, note, told)


def _codes(plan: Plan) -> list[str]:
    """The indicators of which a plan holds values."""
    return sorted(set(plan.panel["indicator"]))


def submit(store: Store, plan: Plan, by: Person, notes: Mapping[str, str]) -> Answer:
    """Hand a plan in, with a note for every warning that asks for one; what went wrong is told."""
    if stored_before(plan):
        return Answer(stored_before=True)
    wanted = needs_note(plan)
    given = {code: notes.get(code, "").strip() for code in wanted}
    if plan.outcome == "accept" and (silent := tuple(c for c in wanted if not given[c])):
        return Answer(unconfirmed=silent)
    try:
        receipt = commit(store, plan, by, notes=given)
    except Refused as refused:
        return Answer(problems=refused.problems)
    return Answer(receipt, stored_before=receipt is None)


def needs_note(plan: Plan) -> tuple[str, ...]:
    """Codes of the warnings that a person confirms with a note, in their order."""
    asked = (p.code for p in plan.problems if p.severity is Severity.WARNING)
    return tuple(code for code in dict.fromkeys(asked) if code not in UNASKED)


def undo(store: Store, upload: int, by: Person) -> Receipt:
    """Take one's own upload back; values that newer uploads own stay and are counted. Refused for
    another's (the publisher gives it back), and where a board is being signed on its values.
    """
    with deeds.doing(store, by, Right.UPLOAD, Act.UNDO, f"upload {upload}") as tx:
        row = uploads.get(tx, upload)
        if row and not owns(by, row):
            raise Refused(problem("NOT_ENTITLED", given=by.name or by.login))
        if shut := frozen(tx, upload):
            raise Refused(*shut)
        return observations.undo(tx, upload)


def owns(by: Person, row: UploadRow) -> bool:
    """Whether an upload is the person's own: sent by himself or in his office's name."""
    return by.role is None or row.by in (by.login, by.unit)


def history(store: Store, by: Person) -> tuple[UploadRow, ...]:
    """All uploads, newest first."""
    deeds.require(store, by, Right.DRAFT)
    with store.read() as tx:
        return uploads.list(tx)


@dataclass(frozen=True, slots=True)
class Change:
    """One value that a plan would add or change, as texts; `old` is empty for a new one."""

    unit: str
    indicator: str
    period: str
    measure: str
    old: str
    new: str
    sheet: str
    cell: str


def changes(plan: Plan) -> tuple[Change, ...]:
    """What storing the plan would do: changed values first, then new ones, in the file's order."""
    if plan.panel.empty:
        return ()
    moved = plan.panel[plan.panel["change"].isin(["changed", "new"])]
    rows = records(moved.sort_values("change", kind="stable"))
    return tuple(
        Change(
            **{k: row[k] for k in KEYS},
            old="" if row["change"] == "new" else told(row["old_value"]),
            new=told(row["value"]),
            sheet=row["sheet"],
            cell=row["cell"],
        )
        for row in rows
    )


def told(value: float | None) -> str:
    """A stored value as a list of changes shows it; not applicable is —."""
    return show.NOT_APPLICABLE if value is None else f"{value:,.6g}"


def stored_before(plan: Plan) -> bool:
    """Whether the same bytes are stored already."""
    return any(p.code == "DUPLICATE_FILE" for p in plan.problems)


def marked(plan: Plan) -> bytes:
    """The file of a plan as .xlsx with each problem at its cell and on a first sheet.

    Raises Refused for a file that could not be read: it has no cells to mark.
    """
    reading = read(plan.data, plan.name)
    if not reading.sheets:
        raise Refused(*plan.problems)
    return marking.mark(reading, (*plan.problems, *plan.left_out))


def original(store: Store, sha256: str, by: Person) -> bytes:
    """The bytes of an uploaded file, as they came."""
    deeds.require(store, by, Right.DRAFT)
    with store.read() as tx:
        return files.load(tx, sha256)


def values(
    store: Store,
    by: Person,
    *,
    unit: str | None = None,
    indicator: str | None = None,
    period: str | None = None,
    measure: str | None = None,
    history: bool = False,
) -> list[dict[str, Any]]:
    """What is stored, as `values` prints it; with `history` every version, oldest first.

    `replaced_by` is an upload of `history`, None for a version that stands or was taken back.
    Raises Unknown for a code that does not exist.
    """
    deeds.require(store, by, Right.DRAFT)
    asked = (unit, indicator, period, measure)
    wanted = Wanted(*((word,) if word else () for word in asked))
    with store.read() as tx:
        _exist(catalog.read(tx), unit, indicator, measure)
        frame = (observations.history if history else observations.read)(tx, wanted)
        if history:
            listed = frame["replaced_by"].isin([one.upload for one in uploads.list(tx)])
            frame = frame.assign(replaced_by=frame["replaced_by"].where(listed))
    names = ["unit", "indicator", "measure", "period", "value", "status", "sheet", "cell", "upload"]
    return records(frame[names + (["rev", "replaced_by"] if history else [])])


def _exist(known: Catalog, unit: str | None, indicator: str | None, measure: str | None) -> None:
    """Raise Unknown for the first code that nothing bears."""
    for given, codes, sentence in (
        (unit, known.unit, N_("名录中没有单位代码“{code}”。")),
        (indicator, known.indicator, N_("名录中没有指标代码“{code}”。")),
        (measure, STORED, N_("没有存储的口径“{code}”（可选：{codes}）。")),
    ):
        if given and given not in codes:
            raise Unknown(_(sentence).format(code=given, codes=", ".join(sorted(codes))))


class Unknown(KpiError):
    """A code that the catalog does not have, or an indicator not reported for that period."""


def template(
    store: Store,
    period: Period,
    by: Person,
    codes: tuple[str, ...] = (),
    *,
    today: date | None = None,
) -> bytes:
    """The workbook that officials fill in for a period: all indicators due then, or `codes` only.

    Its hidden mark says that it was made on `today`.
    Raises Unknown for a code without an indicator due in that period.
    """
    deeds.require(store, by, Right.DRAFT)
    with store.read() as tx:
        known = catalog.read(tx)
        asked = tuple(i for i in known.indicators if _asked(i, period, codes))
        missing = [c for c in codes if c not in {i.code for i in asked}]
        if missing or not asked:
            what = ", ".join(missing) or "no indicator"
            raise Unknown(
                _("名录中没有“{what}”，或在 {period} 不用报送。").format(what=what, period=period)
            )
        last = observations.read(tx, Wanted(indicators=tuple(i.code for i in asked)))
    return forms.template(known, period, asked, last, stamp.of(period, known, asked, today))


def _asked(indicator: Indicator, period: Period, codes: tuple[str, ...]) -> bool:
    """Whether it is due and wanted."""
    return bool(asked_period(indicator, period)) and (not codes or indicator.code in codes)
