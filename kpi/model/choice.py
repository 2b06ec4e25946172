"""What is asked of an export: which form of paper, with what on it, for whom."""

from dataclasses import dataclass
from typing import Literal

Form = Literal["pptx", "docx", "xlsx", "pdf", "png", "svg", "pack"]
Ratio = Literal["16:9", "4:3"]


@dataclass(frozen=True, slots=True)
class Choice:
    """With the edition's hash and the product's version it decides every byte of a file.

    `items` names the parts wanted, in order (empty: all of the form); `audience` and `watermark`
    replace those of the edition where they are given; `template_sha` names an office's template;
    `public` makes the paper for the notice board (公示版), with listed columns only; `bracket`
    prints a character that our faces lack as its number, 石〔U+20BB7〕镇, rather than nothing.
    `faces` names what a letter is set in: those of GB/T 9704, or what a plain Windows has.
    """

    form: Form = "xlsx"
    items: tuple[str, ...] = ()
    ratio: Ratio = "16:9"
    lang: Literal["zh", "en"] = "zh"
    audience: str = ""
    watermark: str = ""
    template_sha: str = ""
    public: bool = False
    bracket: bool = False
    faces: Literal["gb2312", "windows"] = "gb2312"

    def wants(self, item: str) -> bool:
        """Whether a part of the paper was asked for."""
        return not self.items or item in self.items
