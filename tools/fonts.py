"""Cuts the Noto CJK faces down to what Chinese offices write, and lists what they then cover.

    pip install fonttools
    python tools/fonts.py FOLDER UNIHAN

FOLDER holds NotoSansCJK-Regular.ttc and its sisters (Debian's fonts-noto-cjk), UNIHAN is
Unihan_OtherMappings.txt, also as .bz2 (Debian's unicode-data). Taken are GB 2312, the 8,105
characters of 通用规范汉字表 (2013), Latin-1 and signs. Noto stands under the SIL Open Font License
1.1, which lets subsets be shipped beside OFL.txt. The same sources give the same bytes; about two
minutes of CPU. Tables and glyph programs are kept as they are, hints and vertical writing are not.
"""

import bz2
import sys
from itertools import groupby
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

OUT = Path(__file__).resolve().parents[1] / "kpi/export/fonts"
FACES = (("Sans", "Regular"), ("Sans", "Bold"), ("Serif", "Regular"))
SIGNS = "▲▼△▽■□●○◆★☆—–…“”‘’·×÷±−≥≤≠≈℃‰²³①②③④⑤⑥⑦⑧⑨⑩〔〕✓㎡㎞％　€£¥￥‐‑•"


def wanted(unihan: Path) -> set[int]:
    """Code points to keep."""
    opened = bz2.open if unihan.suffix == ".bz2" else open
    with opened(unihan, "rt", encoding="utf-8") as lines:
        rows = (line.split("\t") for line in lines if line.startswith("U+"))
        chars = {int(code[2:], 16) for code, field, _ in rows if field in ("kTGH", "kGB0")}
    pairs = (bytes((a, b)) for a in range(0xA1, 0xF8) for b in range(0xA1, 0xFF))
    table = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    return chars | {ord(c) for c in table + SIGNS} | {*range(0x20, 0x7F), *range(0xA0, 0x100)}


def cut(source: Path, family: str, weight: str, chars: set[int]) -> set[int]:
    """Writes one face and tells what it covers."""
    collection = source / f"Noto{family}CJK-{weight}.ttc"
    names = [face["name"].getDebugName(1) for face in TTCollection(collection, lazy=True).fonts]
    number = names.index(f"Noto {family} CJK SC")
    face = TTFont(collection, fontNumber=number, recalcTimestamp=False)  # same cut, same bytes
    how = subset.Options(hinting=False, notdef_outline=True)
    how.layout_features = ["kern", "tnum", "locl"]
    how.name_IDs, how.drop_tables = ["*"], [*how.drop_tables, "BASE", "vhea", "vmtx", "VORG"]
    cutter = subset.Subsetter(how)
    cutter.populate(unicodes=chars)
    cutter.subset(face)
    path = OUT / f"Noto{family}SC-{weight}.otf"
    face.save(path)
    print(path.name, f"{path.stat().st_size / 1e6:.1f} MB")
    return set(face.getBestCmap())


def main(source: Path, unihan: Path) -> None:
    """All faces, and the list of characters that every one of them has."""
    chars = wanted(unihan)
    covered = set.intersection(*(cut(source, *face, chars) for face in FACES))
    runs = (list(run) for _, run in groupby(enumerate(sorted(covered)), lambda p: p[1] - p[0]))
    spans = (f"{run[0][1]:X}-{run[-1][1]:X}" for run in runs)
    (OUT / "coverage.txt").write_text("\n".join(spans) + "\n", "ascii")
    absent = "".join(map(chr, sorted(chars - covered)))
    print(len(covered), "characters; not in the faces:", absent)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
