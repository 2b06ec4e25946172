"""What the district teaches: another name of a unit, the meaning of a column. Only by a click."""

from collections.abc import Mapping

from kpi.intake.table import told
from kpi.intake.table.layout import Says
from kpi.intake.table.lexicon import Lexicon
from kpi.model.catalog import Alias, Catalog
from kpi.model.measure import STORED
from kpi.model.person import Person, Right
from kpi.model.problem import Problem, Refused, problem
from kpi.model.repair import Repair
from kpi.service import deeds
from kpi.store import aliases, catalog, mappings
from kpi.store.engine import Act, Store

_LONGEST = 60  # characters of a name
_ROLES = frozenset(told.ROLES)


def learn_alias(store: Store, unit: str, alias: str, by: Person) -> bool:
    """Let a unit be read under another name from now on; False where it is already.

    Raises Refused for a name of another unit (ALIAS_CLASH), for a word that says something else
    (合计, 9月, an indicator, a number), and for a code that the catalog does not have.
    """
    deeds.require(store, by, Right.UPLOAD, Act.ALIAS)
    word = alias.strip()
    with store.read() as tx:
        if _known(catalog.read(tx), unit, word):
            return False
    with deeds.doing(store, by, Right.UPLOAD, Act.ALIAS) as tx:
        if _known(catalog.read(tx), unit, word):  # somebody else was quicker
            return False
        aliases.learn(tx, Alias("unit", word, unit))
    return True


def clashes(
    known: Catalog, repairs: tuple[Repair, ...]
) -> tuple[tuple[Problem, ...], tuple[Repair, ...]]:
    """What is wrong with the names that repairs give to units, and the repairs without those."""
    problems: list[Problem] = []
    usable: list[Repair] = []
    for one in repairs:
        if one.kind in ("alias", "learned"):
            try:
                _known(known, one.value, one.given.strip())
            except Refused as refused:
                problems += refused.problems
                continue
        usable.append(one)
    return tuple(problems), tuple(usable)


def _known(known: Catalog, unit: str, word: str) -> bool:
    if unit not in known.unit:
        raise Refused(problem("CATALOG_REFERENCE", None, unit))
    lexicon = Lexicon(known)
    owner = lexicon.unit(word)
    if owner not in (None, unit):
        raise Refused(problem("ALIAS_CLASH", None, word, unit=known.unit[str(owner)].name))
    if owner is None and (len(word) > _LONGEST or lexicon.says(word) is not Says.OTHER):
        raise Refused(problem("CATALOG_VALUE", None, word, column="别名"))
    return owner == unit


def confirm_columns(
    store: Store, fingerprint: str, targets: Mapping[tuple[str, ...], str], by: Person
) -> int:
    """Remember what the columns of a layout mean; gives how many are remembered.

    A target is `fai.ytd`, unit, period, uom, indicator, value or ignore; Refused for any other.
    """
    with deeds.doing(store, by, Right.UPLOAD, Act.MAPPING) as tx:
        codes = catalog.read(tx).indicator
        wrong = [t for t in targets.values() if t not in _ROLES and not _stored(t, codes)]
        if wrong:
            raise Refused(*(problem("CATALOG_REFERENCE", None, t) for t in wrong))
        return mappings.confirm(tx, fingerprint, targets)


def _stored(target: str, codes: Mapping[str, object]) -> bool:
    code, _, measure = target.partition(".")
    return code in codes and measure in STORED
