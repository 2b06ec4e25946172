"""名录.xlsx of 云川区: units, indicators, targets, boards and aliases as rows of the workbook."""

from collections.abc import Iterator

from sample_spreadsheets import anchors, duties, english

Row = tuple[object, ...]

HEADERS = {
    "单位": "代码 名称 分组 层级 别名 启用自 停用至 备注 英文名称 包抓领导 联络单位 督查组",
    "指标": "代码 名称 计量单位 方向 频率 口径 增速口径 1-2月合并 小数位 下限 上限 牵头单位 "
    "包抓领导 数据来源 释义 参与排名 英文名称 最小基数",
    "目标": "单位 指标 期间 目标值 类型 文号",
    "榜单": "代码 名称 频率 汇总方法 缺报处理 最低覆盖率 得分小数位 红榜名额 黑榜名额 "
    "红榜条件 黑榜条件 依据文件 发布范围 英文名称",
    "榜单指标": "榜单代码 指标 口径 方向 权重 计分方法 参数",
    "榜单分组": "榜单代码 分组 红榜名额 黑榜名额",
    "别名": "类型 别名 正式代码",
    "译名": "中文 English",
}

NAMES = {
    "J01": "长安路街道",
    "J02": "青云街道",
    "J03": "高新园街道",
    "J04": "望江街道",
    "J05": "东风街道",
    "J06": "南湖街道",
    "J07": "柳林街道",
    "J08": "桥西街道",
    "Z01": "白石镇",
    "Z02": "云岭镇",
    "D01": "区发展和改革局",
    "D02": "区工业和信息化局",
    "D03": "区商务局",
    "D04": "区投资促进局",
    "D05": "区住房和城乡建设局",
    "D06": "区交通运输局",
    "S01": "区行政审批服务局",
    "S02": "区市场监督管理局",
    "S03": "区人力资源和社会保障局",
    "S04": "区医疗保障局",
    "T01": "区统计局",
    "Q01": "本区",
}
ENGLISH = {
    "J01": "Chang'anlu Sub-district",
    "J02": "Qingyun Sub-district",
    "J03": "Gaoxinyuan Sub-district",
    "J04": "Wangjiang Sub-district",
    "J05": "Dongfeng Sub-district",
    "J06": "Nanhu Sub-district",
    "J07": "Liulin Sub-district",
    "J08": "Qiaoxi Sub-district",
    "Z01": "Baishi Town",
    "Z02": "Yunling Town",
    "D01": "Development and Reform Bureau",
    "D02": "Industry and IT Bureau",
    "D03": "Commerce Bureau",
    "D04": "Investment Promotion Bureau",
    "D05": "Housing and Construction Bureau",
    "D06": "Transport Bureau",
    "S01": "Administrative Services Bureau",
    "S02": "Market Supervision Bureau",
    "S03": "Human Resources Bureau",
    "S04": "Medical Insurance Bureau",
    "T01": "Statistics Bureau",
    "Q01": "The district",
}
BOARDS = (
    "Main economic indicators",
    "Fixed asset investment, completion",
    "Industrial value added, growth",
    "Retail sales, growth",
    "New enterprises, completion",
    "Domestic capital, completion",
    "Key district projects",
    "Business environment",
)
ALIASES = {
    "D01": "区发改局、发改局、区发展改革局",
    "D02": "区工信局、工信局",
    "D03": "商务局",
    "D04": "区投促局、投促局",
    "D05": "区住建局、住建局",
    "D06": "区交通局、交通局",
    "S01": "区审批局、区行政审批局、行政审批局",
    "S02": "区市监局、区市场监管局、市场监管局",
    "S03": "区人社局、人社局",
    "S04": "区医保局、医保局",
    "T01": "统计局",
    "Q01": "云川区、全区",
}
BASIS = "云经调发〔2026〕3号"
TARGET_DOCUMENT = {2025: "云政发〔2025〕2号", 2026: "云政发〔2026〕2号"}


INDICATORS = (
    "gdp|地区生产总值|亿元|越高越好|季|累计|不变价|否|2|0||T01|常务副区长|统计联网直报平台|"
    "现价总量，增速按不变价计算|否|Gross domestic product|",
    "industry_va|规上工业增加值|%|越高越好|月|只报增速|不变价|是|1|-60|100|T01|分管工业副区长|"
    "统计联网直报平台|年主营业务收入2000万元及以上工业企业，累计增速|是|Industrial value added|",
    "fai|固定资产投资|亿元|越高越好|月|累计|可比口径|是|2|0||D01|常务副区长|统计联网直报平台|"
    "计划总投资500万元及以上项目完成额，不含农户|是|Fixed asset investment|2",
    "retail|社会消费品零售总额|亿元|越高越好|月|累计|可比口径|是|2|0||D03|分管商务副区长|"
    "统计联网直报平台|限额以上单位加限额以下推算|是|Retail sales|",
    "cbec_trade|跨境电商交易额|亿元|越高越好|月|累计|名义|是|2|0||D03|分管商务副区长|"
    "跨境电商综试区平台|与社零同步报送，无此业务的单位填“—”|是|Cross-border e-commerce|1",
    "project_district|区级重点项目完成投资|亿元|越高越好|月|累计||是|2|0||D01|常务副区长|"
    "区重点项目台账|按责任部门统计|是|Key district projects|",
    "domestic_capital|实际引进内资|亿元|越高越好|月|累计|名义|否|2|0||D04|分管招商副区长|"
    "招商引资统计系统|区外境内投资者实际到位资金|是|Domestic capital in place|1",
    "new_enterprises|新增注册企业|户|越高越好|月|累计|名义|否|0|0||S02|分管市场监管副区长|"
    "市场监管业务系统|新登记企业法人，不含个体工商户|是|New enterprises|50",
    "time_cut|办理时限压缩率|%|越高越好|月|时点||否|1|0|100|S01|分管政务服务副区长|"
    "政务服务平台|承诺时限较法定时限压缩比例|是|Handling time cut|",
    "online_rate|一网通办率|%|越高越好|月|时点||否|1|0|100|S01|分管政务服务副区长|"
    "政务服务平台|可全程网办事项占比|是|Online service rate|",
    "good_rating|好评率|%|越高越好|月|当月||否|1|0|100|S01|分管政务服务副区长|"
    "政务服务平台|好评以上评价数占评价总数|是|Good-rating rate|",
)


def sheets() -> dict[str, list[Row]]:
    """Every sheet of the catalog, in order, without its header row."""
    return {
        "单位": list(_units()),
        "指标": _indicators(),
        "目标": list(_targets()),
        "榜单": _boards(),
        "榜单指标": _items(),
        "榜单分组": _groups(),
        "别名": _aliases(),
        "译名": [*english.TEXTS.items()],
    }


def _units() -> Iterator[Row]:
    for code, name in NAMES.items():
        group, level, aliases = _place(code, name)
        note = "区级合计，不参加排名" if code == "Q01" else None
        row = (code, name, group, level, aliases, None, None, note, ENGLISH[code])
        yield (*row, *duties.of(code))


def _place(code: str, name: str) -> tuple[str, str, str]:
    match code[0]:
        case "J":
            short = name.removesuffix("街道")
            return "街道", "街道", f"{short}街道办事处、{short}街道办、{short}街办、{short}"
        case "Z":
            return "镇", "镇", f"{name}人民政府、{name}政府"
        case "D":
            return "经济部门", "部门", ALIASES[code]
        case "S":
            return "服务部门", "部门", ALIASES[code]
        case "T":
            return "—", "部门", ALIASES[code]
        case _:
            return "—", "区", ALIASES[code]


def _indicators() -> list[Row]:
    return [tuple(_plain(word) for word in line.split("|")) for line in INDICATORS]


def _plain(word: str) -> object:
    return int(word) if word.lstrip("-").isdigit() else word or None


def _targets() -> Iterator[Row]:
    tables = {
        "fai": anchors.FAI_TARGET,
        "project_district": anchors.PROJECT_TARGET,
        "domestic_capital": anchors.CAPITAL_TARGET,
        "new_enterprises": anchors.FIRMS_TARGET,
    }
    for year, document in TARGET_DOCUMENT.items():
        for indicator, target in tables.items():
            for unit, value in target[year].items():
                yield unit, indicator, year, value, "保底", document
        yield "Z02", "domestic_capital", year, "—", "保底", document
    yield "Q01", "gdp", 2025, 495, "保底", TARGET_DOCUMENT[2025]
    yield "Q01", "gdp", 2026, 530, "保底", TARGET_DOCUMENT[2026]


def _boards() -> list[Row]:
    on_plan, behind = "completion >= progress", "completion < progress - 5"
    above, below = "yoy >= mean", "yoy < mean; yoy < 0"
    common = ("月", "加权平均", "折算", 70, 2, 2, 2)
    tail = (BASIS, "各单位")
    ahead, back = "fai.gap >= 0; score >= 90", "score < 85\nfai.gap < -5; fai.target >= 5"
    rows: list[Row] = [
        ("economy", "主要经济指标红黑榜", *common, ahead, back, *tail),
        ("fai", "固定资产投资完成进度榜", *common, on_plan, f"{behind}; target >= 5", *tail),
        ("industry", "规上工业增加值增速榜", *common, above, below, *tail),
        ("retail", "社会消费品零售总额增速榜", *common, above, below, *tail),
        ("new_enterprises", "新增注册企业完成进度榜", *common, on_plan, behind, *tail),
        ("domestic_capital", "实际引进内资完成进度榜", *common, on_plan, behind, *tail),
        ("project", "区级重点项目推进榜", *common, on_plan, behind, *tail),
        ("service", "营商环境榜", *common, "score >= 85", "score < 80", *tail),
    ]
    return [(*row, name) for row, name in zip(rows, BOARDS, strict=True)]


def _items() -> list[Row]:
    ratio, efficacy = ("完成比", "target=progress; cap=120"), ("功效系数", "bad=p10; good=p90")
    points = ("原值", None)
    return [
        ("economy", "fai", "完成率", None, 30, *ratio),
        ("economy", "domestic_capital", "完成率", None, 15, *ratio),
        ("economy", "new_enterprises", "完成率", None, 15, *ratio),
        ("economy", "fai", "同比增速", None, 10, *efficacy),
        ("economy", "industry_va", "同比增速", None, 20, *efficacy),
        ("economy", "retail", "同比增速", None, 10, *efficacy),
        ("fai", "fai", "完成率", None, 1, *points),
        ("industry", "industry_va", "同比增速", None, 1, *points),
        ("retail", "retail", "同比增速", None, 1, *points),
        ("new_enterprises", "new_enterprises", "完成率", None, 1, *points),
        ("domestic_capital", "domestic_capital", "完成率", None, 1, *points),
        ("project", "project_district", "完成率", None, 1, *points),
        ("service", "time_cut", "时点", None, 40, "功效系数", "bad=60; good=80"),
        ("service", "online_rate", "时点", None, 30, "功效系数", "bad=80; good=98"),
        ("service", "good_rating", "当月", None, 30, "功效系数", "bad=95; good=99"),
    ]


def _groups() -> list[Row]:
    places = ("economy", "fai", "industry", "retail", "new_enterprises", "domestic_capital")
    rows: list[Row] = []
    for board in (*places, "service"):
        rows += [(board, "街道", 2, 2), (board, "镇", 1, 1)]
    rows += [("domestic_capital", "经济部门", 2, 1), ("project", "经济部门", 2, 2)]
    return [*rows, ("service", "经济部门", 2, 1), ("service", "服务部门", 1, 1)]


def _aliases() -> list[Row]:
    words = {
        "gdp": "GDP 国内生产总值",
        "industry_va": "规上工业增加值增速 规模以上工业增加值 规模以上工业增加值增速 规上工业增速",
        "fai": "固投 固定资产投资完成额 固定资产投资额",
        "retail": "社零 社零总额 社会消费品零售额",
        "cbec_trade": "跨境电商 跨境电子商务交易额",
        "project_district": "区级重点项目 重点项目完成投资",
        "domestic_capital": "到位内资 招商引资到位内资 内资到位资金",
        "new_enterprises": "新增企业 新设企业 新登记企业",
        "time_cut": "办理时限压缩 时限压缩率",
        "online_rate": "全程网办率 一网通办比例",
        "good_rating": "政务服务好评率",
    }
    rows: list[Row] = [("指标", a, code) for code, text in words.items() for a in text.split()]
    return [*rows, ("指标", "固投累计同比", "fai.yoy"), ("分组", "街办", "街道")]
