"""A project ledger (项目台账): lines of projects under their units, with a 小计 for each unit.

The panel takes the units' subtotals; the projects are the detail that they sum.
"""

import re
from dataclasses import replace

import numpy as np

from kpi.intake.table.columns import Part
from kpi.intake.table.headings import Heading
from kpi.intake.table.layout import Face, Says
from kpi.intake.table.lexicon import Lexicon
from kpi.intake.table.rowaxis import Axis
from kpi.intake.words import tokens

_PROJECT = re.compile(r"(?:重点|重大|建设)?(?:项目|工程|项目\(工程\))(?:名称)?")
_TOTAL = re.compile(r"(.*?)(?:小计|合计)")
_COUNT = re.compile(r"\(共?[0-9]+[个项](?:项目)?\)$")
_SECTION = re.compile(r"\(?[一二三四五六七八九十]{1,3}\)?(?:、|$)")
_NAMED = (Says.INDICATOR, Says.MEASURE)


def read(seen: Face, part: Part, heads: list[Heading], axis: Axis, lexicon: Lexicon) -> Axis:
    """The axis with a unit for each subtotal and the projects apart; as it is for any other table.

    A unit stands in its own column, in a line over its projects (一、东关街道), or in 东关街道小计.
    One project alone is the subtotal of its unit.
    """
    column = _projects(seen, axis, part, heads)
    if column is None:
        return axis
    labels = {c for c in part.of("aside", "unit", "indicator", "label") if c <= column}
    labels |= {column} if axis.unit_column is None else {axis.unit_column}
    sums: dict[int, str] = {}
    projects: dict[int, str] = {}
    group = ""
    for i, row in enumerate(axis.rows.tolist()):
        texts = {c: text for c in sorted(labels) if (text := _text(seen, row, c))}
        own = axis.codes[axis.unit_of[i]] if axis.unit_column != column else None
        named = own or next((u for text in texts.values() if (u := _unit(text, lexicon))), "")
        title = texts.get(column, "")
        if any(_TOTAL.fullmatch(text) for text in texts.values()):
            if owner := named or (group if any("小计" in text for text in texts.values()) else ""):
                sums[i] = owner
        elif title and not _unit(title, lexicon):
            if named or (group and not _heads(texts, title, lexicon)):
                projects[i] = named or group
        elif named and seen.values[row].any():
            sums[i] = named
        group = named or group
    if not sums or not projects:
        return axis
    summed = set(sums.values())  # of several projects without a subtotal none is the unit's value
    sums |= {i: unit for i, unit in projects.items() if unit not in summed}
    return _apart(axis, column, sums, [i for i in projects if i not in sums], lexicon)


def _projects(seen: Face, axis: Axis, part: Part, heads: list[Heading]) -> int | None:
    """The column that lists projects: headed so, and naming no indicator of the catalog."""
    for head in heads:
        if head.index in part.of("indicator", "unit", "label") and head.path:
            says = seen.says[axis.rows, head.index]
            projects = (says == Says.OTHER).any() and not np.isin(says, _NAMED).any()
            if _PROJECT.fullmatch(tokens.plain(head.path[-1])) and projects:
                return head.index
    return None


def _text(seen: Face, row: int, column: int) -> str:
    return tokens.plain(seen.sheet[row, column].text)


def _unit(text: str, lexicon: Lexicon) -> str | None:
    """The unit of 东关街道, 一、东关街道, 东关街道(2个) and 东关街道小计."""
    total = _TOTAL.fullmatch(_COUNT.sub("", text))
    bare = total[1] if total else _COUNT.sub("", text)
    return lexicon.unit(bare) if bare else None


def _heads(texts: dict[int, str], title: str, lexicon: Lexicon) -> bool:
    """Whether a line without a known unit stands over projects: numbered 一 二 三 or named much
    like a unit, it is that unit mistyped.
    """
    return any(_SECTION.match(text) for text in texts.values()) or lexicon.near(title) is not None


def _apart(
    axis: Axis, column: int, sums: dict[int, str], projects: list[int], lexicon: Lexicon
) -> Axis:
    codes = list(dict.fromkeys(sums.values()))
    unit_of = axis.unit_of.copy()
    for i, code in sums.items():
        unit_of[i] = len(axis.units) + codes.index(code)
    apart = np.zeros(len(axis.rows), np.bool_)
    apart[projects] = True
    column = column if axis.unit_column is None else axis.unit_column
    return replace(
        axis,
        label=column,
        unit_column=column,
        units=[*axis.units, *(lexicon.catalog.unit[code].name for code in codes)],
        unit_of=unit_of,
        codes=[*axis.codes, *codes],
        name_columns=(),
        names=[()],
        name_of=np.zeros(len(axis.rows), np.int32),
        apart=apart,
    )
