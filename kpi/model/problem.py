"""What is wrong, cell by cell: values to collect and show, never exceptions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from string import Formatter
from typing import Any

from kpi.i18n import N_, _
from kpi.model.problems import ADVICE, PATTERNS, SEVERITY, SHORT_ADVICE, SHORTER, Severity
from kpi.model.sheet import CellRef

__all__ = [
    "ADVICE",
    "PATTERNS",
    "SEVERITY",
    "Fix",
    "KpiError",
    "Problem",
    "Refused",
    "Severity",
    "problem",
    "worst",
]


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair one click away: `kind` says what changes (alias, factor, value, status)."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault at its place; `sheet` alone where it has no cell; `details` fill the pattern."""

    code: str
    severity: Severity
    cell: CellRef | None = None
    sheet: str | None = None
    given: str = ""
    details: tuple[tuple[str, Any], ...] = ()
    fix: Fix | None = None

    def text(self) -> str:
        """Place and sentence in the reader's language: 10月!C7：“12,3亿”不是数字。"""
        sentence = self.sentence()
        where = str(self.cell) if self.cell else self.sheet
        return (
            _(N_("{where}：{sentence}")).format(where=where, sentence=sentence)
            if where
            else sentence
        )

    def sentence(self) -> str:
        """The sentence without its place: the fullest for which every detail is known."""
        known, usual = self._known(), PATTERNS[self.code]
        shorter = (p for p in SHORTER.get(self.code, ()) if _names(p) <= known.keys())
        pattern = usual if _names(usual) <= known.keys() else next(shorter, usual)
        return _(pattern).format_map(_Loose(known))

    def advice(self) -> str | None:
        """What to do, in the reader's language; None where nothing needs doing.

        A detail `hint` (a message to translate) or `near` (a name alike) speaks before the code,
        and advice that needs a detail nobody gave makes way for a shorter one.
        """
        known = self._known()
        hints = (known.get("hint"), _NEAR, ADVICE.get(self.code), SHORT_ADVICE.get(self.code))
        fits = (h for h in hints if h and _names(h) <= {k for k, v in known.items() if v != ""})
        pattern = next(fits, None)
        return _(pattern).format_map(_Loose(known)) if pattern else None

    def called(self, names: Mapping[str, str]) -> "Problem":
        """The same problem with these names for others: its details hold the catalog's Chinese
        ones, alone or in a list (甲、乙).
        """
        told = tuple((key, _called(value, names)) for key, value in self.details)
        return replace(self, details=told)

    def _known(self) -> dict[str, Any]:
        return {"given": self.given, "sheet": self.sheet or "", **dict(self.details)}


def _called(value: Any, names: Mapping[str, str]) -> Any:
    if not isinstance(value, str):
        return value
    words = value.split("、")
    return ", ".join(names.get(w, w) for w in words) if any(w in names for w in words) else value


_NEAR = N_("是否为“{near}”？")


def _names(pattern: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(pattern) if name}


def problem(
    code: str,
    at: CellRef | str | None = None,
    /,
    given: object = "",
    *,
    severity: Severity | None = None,
    fix: Fix | None = None,
    **details: Any,
) -> Problem:
    """A Problem at a cell, a sheet (by name) or nowhere; what is given is cut to 60 characters.

    The place stands by position, so that {at} may be a detail: a date. Without `severity` the
    code's own of SEVERITY; an unknown code raises KeyError.
    """
    text = str(given)
    text = text if len(text) <= 60 else text[:59] + "…"
    cell = at if isinstance(at, CellRef) else None
    sheet = cell.sheet if cell else at if isinstance(at, str) else None
    own = Severity(severity or SEVERITY[code])
    return Problem(code, own, cell, sheet, text, tuple(sorted(details.items())), fix)


def worst(problems: Iterable[Problem]) -> Severity | None:
    """The gravest severity among them."""
    found = {p.severity for p in problems}
    return next((s for s in Severity if s in found), None)


class _Loose(dict[str, Any]):
    """A pattern shows a detail nobody gave as itself, so a message is never lost to a slip."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class KpiError(Exception):
    """A fault of the surroundings or a refusal, told in one sentence."""


class Refused(KpiError):
    """What was asked for is understood and not done; `problems` say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(p.text() for p in problems))
        self.problems = problems
