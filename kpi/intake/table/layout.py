"""Where the tables of a sheet lie: header rows, label columns, data rows.

Pure geometry on what each cell says (`Says`); which indicator or unit is meant is `match`'s work.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from kpi.model.sheet import Kind, Rect, Sheet

HEAD_ROWS = 8  # header and metadata rows between the title and the data


class Says(IntEnum):
    """What a cell is about, seen alone."""

    BLANK = 0
    NUMBER = 1  # a number, a missing mark, an error: what stands where values stand
    OTHER = 2
    UNIT = 3
    INDICATOR = 4
    MEASURE = 5  # measure words alone: 同比, 累计
    PERIOD = 6
    UOM = 7
    TOTAL = 8
    NOTE = 9
    WORD = 10  # names a column: 单位, 指标, 期间, 序号
    LINE = 11  # 单位：亿元, 填报单位：…


_AXES = (Says.UNIT, Says.INDICATOR, Says.PERIOD)
_LABELS = (Says.UNIT, Says.INDICATOR, Says.MEASURE, Says.PERIOD, Says.UOM)
_HEADING = (Says.UNIT, Says.INDICATOR, Says.MEASURE, Says.PERIOD, Says.WORD, Says.TOTAL)
_VALUES = (Kind.NUMBER, Kind.PERCENT, Kind.SCALED, Kind.ERROR, Kind.UNCACHED, Kind.BOOL)


_NUMBERED = frozenset((*"甲乙丙丁戊", "栏次", "栏号"))


@dataclass(frozen=True, slots=True)
class Area:
    """One table by its rows and columns, 0-based: what stands above, the header, the data."""

    above: tuple[int, ...]
    header: tuple[int, ...]
    rows: tuple[int, int]  # first and last row under the header
    columns: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One sheet as planes: what each cell says, and which cells hold something like a value."""

    sheet: Sheet
    says: NDArray[np.uint8]
    values: NDArray[np.bool_]
    labels: NDArray[np.bool_]  # [Says, column]: the column lists units, indicators, periods


def face(sheet: Sheet, of_text: NDArray[np.uint8]) -> Face:
    """The planes of a sheet; `of_text` is what each text of its pool says."""
    kinds = sheet.grid.kinds
    says = np.full(kinds.shape, Says.BLANK, np.uint8)
    says[np.isin(kinds, _VALUES)] = Says.NUMBER
    worded = (kinds == Kind.TEXT) | (kinds == Kind.DATE)
    says[worded] = of_text[sheet.grid.numbers[worded].astype(np.intp)]
    says[kinds == Kind.DATE] = Says.PERIOD
    says = _numeric_heads(sheet, says)
    values = says == Says.NUMBER
    counted = values.sum(axis=0)
    labels = np.zeros((len(Says), kinds.shape[1]), np.bool_)
    for one in _LABELS:
        hits = (says == one).sum(axis=0)
        labels[one] = (hits >= 2) & (hits > counted)
    return Face(sheet, says, values, labels)


def _numeric_heads(sheet: Sheet, says: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Rows such as 2019 2018 2017 or 202609 202610 head columns: their numbers say PERIOD.

    So do the numbers of 甲 乙 1 2 3, the column numbers of official forms.
    """
    kinds, numbers = sheet.grid.kinds, sheet.grid.numbers
    for r in range(min(len(kinds), 40)):
        at = np.flatnonzero((kinds[r] == Kind.NUMBER) & (says[r] == Says.NUMBER))
        line = numbers[r, at]
        others = says[r, says[r] != Says.NUMBER]
        if (
            not len(at)
            or not np.isfinite(line).all()
            or np.isin(others, (Says.UNIT, Says.INDICATOR, Says.TOTAL)).any()
        ):
            continue
        step = np.diff(line)
        if np.all(line == np.arange(1, len(line) + 1)) and _numbered(sheet, r):
            says[r, at] = Says.WORD
        elif len(at) > 1 and _months(line):
            says[r, at] = Says.PERIOD  # 2026.8 2026.9 2026.1: the last will be asked about
        elif len(at) > 1 and period_like(line).all() and (np.all(step > 0) or np.all(step < 0)):
            below = says[r + 1 :]
            says[r, at] = Says.PERIOD if (below == Says.NUMBER).any() else Says.NUMBER
    return says


def _months(numbers: NDArray[np.float64]) -> bool:
    """Whether numbers read as 2026.8, 2026.9: a year with months after the point, each once."""
    year = np.floor(numbers)
    part = np.round((numbers - year) * 100, 6)
    month = np.where(part % 10 == 0, part / 10, part)
    fits = (year >= 1990) & (year <= 2100) & (month >= 1) & (month <= 12) & (month % 1 == 0)
    return bool(fits.all()) and len(set(year.tolist())) <= 2 and len(set(numbers)) == len(numbers)


def _numbered(sheet: Sheet, row: int) -> bool:
    """Whether a row numbers the columns, as official forms do: 甲 乙 1 2 3, or 栏次 1 2 3."""
    texts = [c.text.strip() for c in sheet.row(row) if c.kind is Kind.TEXT]
    return bool(texts) and all(t in _NUMBERED for t in texts)


def period_like(numbers: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which numbers read as a year (1990–2100) or as yyyymm."""
    whole = np.isfinite(numbers) & (np.floor(numbers) == numbers)
    number = np.where(whole, numbers, 0)
    year = (number >= 1990) & (number <= 2100)
    month = number % 100
    stamp = (number >= 199001) & (number <= 210012) & (month >= 1) & (month <= 12)
    return np.asarray(whole & (year | stamp), np.bool_)


def areas(seen: Face) -> tuple[Area, ...]:
    """The tables of a sheet from top to bottom, side by side ones not yet parted."""
    heads = _head_rows(seen)
    filled = seen.says != Says.BLANK
    used = np.flatnonzero(filled.any(axis=1))
    found: list[Area] = []
    start = 0
    while len(heads := heads[heads >= start]):
        top, bottom, first = _header(seen, int(heads[0]))
        later = heads[heads > bottom]
        last = int(later[0]) - 1 if len(later) else int(used[-1])
        if len(later):  # the next table's own title and group headings are not data of this one
            last = _last_data(seen, first, last)
        if first <= last and seen.values[first : last + 1].any():
            header = tuple(range(top, first))
            body = filled[top : last + 1].any(axis=0)
            columns = np.flatnonzero(body)
            span = (int(columns[0]), int(columns[-1]))
            found.append(Area(tuple(range(start, top)), header, (first, last), span))
        else:
            last = max(bottom, last if not len(later) else bottom)
        start = last + 1
    return tuple(found)


def _head_rows(seen: Face) -> NDArray[np.intp]:
    """Rows that head columns: axis words outside of label columns, and no value."""
    says = seen.says
    heading = np.isin(says, _HEADING)
    for one in _LABELS:
        heading &= ~((says == one) & seen.labels[one])
    hits = heading.sum(axis=1)
    filled = (says != Says.BLANK).sum(axis=1)
    listed = np.zeros(len(says), np.bool_)
    for one in (Says.UNIT, Says.INDICATOR):
        listed |= ((says == one) & seen.labels[one]).any(axis=1)
    # 合计 above nothing but blanks is a total line, not a header
    hits -= (heading & (says == Says.TOTAL)).sum(axis=1)
    single = (hits == 1) & _right_above_values(says, seen.values)
    single &= ~(says == Says.LINE).any(axis=1) & ((filled >= 2) | ~heading[:, :1].any(axis=1))
    enough = ((hits >= 2) | single) & ~seen.values.any(axis=1) & ~listed
    rows: NDArray[np.intp] = np.flatnonzero(enough)
    return rows[np.array([not _whose(says[r]) for r in rows.tolist()], np.bool_)]


def _right_above_values(says: NDArray[np.uint8], values: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which row the sheet's first values follow: there a single word is enough to head columns."""
    above = np.zeros(len(says), np.bool_)
    valued = np.flatnonzero(values.any(axis=1))
    before = (
        np.flatnonzero((says[: valued[0]] != Says.BLANK).any(axis=1)) if len(valued) else valued
    )
    if len(before):
        above[before[-1]] = True
    return above


def _header(seen: Face, top: int) -> tuple[int, int, int]:
    """First and last row of the header that `top` belongs to, and the first row of data."""
    says, rows = seen.says, len(seen.says)
    listed = np.zeros(rows, np.bool_)
    for one in _AXES:
        listed |= ((says == one) & seen.labels[one]).any(axis=1)
    bottom = top
    first = top + 1
    while first < rows and first - top <= HEAD_ROWS:
        empty = not (says[first] != Says.BLANK).any()
        if seen.values[first].any() or (listed[first] and first > top):
            break
        only = says[first][says[first] != Says.BLANK]
        if len(only) == 1 and only[0] in (Says.TOTAL, Says.NOTE, Says.OTHER, Says.UNIT):
            break
        if not empty:
            bottom = first
        first += 1
    while first < rows and first <= bottom + 3 and not (says[first] != Says.BLANK).any():
        first += 1
    while top > 0 and _heads_group(seen, top - 1):
        top -= 1
    return top, bottom, first


def _heads_group(seen: Face, row: int) -> bool:
    """Whether a row above the header belongs to it: 经济指标 merged over four columns, 9月 | 10月.

    A title, a date line or an office's name does not.
    """
    line = seen.says[row]
    filled = np.flatnonzero(line != Says.BLANK)
    if not len(filled) or seen.values[row].any():
        return False
    if np.isin(line[filled], (Says.LINE, Says.NOTE)).any():
        return False
    if _whose(line):
        return False
    if np.isin(line[filled], _HEADING).sum() > 1:
        return True
    over = any(
        r0 == row and c1 > c0 and c1 - c0 + 1 <= 0.7 * len(line)
        for r0, c0, _r1, c1 in seen.sheet.merges
    )
    alone = len(filled) == 1 and line[filled[0]] in (Says.INDICATOR, Says.MEASURE, Says.WORD)
    return over or (alone and bool(filled[0] > 0 or line[filled[0]] == Says.WORD))


def _whose(line: NDArray[np.uint8]) -> bool:
    """Whether a row says whose form it is and when, 东关街道 | 2026年10月, and heads nothing."""
    return sorted(line[line != Says.BLANK].tolist()) == [Says.UNIT, Says.PERIOD]


def _last_data(seen: Face, first: int, last: int) -> int:
    """The last row with a value from `first` to `last`; before another table's title."""
    valued = np.flatnonzero(seen.values[first : last + 1].any(axis=1))
    return first + int(valued[-1]) if len(valued) else first - 1


def paths(seen: Face, area: Area) -> dict[int, tuple[tuple[str, tuple[int, int]], ...]]:
    """Header texts over each column, top down, each with the cell where it stands.

    Merged headers are filled in; so is a heading left unmerged over 累计 | 同比 | 目标.
    """
    sheet = seen.sheet
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    header = [r for r in area.header if not _numbered(sheet, r)]
    inside = set(header)
    for r0, c0, r1, c1 in sheet.merges:
        for r in range(r0, r1 + 1):
            if r in inside:
                owner |= {(r, c): (r0, c0) for c in range(c0, min(c1, area.columns[1]) + 1)}
    spread = _spread(seen, area)
    found = {}
    for c in range(area.columns[0], area.columns[1] + 1):
        path: list[tuple[str, tuple[int, int]]] = []
        for r in header:
            at = owner.get((r, c)) or spread.get((r, c)) or (r, c)
            text = sheet[at].text.strip()
            if text and at not in [p[1] for p in path]:
                path.append((text, at))
        found[c] = tuple(path)
    return found


def _spread(seen: Face, area: Area) -> dict[tuple[int, int], tuple[int, int]]:
    """Blank header cells right of a heading that goes on below with a measure or period."""
    below = (Says.MEASURE, Says.PERIOD)
    found: dict[tuple[int, int], tuple[int, int]] = {}
    merged = {(r, c) for r, c in _merged(seen.sheet.merges, set(area.header))}
    for upper, lower in zip(area.header, area.header[1:], strict=False):
        heading: tuple[int, int] | None = None
        for c in range(area.columns[0], area.columns[1] + 1):
            if seen.says[upper, c] != Says.BLANK:
                goes_on = seen.says[lower, c] in below and (upper, c) not in merged
                heading = (upper, c) if goes_on else None
            elif seen.says[lower, c] not in below or (upper, c) in merged:
                heading = None
            elif heading:
                found[upper, c] = heading
    return found


def _merged(merges: tuple[Rect, ...], rows: set[int]) -> Iterator[tuple[int, int]]:
    for r0, c0, r1, c1 in merges:
        for r in range(r0, r1 + 1):
            if r in rows:
                yield from ((r, c) for c in range(c0, c1 + 1))
