"""Where the story's curves pass: targets, gaps, growth and the dated incidents, set by hand.

Amounts are in 亿元, counts in 户, rates in percent, gaps in percentage points.
"""

from collections.abc import Mapping, Sequence

LAST_MONTH = {2025: 12, 2026: 10}
STREETS = ("J01", "J02", "J03", "J04", "J05", "J06", "J07", "J08")
TOWNS = ("Z01", "Z02")
PLACES = STREETS + TOWNS
ECONOMIC = ("D01", "D02", "D03", "D04", "D05", "D06")
SERVICE = ("S01", "S02", "S03", "S04")
DISTRICT = "Q01"

Anchors = Mapping[int, float]


def by(units: Sequence[str], *values: float) -> dict[str, float]:
    """One value per unit, in order."""
    return dict(zip(units, values, strict=True))


# Investment is slow in the cold months and catches up before summer.
SEASON = {2: -3.0, 3: -1.5, 4: -0.8, 5: 0.0, 6: 0.8, 7: 0.6, 8: 0.5, 9: 0.3}

FAI_TARGET = {
    2025: by(PLACES, 13.5, 8.8, 18.0, 14.0, 7.6, 5.6, 4.8, 9.0, 5.8, 2.5),
    2026: by(PLACES, 12.0, 9.0, 20.0, 15.0, 8.0, 6.0, 5.0, 10.0, 6.2, 3.0),
}
FAI_OCTOBER = by(PLACES, 11.10, 8.10, 17.10, 12.45, 6.52, 4.71, 3.80, 7.06, 5.20, 2.38)
FAI_GROWTH_OCTOBER = by(PLACES, 11.3, 8.1, 6.2, 4.5, 1.8, 3.2, 0.0, -6.4, 5.1, 66.4)
# Growth is of comparable scope: where projects changed hands it is not the ratio of the levels.
FAI_SCOPE = {"J03": -0.3, "J06": 0.2, "Z01": 0.1}
FAI_GROWTH_2025 = by(PLACES, -6.5, 7.2, 9.0, 5.1, 4.2, 3.0, 1.5, 4.8, 3.9, -12.0)
FAI_GAP: dict[int, dict[str, Anchors]] = {
    2025: {
        "J01": {2: -2.6, 6: -6.5, 12: -7.0},  # behind all year: it climbs in 2026
        "J02": {2: 1.5, 12: 2.0},
        "J03": {2: 2.4, 6: 4.0, 12: 6.5},
        "J04": {2: -1.0, 12: 2.2},
        "J05": {2: 0.6, 12: 0.4},
        "J06": {2: -1.2, 12: -0.6},
        "J07": {2: -1.2, 6: -3.4, 12: -3.0},
        "J08": {2: 0.6, 12: 1.1},
        "Z01": {2: 0.0, 12: 2.0},
        "Z02": {2: -5.2, 6: -16.0, 12: -24.0},
    },
    2026: {
        "J01": {2: -0.6, 6: 3.2, 8: 3.3, 9: 6.4},
        "J02": {2: 2.6, 6: 8.0, 8: 8.2, 9: 7.4},
        "J03": {2: 1.2, 6: 2.8, 8: 3.3, 9: 2.6},
        "J04": {2: -1.0, 6: -1.6, 9: -1.4},
        "J05": {2: -0.4, 6: -0.6, 9: -0.9},
        "J06": {2: -1.4, 6: -3.6, 9: -4.6},
        "J07": {2: -1.2, 6: -3.2, 8: -4.6, 9: -6.2},
        "J08": {2: 0.4, 5: -1.6, 6: -3.8, 7: -7.8, 9: -12.0},  # slides in the summer
        "Z01": {2: 0.0, 9: 0.4},
        "Z02": {2: -3.0, 9: -4.2},
    },
}
# August 2026: J01 and J03 stand at exactly 70.5 %, a tie at the second red seat.
FAI_AUGUST = {"J01": 8.46, "J03": 14.10}
# J08's August was first reported as 5.60 and put right in October.
REVISED = ("J08", 2026, 8, 5.60, 5.52)

RETAIL_2025 = by(PLACES, 42.1, 30.4, 36.2, 27.3, 24.1, 19.2, 15.3, 22.4, 9.2, 5.1)
RETAIL_SHARE = (0, 17.1, 25.3, 33.2, 41.6, 50.1, 58.0, 66.1, 74.9, 84.2, 92.0, 100.0)
RETAIL_GROWTH_2025 = by(PLACES, 4.0, 6.1, 7.0, 4.3, 3.6, 3.9, 2.8, 4.4, 5.0, 3.1)
RETAIL_GROWTH: dict[str, Anchors] = {
    "J01": {2: 4.8, 10: 6.9},
    "J02": {2: 6.5, 10: 5.9},
    "J03": {2: 7.4, 10: 8.2},
    "J04": {2: 4.0, 10: 4.6},
    "J05": {2: 3.2, 10: 2.4},
    "J06": {2: 4.1, 10: 3.5},
    "J07": {2: 2.0, 10: 0.6},
    "J08": {2: 3.1, 6: 1.2, 10: -1.2},
    "Z01": {2: 5.0, 10: 5.3},
    "Z02": {2: 3.0, 10: 2.6},
}
RETAIL_SCOPE = {"J01": -0.2, "J08": 0.1}

TRADE_UNITS = ("J01", "J02", "J03", "J04", "J05")  # the others have no such trade: —
TRADE_2025 = by(TRADE_UNITS, 3.62, 2.18, 9.45, 1.36, 0.84)
TRADE_GROWTH: dict[str, Anchors] = {
    "J01": {2: 14.0, 10: 18.5},
    "J02": {2: 9.0, 10: 11.2},
    "J03": {2: 22.0, 10: 16.4},
    "J04": {2: 6.0, 10: 7.7},
    "J05": {2: 2.0, 10: -3.4},
}

INDUSTRY: dict[str, Anchors] = {  # months since January 2025; J06 has no such firm: —
    "J01": {2: 4.6, 10: 5.2, 14: 6.0, 21: 7.8, 22: 8.1},
    "J02": {2: 6.8, 14: 7.2, 22: 7.6},
    "J03": {2: 8.2, 14: 9.1, 22: 8.9},
    "J04": {2: 5.1, 14: 5.5, 22: 6.2},
    "J05": {2: 4.2, 14: 4.8, 22: 5.0},
    "J07": {2: 4.4, 14: 3.9, 22: 3.1},
    "J08": {2: 6.6, 14: 7.0, 18: 6.6, 22: 5.9},
    "Z01": {2: 3.6, 14: 4.1, 22: 4.4},
    "Z02": {2: 5.5, 14: 5.0, 22: 5.2},
    DISTRICT: {2: 5.4, 14: 6.1, 21: 5.9, 22: 6.3},
}

CAPITAL_UNITS = (*STREETS, "Z01", *ECONOMIC)  # Z02 was given no task: —
CAPITAL_TARGET = {
    2025: by(
        CAPITAL_UNITS, 5.6, 4.8, 7.8, 5.2, 2.8, 2.2, 0.9, 4.1, 1.4, 2.8, 3.9, 3.3, 9.5, 1.8, 1.1
    ),
    2026: by(
        CAPITAL_UNITS, 6.0, 5.0, 8.0, 5.5, 3.0, 2.4, 1.6, 4.5, 1.5, 3.0, 4.0, 3.5, 10.0, 2.0, 1.2
    ),
}
CAPITAL_OCTOBER = by(
    CAPITAL_UNITS,
    5.16,
    4.5,
    7.04,
    4.62,
    2.43,
    1.92,
    1.25,
    3.34,
    1.26,
    2.55,
    3.52,
    2.87,
    8.95,
    1.5,
    0.99,
)
# J07 stands first by growth (+66.7 %) on a base of 0.75: a low base, not a miracle.
CAPITAL_BASE = by(
    CAPITAL_UNITS,
    4.73,
    4.02,
    6.52,
    4.4,
    2.36,
    1.87,
    0.75,
    3.48,
    1.2,
    2.41,
    3.28,
    2.8,
    8.06,
    1.55,
    0.95,
)
CAPITAL_GROWTH_2025 = by(
    CAPITAL_UNITS, -4.2, 8.8, 9.6, 5.7, 4.1, 3.2, -8.5, 6.0, 4.4, 5.1, 7.9, 3.3, 9.4, -2.0, 3.7
)

PROJECT_TARGET = {
    2025: by(ECONOMIC, 11.0, 14.0, 5.5, 3.6, 18.0, 9.0),
    2026: by(ECONOMIC, 12.0, 15.0, 6.0, 4.0, 20.0, 10.0),
}
PROJECT_GAP: dict[int, dict[str, Anchors]] = {
    2025: {
        "D01": {2: -1.0, 12: 3.0},
        "D02": {2: -2.0, 12: 4.5},
        "D03": {2: 0.5, 12: 0.5},
        "D04": {2: 1.0, 12: 2.0},
        "D05": {2: -1.0, 12: -3.0},
        "D06": {2: -2.5, 8: -7.0, 12: -1.0},
    },
    2026: {
        "D01": {2: 0.0, 10: 2.9},
        "D02": {2: 1.0, 10: 7.2},
        "D03": {2: 0.5, 10: -1.3},
        "D04": {2: 1.5, 10: 4.7},
        "D05": {2: -1.0, 5: -3.0, 10: -9.9},
        "D06": {2: -2.0, 10: 1.5},
    },
}

FIRMS: dict[int, dict[str, float]] = {  # newly registered enterprises, January to October
    2025: by(PLACES, 838, 753, 1078, 592, 481, 351, 262, 430, 134, 59),
    2026: by(PLACES, 902, 812, 1180, 640, 505, 372, 268, 421, 142, 74),
}
# 902 of 1000 and 812 of 900 are both 90.2 %: they share a place.
FIRMS_TARGET = {
    2025: by(PLACES, 1000, 880, 1240, 700, 570, 420, 330, 500, 160, 75),
    2026: by(PLACES, 1000, 900, 1300, 780, 640, 460, 350, 560, 170, 85),
}
FIRMS_SHARE = (9.4, 15.9, 27.0, 37.6, 47.7, 58.2, 69.1, 79.3, 89.6, 100.0, 109.8, 119.1)

SERVED = PLACES + ECONOMIC + SERVICE
SERVICE_OCTOBER = {  # October 2026: time cut, online rate, good ratings
    "J01": (78.6, 95.8, 97.4),
    "J02": (70.4, 94.9, 99.1),
    "J03": (76.2, 96.4, 98.2),
    "J04": (74.8, 93.7, 96.8),
    "J05": (73.5, 92.5, 97.0),
    "J06": (71.9, 91.8, 96.6),
    "J07": (69.3, 90.2, 96.1),
    "J08": (68.0, 89.6, 97.6),
    "Z01": (66.5, 86.3, 97.2),
    "Z02": (64.2, 84.9, 96.4),
    "D01": (72.1, 94.1, 98.0),
    "D02": (70.8, 92.2, 97.7),
    "D03": (69.6, 93.0, 97.1),
    "D04": (75.3, 95.1, 98.4),
    "D05": (66.9, 90.7, 96.2),
    "D06": (71.4, 91.9, 97.5),
    "S01": (81.2, 98.3, 99.3),
    "S02": (77.5, 96.7, 98.6),
    "S03": (73.8, 95.4, 97.9),
    "S04": (70.2, 94.0, 98.1),
}
LATE = ("S04", 2026, 8)  # arrived with the September workbook

GDP = {  # quarter → level since January (亿元), growth at constant prices (%)
    2025: ((112.43, 5.4), (236.81, 5.6), (362.54, 5.5), (498.62, 5.6)),
    2026: ((118.92, 5.8), (250.63, 6.0), (384.15, 6.1)),
}
CITY_PLACE = {9: 4, 10: 3}  # of nine districts, by growth of investment
