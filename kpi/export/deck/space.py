"""Where things stand on a slide: boxes in EMU, cut from each other, never in fixed inches."""

from dataclasses import dataclass

POINT = 12_700  # EMU in a point
INCH = 914_400


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a slide, in EMU from its upper left corner."""

    x: int
    y: int
    w: int
    h: int

    @property
    def width(self) -> float:
        """In points, as text is measured."""
        return self.w / POINT

    @property
    def height(self) -> float:
        """In points."""
        return self.h / POINT

    @property
    def right(self) -> int:
        """The x of the right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """The y of the lower edge."""
        return self.y + self.h

    def part(self, x: float, y: float, w: float, h: float) -> "Box":
        """A box inside this one, in fractions of it."""
        return Box(
            self.x + round(self.w * x),
            self.y + round(self.h * y),
            round(self.w * w),
            round(self.h * h),
        )

    def columns(self, count: int, gap: int) -> tuple["Box", ...]:
        """As many equal boxes side by side."""
        wide = (self.w - gap * (count - 1)) // count
        return tuple(Box(self.x + n * (wide + gap), self.y, wide, self.h) for n in range(count))

    def above(self, height: int, gap: int = 0) -> tuple["Box", "Box"]:
        """A strip on top, and what lies under it."""
        taken = min(height, self.h)
        rest = max(self.h - taken - gap, 0)
        return Box(self.x, self.y, self.w, taken), Box(self.x, self.bottom - rest, self.w, rest)

    def below(self, height: int, gap: int = 0) -> tuple["Box", "Box"]:
        """What lies over it, and a strip at the bottom."""
        taken = min(height, self.h)
        rest = max(self.h - taken - gap, 0)
        return Box(self.x, self.y, self.w, rest), Box(self.x, self.bottom - taken, self.w, taken)

    def beside(self, share: float, gap: int) -> tuple["Box", "Box"]:
        """Left and right, the left one with `share` of the width."""
        wide = round((self.w - gap) * share)
        left = Box(self.x, self.y, wide, self.h)
        return left, Box(left.right + gap, self.y, self.w - wide - gap, self.h)
