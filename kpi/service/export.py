"""The meeting's files: made from one edition, kept at hand, every taking noted in the journal.

An exporter's library is imported when its form is first asked for.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from threading import BoundedSemaphore, Lock
from typing import Any

from kpi import __version__, access
from kpi.i18n import _
from kpi.model import canon, pictures, rankings, scope, stamp
from kpi.model.chart import Bars, Grid, Lines, Places, Shares
from kpi.model.choice import Choice
from kpi.model.edition import Edition
from kpi.model.period import Period
from kpi.model.person import Person, Right
from kpi.model.problem import KpiError
from kpi.service import board as boards
from kpi.service import editions, paper
from kpi.store.engine import Act, Store

Chart = Bars | Lines | Places | Grid | Shares
PRODUCT = f"kpi {__version__}"
KEPT = 64_000_000  # bytes of files that stay at hand
IMAGES = 3  # pictures that a pack takes along


@dataclass(frozen=True, slots=True)
class Form:
    """How a form is made: module and function, its media type, its ending, its kind of paper."""

    module: str
    make: str
    mime: str
    ending: str
    kind: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMS: Mapping[str, Form] = {
    "pptx": Form(
        "kpi.export.pptx", "deck", f"{_OFFICE}.presentationml.presentation", "pptx", "deck"
    ),
    "docx": Form(
        "kpi.export.docx", "bulletin", f"{_OFFICE}.wordprocessingml.document", "docx", "bulletin"
    ),
    "xlsx": Form("kpi.export.xlsx", "book", f"{_OFFICE}.spreadsheetml.sheet", "xlsx", "book"),
    "pdf": Form("kpi.export.typst", "paper", "application/pdf", "pdf", "bulletin"),
    "png": Form("kpi.export.typst", "image", "image/png", "png", "image"),
    "svg": Form("kpi.export.typst", "image", "image/svg+xml", "svg", "image"),
    "pack": Form("kpi.export.pack", "pack", "application/zip", "zip", "pack"),
}
PAPERS = ("bulletin", "poster", "profile", "tall")  # first item of a pdf or png: which paper
PICTURES = ("ranking", "item", "trend", "places", "grid", "shares", "distance")
PACKED: tuple[Choice, ...] = (  # in reading order
    Choice("docx"),
    Choice("pdf", ("bulletin",)),
    Choice("pptx"),
    Choice("pdf", ("poster",)),
    Choice("xlsx"),
)


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand over; `edition` is 〔2026〕第10期, or 试算."""

    name: str
    mime: str
    data: bytes
    edition: str

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes."""
        return canon.sha256(self.data)


class NoEdition(KpiError):
    """A board and period without an edition to make files from."""


def subject(
    store: Store, code: str, period: Period, by: Person, *, draft: bool = False, edition: int = 0
) -> Edition:
    """What files are made from: an edition by its id, the period's newest, or with `draft` the
    board as it stands. Raises NoEdition, boards.Unknown, Refused.
    """
    access.require(by, Right.DRAFT if draft else Right.READ)
    if draft:
        return paper.paper(store, code, period)
    boards.spec(boards.known(store), code)
    found = editions.read(store, edition) if edition else editions.newest(store, code, period)
    if found is None:
        raise NoEdition(_none(store, code, period))
    if not found.board.entries:
        raise NoEdition(_("{code} {period}：这一期已经撤回。").format(code=code, period=period))
    return paper.filled(store, found)


def export(
    store: Store,
    code: str,
    period: Period,
    choice: Choice,
    by: Person,
    *,
    draft: bool = False,
    edition: int = 0,
    template: bytes | None = None,
) -> File:
    """One file, with its line in the journal; raises what `subject` raises, and KpiError where a
    template or a name cannot be printed.
    """
    whole = subject(store, code, period, by, draft=draft, edition=edition)
    file = made(whole, choice, template)
    issue = whole.seal.issue if whole.seal else None
    with store.write(by.login, Act.EXPORT) as tx:
        tx.about(
            f"{code} {period}",
            form=choice.form,
            items=list(choice.items),
            edition=issue.edition if issue else None,
            file=file.name,
            sha256=file.sha256,
        )
    return file


def made(edition: Edition, choice: Choice, template: bytes | None = None) -> File:
    """The file of an edition, made now or kept from before; two are made at a time."""
    if template is not None:
        choice = replace(choice, template_sha=canon.sha256(template))
    key = (stamp.code(edition), edition.hash, edition.period, edition.spec.code, choice)
    if (kept := _shelf.get(key)) is None:
        with _makers:
            kept = _shelf.get(key) or _shelf.put(key, _made(edition, choice, template))
    return kept


def picture(edition: Edition, words: tuple[str, ...]) -> Chart:
    """The chart that `words` name: a kind of PICTURES, then what it is about.

    ranking [GROUP] · item ITEM [GROUP] · trend KEY [GROUP] · places [GROUP] · grid [GROUP] ·
    shares UNIT · distance UNIT. Raises boards.Unknown where there is nothing to draw.
    """
    kind, *about = words or ("ranking",)
    groups = scope.scopes(edition)
    first = about[0] if about else ""
    group = about[-1] if about and about[-1] in groups else groups[0]
    units = [e.unit for e in scope.members(edition, group) if e.rank is not None]
    ways: dict[str, Callable[[], Chart | None]] = {
        "ranking": lambda: rankings.ranking(edition, group),
        "item": lambda: rankings.item(edition, first, group),
        "trend": lambda: pictures.trend(edition, first, group),
        "places": lambda: pictures.places(edition, units),
        "grid": lambda: pictures.grid(edition, group),
        "shares": lambda: pictures.shares(edition, first),
        "distance": lambda: pictures.distance(edition, first),
    }
    if kind not in ways:
        raise boards.Unknown(f"{kind}: one of {', '.join(PICTURES)}")
    try:
        found = ways[kind]()
    except (KeyError, StopIteration) as fault:
        raise boards.Unknown(f"{' '.join(words)}: nothing of that name") from fault
    if found is None:
        raise boards.Unknown(f"{' '.join(words)}: nothing to draw")
    return found


def _made(edition: Edition, choice: Choice, template: bytes | None) -> File:
    form = FORMS[choice.form]
    module: Any = import_module(form.module)
    kind, about = form.kind, ""
    if choice.form == "pack":
        data = _pack(edition, choice, template)
    elif choice.form in ("pptx", "docx"):
        data = getattr(module, form.make)(edition, choice, template)
    elif choice.form == "xlsx":
        data = getattr(module, form.make)(edition, choice)
    elif choice.form == "pdf" or choice.items[:1] == ("tall",):
        kind = choice.items[0] if choice.items else "bulletin"
        data = module.paper(kind, edition, choice)
        about = _name(edition, choice.items[1:])
    else:
        data = module.image(picture(edition, choice.items), edition, choice)
        about = _name(edition, choice.items)
    name = stamp.filename(edition, choice, kind, form.ending, about)
    return File(name, form.mime, data, stamp.issue(edition))


def _pack(edition: Edition, choice: Choice, template: bytes | None) -> bytes:
    """Everything of PACKED that was asked for, and pictures; what cannot be made is told why."""
    from kpi.export.pack import LeftOut, Piece, pack

    pieces, left = [], []
    for part in (*PACKED, *_images(edition)):
        kind = part.items[0] if part.form == "pdf" and part.items else FORMS[part.form].kind
        if not choice.wants(kind):
            continue
        own = replace(choice, form=part.form, items=part.items, template_sha="")
        try:
            file = made_within(edition, own, template if part.form == "pptx" else None)
        except KpiError as fault:
            left.append(LeftOut(kind, str(fault)))
        else:
            pieces.append(Piece(file.name, kind, file.data))
    return pack(edition, choice, pieces, left, PRODUCT)


def made_within(edition: Edition, choice: Choice, template: bytes | None) -> File:
    """As `made`, for a maker that has its turn already."""
    if template is not None:
        choice = replace(choice, template_sha=canon.sha256(template))
    key = (stamp.code(edition), edition.hash, edition.period, edition.spec.code, choice)
    return _shelf.get(key) or _shelf.put(key, _made(edition, choice, template))


def _images(edition: Edition) -> Iterator[Choice]:
    for group in scope.scopes(edition)[:IMAGES]:
        if scope.members(edition, group):
            yield Choice("png", ("ranking", *([group] if group else [])))


def _name(edition: Edition, words: tuple[str, ...]) -> str:
    """What a picture is about, in words: 固定资产投资完成率, 桥西街道."""
    said = []
    for word in words:
        if word in edition.catalog.unit:
            said.append(edition.name(word))
        elif edition.indicator(word):
            said.append(edition.item_name(word))
        elif word not in PICTURES and word not in PAPERS:
            said.append(word)
    return "_".join(said)


def _none(store: Store, code: str, period: Period) -> str:
    """榜单没有这一期, with the newest one that there is."""
    issues = [i for i in editions.every(store, code) if not i.withdrawn]
    if not issues:
        return _("{code} 还没有签发过；试算件请加 --draft。").format(code=code)
    last = issues[-1]
    return _("{code} 没有 {period} 的期次（最近是 {newest}，{title}）。").format(
        code=code, period=period, newest=last.period, title=last.title
    )


class _Shelf:
    """Files by what decides their bytes; the longest unused go when it is full."""

    def __init__(self, room: int) -> None:
        self._room, self._files, self._lock = room, OrderedDict[Any, File](), Lock()

    def get(self, key: Any) -> File | None:
        """A file that is kept; None where it has to be made."""
        with self._lock:
            if key in self._files:
                self._files.move_to_end(key)
            return self._files.get(key)

    def put(self, key: Any, file: File) -> File:
        """Keep a file, and let the oldest go until all fit."""
        with self._lock:
            self._files[key] = file
            while sum(len(f.data) for f in self._files.values()) > self._room:
                if len(self._files) == 1:
                    break
                self._files.popitem(last=False)
        return file


_shelf = _Shelf(KEPT)
_makers = BoundedSemaphore(2)
