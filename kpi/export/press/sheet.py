"""What every printed page shares: colours, faces, stamp, watermark, the day that it bears."""

from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from kpi.export.press import machine
from kpi.model import stamp
from kpi.model.choice import Choice
from kpi.model.edition import Edition
from kpi.model.look import BLACK_MARK, LIGHT, OFFICIAL, RED_MARK

SANS, SERIF = "Noto Sans CJK SC", "Noto Serif CJK SC"
# what an office may have licensed for itself, by the names that such files bear
OWN = {
    "song": ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
    "text": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GBK"),
    "head": ("黑体", "SimHei", "方正黑体_GBK"),
}


def common(edition: Edition, choice: Choice, kind: str, fonts: Path | None) -> dict[str, Any]:
    """The part of the data that is the same for every template."""
    made = stamp.day(edition)
    told = stamp.properties(edition, choice, kind)
    return {
        "look": asdict(LIGHT) | {"official": OFFICIAL},
        "faces": own(fonts),
        "marks": {"red": RED_MARK, "black": BLACK_MARK},
        "lang": choice.lang,
        "about": {name: told[name] for name in ("title", "author", "comments", "keywords")},
        "day": [made.year, made.month, made.day],
        "stamp": stamp.line(edition, choice),
        "watermark": stamp.watermark(edition, choice),
        "trial": stamp.trial(edition),
    }


@cache
def own(fonts: Path | None) -> dict[str, list[str]]:
    """Faces by use: the office's own first, where its folder has one, ours behind it."""
    ours = {"sans": SANS, "song": SERIF, "text": SERIF, "head": SANS}
    known = set(machine.faces(fonts).families()) if fonts else set()
    found = {}
    for use, face in ours.items():
        first = next((name for name in OWN.get(use, ()) if name in known), None)
        found[use] = [first, face] if first else [face]
    return found
