"""A file without what is not its sender's to report: those columns are not even checked."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from kpi.intake.table.mapping import NONE, Block, Mapping


def owned(mapping: Mapping, sends: Callable[[str], bool]) -> tuple[Mapping, tuple[str, ...]]:
    """The mapping with the values of other offices' indicators unknown, and those indicators.

    `sends` says of an indicator's code whether the sender reports it. A table that holds nothing
    else is left out.
    """
    foreign = {code for code, _measure in mapping.targets if not sends(code)}
    if not foreign:
        return mapping, ()
    blocks = (_owned(block, foreign) for block in mapping.blocks)
    kept = tuple(block for block in blocks if block is not None)
    return replace(mapping, blocks=kept), tuple(sorted(foreign))


def _owned(block: Block, foreign: set[str]) -> Block | None:
    lost = [n for n, (code, _measure) in enumerate(block.targets) if code in foreign]
    if not lost:
        return block
    if len(lost) == len(block.targets):
        return None
    return replace(block, target=np.where(np.isin(block.target, lost), NONE, block.target))
