"""The meeting's files: made from one edition, kept at hand, every taking noted in the journal."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from types import MappingProxyType
from typing import Any

from kpi import __version__
from kpi.i18n import _
from kpi.model import canon
from kpi.model.choice import Choice
from kpi.model.edition import Edition
from kpi.model.period import Period
from kpi.model.person import Person, Right
from kpi.model.problem import KpiError, Refused
from kpi.model.seal import Issue
from kpi.service import board as boards
from kpi.service import deeds, editions, forms, packing, paper, start
from kpi.service.forms import File
from kpi.service.shelf import Shelf
from kpi.store import drafts
from kpi.store.engine import Act, Store

Say = Callable[[str], None]
Templates = Mapping[str, bytes]  # an office's own, by the form that they are for: pptx, docx
NONE: Templates = MappingProxyType({})
shelf = Shelf()


class NoEdition(KpiError):
    """A board and period without an edition to make files from."""


class Unnoted(KpiError):
    """A file that does not leave, because its journal line could not be written."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a file is to be made of, before it is read: an edition, or the board as it stands.

    `key` decides with the choice every byte of the file.
    """

    code: str
    period: Period
    issue: Issue | None
    withdrawn: bool
    key: Hashable


def export(
    store: Store,
    code: str,
    period: Period,
    choice: Choice,
    by: Person,
    *,
    draft: bool = False,
    edition: int = 0,
    templates: Templates = NONE,
    say: Say = lambda text: None,
) -> File:
    """One file: of an edition by its id, of the period's newest, or with `draft` of the board as
    it stands. Every one leaves its line in the journal, kept bytes too.

    `templates` are an office's own. `say` hears how far it has come. Raises Refused without the
    right, NoEdition, boards.Unknown, and KpiError where a template or a name cannot be printed.
    """
    deeds.require(store, by, Right.DRAFT if draft else Right.READ, Act.EXPORT)
    found = subject(store, code, period, draft=draft, edition=edition)
    file = _kept(store, found, choice, templates, say)
    try:
        with store.write(by.login, Act.EXPORT) as tx:
            tx.about(
                f"{code} {period}",
                edition=found.issue.edition if found.issue else None,
                file=file.name,
                sha256=file.sha256,
                bytes=len(file.data),
                choice=_told(choice, templates),
            )
    except Refused as refused:  # nothing else is refused to a line: the disk is full
        text = _("服务器磁盘已满，这次导出记不进操作日志，文件没有给出。请管理员清理磁盘后再导出。")
        raise Unnoted(text) from refused
    return file


def preview(
    store: Store,
    code: str,
    period: Period,
    choice: Choice,
    by: Person,
    *,
    draft: bool = False,
    edition: int = 0,
) -> bytes:
    """The first page of a printed paper, or the picture, as PNG: to look at, so not journalled."""
    deeds.require(store, by, Right.DRAFT if draft else Right.READ, Act.EXPORT)
    found = subject(store, code, period, draft=draft, edition=edition)
    key = (__version__, found.key, choice, "preview")
    made = partial(forms.preview, choice=choice)
    return shelf.made(key, lambda: made(read(store, found)), lambda: None).data


def subject(
    store: Store, code: str, period: Period, *, draft: bool = False, edition: int = 0
) -> Subject:
    """What there is to make files from; raises NoEdition with the newest that there is."""
    if draft:
        with store.read() as tx:
            version, written = tx.version, drafts.get(tx, code, period)[0]
        return Subject(code, period, None, False, (store, code, period, version, repr(written)))
    boards.spec(boards.known(store), code)
    issues = editions.issues(store, code, period)
    last = issues[-1] if issues else None
    issue = next((i for i in issues if i.edition == edition), None) if edition else last
    if issue is None:
        raise NoEdition(_none(store, code, period, edition))
    if issue.withdrawn:
        text = _("{code} {period} 的{issue}已撤回本期榜单，没有可导出的内容。")
        raise NoEdition(text.format(code=code, period=period, issue=issue.title))
    withdrawn = last is not None and last.withdrawn
    return Subject(code, period, issue, withdrawn, (issue.hash, withdrawn))


def read(store: Store, found: Subject) -> Edition:
    """The edition with everything that its papers print."""
    if found.issue is None:
        return paper.paper(store, found.code, found.period)
    whole = editions.read(store, found.issue.edition)
    return paper.filled(store, replace(whole, state="withdrawn") if found.withdrawn else whole)


def made(
    edition: Edition,
    choice: Choice,
    templates: Templates = NONE,
    *,
    say: Say = lambda text: None,
) -> File:
    """The file of an edition, made now and kept nowhere."""
    own = _templated(choice, templates)
    if choice.form != "pack":
        return forms.made(edition, own, templates.get(choice.form))

    def part(of: Choice) -> File:
        return forms.made(edition, _templated(of, templates), templates.get(of.form))

    return packing.packed(edition, own, part, say)


def _kept(store: Store, found: Subject, choice: Choice, templates: Templates, say: Say) -> File:
    """From the shelf, or made in turn; the files of a pack are kept one by one as well."""
    edition = cache(partial(read, store, found))

    def key(own: Choice) -> Hashable:
        return (__version__, found.key, own)

    def part(of: Choice) -> File:
        own, given = _templated(of, templates), templates.get(of.form)
        return shelf.get(key(own)) or shelf.put(key(own), forms.made(edition(), own, given))

    def make() -> File:
        if choice.form == "pack":
            return packing.packed(edition(), asked, part, say)
        return forms.made(edition(), asked, templates.get(choice.form))

    asked = _templated(choice, templates)
    return shelf.made(key(asked), make, lambda: say(_("前面还有文件在生成，请稍候。")))


def _templated(choice: Choice, templates: Templates) -> Choice:
    """The choice with the faces of this house and the hash of the template; a pack uses all."""
    used = (form for form in sorted(templates) if choice.form in (form, "pack"))
    sha = "+".join(canon.sha256(templates[f]) for f in used)
    return replace(choice, template_sha=sha, faces=start.configured().faces)


def _told(choice: Choice, templates: Templates) -> dict[str, Any]:
    """What was chosen, for the journal: what was left as it is stays out."""
    own, usual = _templated(choice, templates), Choice(choice.form)
    told = asdict(own)
    return {k: v for k, v in told.items() if k == "form" or v != getattr(usual, k)}


def _none(store: Store, code: str, period: Period, edition: int) -> str:
    """榜单没有这一期, with the newest one that there is."""
    if edition:
        text = _("{code} {period} 没有编号为 {edition} 的一期。")
        return text.format(code=code, period=period, edition=edition)
    periods = editions.periods(store, code)
    if not periods:
        return _("{code} 还没有签发过；试算件请加 --draft。").format(code=code)
    last = editions.issues(store, code, periods[0])[-1]
    return _("{code} 没有 {period} 的期次（最近是 {newest}，{title}）。").format(
        code=code, period=period, newest=last.period, title=last.title
    )
