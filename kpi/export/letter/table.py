"""Tables as XML text: widths that other programs keep, heads that come again on every page."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.export.letter.hand import Hand
from kpi.export.letter.page import MM
from kpi.export.letter.styles import CELL, HEADING, Role
from kpi.export.letter.wml import Shape, borders

LINE, HAIR = 8, 4  # eighths of a point
AIR = 57  # twips left and right of a cell's text: 1 mm


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell's text; `colour` of its letters empty: as the style has them."""

    text: str
    align: str = "center"
    colour: str = ""
    bold: bool = False


def table(
    hand: Hand,
    widths: Sequence[float],
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    told: str,
    air: int = 0,
) -> str:
    """A table of so many mm a column, a head row, rows that stay whole; `told` describes it, `air`
    are twips above and below each cell's text.
    """
    twips = [round(width * MM) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in twips)
    sides = [(s, LINE, 0, "auto") for s in ("top", "left", "bottom", "right")]
    inner = [(s, HAIR, 0, "auto") for s in ("insideH", "insideV")]
    sizes = (("top", air), ("left", AIR), ("bottom", air), ("right", AIR))
    margins = "".join(f'<w:{s} w:w="{w}" w:type="dxa"/>' for s, w in sizes if w)
    top = [Cell(text) for text in heads]
    body = "".join(_row(hand, CELL, twips, cells) for cells in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{borders((*sides, *inner))}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f'<w:tblCaption w:val="{_attribute(told)}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{_row(hand, HEADING, twips, top, head=True)}{body}</w:tbl>"
    )


def _row(
    hand: Hand, role: Role, twips: Sequence[int], cells: Sequence[Cell], *, head: bool = False
) -> str:
    again = "<w:tblHeader/>" if head else ""
    made = "".join(_cell(hand, role, w, c) for w, c in zip(twips, cells, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{again}</w:trPr>{made}</w:tr>"


def _cell(hand: Hand, role: Role, wide: int, cell: Cell) -> str:
    weight = "<w:b/>" if cell.bold else ""
    shade = f'<w:color w:val="{cell.colour.lstrip("#")}"/>' if cell.colour else ""
    align = cell.align if cell.align != role.align else ""
    run = hand.run(role, cell.text, weight + shade)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{hand.around(role, run, Shape(align=align))}</w:tc>"
    )


def _attribute(text: str) -> str:
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return plain.replace("\n", " ").replace("\t", " ")
