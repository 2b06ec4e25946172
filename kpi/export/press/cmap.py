"""Which characters a font file has: its `cmap` read by hand, so that no font library is needed.

The two formats that faces of today bear are read: 4 (the basic plane) and 12 (all planes).
"""

from collections.abc import Iterator
from pathlib import Path
from struct import error, iter_unpack, unpack_from

ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
Span = tuple[int, int]


def spans(folder: Path) -> tuple[Span, ...]:
    """First and last code of every run of characters that some face of a folder has."""
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in ENDINGS)
    return tuple(span for file in files for span in _file(file.read_bytes()))


def _file(data: bytes) -> Iterator[Span]:
    """The runs of a file; of one that is broken those before the break."""
    try:
        starts = [0]
        if data[:4] == b"ttcf":
            (count,) = unpack_from(">I", data, 8)
            starts = list(unpack_from(f">{count}I", data, 12))
        for start in starts:
            (tables,) = unpack_from(">H", data, start + 4)
            for n in range(tables):
                name, _sum, at, _size = unpack_from(">4sIII", data, start + 12 + 16 * n)
                if name == b"cmap":
                    yield from _table(data, at)
    except error:  # struct's: the file ends too early
        return


def _table(data: bytes, at: int) -> Iterator[Span]:
    (count,) = unpack_from(">H", data, at + 2)
    offsets = {unpack_from(">HHI", data, at + 4 + 8 * n)[2] for n in range(count)}
    for offset in sorted(offsets):
        (kind,) = unpack_from(">H", data, at + offset)
        if kind == 4:
            yield from _basic(data, at + offset)
        elif kind == 12:
            (groups,) = unpack_from(">I", data, at + offset + 12)
            rows = data[at + offset + 16 : at + offset + 16 + 12 * groups]
            yield from ((first, last) for first, last, _glyph in iter_unpack(">III", rows))


def _basic(data: bytes, at: int) -> Iterator[Span]:
    (double,) = unpack_from(">H", data, at + 6)
    count = double // 2
    lasts = unpack_from(f">{count}H", data, at + 14)
    firsts = unpack_from(f">{count}H", data, at + 16 + double)
    yield from ((a, b) for a, b in zip(firsts, lasts, strict=True) if b != 0xFFFF)
