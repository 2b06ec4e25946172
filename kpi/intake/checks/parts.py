"""V14, V22, V23: an “of which” (属于) is never more than its whole, in the same unit and period.

The catalog says what belongs to what: 办结件数 belongs to 应办件数, 承诺时限 to 法定时限.
"""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from kpi.intake.checks.beside import beside
from kpi.intake.checks.flat import Flat
from kpi.intake.words.tokens import factor
from kpi.model.catalog import Catalog
from kpi.model.problem import Problem, problem

_SLACK = 1e-9  # of the whole: what a conversion of 计量单位 may leave


def check(whole: Flat, catalog: Catalog, stored: pd.DataFrame) -> Iterator[Problem]:
    """Named at the part where the file has it, else at the whole; the other cell is named beside.

    Both in the part's own 计量单位; where one of the two is not known, nothing is said.
    """
    here = {code for code, _ in whole.targets}
    bonds = [
        (one, catalog.indicator[one.part_of])
        for one in catalog.indicators
        if one.part_of in catalog.indicator and {one.code, one.part_of} & here
    ]
    if not bonds:
        return
    known = beside(whole, stored, {one.code for bond in bonds for one in bond})
    for part, all_ in bonds:
        by = factor(all_.uom, part.uom) if all_.uom != part.uom else 1.0
        for code, measure, period in list(known.values):
            if (code, measure) != (part.code, part.measure) or by is None:
                continue
            most = known.numbers(all_.code, all_.measure, period)
            mine = known.entry.get((code, measure, period), {})
            theirs = known.entry.get((all_.code, str(all_.measure), period), {})
            for unit, value in known.numbers(code, measure, period).items():
                if unit not in most or value <= most[unit] * by * (1 + _SLACK):
                    continue
                cells = [whole.ref(e[unit]) for e in (mine, theirs) if unit in e]
                if not cells:
                    continue
                details: dict[str, Any] = {
                    "whole": f"{most[unit] * by:.10g}",
                    "indicator": all_.name,
                }
                details |= {"part": f"{value:.10g}"}
                details |= {"other": cells[1].address} if len(cells) > 1 else {}
                yield problem("PART_EXCEEDS", cells[0], f"{value:.10g}", **details)
