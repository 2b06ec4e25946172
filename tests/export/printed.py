"""What printed pages and pictures say against what their edition holds."""

import math
import re
from typing import Any

import held
import reading
from judged import SIGNS, digits
from readback import Names

from kpi.i18n import _, speaking
from kpi.model import bulletin, letter, scope, show, stamp
from kpi.model.choice import Choice
from kpi.model.edition import Edition

WIDE = 6  # items beside each other on a printed page; more go on in a table of their own


def absent(kind: str, edition: Edition, lang: str, data: bytes, unit: str = "") -> list[str]:
    """Rows of numbers that a printed paper ought to have one after the other, and has not."""
    text = _bare(reading.text(data))
    with speaking(lang):
        foot = stamp.line(edition, Choice("pdf", lang=lang))  # between paragraphs, page by page
        text = re.sub(r"—\d+—", "", text.replace(_bare(foot), ""))
        ways = {"bulletin": _bulletin, "poster": _poster, "profile": _profile}
        wanted = ways[kind](edition, unit)
    return [row for row in wanted if _bare(row) not in text]


def _bare(text: str) -> str:
    return re.sub(r"[\s\u2060\u200b\u00ad\u2010-]+", "", text)  # words are broken with hyphens


def _bulletin(edition: Edition, _unit: str) -> list[str]:
    """A line per unit in the annex; a run of numbers per paragraph is proved by the letter."""
    rows = []
    for group in scope.scopes(edition):
        for entry in scope.members(edition, group):
            rows.append(_place(edition, entry.unit) + "".join(_values(edition, entry.unit)[:WIDE]))
        rows += [letter.dated(p.text()) for p in bulletin.listed(edition, group, "black")]
        rows.append(letter.dated(bulletin.overall(edition, group).text()))
    return rows


def _poster(edition: Edition, _unit: str) -> list[str]:
    """A line per unit: place, name, score, movement, values; of one item its bars."""
    rows = []
    for entry in edition.board.entries:
        score = edition.score(entry.score) if entry.score is not None else ""
        moved = edition.moved(entry.unit)
        if scope.single(edition) is None:
            rest = score + moved + "".join(_values(edition, entry.unit))
            rows.append(_place(edition, entry.unit) + rest)
        elif entry.score is not None:
            rows.append(_place(edition, entry.unit) + _values(edition, entry.unit)[0])
    return rows


def _profile(edition: Edition, unit: str) -> list[str]:
    """The facts on top, a line per item, every period's place."""
    kept, name = held.board(edition), held.name(edition, unit)
    digits = edition.spec.rule.score_decimals
    rows = [str(kept["place", name]), edition.score(kept["score", name])]
    if kept.get(("exit", name), 0) > 0:
        rows.append(_("脱榜差距") + show.number(kept["exit", name], digits))
    for item in scope.items(edition):
        said = show.plain(edition.item_name(item.column))
        told = [
            show.plain(edition.item_value(item.column, kept["value", name, said])),
            f"{_standing(edition, unit, item)}",
            f"{show.number(kept['share', name, said] * 100, 1)}%",
            show.number(kept["points", name, said], 1),
            show.number(kept["adds", name, said], digits),
        ]
        rows.append("".join(told))
    return rows


def _standing(edition: Edition, unit: str, item) -> str:
    """2/8: the unit's place among those of its group who have a number."""
    own = edition.entry(unit)
    peers = [e for e in edition.board.entries if e.group == own.group]
    values = {e.unit: scope.part(e, item.item).value for e in peers}
    given = [v for v in values.values() if v is not None]
    ahead = [v for v in given if (v > values[unit] if item.higher else v < values[unit])]
    return f"{len(ahead) + 1}/{len(given)}"


def _place(edition: Edition, unit: str) -> str:
    entry = edition.entry(unit)
    place = held.board(edition)["place", held.name(edition, unit)]
    mark = {"red": "▲", "black": "▼"}.get(entry.colour or "", "")
    return f"{show.NOT_APPLICABLE if place is None else place}{mark}{held.name(edition, unit)}"


def _values(edition: Edition, unit: str) -> list[str]:
    """A unit's values as tables print them, heaviest item first."""
    found = []
    for item in scope.items(edition):
        part = scope.part(edition.entry(unit), item.item)
        digits = edition.indicator(item.column).digits(edition.measure(item.column))
        given = part is not None and part.value is not None
        found.append(show.number(part.value, digits) if given else scope.status(part.status))
    return found


def drawn(edition: Edition, chart: Any, data: dict) -> list[str]:
    """Numbers and lengths of a picture that are not the edition's."""
    kept, given = held.facts(edition), data["chart"]
    if given["kind"] == "bars":
        return _bars(edition, kept, given, chart.what)
    if given["kind"] == "heat":
        return [
            row["name"]
            for row in given["rows"]
            if [c["text"] for c in row["cells"]] != _values(edition, row["unit"])
        ]
    if given["kind"] == "shares":
        kind = "apart" if chart.total_name == _("与平均之差") else "adds"
        unit = next(k[1] for k in kept if k[0] == "place" and k[1] in chart.title)
        wanted = {row["name"]: kept.get((kind, unit, row["name"])) for row in given["rows"]}
        return _lengths(given["rows"], given["zero"], wanted, edition.spec.rule.score_decimals)
    return _lines(edition, kept, given, getattr(chart, "what", ""))


def _bars(edition: Edition, kept: held.Facts, given: dict, what: str) -> list[str]:
    scored = what == _("综合得分")
    shown = edition.spec.rule.score_decimals if scored else digits(edition, show.plain(what))
    rows = given["rows"]
    keys = [
        ("score", r["name"]) if scored else ("value", r["name"], show.plain(what)) for r in rows
    ]
    wrong = _lengths(
        rows, given["zero"], {r["name"]: kept[k] for r, k in zip(rows, keys, strict=True)}, shown
    )
    for row in rows if scored or scope.single(edition) else ():
        if row["rank"] != str(kept["place", row["name"]]):
            wrong.append(f"{row['name']}: {row['rank']}")
    goals = {kept.get(("goal", r["name"], show.plain(what))) for r in rows}
    if given["mark"] is not None and len(goals) == 1:
        row, value = rows[0], kept[keys[0]]
        goal = (given["mark"] - given["zero"]) * value / (row["at"] - given["zero"])
        wrong += [] if math.isclose(goal, goals.pop(), rel_tol=1e-9) else [f"mark: {goal}"]
    return wrong


def _lengths(rows: list[dict], zero: float, wanted: dict, digits: int) -> list[str]:
    """Rows whose text is another number, or whose bar is not as long as its number."""
    scale = max(abs(v) for v in wanted.values() if v is not None)
    longest = next(r for r in rows if abs(wanted[r["name"]] or 0.0) == scale)
    per = (longest["at"] - zero) / (wanted[longest["name"]] or 1.0)
    wrong = []
    for row in rows:
        value = wanted[row["name"]]
        text = None if value is None else show.number(value, digits)
        told = row["text"].translate(SIGNS)
        long = value is not None and math.isclose(
            row["at"] - zero, value * per, rel_tol=1e-9, abs_tol=1e-12
        )
        if told != text or not long:
            wrong.append(f"{row['name']}: {row['text']} at {row['at']}, not {text}")
    return wrong


def _lines(edition: Edition, kept: held.Facts, given: dict, what: str) -> list[str]:
    """Points of lines, by the two ends of the scale that stand beside them."""
    low, high = given["ticks"][0], given["ticks"][-1]
    ends = [float(t["text"].replace(",", "").replace(show.MINUS, "-")) for t in (low, high)]
    per = (ends[1] - ends[0]) / (high["at"] - low["at"])
    wrong, count = [], len(given["periods"]) - 1
    names = Names(edition, kept)
    for line in given["series"]:
        unit = names.unit(line["label"])
        for x, y in (point for run in line["runs"] for point in run):
            label = given["periods"][round(x * count)]
            value = ends[0] + (y - low["at"]) * per
            said = _("序时进度") if _("序时进度") in line["label"] else unit
            if said is None:  # the mean of a group, or a line without a name
                continue
            key = ("course", show.plain(what), said, label) if what else ("season", unit, label)
            if not math.isclose(value, kept.get(key) or 0.0, rel_tol=1e-9, abs_tol=1e-9):
                wrong.append(f"{key}: {value}")
    return wrong


def painted(edition: Edition, data: dict) -> list[str]:
    """What the tall picture says otherwise."""
    kept, wrong = held.facts(edition), []
    for group in data["groups"]:
        only = scope.single(edition)
        what = edition.item_name(only.column) if only else _("综合得分")
        wrong += _bars(edition, kept, group["ranking"], what)
        for card in (c for part in group["lists"] for c in part["cards"]):
            place, score = kept["place", card["name"]], kept["score", card["name"]]
            told = (card["rank"], re.sub(r"[^\d.\u2212-]", "", card["score"]))
            if told != (str(place), re.sub(r"[^\d.\u2212-]", "", edition.score(score))):
                wrong.append(f"{card['name']}: {told}")
    return wrong
