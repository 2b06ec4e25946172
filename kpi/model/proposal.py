"""How a file was understood, to be shown, changed and confirmed: its tables and their columns."""

from dataclasses import dataclass

from kpi.model.repair import Repair
from kpi.model.sheet import CellRef, Rect


@dataclass(frozen=True, slots=True)
class Heading:
    """One column, or one kind of row where the rows name the indicators.

    `target` is fai.ytd, a role (unit, period, uom, indicator, value, ignore), or empty where it
    is unknown; `by` says how it was found: stamp, memory, exact, alias, context, person.
    `uom` is the stated 计量单位 and `factor` what it is multiplied by; `confidence` the share of
    its values, 0 to 1, whose unit, indicator, measure and period are known; 1 for a label. The
    `…_from` say where a thing stands: a cell, sheet, title, file, form. `near` is what an unknown
    one may have been meant for; nothing is read by it.
    """

    at: CellRef
    path: tuple[str, ...]
    target: str = ""
    by: str = ""
    kind: str = "column"
    role: str = "value"
    uom: str = ""
    uom_from: str = ""
    factor: float = 1.0
    periods: tuple[str, ...] = ()
    period_from: str = ""
    values: int = 0
    confidence: float = 0.0
    near: str = ""

    def choice(self, target: str) -> Repair:
        """The repair that says what this column means; empty for what is found unaided."""
        return Repair("column", target, self.at.sheet, self.at.address, " ".join(self.path))

    @property
    def fixed(self) -> bool:
        """Whether nobody need be asked: the template says so, or a person said so before."""
        return self.by in ("stamp", "memory") or self.role in ("total", "hidden")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file; `fingerprint` is its face, the same next month.

    `read` is False where only a person can say what it means: no indicator was recognised.
    """

    sheet: str
    shape: str
    rect: Rect
    fingerprint: str
    units: int
    confidence: float
    headings: tuple[Heading, ...]
    read: bool = True

    @property
    def settled(self) -> bool:
        """All known, and confirmed before or told by the template."""
        return self.read and self.confidence == 1 and all(h.fixed for h in self.headings)
