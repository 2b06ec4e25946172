"""Every fault an upload can have: how grave it is, the sentence, and what to do about it.

The Chinese sentence is the text to translate; names in braces are details of the Problem.
"""

from enum import StrEnum

from kpi.i18n import N_
from kpi.model.refusals import REFUSALS


class Severity(StrEnum):
    """error blocks the file, warning waits for a confirmation, info is shown."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_CONVERT = N_("请用 WPS 或 Excel 另存为 .xlsx 后重新上传。")
_REPAIR = N_("请把数据复制到新工作簿，另存后重新上传。")
_UNHIDE = N_("如需读入，请取消隐藏后重新上传。")
_CHECK = N_("请核实；数值无误时确认并注明原因。")
_CHOOSE = N_("请在表单中选择报告期，或在表中写明，如“2026年10月”。")

# code: severity, sentence, advice ("" where nothing needs doing)
_FAULTS: dict[str, tuple[Severity, str, str]] = {
    # the file
    "FILE_TOO_LARGE": (
        _E,
        N_("文件 {size} MB，超过上限 {limit} MB。"),
        N_("请删去图片和无关的工作表。"),
    ),
    "UNREADABLE": (_E, N_("文件打不开：{why}。"), N_("请核对文件名和路径。")),
    "EMPTY_FILE": (_E, N_("文件是空的。"), N_("请检查是否选错文件。")),
    "NO_DATA": (_E, N_("没有读到任何数据。"), N_("请检查是否选错文件。")),
    "UNKNOWN_TYPE": (_E, N_("这不是表格文件（{kind}）。"), _CONVERT),
    "ENCRYPTED": (
        _E,
        N_("文件设有打开密码，无法读取。"),
        N_("请在 WPS 或 Excel 中取消密码，保存后重新上传。"),
    ),
    "CORRUPT": (_E, N_("文件损坏或未传完整。"), N_("请在 WPS 或 Excel 中打开，另存后重新上传。")),
    "ZIP_BOMB": (_E, N_("文件解压后过大（{detail}），为安全未读取。"), _REPAIR),
    "TOO_MANY_PARTS": (_E, N_("文件内部部件过多（{detail}），为安全未读取。"), _REPAIR),
    "BAD_PART": (_E, N_("文件内部结构异常（{detail}），为安全未读取。"), _REPAIR),
    "XML_DTD": (_E, N_("文件内含实体定义（{detail}），为安全未读取。"), _REPAIR),
    "TOO_MANY_SHEETS": (_E, N_("工作表过多（{n}）。"), N_("请只保留要报送的工作表。")),
    "SHEET_TOO_LARGE": (
        _E,
        N_("“{sheet}”过大：{cell} 处仍有内容。"),
        N_("请删除 {cell} 附近多余的行和列。"),
    ),
    "TOO_HEAVY": (_E, N_("读取超过时间或内存上限，已停止。"), N_("请按工作表拆分后分别上传。")),
    "DUPLICATE_FILE": (_E, N_("同一文件已由{by}于 {at} 报送。"), N_("请查看那次报送的回执。")),
    "HTML_AS_XLS": (_I, N_("扩展名是 .xls，实际是{kind}，已按{kind}读取。"), ""),
    "TEXT_AS_XLS": (_I, N_("扩展名是 .xls，实际是{kind}，已按{kind}读取。"), ""),
    "XML2003": (_I, N_("扩展名是 .xls，实际是{kind}，已按{kind}读取。"), ""),
    "MACRO_IGNORED": (_I, N_("文件含宏，未执行。"), ""),
    "EXTERNAL_LINK": (_I, N_("文件含外部链接，只用已保存的数值。"), ""),
    # sheets and headers
    "SHEET_SKIPPED": (_I, N_("“{sheet}”没有可识别的表，未读。"), ""),
    "HIDDEN_SHEET_SKIPPED": (_W, N_("隐藏表“{sheet}”未读。"), _UNHIDE),
    "HIDDEN_ROW_INCLUDED": (
        _W,
        N_("隐藏行（{given}）已读入。"),
        N_("可能留有筛选；如不应读入，请取消筛选并删去该行。"),
    ),
    "HIDDEN_ROW_SKIPPED": (_W, N_("隐藏行未读。"), _UNHIDE),
    "HIDDEN_COL_SKIPPED": (_W, N_("隐藏列未读。"), _UNHIDE),
    "HEADER_NOT_FOUND": (
        _E,
        N_("“{sheet}”找不到单位或指标的表头。"),
        N_("请手动指定表头，或使用下载的模板。"),
    ),
    "STAMP_STALE": (
        _W,
        N_("模板是按旧名录（{at}）生成的。"),
        N_("请下载新模板；本次可核对后继续。"),
    ),
    "UNMAPPED_COLUMN": (
        _I,
        N_("“{given}”不是名录中的指标，未导入。"),
        N_("请选择对应的指标，或记为忽略。"),
    ),
    "DUPLICATE_HEADER": (_E, N_("与 {other} 表头相同而数值不同。"), N_("请选定其中一列。")),
    "NOT_YOURS": (_W, N_("“{indicator}”由{lead}报送，未导入。"), ""),
    "NOT_ENTITLED": (_E, N_("“{given}”没有这项权限，没有任何改动。"), N_("请找有权限的人办理。")),
    # accounts
    "PASSWORD_SHORT": (_E, N_("密码至少 {n} 个字符。"), ""),
    "PASSWORD_LONG": (_E, N_("密码最多 {n} 个字符。"), ""),
    "PASSWORD_KINDS": (_E, N_("密码须含大写字母、小写字母、数字、符号中的三种。"), ""),
    "PASSWORD_COMMON": (_E, N_("这个密码太常见，容易被猜到，请换一个。"), ""),
    "PASSWORD_NAMES": (_E, N_("密码不能含有账号、姓名、单位名称或“红黑榜”。"), ""),
    "PASSWORD_SAME": (_E, N_("新密码与原密码相同，请换一个。"), ""),
    "LOGIN_MALFORMED": (
        _E,
        N_("账号须为2～32个字符，以小写字母开头，只用小写字母、数字和 . _ -。"),
        "",
    ),
    "LOGIN_TAKEN": (_E, N_("账号“{given}”已存在。"), ""),
    "LOGIN_UNKNOWN": (_E, N_("没有账号“{given}”。"), ""),
    "INDICATOR_UNKNOWN": (_E, N_("名录中没有指标“{given}”。"), ""),
    "OWN_ACCOUNT": (_E, N_("本人的角色和停用须由另一位系统管理员办理。"), ""),
    "LAST_ADMIN": (_E, N_("这是唯一启用的系统管理员，没有改动。"), ""),
    "LINK_DEAD": (_E, N_("链接无效、已使用或已过期。"), N_("请系统管理员另发一个链接。")),
    # units
    "UNKNOWN_UNIT": (
        _E,
        N_("“{given}”不在单位名录中。"),
        N_("请改为名录中的名称，或选定所指的单位。"),
    ),
    "UNIT_MISSING": (_E, N_("有数值但没有单位名称。"), N_("请补填单位名称。")),
    "UNIT_NOT_ACTIVE": (
        _E,
        N_("“{unit}”在{period}不在启用期。"),
        N_("请核对报告期；如名录有误，请管理员更正。"),
    ),
    "UNIT_ALIAS": (_I, N_("“{given}”按“{unit}”读取。"), ""),
    "UNITS_ABSENT": (_W, N_("缺少 {n} 个单位：{names}。"), N_("请补报；暂缺时确认并注明原因。")),
    # periods
    "PERIOD_FROM_TITLE": (_I, N_("报告期取自标题：{period}。"), ""),
    "MIXED_PERIODS": (_W, N_("含多个报告期：{periods}。"), N_("请核对各期数值后确认。")),
    "PERIOD_CONFLICT": (
        _W,
        N_("{where}写{a}，{where2}写{b}，按{a}读取。"),
        N_("如应为{b}，请改正后重新上传；否则确认。"),
    ),
    "BAD_PERIOD": (_E, N_("“{given}”不是报告期。"), _CHOOSE),
    "PERIOD_NO_YEAR": (_E, N_("“{given}”没有年份。"), _CHOOSE),
    "PERIOD_MISSING": (_E, N_("没有报告期。"), _CHOOSE),
    "PERIOD_IN_FUTURE": (_E, N_("{period}尚未结束。"), N_("请核对报告期。")),
    "PERIOD_BASIS": (
        _E,
        N_("{indicator}是{measure}指标，这里是{given}。"),
        N_("请核对口径和报告期。"),
    ),
    "PERIOD_LOCKED": (_E, N_("{period}已由{by}锁定。"), N_("如需更改，请审核人退回。")),
    "JAN_MERGED": (
        _W,
        N_("{indicator}1-2月合并发布，却有1月数。"),
        N_("请核对；1月不单独发布时请删去。"),
    ),
    # cells
    "NOT_A_NUMBER": (_E, N_("“{given}”不是数字。"), N_("请只填数值，不带文字。")),
    "FORMULA_NO_VALUE": (
        _E,
        N_("公式没有保存计算结果。"),
        N_("请在 WPS 或 Excel 中打开并保存一次，再上传。"),
    ),
    "FORMULA_VALUE": (_I, N_("{n} 个公式按保存的结果读取。"), ""),
    "CELL_ERROR": (_E, N_("单元格是错误值 {given}。"), N_("请改正公式，或直接填数值。")),
    "DATE_IN_NUMBER": (
        _E,
        N_("这里是日期（{given}），不是数字。"),
        N_("请把单元格格式改为“常规”，重填数值。"),
    ),
    "NOT_INTEGER": (_E, N_("{given} 应为整数。"), N_("请核对数值和计量单位。")),
    "OUT_OF_RANGE": (_E, N_("{given} 不在 {low}～{high} 之间。"), N_("请核对数值和计量单位。")),
    "MERGED_DATA": (_E, N_("合并单元格跨 {n} 个单位，无法分配。"), N_("请取消合并，逐个填写。")),
    "UNIT_MISMATCH": (
        _E,
        N_("计量单位“{given}”与{indicator}（{uom}）不符。"),
        N_("请改正计量单位，或核对指标。"),
    ),
    "UNIT_CONVERTED": (_I, N_("{n} 格由{given}换算为{uom}。"), ""),
    "PCT_FORMAT": (_I, N_("{n} 格百分比格式已按 % 读取。"), ""),
    "SCALE_SUSPECT": (
        _W,
        N_("{given} 疑似单位错误（约为往期的 {ratio} 倍）。"),
        N_("请核对计量单位；可按 {factor} 换算，或确认无误。"),
    ),
    "DISPLAY_SCALED": (
        _W,
        N_("显示格式缩小了数值：存 {stored}，显示 {shown}。"),
        N_("请核对计量单位；按存储值读取。"),
    ),
    "FOOTNOTE_STRIPPED": (_W, N_("“{given}”按 {value} 读取，脚注已去掉。"), ""),
    "MISSING": (_I, N_("未报 {n} 格，不适用 {m} 格。"), ""),
    "BLANK_KEEPS_OLD": (_I, N_("空白，保留原值 {old}。"), ""),
    "NA_BUT_EXPECTED": (_W, N_("填“—”，但{why}。"), N_("请填数值；确不适用时确认并注明原因。")),
    "DUPLICATE_SAME": (_W, N_("与 {other} 重复且数值相同。"), N_("请删去其中一行。")),
    "DUPLICATE_CONFLICT": (_E, N_("与 {other} 重复但数值不同。"), N_("请删去其中一行。")),
    # what the numbers say of each other
    "YTD_DROP": (_W, N_("累计 {now} 小于上期 {before}。"), _CHECK),
    "MONTH_MISMATCH": (_W, N_("当月 {a} 不等于累计之差 {b}。"), _CHECK),
    "YOY_MISMATCH": (_W, N_("给定同比 {given}，按数值应为 {computed}。"), _CHECK),
    "RANK_MISMATCH": (_I, N_("给定位次 {given}，按数值应为 {computed}。"), ""),
    "JUMP": (_W, N_("与往期相比变动异常（z={z}）。"), _CHECK),
    "LOW_BASE": (_I, N_("基数低，增速仅供参考。"), ""),
    "STALE": (_W, N_("各单位数值与上期完全相同。"), _CHECK),
    "TOTAL_MISMATCH": (
        _W,
        N_("合计 {given}，各单位之和 {sum}。"),
        N_("请核对各单位数值，最可能在 {cell}。"),
    ),
    "TOTAL_ROW_SKIPPED": (_I, N_("“{given}”行是合计，不作为单位。"), ""),
    "TOTAL_COL_SKIPPED": (_I, N_("“{given}”列是合计，不作为单位。"), ""),
    "PART_EXCEEDS": (
        _E,
        N_("{part} 大于所属“{indicator}”的 {whole}（{other}）。"),
        N_("请核对两项数值。"),
    ),
    "TARGET_SUSPECT": (
        _W,
        N_("目标 {old}→{new}，完成率 {completion}%。"),
        N_("请核对目标，填写文号。"),
    ),
    "REVISES_PUBLISHED": (
        _W,
        N_("改动已发布的第{number}期数据（{old}→{new}）。"),
        N_("入库后请发布更正。"),
    ),
    "LEFT_OUT": (
        _W,
        N_("{n}处错误，按选择没有导入：{given}。"),
        N_("请注明原因，并尽快更正补报。"),
    ),
    "NO_ROOM": (
        _E,
        N_("服务器磁盘已满，没有保存，数据没有改变。"),
        N_("请管理员清理磁盘，再重新提交。"),
    ),
    "DATA_CHANGED": (_E, N_("预览之后数据已被{by}更新。"), N_("请重新预览。")),
    "UPLOAD_UNKNOWN": (_E, N_("没有第 {given} 次报送。"), N_("请在报送记录中查看编号。")),
    "UPLOAD_UNDONE": (_E, N_("第 {given} 次报送已经撤销。"), ""),
    # the catalog workbook and rules
    "CATALOG_SHEET": (_E, N_("缺少工作表“{given}”。"), N_("请以导出的名录为样本补齐。")),
    "CATALOG_COLUMN": (_E, N_("缺少列“{given}”。"), N_("请以导出的名录为样本补齐。")),
    "CATALOG_VALUE": (_E, N_("{column}“{given}”不是允许的值。"), N_("允许：{allowed}。")),
    "CATALOG_DUPLICATE": (_E, N_("代码“{given}”重复。"), N_("请改用不同的代码，或删去其中一行。")),
    "CATALOG_REFERENCE": (_E, N_("没有代码“{given}”。"), N_("请改为名录中的代码或名称。")),
    "CATALOG_EXTRA": (_I, N_("“{given}”不属于名录，未读。"), ""),
    "ALIAS_CLASH": (_E, N_("别名“{given}”已属于{unit}。"), N_("请改用其他别名，或先移去原别名。")),
    "RULE_SYNTAX": (
        _E,
        N_("条件第 {n} 项“{given}”写法不对。"),
        N_("写法示例：completion >= progress; rank <= 5。"),
    ),
    "RULE_LINT": (_W, N_("规则有漏洞：{detail}。"), N_("请核对规则；确无影响时确认。")),
}

_FAULTS |= {code: (_E, *words) for code, words in REFUSALS.items()}

SEVERITY: dict[str, Severity] = {code: fault[0] for code, fault in _FAULTS.items()}
PATTERNS: dict[str, str] = {code: fault[1] for code, fault in _FAULTS.items()}
SHORTER: dict[str, tuple[str, ...]] = {  # sentences for when a detail of the usual one is not known
    "TARGET_SUSPECT": (
        N_("目标 {old}→{new}。"),
        N_("目标 {new}，完成率 {completion}%。"),
        N_("目标为 {new}。"),
        N_("同组单位有目标，这里没有。"),
    ),
    "FEEDBACK_OPEN": (N_("还没有征求反馈。"),),
    "SAME_PERSON": (N_("“{by}”锁定了本期数据，按两人办理的规定不能审签发布。"),),
    "PART_EXCEEDS": (N_("{part} 大于所属“{indicator}”的 {whole}。"),),
    "STAMP_STALE": (N_("模板是按旧名录生成的。"),),
}
SHORT_ADVICE: dict[str, str] = {  # where the detail of the longer one is not known
    "TOTAL_MISMATCH": N_("请核对各单位数值。"),
    "SCALE_SUSPECT": N_("请核对计量单位；数值无误时确认。"),
}
ADVICE: dict[str, str] = {code: fault[2] for code, fault in _FAULTS.items() if fault[2]}
