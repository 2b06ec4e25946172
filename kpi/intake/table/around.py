"""What stands around a table: title, lines above it, sheet name, file name, and the form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kpi.intake.table.layout import Area, Face, Says
from kpi.intake.table.lexicon import Lexicon, line
from kpi.intake.table.mapping import Stated, Uom
from kpi.intake.words import periods, tokens
from kpi.intake.words.names import Meaning
from kpi.model.period import Period
from kpi.model.sheet import CellRef

_UOM_KEYS = ("单位", "计量单位")
_UNIT_KEYS = (
    *("地区", "区域", "单位名称", "单位", "填报单位", "报送单位"),
    *("综合机关名称", "单位详细名称", "填报单位名称", "报送单位名称"),
)
_PERIOD_KEYS = ("统计期", "统计时间", "报告期", "期间", "月份", "所属期", "时间")
_DATED = re.compile(r"(?:填报|报送|制表|上报|填表|打印|导出|生成)(?:日期|时间)?")
_WIDE = re.compile(r"\s{2,}|\u3000")  # what stands between two statements in one cell
_TITLE = 60  # characters
_PLACE = re.compile(r"(?:[^()]{1,8}[省市区县州])?")
_PARTS = frozenset("各所下辖等及和、与(")  # 望江街道各社区 is about others
_NAME_NOISE = re.compile(r"[_\s()（）\[\]【】.+-]+")


@dataclass(frozen=True, slots=True)
class Around:
    """The context of one table: periods by trust; what indicator, unit and 计量单位 are stated."""

    periods: tuple[Stated, ...] = ()
    year: int | None = None
    meaning: Meaning = field(default_factory=Meaning)
    unit: tuple[str, CellRef | None, str] | None = None  # code, where, as given
    uom: Uom | None = None
    title: tuple[str, CellRef] | None = None


def around(
    seen: Face, area: Area, first: Area, lexicon: Lexicon, name: str, hint: Period | None
) -> Around:
    """The context of `area`; a sheet's `first` table lends its lines to the tables below it."""
    own = _texts(seen, area.above)
    shared = _texts(seen, first.above) if first is not area else []
    file = name.rpartition(".")[0] or name
    sheet = seen.sheet.name
    title = next((one for one in own or shared if not line(one[0])), None)
    stated = _stated([*own, *shared], sheet, file, hint, title)
    return Around(
        stated[0],
        stated[1],
        _meaning(lexicon, [*own, *shared], sheet, file),
        _unit(lexicon, [*own, *shared], sheet),
        _uom([*own, *shared]),
        title,
    )


def _texts(seen: Face, rows: tuple[int, ...]) -> list[tuple[str, CellRef]]:
    """Texts above a table, row by row; a key and its value in the next cell are one line."""
    found: list[tuple[str, CellRef]] = []
    for r in rows:
        filled = [cell for cell in seen.sheet.row(r) if cell.text.strip()]
        i = 0
        while i < len(filled):
            text, ref = filled[i].text.strip(), filled[i].ref
            if text[-1] in ":：" and i + 1 < len(filled):
                i += 1
                text += filled[i].text.strip()
            if seen.says[r, ref.column] != Says.NOTE:
                found.append((text, ref))
            i += 1
    return found


def _stated(
    above: list[tuple[str, CellRef]],
    sheet: str,
    file: str,
    hint: Period | None,
    title: tuple[str, CellRef] | None,
) -> tuple[tuple[Stated, ...], int | None]:
    places: list[Stated] = [Stated(sheet, "sheet", None, None, True)]
    for text, ref in above:
        known = line(text)
        if known and known.key in _UNIT_KEYS:  # 综合机关名称：望江街道　　2026年10月
            beside = _WIDE.split(known.value)[1:]
            places += [Stated(piece, "line", ref, None, True) for piece in beside if piece]
        if _DATED.search(text[:12]) or (known and known.key not in _PERIOD_KEYS):
            continue
        place = "title" if title and ref == title[1] else "line"
        if known:
            places.append(Stated(known.value, "line", ref, None, True))
        else:
            places.append(Stated(text, place, ref, None, True))
    places.append(Stated(file, "file", None, None, True))
    years = [periods.year_in(str(one.text)) for one in places]
    year = next((y for y in years if y), None) or (hint.year if hint else None)
    known_year = [replace(one, year=year) for one in places]
    kept = [one for one in known_year if _speaks(one)]
    if hint:
        kept.append(Stated(str(hint), "form"))
    return tuple(kept), year


def _speaks(one: Stated) -> bool:
    """Whether a place states a period: a year alone in a file name only as 2026年."""
    if any(isinstance(one.read(freq), periods.PeriodToken) for freq in ("M", "Q", "H")):
        return True
    if one.place == "file" and "年" not in str(one.text):
        return False
    stated = [one.read(freq) for freq in ("M", "Y")]
    return any(isinstance(s, periods.PeriodToken) for s in stated) or (
        one.place != "file"
        and any(isinstance(s, periods.NotPeriod) and s.code == "PERIOD_NO_YEAR" for s in stated)
    )


def _meaning(lexicon: Lexicon, above: list[tuple[str, CellRef]], sheet: str, file: str) -> Meaning:
    stated = [known.value for text, _ in above if (known := line(text)) and known.key == "指标"]
    titles = [text for text, _ in above if not line(text)]
    names = lexicon.names
    found = [names.read((text,)) for text in stated]
    found += [names.within(text) for text in (sheet, *titles)]
    found += [names.within(piece) for piece in (file, *_NAME_NOISE.split(file)) if len(piece) > 1]
    return names.narrowed(found)


def _unit(
    lexicon: Lexicon, above: list[tuple[str, CellRef]], sheet: str
) -> tuple[str, CellRef | None, str] | None:
    if code := lexicon.unit(sheet):
        return code, None, sheet
    for text, ref in above:
        known = line(text)
        given = known.value if known and known.key in _UNIT_KEYS else text
        given = re.sub(r"[(（]盖?章[)）]$", "", given)
        for piece in (given, *_WIDE.split(given)):
            if code := lexicon.unit(piece):
                return code, ref, piece
    return next(_titled(lexicon, above), None)


def _titled(
    lexicon: Lexicon, above: list[tuple[str, CellRef]]
) -> Iterator[tuple[str, CellRef | None, str]]:
    """The one unit that a title begins with: 望江街道2026年10月主要指标, 云溪区望江街道月报."""
    for text, ref in above:
        bare = periods.without(text)
        names = {u.code: u.name for u in lexicon.catalog.units if tokens.plain(u.name) in bare}
        if line(text) or len(names) != 1 or len(text) > _TITLE:
            continue
        [(code, name)] = names.items()
        before, _, after = bare.partition(tokens.plain(name))
        if _PLACE.fullmatch(before) and after[:1] not in _PARTS:
            yield code, ref, text


def _uom(above: list[tuple[str, CellRef]]) -> Uom | None:
    for text, ref in above:
        known = line(text)
        if known and known.key in _UOM_KEYS and (words := tokens.uom_in(text)):
            return Uom(words, ref)
    for text, ref in above:
        known = line(text)
        if (not known or known.key == "指标") and (words := tokens.uom_in(text)):
            return Uom(words, ref)
    return None
