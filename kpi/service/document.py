"""The document of a board, as scripts read it and editions keep it."""

from typing import Any

from kpi.model.board import Entry
from kpi.model.edition import Edition


def as_json(edition: Edition) -> dict[str, Any]:
    """The document of `board`: entries, unranked units with their reason, warnings."""
    ranked = edition.within(None)
    sizes = {g: len(edition.within(g)) for g in {e.group for e in ranked}}
    across = edition.spec.rule.compare == "across"
    return {
        "board": edition.spec.code,
        "name": edition.spec.name,
        "period": str(edition.period),
        "group_by": None if across else "group",
        "state": "draft",
        "rule_hash": edition.board.rule_hash,
        "data_hash": edition.board.data_hash,
        "entries": [
            {
                "unit": e.unit,
                "name": edition.name(e.unit),
                "group": e.group,
                "score": e.score,
                "rank": e.rank,
                "of": len(ranked) if across else sizes[e.group],
                "colour": e.colour,
                "previous_rank": before.rank if (before := edition.previous(e.unit)) else None,
                "streak": edition.streak(e.unit),
                "coverage": e.coverage,
                "robustness": _robust(e),
                "parts": [
                    {
                        "item": p.item,
                        "value": p.value,
                        "status": p.status,
                        "normalised": p.normalised,
                        "weight": p.weight,
                        "contribution": p.contribution,
                    }
                    for p in e.parts
                ],
                "reasons": [
                    *({"code": r.code, "text": edition.said(r)} for r in e.reasons),
                    {"code": "finding", "text": edition.sentence(e.unit)},
                ],
            }
            for e in sorted(ranked, key=lambda e: (e.group or "", e.rank or 0, e.unit))
        ],
        "unranked": [
            {
                "unit": e.unit,
                "name": edition.name(e.unit),
                "group": e.group,
                "reason": e.reasons[0].code.upper() if e.reasons else "NO_DATA",
                "text": " ".join(edition.said(r) for r in e.reasons),
            }
            for e in edition.unranked()
        ],
        "warnings": [{"code": n.code, "text": n.text()} for n in edition.board.notes],
    }


def _robust(entry: Entry) -> dict[str, float] | None:
    r = entry.robustness
    if r is None:
        return None
    return {name: getattr(r, name) for name in ("p_red", "p_black", "rank_low", "rank_high")}
