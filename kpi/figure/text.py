"""How wide text is before a browser sees it: margins and wrapped names are made from that."""

from unicodedata import east_asian_width

WIDE = 1.0  # a Chinese character fills its square
DIGIT, SMALL, CAPITAL, SPACE = 0.58, 0.54, 0.66, 0.3  # of the house fonts, bold included


def width(text: str, size: float) -> float:
    """About how many pixels one line of `text` takes at `size` pixels; never less than drawn."""
    return sum(_share(sign) for sign in text) * size


def widest(texts: list[str], size: float) -> float:
    """Width of the widest text, 0 without texts."""
    return max((width(text, size) for text in texts), default=0.0)


def fold(text: str, room: float, size: float) -> list[str]:
    """`text` in lines of at most `room` pixels: Latin breaks at spaces, Chinese anywhere."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width(line + piece.rstrip(), size) > room:
            lines.append(line.rstrip())
            line = piece
        else:
            line += piece
    return [*lines, line.rstrip()]


def plain(text: str) -> str:
    """`text` as it stands: a name with < or & is not read as markup by the chart library."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def coloured(text: str, colour: str) -> str:
    """Bold `text` in a colour, inside a line of another colour."""
    return f'<span style="color:{colour}"><b>{plain(text)}</b></span>'


def _share(sign: str) -> float:
    """Width of one character, in sizes."""
    if east_asian_width(sign) in "WFA":
        return WIDE
    if sign.isspace():
        return SPACE
    return SMALL if sign.islower() else CAPITAL if sign.isupper() else DIGIT


def _pieces(text: str) -> list[str]:
    """Where a line may break: after a space or a Chinese character, not before punctuation."""
    pieces: list[str] = []
    for sign in text:
        joins = pieces and (
            sign in "，。：；）％、)%,. \u2060" or (_latin(sign) and _latin(pieces[-1][-1]))
        )
        if joins or (pieces and pieces[-1][-1] in "（(\u2060"):
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _latin(sign: str) -> bool:
    return not sign.isspace() and east_asian_width(sign) not in "WFA"
