"""One picture on a page of its own, for other people's slides."""

from pathlib import Path
from typing import Any

from kpi.export.press import drawing, sheet
from kpi.model.choice import Choice
from kpi.model.edition import Edition

HEIGHTS = {"16:9": 540, "4:3": 720}  # of a page 960 points wide
FURNITURE = 150  # points that headline, stamp and an axis take
ROWS = 16
LINE = 20.0  # points between labels at the ends of lines


def data(
    picture: drawing.Picture, edition: Edition, choice: Choice, fonts: Path | None
) -> dict[str, Any]:
    """What the template paints; a 4:3 page holds more rows."""
    height = HEIGHTS[choice.ratio]
    tall = height - FURNITURE
    most = ROWS * height // HEIGHTS["16:9"]
    return sheet.common(edition, choice, "image", fonts) | {
        "chart": drawing.drawn(picture, most, tall, LINE),
        "height": height,
        "tall": tall,
    }
