"""The measured table of our colours: `python -m tools.colour > docs/colour.md`.

What a number means. *Contrast* is that of WCAG 2.2 (relative luminances of sRGB, (L1 + 0.05) /
(L2 + 0.05)): 4.5 for text, 3 for text of 24 px and for marks. *Distance* is the CIE 1976 ΔE in
CIELAB under D65, of the colours as an eye sees them that lacks red, green or blue cones: Machado,
Oliveira, Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
IEEE TVCG 15 (2009), matrices of severity 1.0, applied to linear RGB. *Grey* is L*, which is what
a black-and-white printer keeps.
"""

import sys
from collections.abc import Iterator
from itertools import combinations

from kpi.model.look import DARK, LIGHT, Theme

Colour = tuple[float, float, float]
EYES: dict[str, tuple[Colour, Colour, Colour]] = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TEXT, MARK = 4.5, 3.0  # contrasts asked for
GROUNDS = {  # what each token stands on, and as what
    "text": (("background", TEXT), ("paper", TEXT)),
    "subtitle": (("background", TEXT),),
    "action": (("background", TEXT), ("paper", TEXT)),
    "target_text": (("background", TEXT), ("paper", TEXT)),
    "red": (("background", TEXT), ("paper", MARK)),
    "ink": (("background", TEXT), ("paper", MARK)),
    "target": (("background", MARK), ("paper", MARK)),
    "peer": (("background", MARK), ("paper", MARK)),
    "negative": (("background", MARK), ("paper", MARK)),
}
MARKS = ("red", "ink", "middle", "target")  # what may lie side by side in one figure
# The least distance of each pair under any eye, as designed; where it is small, shape and word
# carry the difference alone: the target line is dashed, labelled and cased in the ground's colour.
APART = {
    "light": {
        ("red", "ink"): 40,
        ("red", "middle"): 49,
        ("ink", "middle"): 55,
        ("red", "target"): 10,
        ("ink", "target"): 50,
        ("middle", "target"): 45,
    },
    "dark": {
        ("red", "ink"): 45,
        ("red", "middle"): 25,
        ("ink", "middle"): 40,
        ("red", "target"): 10,
        ("ink", "target"): 44,
        ("middle", "target"): 35,
    },
}


def linear(colour: str) -> Colour:
    """Linear RGB of #RRGGBB, each 0 to 1 (IEC 61966-2-1)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Relative luminance Y of linear RGB, 0 to 1."""
    red, green, blue = colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG contrast of two colours, 1 to 21."""
    dark, light = sorted(luminance(linear(c)) for c in (one, other))
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, eye: str) -> Colour:
    """Linear RGB as one of EYES sees it; what falls outside the screen's colours is cut off."""
    rgb = linear(colour)
    red, green, blue = (
        min(max(sum(m * c for m, c in zip(row, rgb, strict=True)), 0.0), 1.0) for row in EYES[eye]
    )
    return red, green, blue


def lab(rgb: Colour) -> Colour:
    """CIELAB of linear sRGB, white D65: L* 0 to 100, a*, b*."""
    red, green, blue = rgb
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (
        t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def apart(one: str, other: str, eye: str = "all colours") -> float:
    """ΔE76 of two colours under one of EYES."""
    pairs = zip(lab(seen(one, eye)), lab(seen(other, eye)), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def grey(colour: str) -> float:
    """L* of a colour: what is left of it in a grey print, 0 black to 100 white."""
    return lab(linear(colour))[0]


def table(theme: Theme) -> Iterator[str]:
    """The lines of one theme: contrasts, distances, grey, heat steps."""
    yield f"## {theme.name.capitalize()}"
    yield from (
        "",
        "| token | colour | on | contrast | asked | grey L* |",
        "|---|---|---|---|---|---|",
    )
    for token, grounds in GROUNDS.items():
        own = getattr(theme, token)
        for ground, least in grounds:
            ratio = contrast(own, getattr(theme, ground))
            yield f"| {token} | {own} | {ground} | {ratio:.2f} | {least:g} | {grey(own):.0f} |"
    eyes = " | ".join(EYES)
    yield from ("", f"| pair, ΔE | {eyes} | least | asked | grey ΔL* |", "|---|" + "---|" * 7)
    for one, other in combinations(MARKS, 2):
        first, second = getattr(theme, one), getattr(theme, other)
        ways = [apart(first, second, eye) for eye in EYES]
        told = " | ".join(f"{way:.0f}" for way in ways)
        bound = APART[theme.name][one, other]
        far = abs(grey(first) - grey(second))
        yield f"| {one} – {other} | {told} | {min(ways):.0f} | {bound} | {far:.0f} |"
    yield from ("", "| heat step | fill | ink | contrast | grey L* |", "|---|---|---|---|---|")
    for step, (fill, ink) in enumerate(zip(theme.heat, theme.heat_text, strict=True), 1):
        yield f"| {step} | {fill} | {ink} | {contrast(fill, ink):.2f} | {grey(fill):.0f} |"


def document() -> str:
    """The whole page, Markdown."""
    told = (__doc__ or "").partition("What a number means. ")[2].strip()
    head = (
        "# Colours, measured\n\nMade by `python -m tools.colour > docs/colour.md` from "
        "`kpi/model/look.py`; a test keeps this page and the bounds true. No colour stands alone: "
        "the red list is solid with ▲ and its word, the black list hatched or outlined with ▼ and "
        f"its word, the target line dashed and labelled.\n\n{told}\n"
    )
    return "\n".join([head, *table(LIGHT), "", *table(DARK)]) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
