"""What stands below the text: list of annexes, who signs and when, 版记 at the foot of the file."""

from collections.abc import Sequence

from kpi.export.letter.hand import Hand
from kpi.export.letter.page import MM
from kpi.export.letter.styles import END, IMPRINT, SIGNED, TEXT
from kpi.export.letter.wml import Shape, borders
from kpi.i18n import _
from kpi.model import show, stamp
from kpi.model.letter import dated
from kpi.model.titles import length

THICK, THIN = 8, 6  # eighths of a point: 0.35 and 0.25 mm
KEPT = Shape(keep_next=True)


def listed(hand: Hand, titles: Sequence[str]) -> str:
    """附件：1. … one line below the text, the others under the first."""
    if not titles:
        return ""
    head = _("附件：")
    if len(titles) == 1:
        said, numbers = [head + titles[0]], [""]
    else:
        numbers = [f"{n}. " for n in range(1, len(titles) + 1)]
        said = [(head if n == 0 else "") + numbers[n] + t for n, t in enumerate(titles)]
    lines = [hand.line(TEXT, shape=KEPT)]
    for n, text in enumerate(said):
        mine = length(numbers[n])
        hang = mine + (length(head) if n == 0 else 0.0)
        shape = Shape(keep_next=True, left=2 + length(head) + mine, hanging=hang)
        lines.append(hand.line(TEXT, text, shape))
    return "".join(lines)


def signature(hand: Hand, *, sealed: bool) -> str:
    """署名 and 成文日期, kept with the lines above; nothing where nobody signed, or on a trial."""
    paper = hand.edition.paper
    if stamp.trial(hand.edition) or not paper.office or paper.issued is None:
        return ""
    office, day = show.plain(paper.office), dated(paper.issued.isoformat())
    above, below = starts(length(office), length(day), hand.page.characters, sealed=sealed)
    blank = hand.line(SIGNED, shape=KEPT)
    return (
        blank * 2
        + hand.line(SIGNED, office, Shape(keep_next=True, left=above))
        + hand.line(SIGNED, day, Shape(left=below))
    )


def starts(office: float, day: float, room: int, *, sealed: bool) -> tuple[float, float]:
    """Characters before office and date on a line of `room`, all lengths in characters.

    Under a seal the date ends 4 from the right and the office is centred over it. Without one
    the office ends 2 from the right and the date begins 2 after it; a longer date ends 2 from
    the right and the office begins 2 before it.
    """
    if sealed:
        below = room - 4 - day
        above = min(below + day / 2 - office / 2, room - office)
    else:
        above = room - 2 - office
        below = above + 2
        if below + day > room - 2:
            below = room - 2 - day
            above = min(above, below - 2)
    return max(above, 0.0), max(below, 0.0)


def imprint(hand: Hand, *, alone: bool = False) -> str:
    """版记: pinned to the foot of the last page; who gets copies, who printed it and when.

    `alone` on its page it is also pushed down, for programs that do not pin tables.
    """
    paper = hand.edition.paper
    if not paper.office or paper.issued is None:
        return ""
    wide = round(hand.page.area * MM)
    parts = round(wide * 0.62), wide - round(wide * 0.62)
    rows = []
    if paper.copied_to:
        copies = show.plain(paper.copied_to).rstrip("。. ")
        text = _("抄送：{names}。").format(names=copies)
        mark = length(_("抄送："))
        said = hand.line(IMPRINT, text, Shape(left=1 + mark, right=1, hanging=mark, size=14))
        rows.append(_row([(wide, 2, said)]))
    day = _("{date}印发").format(date=dated(paper.issued.isoformat()))
    left = hand.line(IMPRINT, show.plain(paper.office), Shape(left=1, size=14))
    right = hand.line(IMPRINT, day, Shape(left=0, right=1, size=14, align="right"))
    rows.append(_row([(parts[0], 1, left), (parts[1], 1, right)]))
    lines = borders((("top", THICK, 0, "auto"), ("bottom", THICK, 0, "auto")))
    inner = borders((("insideH", THIN, 0, "auto"),))
    place = 'w:vertAnchor="margin" w:horzAnchor="margin" w:tblpXSpec="center" w:tblpYSpec="bottom"'
    made = (
        f'<w:tbl><w:tblPr><w:tblpPr {place}/><w:tblOverlap w:val="never"/>'
        f'<w:tblW w:w="{wide}" w:type="dxa"/><w:tblBorders>{lines}{inner}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{parts[0]}"/><w:gridCol w:w="{parts[1]}"/></w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )
    above = 0.0
    if alone:
        high = hand.page.height - hand.page.top - hand.page.bottom
        above = high * 72 / 25.4 - len(rows) * IMPRINT.pitch / 20 - 12
    return hand.line(END, shape=Shape(before=above)) + made + hand.line(END)


def _row(cells: Sequence[tuple[int, int, str]]) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
        + f"</w:tcPr>{text}</w:tc>"
        for wide, span, text in cells
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{made}</w:tr>"
