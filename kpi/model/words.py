"""The bulletin's sentences by rule: numbers, places, dates; no adjectives, no causes.

A sentence is a key and its numbers. Its place, like `black_plan.J08.fai`, never changes while the
edition stands, so that a person may word that one sentence anew before signing (`Paper.words`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kpi.i18n import N_, _
from kpi.model import show

PATTERNS = {
    "ranked": N_("{group}共{units}个单位，{ranked}个参加排名。"),
    "listed": N_("列入{red_label}{red}个、{black_label}{black}个。"),
    "unlisted": N_("本期不列榜。"),
    "mean": N_("{what}平均{mean}，最高{high}（{first}），最低{low}（{last}）。"),
    "equal": N_("{what}均为{mean}。"),
    "reached": N_("{item}达到序时进度的{reached}个，未达到的{behind}个。"),
    "moved": N_("位次较上期上升{up}个、下降{down}个、不变{same}个。"),
    "names": N_("{label}{count}个：{names}。"),
    "nobody": N_("本期无单位列入{label}。"),
    "red": N_("{name}（{place}，{score}）：{reason}"),
    "red_again": N_("{name}（{place}，{score}，{streak}）：{reason}"),
    "black": N_("{name}（{place}，{score}）：{reason}"),
    "black_again": N_("{name}（{place}，{score}，{streak}）：{reason}"),
    "black_line": N_("距脱离{label}的得分线{points}。"),
    "black_plan": N_("{item}到序时进度（{progress}）还差{amount}。"),
    "black_next": N_("到{period}底（{progress}）还需完成{amount}。"),
    "black_need": N_("完成年度目标{target}，今后{months}个月月均需完成{amount}。"),
    "black_post": N_("牵头部门：{lead}，责任领导：{post}。"),
    "black_lead": N_("牵头部门：{lead}。"),
    "black_said": N_("情况说明：{text}"),
    "apart": N_("{name}：{reason}"),
    "not_reported": N_("{item}未报：{names}。"),
    "not_applicable": N_("{item}不适用：{names}。"),
    "all_in": N_("各单位各项指标均已报送。"),
    "reply_days": N_(
        "列入{label}的单位于本通报印发之日起{days}个工作日内（{date}前）报送情况说明。"
    ),
    "reply_date": N_("列入{label}的单位于{date}前报送情况说明。"),
    "reply_count": N_("列入{label}的单位于本通报印发之日起{days}个工作日内报送情况说明。"),
    "report_by": N_("未报指标的单位于{date}前补报。"),
}
SECTIONS = {
    "overall": N_("总体情况"),
    "red": N_("红榜情况"),
    "black": N_("黑榜情况"),
    "apart": N_("未报与不适用"),
    "requests": N_("有关要求"),
}
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: a key of PATTERNS, the texts that fill it, whom or what it is about.

    `edited` is the wording of a person, in place of the rule's.
    """

    key: str
    numbers: tuple[tuple[str, str], ...] = ()
    of: str = ""
    edited: str = ""

    @property
    def place(self) -> str:
        """Where it stands: black_plan.J08.fai."""
        return settled(f"{self.key}.{self.of}" if self.of else self.key)

    def text(self) -> str:
        """The sentence in the reader's language; the edited wording stays as it was written."""
        said = self.edited or _(PATTERNS[self.key]).format(**dict(self.numbers))
        return show.plain(said)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that follow one another; `name` is a group or a unit, empty for the whole board."""

    name: str
    sentences: tuple[Sentence, ...]

    def text(self) -> str:
        """The paragraph as it is printed."""
        glue = "" if _("。") == "。" else " "
        return glue.join(s.text() for s in self.sentences)


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the bulletin with its paragraphs."""

    key: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def title(self) -> str:
        """总体情况, 红榜情况 …"""
        return _(SECTIONS[self.key])


def settled(place: str) -> str:
    """A place without what may come and go beside a unit: whether its list is new to it or not,
    what is said of its standing has one place, black.J08.
    """
    key, dot, of = place.partition(".")
    return key.removesuffix("_again") + dot + of


def sentence(key: str, of: str = "", **numbers: str) -> Sentence:
    """A sentence from its numbers, as printed."""
    return Sentence(key, tuple(numbers.items()), of)


def numbers(text: str) -> Iterator[str]:
    """The numbers that stand in a text, without thousands commas: 1,234.50 is 1234.50."""
    return (found.replace(",", "") for found in _NUMBER.findall(text))
