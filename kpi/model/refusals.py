"""What stands between a board and its edition, and what cases are refused for: sentence, advice."""

from kpi.i18n import N_

# code: sentence, advice ("" where nothing can be done); all of them are errors
REFUSALS: dict[str, tuple[str, str]] = {
    # between a board and its edition
    "NOT_REPORTED": (
        N_("{units}未报{items}，共{count}项。"),
        N_("请牵头单位补报；确属缺报的，请凭文件核准。"),
    ),
    "UNCONFIRMED": (
        N_("第 {uploads} 次报送有提醒没有确认。"),
        N_("请退回，由报送人确认后重新报送。"),
    ),
    "APPEAL_OPEN": (N_("{units}的申诉尚未裁定。"), N_("请先裁定申诉。")),
    "FEEDBACK_OPEN": (
        N_("反馈到{until}为止，{units}尚未确认。"),
        N_("请等反馈结束，或请这些单位确认。"),
    ),
    "NO_AUTHORITY": (N_("没有依据文件。"), N_("请在规则或签发信息中填写文号。")),
    "NO_AUDIENCE": (N_("没有发布范围。"), N_("请在签发信息中填写。")),
    "PERIOD_NOT_OVER": (N_("{period}还没有结束。"), N_("请在{day}之后发布。")),
    "NOBODY_RANKED": (N_("没有可排名的单位。"), N_("请先补齐数据。")),
    "SAME_PERSON": (
        N_("“{by}”报送了本榜的数据（第 {uploads} 次报送），不能审签发布。"),
        N_("请由没有报送本榜数据的人办理。"),
    ),
    "NOTHING_CHANGED": (N_("{issue_no}已发布，内容没有变化。"), ""),
    "NO_REASON": (N_("没有写明原因。"), N_("请写明原因。")),
    "CHAIN_BROKEN": (N_("{issue_no}的存证不符，可能被改动。"), N_("请先由审计人员核查。")),
    "SIGNED_CHANGED": (N_("审签之后数据或规则有变化。"), N_("请退回后重新试算、审签。")),
    "SIGNED_PAPER": (
        N_("本期已审签，签发信息与审签时的不同。"),
        N_("请退回后修改，或按审签的内容发布。"),
    ),
    "WRONG_STATE": (N_("本期现为“{state}”，不能{move}。"), N_("请按现在的状态办理。")),
    "NO_DOCUMENT": (N_("没有文号。"), N_("请填写决定的文号。")),
    "RULING_UNKNOWN": (N_("没有编号为 {given} 的决定，或已经解除。"), ""),
    "RULING_LATE": (N_("本期现为“{state}”，不能再作决定。"), N_("请退回或更正后办理。")),
    # what is filled in and reworded on a paper
    "PAPER_CLOSED": (N_("本期现为“{state}”，签发信息和文稿不能再改。"), N_("请退回或更正后修改。")),
    "PAPER_MOVED": (N_("“{by}”刚刚改过这一处，没有保存您的改动。"), N_("请看过新的内容后再改。")),
    "SERIAL_DIGITS": (N_("“{given}”不是份号。"), N_("请填1至6位数字。")),
    "SECRECY_WORD": (
        N_("“{given}”不是密级。"),
        N_("请写秘密、机密或绝密，可加保密期限：秘密★1年。"),
    ),
    "URGENCY_WORD": (N_("“{given}”不是紧急程度。"), N_("请选加急或特急，或不填。")),
    "SYMBOL_WORD": (
        N_("“{given}”不是发文机关代字。"),
        N_("请只填代字，如云经调办发；年份和序号自动编排。"),
    ),
    "ISSUED_EARLY": (N_("成文日期{day}早于本期末{end}。"), N_("请核对日期。")),
    "UNTIL_LATE": (N_("数据截至{until}晚于成文日期{day}。"), N_("请核对日期。")),
    "REPLY_EARLY": (N_("情况说明的期限{until}早于成文日期{day}。"), N_("请核对日期。")),
    "REPLY_DAYS": (N_("“{given}”不是工作日数。"), N_("请填1至60的整数。")),
    # what readers say about the product
    "REMARK_EMPTY": (N_("还没有写内容。"), N_("请写明在哪一页、哪里不便。")),
    "REMARK_LONG": (N_("内容有{found}字，最多{most}字。"), N_("请缩短后再发送。")),
    "REMARKS_MANY": (N_("24小时内最多发送{most}条意见。"), N_("请明天再发送。")),
    "REMARK_UNKNOWN": (N_("没有第 {given} 号意见。"), ""),
    # statements and appeals
    "CASE_UNKNOWN": (N_("没有第 {given} 号事项。"), ""),
    "CASE_CLOSED": (N_("这件事项现为“{state}”，不能再办理。"), ""),
    "NOT_YOUR_UNIT": (N_("“{given}”不是您的单位。"), N_("请由该单位的联络员办理。")),
    "TEXT_EMPTY": (N_("没有填写内容。"), N_("请填写后提交。")),
    "TEXT_TOO_LONG": (N_("内容有{n}字，超过{limit}字。"), N_("请精简后提交。")),
    "APPEAL_LATE": (N_("申诉期到{until}为止。"), N_("可在情况说明中反映。")),
    "APPEAL_TWICE": (N_("这一事项的申诉正在办理。"), N_("请等裁定，或先撤回。")),
}
