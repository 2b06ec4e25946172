"""Who answers for each unit of the sample district: sponsoring post, liaison office, inspection."""

SPONSOR = {
    "常务副区长": "J07 J08 D01 T01",
    "分管工业副区长": "J01 Z01 D02 D05 D06",
    "分管商务副区长": "J02 J06 D03",
    "分管招商副区长": "J03 Z02 D04",
    "分管市场监管副区长": "J04 S02",
    "分管政务服务副区长": "J05 S01 S03 S04",
}
LIAISON = {
    "J01": "D02",
    "J02": "D03",
    "J03": "D04",
    "J04": "S02",
    "J05": "S01",
    "J06": "D05",
    "J07": "S03",
    "J08": "D01",
    "Z01": "D06",
    "Z02": "S04",
}
INSPECTION = {
    "第一督查组": "J01 J02 J03 J04",
    "第二督查组": "J05 J06 J07 J08",
    "第三督查组": "Z01 Z02",
    "第四督查组": "D01 D02 D03 D04 D05 D06 S01 S02 S03 S04",
}


def of(unit: str) -> tuple[str | None, str | None, str | None]:
    """Sponsor, liaison office and inspection group of a unit; None: nobody is named."""
    return _holder(SPONSOR, unit), LIAISON.get(unit), _holder(INSPECTION, unit)


def _holder(table: dict[str, str], unit: str) -> str | None:
    return next((who for who, units in table.items() if unit in units.split()), None)
