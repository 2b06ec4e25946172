"""The header over each column: what it names, which unit, period and 计量单位 it states."""

from dataclasses import dataclass, replace

from kpi.intake.table.around import Around
from kpi.intake.table.columns import Part, Path
from kpi.intake.table.layout import Face, Says
from kpi.intake.table.lexicon import Lexicon, role
from kpi.intake.table.mapping import Stated, Uom
from kpi.intake.words import periods, tokens
from kpi.intake.words.names import Meaning, Signature
from kpi.model.measure import Measure
from kpi.model.sheet import CellRef, Kind, Sheet


@dataclass(frozen=True, slots=True)
class Heading:
    """One column's header; `names` are the texts that may name an indicator, units left out."""

    index: int
    role: str
    path: tuple[str, ...] = ()
    at: CellRef | None = None
    names: tuple[str, ...] = ()
    unit: tuple[str, CellRef, str] | None = None  # code, where, as given
    stated: Stated | None = None
    uom: Uom | None = None
    outer: Uom | None = None


def read(
    seen: Face, part: Part, over: dict[int, Path], near: Around, lexicon: Lexicon
) -> list[Heading]:
    """The headers of one table, left to right."""
    aside = aside_rows(part, over)
    found = []
    year = near.year
    for c, kind in part.roles.items():
        path = tuple((t, at) for t, at in over[c] if at[0] not in aside)
        year = next((y for text, _ in path if (y := periods.year_in(text))), year)
        found.append(_heading(seen, c, kind, path, year, lexicon))
    return found


def aside_rows(part: Part, over: dict[int, Path]) -> set[int]:
    """Metadata rows under the header, known by their own label: 指标ID, 频率, 发布方."""
    labels = [over[c] for c, r in part.roles.items() if r not in ("value", "unmapped")]
    return {
        at[0]
        for path in labels
        if len(path) > 1
        for text, at in path[1:]
        if role(text) == "aside" and role(path[0][0]) not in ("", "aside")
    }


def _heading(
    seen: Face, column: int, kind: str, path: Path, year: int | None, lexicon: Lexicon
) -> Heading:
    sheet = seen.sheet
    texts = tuple(text for text, _ in path)
    at = CellRef(sheet.name, *path[-1][1]) if path else None
    if kind in ("value", "unmapped"):
        kind = "value"
        unit = next(
            (
                (code, CellRef(sheet.name, *where), text)
                for text, where in reversed(path)
                if (code := lexicon.unit(text))
            ),
            None,
        )
        if unit is None and texts and tokens.is_total(texts[-1]):
            kind = "total"
        if column in sheet.hidden_columns:
            kind = "hidden"
        names = tuple(t for t in texts if not lexicon.unit(t))
        own, outer = uoms(sheet.name, path)
        stated = _stated(sheet, path, year)
        return Heading(column, kind, texts, at, names, unit, stated, own, outer)
    return Heading(column, kind, texts, at)


def uoms(sheet: str, path: Path) -> tuple[Uom | None, Uom | None]:
    """The 计量单位 of the nearest header text, and that of a heading over it."""
    found = [
        (i, Uom(words, CellRef(sheet, *at), True))
        for i, (text, at) in enumerate(reversed(path))
        if (words := tokens.uom_in(text))
    ]
    if not found:
        return None, None
    first, one = found[0]
    return (one, None) if first == 0 or _bare_uom(one, path) else (None, replace(one, strict=False))


def _bare_uom(one: Uom, path: Path) -> bool:
    return any(tokens.uom(text) for text, at in path if one.at and at[0] == one.at.row)


def _stated(sheet: Sheet, path: Path, year: int | None) -> Stated | None:
    """The period a header states: 10月 under 2026年 or right of it, 固投1-9月, 202609."""
    whole: Stated | None = None
    wrong: Stated | None = None
    for text, at in reversed(path):
        cell = sheet[at]
        value = cell.value if isinstance(cell.value, float) and cell.kind is Kind.NUMBER else text
        here = CellRef(sheet.name, *at)
        for within in (False, True):
            one = Stated(value, "header", here, year, within)
            if isinstance(value, float) and within:
                continue
            if any(isinstance(one.read(f), periods.PeriodToken) for f in ("M", "Q", "H")):
                return one
            told = one.read("Y")
            if whole is None and isinstance(told, periods.PeriodToken):
                whole = one
            # 1-2月 kept as 2 January, 10月 without a year: asked about, not passed over
            asked = () if within else ("BAD_PERIOD",)
            said = one.read("M") if isinstance(told, periods.NotPeriod) else told
            if isinstance(said, periods.NotPeriod) and said.code in (*asked, "PERIOD_NO_YEAR"):
                wrong = wrong or one
    return whole or wrong


def targets(
    names: list[tuple[str, ...]], values: list[Heading], near: Around, lexicon: Lexicon
) -> list[list[Meaning]]:
    """What the values of each kind of row mean in each column."""
    return [_parted(values, _line(row, values, near.meaning, lexicon)) for row in names]


def _parted(values: list[Heading], line: list[Meaning]) -> list[Meaning]:
    """10月 beside 1-10月 of one indicator is the single month."""
    tokens = [h.stated.read("M") if h.stated else None for h in values]
    told = [(t.kind, t.period) if isinstance(t, periods.PeriodToken) else None for t in tokens]
    so_far = {(m.target, t[1]) for m, t in zip(line, told, strict=True) if t and t[0] != "month"}
    parted = []
    for m, t in zip(line, told, strict=True):
        month = t is not None and t[0] == "month" and (m.target, t[1]) in so_far
        if month and m.target and m.target[1] is Measure.YTD and m.signature.basis is None:
            m = replace(m, targets=((m.target[0], Measure.MONTH),))
        parted.append(m)
    return parted


def _line(
    row: tuple[str, ...], values: list[Heading], context: Meaning, lexicon: Lexicon
) -> list[Meaning]:
    found: list[Meaning] = []
    parent: Signature | None = None
    last = -2
    for one in values:
        if one.role != "value":
            found.append(Meaning())
            continue
        if one.index != last + 1 and parent and last >= 0:
            parent = None  # an empty column lies between: another group
        meaning = _meaning((*row, *one.names), parent if not row else None, context, lexicon)
        if meaning.targets and meaning.signature.stem and meaning.by != "around":
            own = meaning.signature
            parent = own if own.kind == "growth" else replace(own, kind="value")
        found.append(meaning)
        last = one.index
    return found


def _meaning(
    path: tuple[str, ...], parent: Signature | None, context: Meaning, lexicon: Lexicon
) -> Meaning:
    own = lexicon.names.read(path, parent)
    if own.target or (own.targets and not own.signature.stem):
        return own
    if own.targets:  # unclear by itself: what stands around may decide
        both = set(own.targets) & set(context.targets)
        return replace(own, targets=tuple(both)) if len(both) == 1 else own
    if own.signature.stem or own.signature.kind == "aside":
        return own
    if context.signature.stem:
        around = lexicon.names.read(path, context.signature)
        if around.target:
            return replace(around, by="around")
    lone = own.signature == Signature("")
    return replace(context, by="around") if lone and context.target else own


def worded(heading: Heading, lexicon: Lexicon) -> bool:
    """Whether a header says anything of its own besides its period."""
    return any(lexicon.says(t) not in (Says.PERIOD, Says.UOM, Says.WORD) for t in heading.names)
