"""A fault of a rule, in words: which field of the form, and what it must be."""

import re

from kpi.i18n import N_, _
from kpi.model.field import RuleError

FIELDS = {
    "items": N_("评分项"),
    "item": N_("指标"),
    "column": N_("指标"),
    "weight": N_("权重"),
    "direction": N_("方向"),
    "band": N_("目标区间"),
    "block": N_("板块"),
    "blocks": N_("板块"),
    "role": N_("加减分"),
    "method": N_("计分方法"),
    "params": N_("参数"),
    "missing": N_("缺报处理"),
    "red": N_("红榜"),
    "black": N_("黑榜"),
    "n": N_("名额"),
    "share": N_("名额比例"),
    "when": N_("条件"),
    "aggregate": N_("汇总方法"),
    "best": N_("得分方向"),
    "basis": N_("依据文件"),
    "name": N_("名称"),
    "min_coverage": N_("最低覆盖率"),
    "min_group": N_("最少参评数"),
    "max_share": N_("上榜比例上限"),
    "score_decimals": N_("得分小数位"),
    "decimals": N_("小数位"),
    "tie_breakers": N_("并列时比较"),
    "groups": N_("分组"),
    "veto": N_("一票否决"),
    "exemptions": N_("豁免"),
    "bonus_range": N_("加减分上下限"),
    "target": N_("目标"),
    "floor": N_("最低分"),
    "cap": N_("最高分"),
    "bad": N_("不允许值"),
    "good": N_("满意值"),
    "lo": N_("起点分"),
    "hi": N_("满分"),
    "step": N_("每位分差"),
    "base": N_("基础分"),
    "span": N_("功效分幅"),
    "mean": N_("均值"),
    "sd": N_("标准差"),
    "bands": N_("分档"),
    "ties": N_("并列名次"),
    "lower_form": N_("越低越好时"),
    "ddof": N_("标准差口径"),
}

_MUST = [
    (r"is required.*", N_("必填")),
    (r"must be a number(?P<bounds>.*)", N_("应为数字{bounds}")),
    (r"must be a whole number(?P<bounds>.*)", N_("应为整数{bounds}")),
    (r"must be a document number.*", N_("请填写文号")),
    (r"must have n, share or when", N_("名额和条件至少填一项")),
    (r"must not have both n and share", N_("名额和比例只能填一项")),
    (r"must differ from bad", N_("满意值与不允许值不能相同")),
    (r"must be on the better side of bad.*", N_("满意值应优于不允许值")),
    (r"(the )?weights (must not )?sum to 0", N_("权重不能全部为0")),
    (r"duplicate item key (?P<what>.+)", N_("“{what}”出现了两次")),
    (r"must end with a null edge", N_("最后一档不设界限")),
    (r"edges must .*", N_("各档界限应由优到劣依次排列")),
    (r"column (?P<what>.+?) is not in .*", N_("名录中没有“{what}”这一列")),
    (r"(?P<what>.+) is no item", N_("“{what}”不是评分项")),
    (r"is the rule in force already", N_("与现行规则相同，没有保存。")),
    (r"must be rank with aggregate rank_sum", N_("汇总方法为位次和时，只能按位次赋分")),
    (r"zero is not possible with best: low", N_("数值越低越好的榜单不能记零分")),
    (r"cannot be read: (?P<what>.+)", N_("“{what}”写法不对，如：完成率 >= 序时进度; 位次 <= 5")),
]


def told(error: RuleError) -> str:
    """第2项的权重：应为数字（≥ 0）, in the reader's language; unknown faults keep their words."""
    where = _place(error.path)
    what = _said(error.message)
    return _("{where}：{what}").format(where=where, what=what) if where else what


def _place(path: str) -> str:
    words = []
    for name, number in re.findall(r"([^.\[\]]+)(?:\[(\d+)\])?", path):
        if name == "items" and number:
            words.append(_("第{n}项").format(n=int(number) + 1))
        elif name in FIELDS:
            words.append(_(FIELDS[name]))
        elif not name.isdigit():
            words.append(name)
    return _("的").join(words)


def _said(message: str) -> str:
    for pattern, text in _MUST:
        if found := re.fullmatch(pattern, message):
            parts = found.groupdict()
            if bounds := parts.get("bounds"):
                bounds = bounds.strip().replace(">=", "≥").replace("<=", "≤")
                parts["bounds"] = _("（{bounds}）").format(bounds=bounds.replace(" and ", "，"))
            return _(text).format(**parts)
    return message
