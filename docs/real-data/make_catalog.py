"""Write the catalog of the 31 provincial-level regions: `python docs/real-data/make_catalog.py`.

It goes with two public exports of yearly GDP (a national statistics export 分省年度数据.xls and a
table 地区生产总值.xls): levels at current prices in 亿元, so growth is nominal and derived.
"""

import sys
from datetime import datetime
from pathlib import Path

import xlsxwriter

MADE = datetime(2026, 11, 5, 9, 0)  # noqa: DTZ001 - a document property has no zone

REGIONS = """
BJ 北京市 北京
TJ 天津市 天津
HE 河北省 河北
SX 山西省 山西
NM 内蒙古自治区 内蒙古 内蒙
LN 辽宁省 辽宁
JL 吉林省 吉林
HL 黑龙江省 黑龙江
SH 上海市 上海
JS 江苏省 江苏
ZJ 浙江省 浙江
AH 安徽省 安徽
FJ 福建省 福建
JX 江西省 江西
SD 山东省 山东
HA 河南省 河南
HB 湖北省 湖北
HN 湖南省 湖南
GD 广东省 广东
GX 广西壮族自治区 广西
HI 海南省 海南
CQ 重庆市 重庆
SC 四川省 四川
GZ 贵州省 贵州
YN 云南省 云南
XZ 西藏自治区 西藏
SN 陕西省 陕西
GS 甘肃省 甘肃
QH 青海省 青海
NX 宁夏回族自治区 宁夏
XJ 新疆维吾尔自治区 新疆
"""

HEADERS = {
    "单位": "代码 名称 分组 层级 别名 启用自 停用至 备注",
    "指标": "代码 名称 计量单位 方向 频率 口径 增速口径 1-2月合并 小数位 下限 上限 牵头单位 "
    "包抓领导 数据来源 释义 参与排名 英文名称",
    "目标": "单位 指标 期间 目标值 类型 文号",
    "榜单": "代码 名称 频率 汇总方法 缺报处理 最低覆盖率 得分小数位 红榜名额 黑榜名额 "
    "红榜条件 黑榜条件 依据文件 发布范围",
    "榜单指标": "榜单代码 指标 口径 方向 权重 计分方法 参数",
    "榜单分组": "榜单代码 分组 红榜名额 黑榜名额",
    "别名": "类型 别名 正式代码",
}

Row = tuple[object, ...]


def units() -> list[Row]:
    """The 31 regions in the official order, then the office that supplies the figures."""
    rows: list[Row] = []
    for line in REGIONS.split("\n"):
        if line:
            code, name, *short = line.split()
            rows.append((code, name, "省级地区", "外部", "、".join(short), None, None, None))
    return [*rows, ("NBS", "国家统计局", "—", "部门", None, None, None, "数据来源，不参加排名")]


def sheets() -> dict[str, list[Row]]:
    """Every sheet of the catalog, in order, without its header row."""
    meaning = "按当年价格计算；2018年为第四次全国经济普查修订数"
    gdp = ("gdp", "地区生产总值", "亿元", "越高越好", "年", "累计", "名义", "否", 2, 0, None, "NBS")
    board = ("gdp_growth", "地区生产总值增速榜", "年", "加权平均", "折算", 70, 2, 3, 3)
    gates = ("yoy >= mean", "yoy < mean")
    return {
        "单位": units(),
        "指标": [(*gdp, None, "国家统计局", meaning, "是", "Gross regional product")],
        "目标": [],
        "榜单": [(*board, *gates, None, "公开")],
        "榜单指标": [("gdp_growth", "gdp", "同比增速", None, 1, "原值", None)],
        "榜单分组": [("gdp_growth", "省级地区", 3, 3)],
        "别名": [("指标", "GDP", "gdp"), ("指标", "地区生产总值(亿元)", "gdp")],
    }


def make(path: Path) -> None:
    """Write the workbook: fixed properties, so the same bytes every time."""
    book = xlsxwriter.Workbook(str(path), {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": MADE})
    bold = book.add_format({"bold": True})
    for name, rows in sheets().items():
        ws = book.add_worksheet(name)
        headers = HEADERS[name].split()
        ws.set_column(0, len(headers) - 1, 16)
        ws.freeze_panes(1, 0)
        ws.write_row(0, 0, headers, bold)
        for r, row in enumerate(rows, start=1):
            ws.write_row(r, 0, row)
    book.close()


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    make(folder / "名录-31省.xlsx")
