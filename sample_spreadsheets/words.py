"""Words and small shapes that every office's files share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sample_spreadsheets.directory import NAMES

SPELT = {  # how a clerk writes them by hand
    "J01": "长安路街道办事处",
    "J02": "青云街办",
    "J06": "南　湖　街　道",
    "J08": " 桥西街道办",
    "D02": "区工信局",
    "D05": "区住建局",
}
Value = float | int | str | None


@dataclass(frozen=True, slots=True)
class Made:
    """One good file: where, up to which period, who sends it, what it shows; `at` sorts."""

    at: tuple[int, int, int]
    file: str
    period: str
    by: str
    about: str


def spelt(code: str) -> str:
    """The unit's name as written by hand."""
    return SPELT.get(code, NAMES[code])


def dash(value: Value) -> Value:
    """`—` where the indicator does not apply."""
    return "—" if value is None else value


def upto(month: int) -> str:
    """1-10月; January stands alone."""
    return "1月" if month == 1 else f"1-{month}月"


def across(
    year: int,
    last: int,
    units: Sequence[str],
    value: Callable[[str, int, int], Value],
    scale: int = 1,
) -> list[tuple[str, list[Value]]]:
    """One row per unit: the values of 1-2月 to `last`."""
    rows = []
    for unit in units:
        found = (value(unit, year, m) for m in range(2, last + 1))
        rows.append((NAMES[unit], [dash(_scaled(v, scale)) for v in found]))
    return rows


def _scaled(value: Value, by: int) -> Value:
    return round(value * by) if by != 1 and isinstance(value, int | float) else value
