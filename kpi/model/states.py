"""What is special about a ranking: all equal, a tie over the cut, nothing to compare it with."""

from collections.abc import Iterator

from kpi.i18n import _
from kpi.model.edition import Edition

TIED = frozenset({"tie_cut", "tie_too_wide"})


def states(edition: Edition, group: str | None) -> tuple[str, ...]:
    """A sentence for each thing to know before reading the places; empty for a usual board."""
    return tuple(_states(edition, group))


def _states(edition: Edition, group: str | None) -> Iterator[str]:
    entries = edition.within(group)
    scores = {e.score for e in entries}
    if len(entries) > 1 and len(scores) == 1:
        listed = edition.red(group) or edition.black(group)
        lists = edition.spec.rule.red or edition.spec.rule.black
        text = _("{count}个单位得分相同，不分先后").format(count=len(entries))
        yield text + (_("，不列榜。") if lists and not listed else _("。"))
    else:
        tied = (r for e in entries for r in e.reasons if r.code in TIED)
        yield from dict.fromkeys(edition.said(r) for r in tied)
    known = [edition.marks.get(e.unit, ()) for e in entries]
    if entries and all(len(marks) < 2 for marks in known):
        yield _("没有上一期可比，不列升降。")
