"""What units say to a board: statement, confirmation, appeal; every step stays."""

from datetime import date
from typing import Any

from kpi import access
from kpi.i18n import _
from kpi.intake import read as reader
from kpi.intake.sniff import sniff
from kpi.intake.worker.guard import FILE
from kpi.model import workday
from kpi.model.case import AGAINST, LONGEST, REASONS, Case
from kpi.model.house import of_json
from kpi.model.period import Period
from kpi.model.person import Person, Right
from kpi.model.problem import Refused, Severity, problem
from kpi.model.round import LOCKED, Move, Round, State
from kpi.service import board as boards
from kpi.service import deeds, sealing
from kpi.service.moves import correcting, reopened, wrong
from kpi.settings import HERE
from kpi.store import cases, catalog, editions, files, house, rounds
from kpi.store.engine import Act, Store
from kpi.store.tx import Tx

PAPERS = frozenset({"PDF", "PNG", "JPEG"})  # kept and handed out, never opened here


def find(
    store: Store,
    *,
    board: str | None = None,
    period: Period | None = None,
    unit: str | None = None,
    kind: str | None = None,
    open_only: bool = False,
) -> tuple[Case, ...]:
    """The cases that fit, oldest first; with `open_only` those that wait for somebody."""
    with store.read() as tx:
        found = cases.find(tx, board=board, period=period, unit=unit, kind=kind)
    return tuple(c for c in found if c.open or not open_only)


def case(store: Store, number: int) -> Case:
    """One case with its steps; Refused where there is none of this number."""
    with store.read() as tx:
        return _case(tx, number)


def write(
    store: Store, number: int, by: Person, kind: str, text: str, measures: str, until: date | None
) -> Case:
    """Write a statement, or add to one that was filed: what kind of reason (REASONS), the reason
    in at most 300 characters, what is done about it and until when.
    """
    with deeds.doing(store, by, Right.SPEAK, Act.CASE_STEP) as tx:
        found = _case(tx, number)
        _own(by, found.unit)
        if found.kind != "statement" or found.state not in ("open", "filed"):
            raise Refused(problem("CASE_CLOSED", state=found.state_label))
        _word(kind, REASONS)
        body = {"kind": kind, "reason": _text(text), "measures": measures.strip()}
        day = until.isoformat() if until else None
        return _step(tx, found, "write", body | {"until": day}, "filed")


def confirm(store: Store, code: str, period: Period, unit: str, by: Person) -> Case:
    """The unit has seen its line and agrees; only while feedback is open."""
    with deeds.doing(store, by, Right.SPEAK, Act.CASE_OPEN) as tx:
        _own(by, unit)
        _member(tx, code, period, unit)
        now = rounds.get(tx, code, period)
        if now.state is not State.FEEDBACK:
            raise Refused(wrong(now, Move.FEEDBACK))
        number = cases.open(tx, "confirm", code, period, unit, state="confirmed")
        return _step(tx, _case(tx, number), "confirm", {}, "confirmed")


def appeal(
    store: Store,
    code: str,
    period: Period,
    unit: str,
    by: Person,
    against: str,
    text: str,
    *,
    indicator: str = "",
    evidence: bytes | None = None,
    name: str = "",
    today: date,
) -> Case:
    """Object to a value, its applicability, the rule or an exemption (AGAINST), with one file at
    most; in feedback, or within the days for it after publishing.
    """
    deeds.require(store, by, Right.SPEAK, Act.CASE_OPEN)
    _guarded(evidence, name)  # slow and hostile: before the transaction
    with deeds.doing(store, by, Right.SPEAK, Act.CASE_OPEN) as tx:
        _own(by, unit)
        _member(tx, code, period, unit)
        _word(against, AGAINST)
        if indicator and indicator not in catalog.read(tx).indicator:
            raise boards.Unknown(f"{indicator}: no such indicator")
        edition = _in_time(tx, rounds.get(tx, code, period), today)
        before = cases.find(tx, board=code, period=period, unit=unit, kind="appeal")
        if any(c.appealed and c.indicator == indicator for c in before):
            raise Refused(problem("APPEAL_TWICE"))
        number = cases.open(
            tx,
            "appeal",
            code,
            period,
            unit,
            state="pending",
            edition=edition,
            indicator=indicator,
        )
        body = {"against": against, "text": _text(text), "file": name if evidence else ""}
        kept = files.keep(tx, evidence, name) if evidence else None
        return _step(tx, _case(tx, number), "appeal", body, "pending", kept)


def opinion(store: Store, number: int, by: Person, text: str, *, agrees: bool) -> Case:
    """What the office that leads the indicator says to an appeal; where the appeal names none,
    an office that leads any indicator of the board.
    """
    with deeds.doing(store, by, Right.OPINION, Act.CASE_STEP) as tx:
        found = _appealed(tx, number)
        known = catalog.read(tx)
        rule = known.board[found.board].rule
        codes = (
            [found.indicator] if found.indicator else [c.partition(".")[0] for c in rule.columns]
        )
        led = (known.indicator[c] for c in codes if c in known.indicator)
        if not any(access.sends(by, i) for i in led):
            raise Refused(problem("NOT_ENTITLED", given=by.name or by.login))
        return _step(tx, found, "opinion", {"text": _text(text), "agrees": agrees}, "heard")


def decide(store: Store, number: int, by: Person, text: str, *, upheld: bool) -> Case:
    """Uphold (更正) or dismiss (维持) an appeal, by a publisher who sent no value of the board.

    Upheld before publishing, its indicator may be sent again; after publishing the next edition
    of the period corrects the last one, for this reason.
    """
    with deeds.doing(store, by, Right.DECIDE, Act.CASE_DECIDE) as tx:
        found = _appealed(tx, number)
        sent = sealing.draft(tx, found.board, found.period).sent_by
        if mine := sorted(n for n, sender in sent.items() if sender == by.login):
            numbers = "、".join(map(str, mine))
            raise Refused(problem("SAME_PERSON", by=by.name or by.login, uploads=numbers))
        state = "upheld" if upheld else "dismissed"
        done = _step(tx, found, "decide", {"text": _text(text), "upheld": upheld}, state)
        now = rounds.get(tx, found.board, found.period)
        if upheld and now.state is State.PUBLISHED:
            correcting(tx, now, _text(text))
        elif upheld and now.state in LOCKED - {State.ARCHIVED}:
            codes = (found.indicator,) if found.indicator else ()
            reopened(tx, now, codes, {"reason": _text(text), "indicators": list(codes)})
        return done


def take_back(store: Store, number: int, by: Person) -> Case:
    """The unit lets its appeal go."""
    with deeds.doing(store, by, Right.SPEAK, Act.CASE_STEP) as tx:
        found = _appealed(tx, number)
        _own(by, found.unit)
        return _step(tx, found, "take_back", {}, "withdrawn")


def evidence(store: Store, number: int, by: Person) -> tuple[str, bytes]:
    """Name and bytes of the file that came with an appeal, for those who may see drafts."""
    deeds.require(store, by, Right.DRAFT)
    with store.read() as tx:
        for step in _case(tx, number).steps:
            if step.evidence:
                return step.body["file"], files.load(tx, step.evidence)
    raise boards.Unknown(_("第 {number} 号事项没有附件。").format(number=number))


def _case(tx: Tx, number: int) -> Case:
    found = cases.get(tx, number)
    if found is None:
        raise Refused(problem("CASE_UNKNOWN", given=number))
    return found


def _appealed(tx: Tx, number: int) -> Case:
    found = _case(tx, number)
    if not found.appealed:
        raise Refused(problem("CASE_CLOSED", state=found.state_label))
    return found


def _step(
    tx: Tx, found: Case, act: str, body: dict[str, Any], state: str, kept: str | None = None
) -> Case:
    cases.step(tx, found.id, act, body, state, kept)
    told = {"kind": found.kind, "step": act, "unit": found.unit, "stands": state}
    tx.about(f"case {found.id}", case=found.id, board=found.board, period=str(found.period), **told)
    return _case(tx, found.id)


def _own(by: Person, unit: str) -> None:
    """A unit is spoken for by its own people; the operator, who has no role, stands in for all."""
    if by.role is not None and by.unit != unit:
        raise Refused(problem("NOT_YOUR_UNIT", given=unit))


def _member(tx: Tx, code: str, period: Period, unit: str) -> None:
    known = catalog.read(tx)
    if unit not in {u.code for u in known.members(boards.spec(known, code), period)}:
        raise boards.Unknown(_("榜单“{code}”没有单位“{unit}”。").format(code=code, unit=unit))


def _word(given: str, allowed: dict[str, str]) -> None:
    if given not in allowed:
        raise boards.Unknown(f"{given}: one of {', '.join(allowed)}")


def _text(text: str) -> str:
    bare = text.strip()
    if not bare:
        raise Refused(problem("TEXT_EMPTY"))
    if len(bare) > LONGEST:
        raise Refused(problem("TEXT_TOO_LONG", n=len(bare), limit=LONGEST))
    return bare


def _in_time(tx: Tx, now: Round, today: date) -> int | None:
    """The edition that is appealed against, None in feedback; Refused where it is too late."""
    if now.state is State.FEEDBACK:
        return None
    stands = editions.newest(tx, now.board, now.period)
    if now.state is not State.PUBLISHED or stands is None:
        raise Refused(wrong(now, Move.FEEDBACK))
    days = of_json(house.settings(tx)).appeal_days
    until = workday.after(stands.at.astimezone(HERE).date(), days)
    if today > until:
        raise Refused(problem("APPEAL_LATE", until=until.isoformat()))
    return stands.edition


def _guarded(data: bytes | None, name: str) -> None:
    """A spreadsheet passes the guard of uploads; papers and pictures pass by what they are."""
    if data is None or (sniff(data) in PAPERS and len(data) <= FILE):
        return
    faults = [p for p in reader.read(data, name).problems if p.severity is Severity.ERROR]
    if faults:
        raise Refused(*faults)
