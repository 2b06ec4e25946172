"""The text of the letter: sections 一、, groups （一）, units 1., charts after the overview."""

from kpi.export.letter import picture
from kpi.export.letter.hand import Hand
from kpi.export.letter.styles import FIRST, SECOND, TEXT, THIRD
from kpi.export.letter.wml import Shape
from kpi.model import bulletin, letter, scope
from kpi.model.letter import dated
from kpi.model.words import Section


def body(hand: Hand) -> str:
    """All sections; for the notice board who was ranked and who is on the lists."""
    if hand.choice.public:
        said = list(letter.told(hand.edition))
        ends = (Shape(keep_next=n == len(said)) for n in range(1, len(said) + 1))
        return "".join(hand.line(TEXT, *pair) for pair in zip(said, ends, strict=True))
    found = []
    sections = bulletin.sections(hand.edition)
    for n, section in enumerate(sections, 1):
        found.append(hand.line(FIRST, letter.numbered(n) + section.title))
        found.append(_section(hand, section, Shape(keep_next=n == len(sections))))
        if section.key == "overall" and hand.choice.wants("chart"):
            found.append(picture.pictures(hand))
    return "".join(found)


def _section(hand: Hand, section: Section, shape: Shape) -> str:
    """Paragraphs of a section; the last one of all is kept with who signs it."""
    if section.key not in ("red", "black"):
        return "".join(hand.line(TEXT, dated(p.text()), shape) for p in section.paragraphs)
    several = len(scope.scopes(hand.edition)) > 1
    found, group, unit = [], 0, 0
    for p in section.paragraphs:
        if p.sentences and p.sentences[0].key in ("names", "nobody"):
            group, unit = group + 1, 0
            if several:
                found.append(hand.line(SECOND, letter.bracketed(group) + p.name))
            found.append(hand.line(TEXT, dated(p.text())))
        else:
            unit += 1
            found.append(hand.line(THIRD, f"{unit}. " + dated(p.text())))
    return "".join(found)
