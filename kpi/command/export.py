"""`export`: the meeting's files, from the published edition or, as a draft, from the live board."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from kpi.command.speak import DONE, REFUSED, document, tell, unusable
from kpi.i18n import _

Add = Callable[..., argparse.ArgumentParser]


def export(add: Add) -> None:
    """Write one file of the meeting's pack."""
    parser = add("export", help=_("导出会议材料"))
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("period", metavar="PERIOD")
    forms = ("pptx", "docx", "xlsx", "pdf", "png", "svg", "pack")
    parser.add_argument("--form", choices=forms, required=True)
    parser.add_argument("-o", dest="out", required=True, metavar="PATH", help=_("文件、文件夹或 -"))
    parser.add_argument("--draft", action="store_true", help=_("按现有数据出试算件"))
    parser.add_argument("--edition", type=int, default=0, metavar="ID", help=_("期次编号"))
    parser.add_argument("--items", default="", metavar="A,B", help=_("要哪些部分"))
    parser.add_argument("--chart", default="", metavar="KIND", help=_("单图的种类"))
    parser.add_argument("--group", default="", metavar="GROUP")
    parser.add_argument("--unit", default="", metavar="UNIT")
    parser.add_argument("--indicator", default="", metavar="ITEM")
    parser.add_argument("--ratio", choices=("16:9", "4:3"), default="16:9")
    parser.add_argument("--template", type=Path, metavar="FILE", help=_("本单位的模板"))
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
    from kpi.model.problem import KpiError, Refused
    from kpi.service import export as exports
    from kpi.service import people, start

    store = start.store()
    choice = Choice(
        given.form,
        _items(given),
        given.ratio,
        "en" if (given.lang or language()) == "en" else "zh",
        given.audience,
        given.watermark,
        "",
        given.public,
    )
    try:
        period = Period.parse(given.period)
        template = given.template.read_bytes() if given.template else None
        by = people.acting(store, given.by)
        made = exports.export(
            store,
            given.code,
            period,
            choice,
            by,
            draft=given.draft,
            edition=given.edition,
            template=template,
        )
        place = _write(given.out, made.name, made.data)
    except Refused as refused:
        for p in refused.problems:
            tell(p.text())
        return REFUSED
    except (ValueError, KpiError) as fault:
        return unusable(str(fault))
    except OSError as fault:
        return unusable(f"{fault.filename or given.out}: {fault.strerror}")
    if given.json:
        told = {
            "name": made.name,
            "path": place,
            "bytes": len(made.data),
            "sha256": made.sha256,
            "edition": made.edition,
            "form": choice.form,
        }
        document(told)
    elif place:
        tell(
            _("已写入 {path}（{size:,} 字节，{edition}）。").format(
                path=place, size=len(made.data), edition=made.edition
            )
        )
    return DONE


def _items(given: argparse.Namespace) -> tuple[str, ...]:
    """The parts wanted; of a picture its kind and what it is about."""
    if given.form in ("png", "svg"):
        about = (given.chart or "ranking", given.indicator, given.unit, given.group)
        return tuple(word for word in about if word)
    return tuple(word.strip() for word in given.items.split(",") if word.strip())


def _write(out: str, name: str, data: bytes) -> str:
    """Whole or not at all; into a folder under its own name; `-` is stdout."""
    if out == "-":
        sys.stdout.buffer.write(data)
        return ""
    place = Path(out) / name if Path(out).is_dir() else Path(out)
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    return str(place)
