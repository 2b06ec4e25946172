"""What a number format does to a number: shows it as a percent, or divided by a power of ten.

Officials show 12345678 as 1234.6 (万) in two ways: a comma after the last digit divides by 1,000,
and a point that is mere text, `0!.0,`, moves what is seen by the digits behind it.
"""

import re

from kpi.intake.worker.planes import NUMBER, PERCENT, scaled

_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|\[[^\]]*\]|_.|\*.|([0#?]+)|(.)', re.DOTALL)


def meaning(code: str) -> int:
    """The kind of a number under this format code; a SCALED one also holds how it is shown.

    A quoted or escaped % scales nothing. The first section counts: that of numbers above 0.
    """
    tokens = list(_TOKEN.finditer(code[:255]))
    if any(found[4] == "%" for found in tokens):
        return PERCENT
    places = decimals = commas = points = behind = 0
    for at, found in enumerate(tokens):
        quoted, escaped, digits, mark = found.groups()
        if mark == ";":
            break
        if digits:
            behind += len(digits)
            commas = 0
        elif mark == ",":
            commas += tokens[at - 1 - commas][3] is not None if at > commas else 0
        elif mark == "." or "." in (quoted, escaped):
            points, behind = points + (mark != "."), 0
            decimals = 1 if mark == "." else decimals
        elif mark in ("E", "e"):
            return NUMBER
    places = 3 * commas + (behind if points == 1 and not decimals else 0)
    return scaled(places, behind if decimals or points else 0) if places else NUMBER
