"""What a column's meaning is called, in the reader's language."""

from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.catalog import Catalog
from kpi.model.edition import named
from kpi.model.measure import STORED

ROLES = {
    "unit": N_("单位"),
    "period": N_("报告期"),
    "uom": N_("计量单位"),
    "indicator": N_("指标"),
    "value": N_("数值"),
    "ignore": N_("忽略"),
    "": N_("未识别"),
}


def target(known: Catalog, word: str) -> str:
    """What a column's target is called: 固定资产投资 累计, 单位, 忽略."""
    code, _dot, measure = word.partition(".")
    if code in known.indicator and measure in STORED:
        own = known.indicator[code]
        return f"{named(own.name, own.name_en)} {show.measure_name(measure)}"
    return _(ROLES[word]) if word in ROLES else word
