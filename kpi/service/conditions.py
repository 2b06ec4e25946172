"""Conditions as a person writes them in a form: text to data and back."""

from typing import Any

from kpi.intake.catalog import conditions
from kpi.model.catalog import Catalog
from kpi.model.rule import RuleError
from kpi.model.when import When


def read(text: str, path: str, catalog: Catalog, items: tuple[str, ...]) -> list[Any]:
    """`when` of a text like `completion >= progress; rank <= 5`; alternatives stand on lines.

    A measure without indicator means the only one among `items` (column keys). Raises RuleError.
    """
    words = {i.code: i.code for i in catalog.indicators}
    for i in catalog.indicators:
        words |= dict.fromkeys((i.name, *i.aliases), i.code)
    words |= {
        a.alias: a.code for a in catalog.aliases if a.kind == "indicator" and "." not in a.code
    }
    own = {key.partition(".")[0] for key in items}

    def column(word: str | None, measure: str) -> str | None:
        code = words.get(word) if word else next(iter(own)) if len(own) == 1 else None
        return f"{code}.{measure}" if code else None

    try:
        return conditions.read(text, column)
    except conditions.SyntaxFault as fault:
        raise RuleError(path, f"cannot be read: {fault.given}") from None


def write(when: When) -> str | None:
    """The text that reads as `when`; None where only data can say it."""
    return conditions.write(when)
