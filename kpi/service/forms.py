"""The forms in which an edition leaves the house, and how each is made.

An exporter and its library are imported when their form is first asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from kpi.i18n import N_, _, speaking
from kpi.model import amounts, canon, pictures, rankings, scope, stamp
from kpi.model.chart import Bars, Grid, Lines, Places, Shares
from kpi.model.choice import Choice
from kpi.model.edition import Edition
from kpi.model.problem import KpiError
from kpi.service.start import configured

Chart = Bars | Lines | Places | Grid | Shares
_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Form:
    """How a form is made: its module, its media type, its ending, its usual kind of paper."""

    module: str
    mime: str
    ending: str
    kind: str


FORMS: Mapping[str, Form] = {
    "pptx": Form("kpi.export.pptx", f"{_OFFICE}.presentationml.presentation", "pptx", "deck"),
    "docx": Form("kpi.export.docx", f"{_OFFICE}.wordprocessingml.document", "docx", "bulletin"),
    "xlsx": Form("kpi.export.xlsx", f"{_OFFICE}.spreadsheetml.sheet", "xlsx", "book"),
    "pdf": Form("kpi.export.typst", "application/pdf", "pdf", "bulletin"),
    "png": Form("kpi.export.typst", "image/png", "png", "image"),
    "svg": Form("kpi.export.typst", "image/svg+xml", "svg", "image"),
    "pack": Form("kpi.export.pack", "application/zip", "zip", "pack"),
}
PAPERS = ("bulletin", "poster", "profile")  # what a pdf can be, by its first item
PUBLIC = (("docx", "bulletin"), ("pdf", "bulletin"), ("xlsx", "book"), ("pack", "pack"))
PICTURES: Mapping[str, str] = {  # and what their files are called; an item by its own name
    "ranking": N_("排名"),
    "item": "",
    "trend": N_("走势"),
    "places": N_("位次变化"),
    "grid": N_("强项短板"),
    "shares": N_("得分构成"),
    "distance": N_("出榜差距"),
    "pull": N_("拉动"),
    "slope": N_("两期对比"),
    "tasks": N_("年度目标"),
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand over; `edition` is 第10期, or 试算, `note` what its asker ought to know."""

    name: str
    mime: str
    data: bytes
    edition: str
    note: str = ""

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes."""
        return canon.sha256(self.data)


class Unmakeable(KpiError):
    """A part of a form that does not exist, or has nothing to show in this edition."""


def kind(choice: Choice) -> str:
    """The kind of paper that a choice gives: a word of `stamp.KINDS`."""
    if choice.form == "pdf" and choice.items:
        return choice.items[0]
    alone = choice.items[:1]
    return alone[0] if alone in (("tall",), ("season",)) else FORMS[choice.form].kind


def name(edition: Edition, choice: Choice) -> str:
    """What the file of a choice is called, in the language of the file."""
    with speaking(choice.lang):
        about = _about(edition, choice.items) if kind(choice) in ("image", "profile") else ""
        return stamp.filename(edition, choice, kind(choice), FORMS[choice.form].ending, about)


def file(edition: Edition, choice: Choice, data: bytes) -> File:
    """The bytes with their name."""
    with speaking(choice.lang):
        issue = stamp.issue(edition)
    return File(name(edition, choice), FORMS[choice.form].mime, data, issue)


def public(choice: Choice) -> bool:
    """Whether the paper has a version for the notice board: listed columns only, no names of
    leaders, no statements.
    """
    return (choice.form, kind(choice)) in PUBLIC


def made(edition: Edition, choice: Choice, template: bytes | None = None) -> File:
    """One file of any form but the pack; the texts in it are in the choice's language.

    Raises Unmakeable, and KpiError where a template or a name cannot be printed.
    """
    with speaking(choice.lang):
        if choice.form == "pptx":
            _public(choice)
            module: Any = import_module(FORMS["pptx"].module)
            data, note = module.filled(edition, choice, template)
            return replace(file(edition, choice, data), note=note)
        return file(edition, choice, _bytes(edition, choice, template))


def preview(edition: Edition, choice: Choice) -> File:
    """The first page of a printed paper as PNG; a picture is its own preview. Raises as `made`."""
    if choice.form in ("png", "svg"):
        return made(edition, replace(choice, form="png"))
    _known(edition, choice.items)
    module: Any = import_module(FORMS["pdf"].module)
    with speaking(choice.lang):
        paper, *about = choice.items or ("bulletin",)
        return file(
            edition,
            choice,
            module.preview(paper, edition, choice, configured().fonts, "".join(about)),
        )


def _bytes(edition: Edition, choice: Choice, template: bytes | None) -> bytes:
    what = kind(choice)
    _public(choice)
    if choice.form == "pdf":
        _known(edition, choice.items)
    module: Any = import_module(FORMS[choice.form].module)
    data: bytes
    fonts = configured().fonts
    if choice.form == "docx":
        data = module.bulletin(edition, choice, template)
    elif what == "season":
        data = import_module("kpi.export.season").season(edition, choice, _behind(edition, choice))
    elif choice.form == "xlsx":
        data = module.book(edition, choice, _behind(edition, choice))
    elif choice.form == "pdf" or what == "tall":
        data = module.paper(what, edition, choice, fonts, "".join(choice.items[1:2]))
    else:
        data = module.image(picture(edition, choice.items), edition, choice, fonts)
    return data


def _public(choice: Choice) -> None:
    """Raises Unmakeable where a version for the notice board is asked for that there is not."""
    if choice.public and not public(choice):
        text, what = _("{kind}（{form}）没有公示版。"), kind(choice)
        told = _(stamp.KINDS.get(what, what))
        raise Unmakeable(text.format(kind=told, form=choice.form.upper()))


def _behind(edition: Edition, choice: Choice) -> bytes | None:
    """The watermark as a picture, to print behind a workbook's cells."""
    typst: Any = import_module(FORMS["pdf"].module)
    made: bytes | None = typst.mark(edition, choice, configured().fonts)
    return made


def _known(edition: Edition, items: tuple[str, ...]) -> None:
    """Raises Unmakeable unless the items name a paper, and a unit of the board where one is due."""
    paper, *about = items or ("bulletin",)
    if paper not in PAPERS:
        raise _none(paper, PAPERS)
    if paper == "profile" and (not about or edition.entry(about[0]) is None):
        units = (e.unit for e in edition.board.entries)
        raise _none(about[0] if about else "", tuple(units))


def picture(edition: Edition, words: tuple[str, ...]) -> Chart:
    """The chart that `words` name: a kind of PICTURES, then what it is about.

    ranking [GROUP] · item ITEM [GROUP] · trend KEY [GROUP] · places [GROUP] · grid [GROUP] ·
    shares UNIT · distance UNIT · tasks UNIT · pull KEY [GROUP] · slope KEY [GROUP].
    Raises Unmakeable where there is nothing to draw.
    """
    what, *about = words or ("ranking",)
    groups = scope.scopes(edition)
    first = about[0] if about else ""
    named = [g for g in groups if g is not None and g in about]
    group = named[0] if named else groups[0]
    units = [e.unit for e in edition.within(group)]
    ways: dict[str, Callable[[], Chart | None]] = {
        "ranking": lambda: rankings.ranking(edition, group),
        "item": lambda: rankings.item(edition, first, group),
        "trend": lambda: pictures.trend(edition, first, group),
        "places": lambda: pictures.places(edition, units),
        "grid": lambda: pictures.grid(edition, group),
        "shares": lambda: pictures.shares(edition, first),
        "distance": lambda: pictures.distance(edition, first),
        "pull": lambda: amounts.pull(edition, first, group),
        "slope": lambda: amounts.slope(edition, first, group),
        "tasks": lambda: amounts.tasks(edition, first),
    }
    if what not in ways:
        raise _none(what, tuple(PICTURES))
    if what in ("item", "trend", "pull", "slope"):
        _among(first, [i.column for i in scope.items(edition)])
    if what in ("shares", "distance", "tasks"):
        _among(first, [e.unit for e in edition.board.entries])
    found = ways[what]()
    if found is None:
        raise Unmakeable(_("“{words}”没有可画的内容。").format(words=" ".join(words)))
    return found


def _among(given: str, known: list[str]) -> None:
    if given not in known:
        raise _none(given, tuple(known))


def _none(given: str, known: tuple[str, ...]) -> Unmakeable:
    text = _("没有“{given}”，可选：{known}。")
    return Unmakeable(text.format(given=given, known=_("、").join(known)))


def _about(edition: Edition, words: tuple[str, ...]) -> str:
    """What a picture is about, in words: 固定资产投资完成率, 得分构成_桥西街道."""
    said = []
    for word in words or ("ranking",):
        if word in edition.catalog.unit:
            said.append(edition.name(word))
        elif edition.indicator(word):
            said.append(edition.item_name(word))
        elif word in PICTURES:
            said.append(_(PICTURES[word]) if PICTURES[word] else "")
        elif word not in PAPERS:
            said.append(word)
    return "_".join(word for word in said if word)
