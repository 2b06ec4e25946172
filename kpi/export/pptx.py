"""The deck for the meeting: findings first, native charts, the working in the notes."""

from io import BytesIO

from kpi.export import office
from kpi.export.deck import (
    annex,
    bars,
    closing,
    cover,
    listed,
    master,
    overview,
    proof,
    season,
    squares,
)
from kpi.export.deck import (
    template as office_template,
)
from kpi.export.deck.page import Deck
from kpi.export.deck.said import Said
from kpi.i18n import _, speaking
from kpi.model import stamp
from kpi.model.choice import Choice
from kpi.model.edition import Edition

SLIDES = {
    "cover": cover.add,
    "overview": overview.add,
    "ranking": bars.rank,
    "items": bars.items,
    "red": listed.red,
    "black": listed.black,
    "movement": season.movement,
    "grid": squares.add,
    "trend": season.trend,
    "requests": closing.add,
    "annex": annex.add,
}
ITEMS = tuple(SLIDES)


def filled(edition: Edition, choice: Choice, template: bytes | None) -> tuple[bytes, str]:
    """The slides, on the office's template where they fit it; else on our own master, and a
    sentence that says so.
    """
    made = deck(edition, choice, template)
    with speaking(choice.lang):
        fault = proof.misfit(made) if template else ""
        if not fault:
            return made, ""
        told = _("模板没有套用：{fault}。已改用内置版式。").format(fault=fault)
    return deck(edition, choice), told


def deck(edition: Edition, choice: Choice, template: bytes | None = None) -> bytes:
    """The slides of an edition, on our own master or on an office's template.

    The same edition, choice and template give the same bytes. `Unfit` says why a template is not
    used.
    """
    with speaking(choice.lang):
        mark = stamp.watermark(edition, choice)
        own = office_template.opened(template, mark) if template else master.made(choice, mark)
        made = Deck(edition, choice, own)
        said = Said(edition)
        for item, add in SLIDES.items():
            if choice.wants(item):
                add(made, said)
        about = own.file.core_properties
        for name, text in stamp.properties(edition, choice, "deck").items():
            setattr(about, name, text)
        about.last_modified_by = about.author
        about.revision = 1
        out = BytesIO()
        own.file.save(out)
    return office.seal(out.getvalue(), office.day(edition))
