"""`export`: the meeting's files, from the published edition or, as a draft, from the live board."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from kpi.command.speak import DONE, closed, document, no_period, tell, unusable
from kpi.i18n import N_, _

Add = Callable[..., argparse.ArgumentParser]
FORMS = ("pptx", "docx", "xlsx", "pdf", "png", "svg", "pack")
TEMPLATES = {".pptx": "pptx", ".potx": "pptx", ".docx": "docx", ".dotx": "docx"}
WORDS = {  # options that say what a file is about, in the order of its items
    "indicator": N_("单图：哪个评分项"),
    "unit": N_("单图、体检表：哪个单位"),
    "group": N_("单图：哪个分组"),
}


def export(add: Add) -> None:
    """One file of the meeting, or all of them in a pack."""
    parser = add("export", help=_("导出会议材料"))
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("period", metavar="PERIOD")
    parser.add_argument("--form", choices=FORMS, required=True)
    parser.add_argument("-o", dest="out", required=True, metavar="PATH", help=_("文件、文件夹或 -"))
    parser.add_argument("--draft", action="store_true", help=_("按现有数据出试算件"))
    parser.add_argument("--edition", type=int, default=0, metavar="ID", help=_("期次编号"))
    parser.add_argument("--items", default="", metavar="A,B", help=_("要哪些部分"))
    parser.add_argument("--chart", default="", metavar="KIND", help=_("单图的种类"))
    for word, help in WORDS.items():
        parser.add_argument(f"--{word}", default="", metavar=word.upper(), help=_(help))
    parser.add_argument("--ratio", choices=("16:9", "4:3"), default="16:9")
    told = _("本单位的模板：.pptx、.potx、.docx、.dotx；可给两个")
    parser.add_argument(
        "--template", type=Path, action="append", default=[], metavar="FILE", help=told
    )
    parser.add_argument("--audience", default="", metavar="WORD", help=_("发布范围"))
    parser.add_argument("--watermark", default="", metavar="TEXT", help=_("水印"))
    parser.add_argument("--public", action="store_true", help=_("公示版，只含可公开的列"))
    parser.add_argument("--lang", choices=("zh", "en"), default=None)
    parser.add_argument("--by", default="local", metavar="LOGIN", help=_("以谁的名义"))
    parser.add_argument("--json", action="store_true", help=_("输出一份 JSON"))
    parser.set_defaults(run=_export)


def _export(given: argparse.Namespace) -> int:
    from kpi.i18n import language
    from kpi.model.choice import Choice
    from kpi.model.period import Period
    from kpi.service import export as exports
    from kpi.service import people, start

    if given.json and given.out == "-":
        return unusable(_("-o - 时文件写到标准输出，不能再加 --json。"))
    if given.draft and given.edition:
        return unusable(_("--draft 和 --edition 只能用一个。"))
    try:
        period = Period.parse(given.period)
    except ValueError:
        return no_period(given.period)
    templates = {}
    for file in given.template:
        form = TEMPLATES.get(file.suffix.lower())
        if form is None or given.form not in (form, "pack"):
            return unusable(_("{file}：不是 {form} 的模板。").format(file=file, form=given.form))
        try:
            templates[form] = file.read_bytes()
        except OSError as fault:
            return unusable(closed(file, fault))
    if missing := _no_place(given.out):
        return unusable(missing)
    choice = Choice(
        given.form,
        _items(given),
        given.ratio,
        "en" if (given.lang or language()) == "en" else "zh",
        given.audience,
        given.watermark,
        public=given.public,
    )
    store = start.store()
    made = exports.export(
        store,
        given.code,
        period,
        choice,
        people.acting(store, given.by),
        draft=given.draft,
        edition=given.edition,
        templates=templates,
    )
    try:
        place = _write(given.out, made.name, made.data)
    except OSError as fault:
        return unusable(closed(given.out, fault))
    if given.json:
        document(
            {
                "name": made.name,
                "path": place,
                "bytes": len(made.data),
                "sha256": made.sha256,
                "edition": made.edition,
                "form": choice.form,
                **({"note": made.note} if made.note else {}),
            }
        )
    elif place:
        told = _("已写入 {path}（{size} 字节，{edition}）。")
        tell(told.format(path=place, size=f"{len(made.data):,}", edition=made.edition))
        if made.note:
            tell(made.note)
    return DONE


def _items(given: argparse.Namespace) -> tuple[str, ...]:
    """The parts wanted; of a picture its kind, and what it or a profile is about."""
    items = [word.strip() for word in given.items.split(",") if word.strip()]
    if given.form in ("png", "svg"):
        items = items or [given.chart or "ranking"]
    return tuple(word for word in (*items, *(getattr(given, w) for w in WORDS)) if word)


def _no_place(out: str) -> str:
    """Why nothing can be written there, known before anything is made; empty where it can."""
    place = Path(out)
    folder = place if out.endswith(("/", os.sep)) else place.parent
    if out == "-" or place.is_dir() or folder.is_dir():
        return ""
    return _("{path}：没有这个文件夹。").format(path=folder)


def _write(out: str, name: str, data: bytes) -> str:
    """Whole or not at all; into a folder under its own name; `-` is stdout."""
    if out == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return ""
    place = Path(out) / name if Path(out).is_dir() else Path(out)
    part = place.with_name(f".{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    return str(place)
