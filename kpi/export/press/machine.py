"""The printing machine: our own templates, the data as JSON beside them, faces that lie here.

Texts of the data are never part of a template, so `#read("x")` in a name is printed, not run.
"""

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Literal

import typst

from kpi.export.press import glyphs
from kpi.i18n import N_, _
from kpi.model.problem import KpiError

HERE = Path(__file__).resolve().parents[1]
TEMPLATES, FONTS = HERE / "templates", HERE / "fonts"
Format = Literal["pdf", "png", "svg"]
_TURN = BoundedSemaphore(os.cpu_count() or 1)  # a page is CPU only: more at once gain nothing


class Spoilt(KpiError):
    """A page that did not come out as it should; the text says why."""


FAULTS = {
    "faces": N_("字库文件夹缺少所需字体：{path}。没有生成文件。"),
    "machine": N_("排版出错：{reason}。没有生成文件。"),
    "pages": N_("图片超出一页，没有生成文件。"),
}


def printed(
    template: str,
    data: Mapping[str, Any],
    form: Format = "pdf",
    *,
    ppi: float = 144.0,
    fonts: Path | None = None,
) -> bytes:
    """One paper: a PDF/A-2b of all pages, or the only page as PNG or SVG.

    `fonts` is an office's own folder of faces. A warning is an error: it means that a face is
    missing or a page would not be what was asked for.
    """
    pages = _run(template, data, form, ppi, fonts)  # a PDF is one piece whatever its pages
    if len(pages) != 1:
        raise Spoilt(_(FAULTS["pages"]))
    return pages[0]


def first(template: str, data: Mapping[str, Any], *, ppi: float, fonts: Path | None) -> bytes:
    """The first page as PNG."""
    return _run(template, data, "png", ppi, fonts)[0]


def _run(
    template: str, data: Mapping[str, Any], form: Format, ppi: float, fonts: Path | None
) -> tuple[bytes, ...]:
    if not glyphs.COVERAGE.is_file():
        raise Spoilt(_(FAULTS["faces"]).format(path=FONTS.name))
    given = json.dumps(data, ensure_ascii=False, sort_keys=True)
    glyphs.check(given, fonts)
    try:
        with _TURN:
            machine = typst.Compiler(
                TEMPLATES / f"{template}.typ",
                root=TEMPLATES,
                font_paths=faces(fonts),
                ignore_system_fonts=True,
                sys_inputs={"paper": given},
            )
            made, warnings = machine.compile_with_warnings(
                format=form, ppi=ppi, pdf_standards=["a-2b"] if form == "pdf" else []
            )
    except typst.TypstError as fault:
        raise Spoilt(_(FAULTS["machine"]).format(reason=fault.message)) from fault
    if any("font family" in w.message for w in warnings):
        raise Spoilt(_(FAULTS["faces"]).format(path=FONTS.name))
    if warnings:
        raise Spoilt(_(FAULTS["machine"]).format(reason=warnings[0].message))
    return (made,) if isinstance(made, bytes) else tuple(made or ())


@cache
def faces(fonts: Path | None = None) -> typst.Fonts:
    """Our faces and those of an office's folder; none of the system, none of the library."""
    paths = [FONTS] if fonts is None else [FONTS, fonts]
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[*map(str, paths)]
    )
