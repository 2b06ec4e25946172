"""What stands above the text: red head, number, title, to whom, by what right."""

from kpi.export.letter.hand import Hand
from kpi.export.letter.page import CHARACTER
from kpi.export.letter.styles import ADDRESSEES, MARK, NUMBER, PITCH, RED, TEXT, TITLE
from kpi.export.letter.wml import Shape, borders
from kpi.model import letter, show
from kpi.model.titles import length

ABOVE = 35 / 25.4 * 72  # points from the top of the type area to the mark
LARGEST, SMALLEST = 40.0, 22.0  # points of the mark
RULE = (("bottom", 12, 11, RED),)  # 1.5 points, 11 points (4 mm) below the number


def red(hand: Hand) -> bool:
    """Whether the letter has a red head: asked for, and one to have."""
    return hand.choice.wants("head") and letter.red(hand.edition, public=hand.choice.public)


def head(hand: Hand) -> str:
    """发文机关标志, 发文字号 and the red line under it; before them 份号, 密级, 紧急程度."""
    said = letter.above(hand.edition)
    office = show.plain(hand.edition.paper.office)
    wide = hand.page.area / 25.4 * 72
    half = 2 * round(max(SMALLEST, min(LARGEST, wide // max(length(office), 1))))
    inner = hand.run(MARK, office, f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>')
    above = Shape(before=max(ABOVE - len(said) * PITCH / 20, 0.0))
    return "".join(
        (
            *(hand.line(ADDRESSEES, text) for text in said),
            hand.around(MARK, inner, above),
            hand.line(NUMBER) * 2,
            hand.line(NUMBER, letter.symbol(hand.edition), Shape(border=borders(RULE))),
        )
    )


def opening(hand: Hand) -> str:
    """Title, whom it is sent to, what it goes by."""
    edition, public = hand.edition, hand.choice.public
    room = hand.page.characters * CHARACTER / TITLE.size
    above = hand.line(TEXT) * 2 if red(hand) else ""
    lines = [hand.line(TITLE, text) for text in letter.title(edition, room, public=public)]
    blank = hand.line(TEXT, shape=Shape(keep_next=True))
    to = "" if public else hand.line(ADDRESSEES, letter.addressees(edition))
    told = hand.line(TEXT, letter.opening(edition, public=public))
    return above + "".join(lines) + blank + to + told
