"""The sentences of a paper on the desk, and how its first page will look."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from kpi.i18n import _, speaking
from kpi.model import bulletin, letter, manuscript
from kpi.model.choice import Choice
from kpi.model.edition import Edition
from kpi.model.manuscript import OPENING, TITLE, Desk, Manuscript
from kpi.model.paper import Paper
from kpi.model.period import Period
from kpi.model.person import Person, Right
from kpi.service import deeds, editions, forms, paper, publish
from kpi.store import editions as stored
from kpi.store.engine import Store

LANGUAGE: Literal["zh"] = "zh"  # what is printed and filed is Chinese, whoever edits it


def edition(store: Store, code: str, period: Period, by: Person) -> Edition:
    """The edition as it would be published now, with everything that its papers print."""
    return paper.filled(store, publish.rehearse(store, code, period, by))


def told(edition: Edition, script: Manuscript) -> Desk:
    """Every sentence of the paper beside its wording, in the paper's language."""
    signed = edition if edition.seal else replace(edition, state="published")  # no 试算 in it
    with speaking(LANGUAGE):
        return manuscript.desk(signed, script)


def origins(store: Store, code: str, period: Period, by: Person) -> Mapping[str, str]:
    """What the rule said in the period's last edition where a person worded it: a correction
    starts from that wording. Empty where nothing was published or reworded.
    """
    deeds.require(store, by, Right.DRAFT)
    issues = editions.issues(store, code, period)
    last = editions.read(store, issues[-1].edition) if issues else None
    if last is None or not last.paper.words:
        return {}
    bare = replace(paper.filled(store, last), paper=replace(last.paper, words=()))
    with speaking(LANGUAGE):
        said = {
            s.place: s.text()
            for g in bulletin.sections(bare)
            for p in g.paragraphs
            for s in p.sentences
        }
        return said | {TITLE: letter.heading(bare), OPENING: letter.opening(bare, public=False)}


def preview(store: Store, edition: Edition, written: Paper, by: Person) -> bytes:
    """The first page as PNG, as it will be once it is signed; across it that it is not. Of an
    edition that is out, its own.
    """
    deeds.require(store, by, Right.DRAFT)
    choice = Choice("pdf", ("bulletin",), lang=LANGUAGE)
    if edition.seal:
        return forms.preview(edition, choice).data
    with store.read() as tx:
        _id, number = stored.following(tx, edition.spec.code, edition.period.year)
    with speaking(LANGUAGE):
        mark = _("样张　尚未签发")
    shown = replace(edition, paper=written, number=number, state="published")
    return forms.preview(shown, replace(choice, watermark=mark)).data
