"""What an Office file says against what its edition holds."""

import math
import re

import held
import readback
from readback import Names

from kpi.i18n import _, speaking
from kpi.model import bulletin, scope, show
from kpi.model.edition import Edition

READERS = {"pptx": readback.deck, "docx": readback.letter, "xlsx": readback.book}
WHOLE = {  # kinds of numbers that a form must have all of; of others it shows some
    "pptx": {"value", "place", "season", "count"},
    "docx": {"value", "place"},
    "xlsx": {*("value", "place", "score", "streak", "exit", "season", "course", "cell"), "points"}
    | {"adds", "share", "raw"},
}
SIGNS = str.maketrans("", "", "+\u2060")


def differences(form: str, edition: Edition, lang: str, data: bytes) -> list[str]:
    """What a file says otherwise than the edition, and what it leaves out."""
    with speaking(lang):
        kept = held.facts(edition)
        names = Names(edition, kept)
        found = list(READERS[form](data, names))
        wrong = [f"{key}: {value!r}" for key, value in found if not same(edition, kept, key, value)]
        told = {key for key, _value in found}
        return wrong + [
            f"{key}: left out"
            for key, value in kept.items()
            if key[0] in WHOLE[form] and value is not None and key not in told
            if key[-2] != _("序时进度")  # drawn beside one item only
        ]


def same(edition: Edition, kept: held.Facts, key: tuple[str, ...], value: object) -> bool:
    """Whether a number is the edition's to the last digit, a text that number as it is printed."""
    if key[0] == "sentences":
        return _sentences(edition, value)
    if key[0] == "notes":
        return _notes(edition, value)
    if key[0] == "standing":
        name, said = key[1], re.findall(r"[\u2212]?[\d.,]+\d|\d", value)
        score = re.findall(r"[\u2212]?[\d.,]+\d|\d", show.plain(edition.score(kept["score", name])))
        return str(kept["place", name]) in said and score[0] in said
    if key[0] == "cache":
        return value[0] == value[1] or not value[0]
    if key[0] == "moved":
        return value in (edition.moved(_code(edition, key[1])), show.NOT_APPLICABLE)
    if key[0] == "place of":
        marks = edition.marks[_code(edition, key[1])]
        return value in [m.rank for m in marks if m.period.label() == key[2]]
    if key[0] == "mean" and len(key) == 3:
        means = [v for k, v in kept.items() if k[0] == "mean" and (k[1], k[3]) == key[1:]]
        return any(math.isclose(value, mean, rel_tol=1e-12) for mean in means if mean is not None)
    if value is None:
        return kept.get(key) is None
    if key not in kept:
        return False
    wanted = kept[key]
    if isinstance(value, str):
        return value.translate(SIGNS) in [
            t.translate(SIGNS) for t in _printed(edition, key, wanted)
        ]
    return value == wanted


def _printed(edition: Edition, key: tuple[str, ...], wanted: object) -> list[str]:
    """A number as a table shows it; where there is none the word that stands in its place."""
    absent = [show.NOT_APPLICABLE, _("未报"), _("不适用"), _("不参评"), _("数据不足")]
    if wanted is None:
        return absent
    if key[0] == "score":
        return [edition.score(wanted), show.number(wanted, edition.spec.rule.score_decimals)]
    if key[0] == "value":
        return [show.number(wanted, digits(edition, key[2]))]
    if key[0] in ("adds", "apart"):
        return [show.number(wanted, edition.spec.rule.score_decimals)]
    return [str(wanted)]


def digits(edition: Edition, item: str) -> int:
    column = next(
        i.column for i in edition.spec.rule.items if show.plain(edition.item_name(i.column)) == item
    )
    return edition.indicator(column).digits(edition.measure(column))


def _code(edition: Edition, name: str) -> str:
    return next(e.unit for e in edition.board.entries if held.name(edition, e.unit) == name)


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", show.plain(text))


def _wanted(edition: Edition) -> list[list[str]]:
    """The numbers of every paragraph of the bulletin, those of listed units proved by the board."""
    found = []
    for section in bulletin.sections(edition):
        for paragraph in section.paragraphs:
            said = _numbers(paragraph.text())
            unit = next(
                (e for e in edition.board.entries if paragraph.name == edition.name(e.unit)), None
            )
            if unit is not None and section.key in ("red", "black"):
                kept = held.board(edition)
                name = held.name(edition, unit.unit)
                facts = [kept["place", name], edition.score(kept["score", name])]
                if kept["streak", name] > 1:
                    facts.append(kept["streak", name])
                if section.key == "black" and kept.get(("exit", name), 0) > 0:
                    facts.append(_gap(edition, kept["exit", name]))
                flat = " ".join(said)
                assert all(n in flat for f in facts for n in _numbers(str(f))), (facts, said)
            if said:
                found.append(said)
    return found


def _gap(edition: Edition, gap: float) -> str:
    """Points to the line; of a board of plain values in their own decimals, and then enough."""
    only = scope.single(edition)
    plain = only is not None and only.method == "points"
    if not plain:
        return show.number(gap, edition.spec.rule.score_decimals)
    digits = edition.indicator(only.column).digits(edition.measure(only.column))
    told = show.number(gap, digits)
    if float(told.replace(",", "")) < round(gap, 6):
        told = show.number(gap + 10.0**-digits, digits)
    return told


def _sentences(edition: Edition, given: list[str]) -> bool:
    """Whether the letter has each paragraph's numbers, in the order of the paragraphs."""
    told = iter([_numbers(text) for text in given])
    return all(
        any("".join(wanted) in "".join(numbers) for numbers in told)
        for wanted in _wanted(edition)
        if wanted
    )


def _notes(edition: Edition, given: str) -> bool:
    """Whether every place and score that the speaker reads of a unit is the board's."""
    for entry in edition.board.entries:
        name = held.name(edition, entry.unit)
        for line in given.splitlines():
            told = re.match(re.escape(name) + r"：本期第(\d+)位", line)
            if told and int(told[1]) != entry.rank:
                return False
    return True
