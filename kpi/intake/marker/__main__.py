"""The marking process: a user's workbook comes in on stdin, its marked copy goes out on stdout.

Wire in: 4 bytes length, JSON (texts, marks, what formulas gave), then the workbook as it came.
"""

import os
import sys

from kpi.intake.worker.cage import limit, unframed

_CPU_SECONDS = 20


def main() -> None:
    """Copy and mark under limits; whatever goes wrong ends the process without an answer."""
    out, sys.stdout = sys.stdout.buffer, sys.stderr  # a library that prints must not reach the wire
    for unused in ("numpy", "PIL"):  # openpyxl loads both where it finds them: slow, and pictures
        sys.modules[unused] = None  # type: ignore[assignment]  # are nothing to open here
    from kpi.intake.marker import workbook

    limit(_CPU_SECONDS)
    asked, data = unframed(sys.stdin.buffer.read())
    out.write(workbook.marked(data, asked))
    out.flush()
    os._exit(0)  # everything is said; taking a large book apart would only cost time


if __name__ == "__main__":
    main()
