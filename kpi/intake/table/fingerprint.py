"""The face of a layout, the same next month: shape and header paths without digits and periods."""

import re
from collections import Counter
from collections.abc import Iterable

from kpi.intake.table.mapping import Block
from kpi.intake.words import periods
from kpi.model import canon


def of(blocks: tuple[Block, ...]) -> str:
    """SHA-256 over shapes, header paths and sheet-name patterns; "" for no table."""
    if not blocks:
        return ""
    faces = [
        [b.shape, pattern(b.sheet), [[pattern(t) for t in c.path] for c in b.columns]]
        for b in blocks
    ]
    return canon.digest(faces)


def layout(sheet: str, paths: Iterable[tuple[str, ...]]) -> str:
    """SHA-256 of one table's face, before anything in it is understood: so it outlives a change
    of the catalog. Columns that differ in their period alone count once: a series may grow. Of
    columns with the very same path it says how many there are: the second 同比 is another's.
    """
    times = Counter(paths)
    faces: dict[tuple[str, ...], int] = {}
    for path, n in times.items():
        face = tuple(pattern(t) for t in path)
        faces[face] = max(n, faces.get(face, 0))
    return canon.digest([pattern(sheet), [[list(face), n] for face, n in faces.items()]])


def pattern(text: str) -> str:
    """A text without digits and periods; {P} for one that is nothing else."""
    return re.sub(r"[0-9]", "", periods.without(text)) or "{P}"


def worded(text: str) -> str:
    """A text without periods, its other digits kept; {P} for one that is nothing else."""
    return periods.without(text) or "{P}"
