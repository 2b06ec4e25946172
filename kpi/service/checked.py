"""The documents that `check`, `load` and `uploads` print of a file, a difference, a problem."""

from typing import Any

from kpi.model.panel import records
from kpi.model.problem import Problem, problem
from kpi.model.upload import Diff, Plan


def as_json(plan: Plan) -> dict[str, Any]:
    """The document of `check` and `load`: file, outcome, values, problems, skipped, diff."""
    names = ["unit", "indicator", "measure", "period", "value", "status", "sheet", "cell"]
    return {
        "file": {"name": plan.name, "sha256": plan.facts.sha256, "kind": plan.facts.kind},
        "outcome": plan.outcome,
        "periods": list(plan.periods),
        "values": records(plan.panel[names]) if len(plan.panel) else [],
        "problems": [problem_json(p) for p in plan.problems],
        "skipped": [{"sheet": s.sheet, "range": s.range, "reason": s.reason} for s in plan.skipped],
        "diff": diff_json(plan.diff),
    }


def unopened(name: str, why: str) -> dict[str, Any]:
    """The document of a file that could not even be opened."""
    return {
        "file": {"name": name, "sha256": None, "kind": None},
        "outcome": "refuse",
        "periods": [],
        "values": [],
        "problems": [problem_json(problem("UNREADABLE", why=why))],
        "skipped": [],
        "diff": diff_json(Diff()),
    }


def diff_json(diff: Diff) -> dict[str, int]:
    """Counts as `check`, `load` and `uploads` print them."""
    return {name: getattr(diff, name) for name in ("new", "changed", "unchanged", "absent")}


def problem_json(p: Problem) -> dict[str, Any]:
    """One problem as `check` prints it."""
    return {
        "code": p.code,
        "severity": str(p.severity),
        "sheet": p.sheet,
        "cell": p.cell.address if p.cell else None,
        "given": p.given,
        "message": p.text(),
        "suggestion": p.fix.value if p.fix else p.advice(),
    }
