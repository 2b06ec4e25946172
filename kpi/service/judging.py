"""A file read once and judged anew after every decision of a person; nothing is stored."""

from dataclasses import replace
from datetime import date
from functools import partial

from kpi import access
from kpi.intake import check as checks
from kpi.intake import match as matching
from kpi.intake import mend, own, propose
from kpi.intake import plan as planning
from kpi.intake import read as reader
from kpi.intake.checks import standing as moved
from kpi.intake.turns import OnWait
from kpi.model.catalog import Catalog
from kpi.model.period import Period
from kpi.model.person import Person, Right
from kpi.model.problem import Problem, Severity, problem
from kpi.model.repair import Repair, with_
from kpi.model.sheet import Reading
from kpi.model.upload import Plan
from kpi.service import deeds, learn
from kpi.service.standing import standing
from kpi.store import catalog, mappings, observations, uploads
from kpi.store.engine import Act, Store, Tx


def read(data: bytes, name: str, on_wait: OnWait | None = None) -> Reading:
    """What a file holds: slow and hostile, so in a process of its own; once for all repairs.

    Two files are read at a time; one that has to wait learns how many are ahead of it.
    """
    return reader.read(data, name, on_wait)


def judge(
    store: Store,
    reading: Reading,
    by: Person,
    *,
    today: date,
    hint: Period | None = None,
    repairs: tuple[Repair, ...] = (),
) -> Plan:
    """What a file that was read would change, once a person's `repairs` are applied to what was
    understood of it; quick, so asked again after every click. Columns of indicators that the
    person does not report are left out and named (NOT_YOURS); a file of nothing else is refused.
    """
    deeds.require(store, by, Right.UPLOAD, Act.LOAD)
    repairs = with_(repairs)
    with store.read() as tx:
        given = catalog.read(tx)
        clashes, usable = learn.clashes(given, repairs)
        known = mend.names(given, usable)
        mapping = matching.match(
            reading.sheets,
            known,
            name=reading.name,
            hint=hint,
            today=today,
            recall=partial(_recalled, tx),
            chosen=mend.columns(usable),
        )
        mapping = mend.periods(mapping, usable)
        stored = observations.read(tx, matching.touches(mapping, known))
        still = standing(tx, known)
        again = twice(tx, reading.facts.sha256)
    sheets = mend.cells(reading.sheets, usable)
    mine, foreign = own.owned(mapping, lambda code: access.sends(by, known.indicator[code]))
    panel, found, skipped = checks.check(sheets, mine, known, stored, today=today, repairs=usable)
    found = _scoped(found, foreign, known, nothing=bool(foreign) and not mine.targets)
    if foreign and not mine.targets:
        deeds.note(store, by.login, Act.LOAD, "NOT_YOURS", about=reading.name)
    panel, problems, left_out, regions = mend.good_rows(panel, found, mapping, usable)
    mended = planning.Mended(
        propose.propose(sheets, mapping, known),
        repairs,
        mend.idle(repairs, reading.sheets, mapping, left_out),
        left_out,
    )
    told = (*again, *clashes, *problems)
    out = (*skipped, *regions)
    made = planning.plan(reading, panel, told, out, stored, mapping, mended, known)
    return replace(made, problems=(*made.problems, *moved.check(made.panel, still)))


def _scoped(
    found: tuple[Problem, ...], foreign: tuple[str, ...], known: Catalog, *, nothing: bool
) -> tuple[Problem, ...]:
    """The problems with a line for each indicator that was left out: an error where `nothing`
    else is in the file.
    """
    gravity = Severity.ERROR if nothing else None
    return (
        *(not_yours(known, code, gravity) for code in foreign),
        *(p for p in found if not (nothing and p.code == "NO_DATA")),
    )


def not_yours(known: Catalog, code: str, severity: Severity | None = None) -> Problem:
    """Another office reports this indicator."""
    own = known.indicator[code]
    lead = known.unit[own.lead].name if own.lead in known.unit else own.lead or "—"
    return problem("NOT_YOURS", severity=severity, indicator=own.name, lead=lead)


def _recalled(tx: Tx, layout: str) -> dict[tuple[str, ...], str]:
    return {path: one.target for path, one in mappings.recall(tx, layout).items()}


def twice(tx: Tx, sha256: str) -> tuple[Problem, ...]:
    """The warning that the same bytes are stored already; empty where they are not."""
    before = uploads.find_by_sha(tx, sha256)
    if before is None:
        return ()
    at = before.at.date().isoformat()
    return (problem("DUPLICATE_FILE", severity=Severity.WARNING, by=before.by, at=at),)
