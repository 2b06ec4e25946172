"""What a meeting's pack (会议材料包) holds: papers in reading order, then pictures."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from kpi import __version__
from kpi.i18n import _, speaking
from kpi.model import scope, stamp
from kpi.model.choice import Choice
from kpi.model.edition import Edition
from kpi.model.problem import KpiError
from kpi.service import forms
from kpi.service.forms import File

PRODUCT = f"kpi {__version__}"
IMAGES = 3  # groups that a pack takes pictures of
PAPERS: tuple[Choice, ...] = (
    Choice("docx"),
    Choice("pdf", ("bulletin",)),
    Choice("pptx"),
    Choice("xlsx"),
    Choice("xlsx", ("season",)),
    Choice("pdf", ("poster",)),
    Choice("png", ("tall",)),
)
ITEMS = ("bulletin", "deck", "book", "season", "poster", "tall", "image", "profile")
ALONE = ("profile",)  # only where it is asked for by name: one file for every unit on a list
LONG = ("season",)  # only of a quarter and longer, unless it is asked for by name

Part = Callable[[Choice], File]


def usual(edition: Edition) -> tuple[str, ...]:
    """What a pack holds unless somebody chooses."""
    rare = ALONE if edition.period.freq != "M" else (*ALONE, *LONG)
    return tuple(what for what in ITEMS if what not in rare)


def parts(edition: Edition, choice: Choice) -> Iterator[Choice]:
    """The files of a pack, in reading order, as choices of their own."""
    for own in (*PAPERS, *_images(edition), *_profiles(edition)):
        what = forms.kind(own)
        if what in (choice.items or usual(edition)) and not (
            choice.public and not forms.public(own)
        ):
            yield replace(choice, form=own.form, items=own.items, template_sha="")


def packed(edition: Edition, choice: Choice, part: Part, say: Callable[[str], None]) -> File:
    """The pack; `part` makes one file of it. What cannot be made is named in it with its reason."""
    from kpi.export.pack import LeftOut, Piece, pack

    unknown = [item for item in choice.items if item not in ITEMS]
    if unknown:
        known = _("、").join(ITEMS)
        text = _("材料包里没有“{given}”，可选：{known}。")
        raise forms.Unmakeable(text.format(given=unknown[0], known=known))
    pieces, left = [], []
    with speaking(choice.lang):
        wanted = list(parts(edition, choice))
    for n, own in enumerate(wanted, 1):
        what = forms.kind(own)
        say(f"{n}/{len(wanted)} {_(stamp.KINDS[what])}（{own.form.upper()}）")
        try:
            made = part(own)
        except KpiError as fault:
            left.append(LeftOut(f"{what}.{own.form}", str(fault)))
        else:
            pieces.append(Piece(made.name, what, made.data))
            left += [LeftOut(f"template.{own.form}", made.note)] if made.note else []
    if not pieces:
        raise forms.Unmakeable(left[0].reason if left else _("没有选任何一项。"))
    return forms.file(edition, choice, pack(edition, choice, pieces, left, PRODUCT))


def _images(edition: Edition) -> Iterator[Choice]:
    """Of each group that has lists (of none: of the first) the ranking, and where several items
    are scored what each place stands on; over a quarter and longer also the way of the places.
    """
    kinds = ["ranking"]
    if len(scope.items(edition)) > 1:
        kinds.append("grid")
    if edition.period.freq != "M" and any(len(m) > 1 for m in edition.marks.values()):
        kinds.append("places")
    ranked = [g for g in scope.scopes(edition) if edition.within(g)]
    listed = [g for g in ranked if edition.listed(g)]
    for group in (listed or ranked[:1])[:IMAGES]:
        for what in kinds:
            yield Choice("png", (what, *([group] if group else [])))


def _profiles(edition: Edition) -> Iterator[Choice]:
    """A page for every unit on a list, the black list first."""
    for entry in (*edition.black(), *edition.red()):
        yield Choice("pdf", ("profile", entry.unit))
