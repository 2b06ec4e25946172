"""The catalog workbook in and out; what the house has settled."""

from dataclasses import dataclass

from kpi.intake.catalog import workbook
from kpi.intake.read import read
from kpi.model.catalog import CatalogReceipt, Setup
from kpi.model.difference import Difference, differences
from kpi.model.house import House, as_json, of_json
from kpi.model.person import Person, Right
from kpi.model.problem import Problem, Severity, problem, worst
from kpi.model.sheet import Reading
from kpi.service import deeds
from kpi.store import catalog, house
from kpi.store.engine import Act, Store


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did: no receipt where it was refused; `read`: whether it was a workbook."""

    read: bool
    receipt: CatalogReceipt | None
    problems: tuple[Problem, ...]


def take_catalog(store: Store, data: bytes, name: str, by: Person) -> Taken:
    """Import a catalog workbook, all or nothing; lines that it lacks stay."""
    deeds.require(store, by, Right.CATALOG, Act.CATALOG)
    reading = read(data, name)
    if fault := _no_workbook(reading):
        return Taken(False, None, fault)
    setup, problems = workbook.read(reading.sheets)
    told = (*reading.problems, *problems)
    if setup is None or worst(told) is Severity.ERROR:
        return Taken(True, None, told)
    with deeds.doing(store, by, Right.CATALOG, Act.CATALOG, name) as tx:
        return Taken(True, catalog.write(tx, setup, name=name, data=data), told)


@dataclass(frozen=True, slots=True)
class Tried:
    """What an import would do; nothing is stored. `fits`: no error stands in its way."""

    read: bool
    fits: bool
    differences: tuple[Difference, ...]
    problems: tuple[Problem, ...]


def try_catalog(store: Store, data: bytes, name: str, by: Person) -> Tried:
    """Read a catalog workbook and say what taking it would change."""
    deeds.require(store, by, Right.CATALOG, Act.CATALOG)
    reading = read(data, name)
    if fault := _no_workbook(reading):
        return Tried(False, False, (), fault)
    setup, problems = workbook.read(reading.sheets)
    told = (*reading.problems, *problems)
    if setup is None or worst(told) is Severity.ERROR:
        return Tried(True, False, (), told)
    with store.read() as tx:
        stored = Setup(catalog.read(tx), catalog.targets(tx))
    return Tried(True, True, differences(stored, setup), told)


def _no_workbook(reading: Reading) -> tuple[Problem, ...]:
    """Why a file cannot be a catalog at all: a text has no sheets to tell apart."""
    if not reading.sheets:
        return reading.problems
    text = reading.facts.kind in ("csv", "html")
    return (problem("UNKNOWN_TYPE", kind=reading.facts.kind.upper()),) if text else ()


def catalog_book(store: Store) -> bytes:
    """The catalog as 名录.xlsx; imported again, it changes nothing."""
    with store.read() as tx:
        setup = Setup(catalog.read(tx), catalog.targets(tx))
    return workbook.write(setup)


def house_rules(store: Store) -> House:
    """What the house has settled: days for feedback and cases, two persons, the ladder."""
    with store.read() as tx:
        return of_json(house.settings(tx))


def settle(store: Store, settled: House, by: Person) -> None:
    """Settle these from now on, with a journal line that names what changed."""
    with deeds.doing(store, by, Right.CATALOG, Act.SETTINGS) as tx:
        old, new = as_json(of_json(house.settings(tx))), as_json(settled)
        house.change(tx, **new)
        moved = {name: new[name] for name in new if new[name] != old[name]}
        tx.about("settings", changed=moved, before={name: old[name] for name in moved})
