"""Which indicator and measure a header means: 固投累计同比, 固定资产投资 | 同比, 社零(1-10月)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kpi.intake.words import periods
from kpi.intake.words.tokens import plain, uom
from kpi.intake.words.wording import all_measure_words
from kpi.model.catalog import Catalog, Indicator
from kpi.model.measure import STORED, Measure

Target = tuple[str, Measure]

_GROWTH = "growth"
_VALUE = "value"
_BASES = (Measure.MONTH, Measure.YTD, Measure.LEVEL)
_OTHER = {Measure.TARGET, Measure.STRETCH, Measure.RANK}


@dataclass(frozen=True, slots=True)
class Signature:
    """A header in parts: what is left of the name, of what it counts, and what is said of it.

    `kind` is value, growth, target, stretch, rank, `growth rank` for the place by growth, or
    aside for what is never stored (完成率).
    """

    stem: str
    basis: Measure | None = None
    kind: str = _VALUE


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header path means: `targets` holds one where it is clear, several where it is not."""

    targets: tuple[Target, ...] = ()
    by: str = ""  # exact, alias, context
    signature: Signature = Signature("")

    @property
    def target(self) -> Target | None:
        """The one target, if it is clear."""
        return self.targets[0] if len(self.targets) == 1 else None


def signature(text: str) -> Signature:
    """The parts of a header text or joined path, without periods and 计量单位."""
    meant, rest = all_measure_words(text)
    stem, said = _bare(rest), set(meant)
    if (grown := _GROWN.fullmatch(stem)) and Measure.YOY not in said:
        stem, said = grown[1], said | {Measure.YOY}
    basis = next((b for b in _BASES if b in said), None)
    if said - set(_BASES) - _OTHER - {Measure.YOY}:
        return Signature(stem, basis, "aside")
    kind = next(
        (str(m) for m in (Measure.STRETCH, Measure.TARGET, Measure.RANK) if m in said), None
    )
    return Signature(stem, basis, kind or (_GROWTH if Measure.YOY in said else _VALUE))


class Names:
    """Every name of every indicator, whole and in parts, and what it stands for."""

    def __init__(self, catalog: Catalog) -> None:
        self._exact: dict[str, Target] = {}
        self._plain: set[str] = set()
        self._signed: dict[Signature, list[set[Target]]] = {}
        self._seen: dict[tuple[tuple[str, ...], Signature | None], Meaning] = {}
        said = [
            (one, name, first) for one in catalog.indicators for name, first in _names(one, catalog)
        ]
        for one, name, first in said:
            self._exact.setdefault(_bare(name), (one.code, one.measure))
            if first:
                self._plain.add(_bare(name))
        for alias in catalog.aliases:
            code, _, measure = alias.code.partition(".")
            if alias.kind == "indicator" and code in catalog.indicator and measure in STORED:
                self._exact[_bare(alias.alias)] = (code, Measure(measure))
        own = [(one, signature(_loose(name))) for one, name, _ in said]
        for one, sign in own:
            self._sign(0, sign, (one.code, one.measure))
            self._own(one, sign)
            if one.measure is Measure.YOY and sign.kind == _VALUE:  # 规上工业增加值 | 同比
                grown = replace(sign, kind=_GROWTH)
                self._sign(1, grown, (one.code, one.measure))
                self._own(one, grown)
        for one, sign in own:
            self._derived(one, sign)
        self._begins = {s.stem[:2] for s in self._signed if s.stem}
        self.stems = sorted(
            {s.stem for s in self._signed if len(s.stem) > 1}, key=lambda s: (-len(s), s)
        )

    def _sign(self, rank: int, sign: Signature, target: Target) -> None:
        self._signed.setdefault(sign, [set() for _ in range(5)])[rank].add(target)

    def _own(self, one: Indicator, sign: Signature) -> None:
        """固定资产投资累计 is also what 固定资产投资 means, while nothing else claims that."""
        basis = _basis(one)
        target = (one.code, one.measure)
        if sign.basis is None:
            self._sign(1, replace(sign, basis=basis), target)
        elif sign.basis is basis:
            self._sign(2, replace(sign, basis=None), target)

    def _derived(self, one: Indicator, sign: Signature) -> None:
        """Further measures of an indicator: its growth, target, place; another basis of a value."""
        basis = _basis(one)
        grown = one.measure is Measure.YOY
        if sign.kind == _VALUE and not grown:
            for other in _BASES:
                if other is not basis:
                    self._sign(3, replace(sign, basis=other), (one.code, other))
        for b in {None, basis}:
            growth = Signature(sign.stem, b, _GROWTH)
            if not grown and not self._claimed(growth):
                self._sign(3, growth, (one.code, Measure.YOY))
            for kind in _OTHER:
                self._sign(4 if grown else 3, Signature(sign.stem, b, str(kind)), (one.code, kind))
                if grown:
                    by_growth = Signature(sign.stem, b, f"{_GROWTH} {kind}")
                    self._sign(3, by_growth, (one.code, kind))

    def may_name(self, text: str) -> bool:
        """Whether a text, spaces taken out, holds the beginning of a name or a measure word."""
        return bool(_MEASURED.search(text)) or any(
            text[i : i + 2] in self._begins or text[i] in self._begins for i in range(len(text))
        )

    def _claimed(self, sign: Signature) -> bool:
        ranked = self._signed.get(sign)
        return bool(ranked and any(ranked[:3]))

    def look_up(self, sign: Signature) -> tuple[Target, ...]:
        """The targets of one signature: those that claim it most directly."""
        ranked = self._signed.get(sign, [])
        return tuple(sorted(next((r for r in ranked if r), set())))

    def read(self, path: Iterable[str], parent: Signature | None = None) -> Meaning:
        """What a header path means; `parent` is the indicator that lone measure words belong to."""
        key = (tuple(path), parent)
        if key not in self._seen:
            self._seen[key] = self._read(*key)
        return self._seen[key]

    def _read(self, path: tuple[str, ...], parent: Signature | None) -> Meaning:
        loose = dict.fromkeys(_loose(text) for text in path)
        pieces = [p for p in loose if p and not _NEUTRAL.fullmatch(p) and not uom(p)]
        so_far = any(_cumulative(text) for text in path)
        for start in range(len(pieces)):
            whole = "".join(pieces[start:])
            sign, bare = signature(whole), _bare(whole)
            to_date = replace(sign, basis=Measure.YTD)
            if so_far and sign.basis is None and (found := self.look_up(to_date)):
                return Meaning(found, "alias", to_date)  # 新增企业 | 1-10月 is the year so far
            if target := self._exact.get(bare):
                return Meaning((target,), "exact" if bare in self._plain else "alias", sign)
            if found := self.look_up(sign):
                return Meaning(found, "alias", sign)
        sign = signature("".join(pieces))
        if not sign.stem and parent and (pieces or so_far):
            return self._context(sign, parent, so_far)
        return Meaning((), "", sign)

    def _context(self, sign: Signature, parent: Signature, so_far: bool) -> Meaning:
        bases = (sign.basis,) if sign.basis else (parent.basis, None)
        kind = sign.kind if sign.kind != _VALUE or sign.basis else parent.kind
        if so_far and bases == (None, None):
            bases = (Measure.YTD, None)
        if parent.kind == _GROWTH and kind == Measure.RANK:
            kind = f"{_GROWTH} {kind}"  # 同比 | 位次: the place by growth
        for basis in bases:
            here = Signature(parent.stem, basis, kind)
            if (found := self.look_up(here)) and (
                sign.basis or basis is None or self._claimed(here) or kind != _VALUE
            ):
                return Meaning(found, "context", here)
        return Meaning((), "", replace(sign, kind="aside") if " " in kind else sign)

    def within(self, title: str) -> Meaning:
        """The indicator that a title or sheet name speaks of: 2026年固投累计完成情况."""
        bare = _loose(title)
        for text in (bare, bare.partition("(")[0]):
            whole = self.read((text,))
            if whole.targets:
                return whole
        sign = signature(bare)
        for stem in self.stems:
            at = sign.stem.find(stem)
            if at < 0 or not _apart(sign.stem[:at], sign.stem[at + len(stem) :]):
                continue
            here = replace(sign, stem=stem)
            so_far = replace(here, basis=Measure.YTD)
            if here.basis is None and _cumulative(title) and self._claimed(so_far):
                here = so_far
            if found := self.look_up(here):
                return Meaning(found, "context", here)
        return Meaning((), "", sign)

    def narrowed(self, meanings: Iterable[Meaning]) -> Meaning:
        """The first clear meaning among several places, an unclear one narrowed by the others."""
        known = [m for m in meanings if m.targets]
        for one in known:
            left = set(one.targets)
            for other in known:
                if left & set(other.targets):
                    left &= set(other.targets)
            if len(left) == 1:
                return replace(one, targets=tuple(left))
        return known[0] if known else Meaning()


def _names(one: Indicator, catalog: Catalog) -> Iterator[tuple[str, bool]]:
    yield one.name, True
    for name in dict.fromkeys((one.code, one.name_en, *one.aliases)):
        if name:
            yield name, False
    for alias in catalog.aliases:
        if alias.kind == "indicator" and alias.code == one.code:
            yield alias.alias, False


def _basis(one: Indicator) -> Measure:
    if one.measure is Measure.YOY:
        return Measure.MONTH if one.monthly_growth else Measure.YTD
    return one.measure


def _cumulative(text: str) -> bool:
    return any(
        isinstance(p, periods.PeriodToken) and p.kind == "cumulative"
        for p in periods.periods_in(text, "M", year=2000)
    )


def _loose(text: str) -> str:
    """Without spaces, periods, codes and stated 计量单位; (%) stays, for 增长(%) is growth."""
    bare = _N_MONTHS.sub("累计", plain(text[:200]))
    bare = _LEAD.sub("", periods.without(_BRACKET.sub(_keep, bare)), count=1)
    return bare.strip(_EDGES)


def _bare(text: str) -> str:
    """Normal form of an indicator's name, for looking it up whole."""
    return _PERCENT.sub("", _loose(text)).strip(_EDGES)


def _keep(found: re.Match[str]) -> str:
    """A bracket without its 计量单位: （当月，单位：户） is (当月)."""
    pieces = [p for p in _COMMA.split(found[1]) if not _is_uom(p)]
    return f"({'、'.join(pieces)})" if pieces else ""


def _is_uom(piece: str) -> bool:
    given = _LABEL.sub("", piece)
    return not given or (given != "%" and uom(given) is not None and uom(given) is not uom("%"))


_MEASURED = re.compile(
    "同比|环比|[比较与]|增|位次|排名|名次|计|当月|本月|期|时点|余额|目标|任务|完成|进度|年初|%|±"
)
_N_MONTHS = re.compile(r"1[-—–~至]N月(?:份)?", re.IGNORECASE)
_BRACKET = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_COMMA = re.compile(r"[,;、/]")
_LABEL = re.compile(r"^(?:计量)?单位:?")
_LEAD = re.compile(
    r"^(?:[A-Za-z]{1,3}[0-9]{1,6}[-_.、:]|[0-9]{1,3}[.、:]|[一二三四五六七八九十]{1,3}、"
    r"|\([0-9一二三四五六七八九十]{1,3}\)|其中:|#)"
)
_PERCENT = re.compile(r"\((?:±|\+-)?%\)|[±%‰]+$")
_EDGES = ":、,;-_/|· "
_GROWN = re.compile(r"(.*?)(?:同比)?(?:增长|增减|增幅|±)")
_NEUTRAL = re.compile(  # words of a value column that name nothing
    "(?:指标|实际|完成|统计|数据|本期|绝对)?(?:值|数|数值|数据|数量|额)|完成(?:情况)?|实际完成|实绩"
    "|总量|绝对量|本期|value",
    re.IGNORECASE,
)


def _apart(before: str, after: str) -> bool:
    """Whether a stem stands on its own inside a title: 工业固投 is not 固投, 全区固投情况 is."""
    return bool(_BEFORE.search(before)) and bool(_AFTER.match(after))


_BEFORE = re.compile(r"(?:^|[区县市镇乡道村全各年月度日位:,、()\-_·])$")
_AFTER = re.compile(r"$|[完情统一进数排通汇明表月指任考简台报:,;、及和等的()\-_·]")
