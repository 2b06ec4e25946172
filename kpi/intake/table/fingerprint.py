"""The face of a layout, the same next month: shape and header paths without digits and periods."""

import re

from kpi.intake.table.mapping import Block
from kpi.intake.words import periods
from kpi.model import canon


def of(blocks: tuple[Block, ...]) -> str:
    """SHA-256 over shapes, header paths and sheet-name patterns; "" for no table."""
    if not blocks:
        return ""
    faces = [
        [b.shape, _pattern(b.sheet), [[_pattern(t) for t in c.path] for c in b.columns]]
        for b in blocks
    ]
    return canon.digest(faces)


def _pattern(text: str) -> str:
    return re.sub(r"[0-9]", "", periods.without(text)) or "{P}"
