"""Faces of official documents, named and never shipped: the reader's machine has them."""

from dataclasses import dataclass

from kpi.model.choice import Choice

LATIN = "Times New Roman"  # letters and digits


@dataclass(frozen=True, slots=True)
class Faces:
    """What text, level two, level one, titles and page numbers are set in."""

    text: str
    second: str
    first: str
    title: str
    number: str


STANDARD = Faces("仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体")
# A plain Windows lacks the faces of GB 2312 and would put others in their place without a word.
WINDOWS = Faces("仿宋", "楷体", "黑体", "宋体", "宋体")


def faces(choice: Choice) -> Faces:
    """The faces that were asked for."""
    return WINDOWS if choice.faces == "windows" else STANDARD
