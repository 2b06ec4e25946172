"""Printed papers and pictures: bulletin, poster, tall picture, profile, single charts.

PDF/A-2b, PNG and SVG by Typst, in this process, with the faces that lie beside it: the same
edition, choice and product give the same bytes on every machine.
"""

from pathlib import Path
from typing import Any

from kpi.export.press import bulletin, glyphs, machine, picture, poster, profile, sheet, tall
from kpi.export.press.drawing import Picture
from kpi.i18n import speaking
from kpi.model.choice import Choice
from kpi.model.edition import Edition

PAPERS = {"bulletin": bulletin.data, "poster": poster.data, "tall": tall.data}


def paper(
    kind: str, edition: Edition, choice: Choice, fonts: Path | None = None, unit: str = ""
) -> bytes:
    """A whole paper: PDF, the tall picture PNG. `unit` is whom a profile is about."""
    with speaking(choice.lang):
        data = _data(kind, edition, choice, fonts, unit)
        form: machine.Format = "png" if kind == "tall" else "pdf"
        return machine.printed(kind, data, form, fonts=fonts)


def preview(
    kind: str, edition: Edition, choice: Choice, fonts: Path | None = None, unit: str = ""
) -> bytes:
    """The first page as PNG, 900 pixels wide on A4."""
    with speaking(choice.lang):
        data = _data(kind, edition, choice, fonts, unit)
        return machine.first(kind, data, ppi=108.9, fonts=fonts)


def _data(
    kind: str, edition: Edition, choice: Choice, fonts: Path | None, unit: str
) -> dict[str, Any]:
    if kind == "profile":
        data = profile.data(edition, choice, fonts, unit)
    else:
        data = PAPERS[kind](edition, choice, fonts)
    return glyphs.marked(data, fonts) if choice.bracket else data


def image(
    chart: Picture, edition: Edition, choice: Choice, fonts: Path | None = None, width: int = 1920
) -> bytes:
    """One picture `width` pixels wide as PNG, or as SVG (`choice.form`)."""
    with speaking(choice.lang):
        data = picture.data(chart, edition, choice, fonts)
        if choice.bracket:
            data = glyphs.marked(data, fonts)
        form: machine.Format = "svg" if choice.form == "svg" else "png"
        return machine.printed("image", data, form, ppi=72 * width / 960, fonts=fonts)


def mark(edition: Edition, choice: Choice, fonts: Path | None = None) -> bytes | None:
    """The watermark alone as a clear PNG of an A4 page, to lie behind a workbook's cells.

    None where there is none. A character that our faces lack keeps no workbook from being made:
    its number stands in its place, the sheet's head has it as it is.
    """
    with speaking(choice.lang):
        data = sheet.common(edition, choice, "book", fonts)
        if not data["watermark"]:
            return None
        return machine.printed("mark", glyphs.marked(data, fonts), "png", ppi=96.0, fonts=fonts)
