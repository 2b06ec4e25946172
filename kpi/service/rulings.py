"""Rulings of a board and period: made and lifted by the publisher, always by a document."""

from kpi.i18n import _
from kpi.model.decision import EFFECTS, KINDS, ORIGINS, Ruling
from kpi.model.period import Period
from kpi.model.person import Person, Right
from kpi.model.problem import Refused, problem
from kpi.model.round import State
from kpi.service import board as boards
from kpi.service import deeds
from kpi.service.moves import said
from kpi.store import catalog, rounds, rulings
from kpi.store.engine import Act, Store
from kpi.store.tx import Tx

LATE = frozenset({State.SIGNED, State.PUBLISHED, State.ARCHIVED})  # what is signed stays as it is


def of(store: Store, code: str, period: Period, *, lifted: bool = False) -> tuple[Ruling, ...]:
    """The rulings of a board and period; with `lifted` also those that no longer stand."""
    with store.read() as tx:
        return rulings.of(tx, code, period, lifted=lifted)


def add(
    store: Store,
    code: str,
    period: Period,
    kind: str,
    document: str,
    reason: str,
    by: Person,
    *,
    unit: str = "",
    indicator: str = "",
    origin: str = "black",
    effect: str = "no_red",
) -> int:
    """Write a ruling and give its number; it enters the live board at once.

    Refused without document or reason, and once the board is signed; Unknown for a unit,
    indicator or kind that does not exist. An exemption and a veto need a unit.
    """
    with deeds.doing(store, by, Right.PUBLISH, Act.RULING_ADD, f"{code} {period}") as tx:
        _open(tx, code, period)
        if not document.strip():
            raise Refused(problem("NO_DOCUMENT"))
        known = catalog.read(tx)
        wrong = kind not in KINDS or origin not in ORIGINS or effect not in EFFECTS
        if wrong or (kind in ("exempt", "veto") and not unit):
            raise boards.Unknown(f"{kind} {unit}: no such ruling")
        if unit and unit not in {u.code for u in known.members(boards.spec(known, code), period)}:
            raise boards.Unknown(_("榜单“{code}”没有单位“{unit}”。").format(code=code, unit=unit))
        if indicator and indicator not in known.indicator:
            raise boards.Unknown(f"{indicator}: no such indicator")
        number = rulings.add(
            tx,
            code,
            period,
            kind,
            unit=unit,
            indicator=indicator,
            origin=origin,
            effect=effect,
            document=document.strip(),
            reason=said(reason),
        )
        _note(tx, number, code, period, kind=kind, unit=unit, document=document.strip())
    return number


def lift(store: Store, ruling: int, by: Person) -> None:
    """The ruling no longer stands; it stays on record. Refused once the board is signed."""
    with deeds.doing(store, by, Right.PUBLISH, Act.RULING_LIFT, f"ruling {ruling}") as tx:
        found = rulings.get(tx, ruling)
        if found is None or not found.stands:
            raise Refused(problem("RULING_UNKNOWN", given=ruling))
        _open(tx, found.board, found.period)
        rulings.lift(tx, ruling)
        _note(tx, ruling, found.board, found.period, kind=found.kind, unit=found.unit)


def _open(tx: Tx, code: str, period: Period) -> None:
    """Refused where the board of the period is signed or out."""
    if code not in catalog.read(tx).board:
        raise boards.Unknown(_("没有榜单“{code}”。").format(code=code))
    state = rounds.get(tx, code, period).state
    if state in LATE:
        raise Refused(problem("RULING_LATE", state=state.label))


def _note(tx: Tx, number: int, code: str, period: Period, **told: str) -> None:
    tx.about(f"ruling {number}", ruling=number, board=code, period=str(period), **told)
