"""The rule editor: a board's rule as fields, its faults by field, what it would have done."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.rule import Rule
from kpi.model.rulefault import FIELDS
from kpi.model.wording import AGGREGATES, METHODS, MISSING
from kpi.service import ruleform
from kpi.service.ruleform import Form, ItemForm, ListForm
from pages.parts import cached, session, tables

CHOICES = {
    "ties": {
        "min": N_("取靠前位次"),
        "max": N_("取靠后位次"),
        "average": N_("取平均位次"),
        "dense": N_("位次不跳号"),
    },
    "lower_form": {"mirror": N_("对称折算"), "inverse": N_("反比折算")},
    "ddof": {"0": N_("总体标准差"), "1": N_("样本标准差")},
}
PAIRS = (  # what districts call their two lists
    (N_("红榜"), N_("黑榜")),
    (N_("红榜"), N_("灰榜")),
    (N_("红榜"), N_("黄榜")),
    (N_("先进"), N_("待提升")),
)
OTHER: tuple[str, ...] = ()
CUTS = {"include": N_("并列整体列入"), "exclude": N_("并列整体不列入")}
KEPT = {"veto": N_("一票否决"), "exemptions": N_("豁免"), "blocks": N_("板块")}
KEPT |= {"bonus_range": N_("加减分上下限"), "suspended": N_("本期不排名")}


def editor(code: str) -> dict[str, Any]:
    """The fields of a board's rule; gives the rule as data. Raises RuleError."""
    catalog = cached.catalog()
    rule = catalog.board[code].rule
    names = ruleform.titles(catalog, rule)
    stored = ruleform.form(rule, ruleform.groups(catalog, code))
    at = f"setup_{code}_{rule.hash[:8]}_{session.language()}"
    own = [i.item for i in sorted(stored.items, key=lambda i: -i.weight)]
    chosen = st.multiselect(
        _("评分项"),
        [*own, *(k for k in names if k not in own)],
        own,
        format_func=lambda key: names.get(key, key),
        key=f"{at}_items",
    )
    known = {i.item: i for i in stored.items}
    items = tuple(_item(known.get(key), key, names.get(key, key), f"{at}_{key}") for key in chosen)
    with st.container(border=True):
        called = labels(stored.red_label, stored.black_label, at)
        left, right = st.columns(2, gap="large")
        with left:
            red = _list(stored.red, called[0], f"{at}_red")
        with right:
            black = _list(stored.black, called[1], f"{at}_black")
        groups = _groups(stored, at, called, catalog.said)
    filled = Form(
        items,
        red,
        black,
        **_whole(stored, at),
        groups=groups,
        red_label=called[0],
        black_label=called[1],
    )
    _kept(rule)
    return ruleform.plain(filled, rule, catalog)


def labels(red: str, black: str, at: str, *, still: bool = False) -> tuple[str, str]:
    """What the two lists are called: one of the usual pairs, or names of one's own."""
    own = (red, black)
    pairs = list(dict.fromkeys((*PAIRS, own)))
    pair = st.selectbox(
        _("名单叫法"),
        [*pairs, OTHER],
        pairs.index(own),
        format_func=lambda p: " / ".join(map(_, p)) if p else _("另起名称"),
        key=f"{at}_pair",
        disabled=still,
    )
    if pair:
        return pair
    left, right = st.columns(2)
    return (
        left.text_input(_("表扬的名单"), red, max_chars=8, key=f"{at}_red_label"),
        right.text_input(_("提醒的名单"), black, max_chars=8, key=f"{at}_black_label"),
    )


def _item(stored: ItemForm | None, item: str, name: str, at: str) -> ItemForm:
    """One item: its weight; method, direction and parameters behind one line."""
    own = stored or ItemForm(item, 10.0, "higher", "efficacy", {})
    with st.container(border=True, key=f"{at}_box", gap="small"):
        title, share = st.columns([3, 2], vertical_alignment="center")
        title.markdown(f"**{tables.plain(name)}**")
        weight = share.number_input(
            _("权重"), 0.0, value=own.weight, step=1.0, format="%g", key=f"{at}_w"
        )
        with st.expander(_(METHODS[own.method]), expanded=stored is None):
            two, three = st.columns(2)
            words = list(METHODS)
            method = two.selectbox(
                _("计分方法"),
                words,
                words.index(own.method),
                key=f"{at}_m",
                format_func=lambda word: _(METHODS[word]),
            )
            sides = [d for d in show.DIRECTIONS if d != "none"]
            if own.direction != "target":
                sides.remove("target")
            direction = three.selectbox(
                _("方向"),
                sides,
                sides.index(own.direction),
                key=f"{at}_d",
                format_func=lambda side: _(show.DIRECTIONS[side]),
            )
            values = own.params if method == own.method and own.params else ruleform.params(method)
            given = dict(values)
            asked = [n for n in values if n != "lower_form" or direction == "lower"]
            for start_at in range(0, len(asked), 3):
                for column, field in zip(
                    st.columns(3), asked[start_at : start_at + 3], strict=False
                ):
                    key = f"{at}_{method}_{field}"
                    given[field] = _param(column, field, values[field], key)
    return ItemForm(item, weight, direction, method, given)


def _param(column: Any, name: str, value: str, key: str) -> str:
    label = _(FIELDS[name]) if name in FIELDS else name
    if name in CHOICES:
        words = CHOICES[name]
        return str(
            column.selectbox(
                label,
                list(words),
                list(words).index(value),
                key=key,
                format_func=lambda word: _(words[word]),
            )
        )
    return str(column.text_input(label, value, key=key))


def _list(own: ListForm, label: str, at: str) -> ListForm:
    """Seats and conditions of one list, as text."""
    st.markdown(f"**{tables.plain(_(label))}**")
    seats = st.text_input(_("名额（个数或百分比，空为只看条件）"), own.seats, key=f"{at}_n")
    if own.when is None:
        st.caption(_("条件较复杂，按原样保留；如需修改，请用名录工作簿。"))
        when = None
    else:
        when = st.text_area(
            _("条件（同一行都要满足，各行满足其一）"),
            own.when,
            key=f"{at}_when",
            height=88,
            help="completion >= progress; rank <= 5",
        )
    cuts = list(CUTS)
    cut = st.selectbox(
        _("名额线上并列"),
        cuts,
        cuts.index(own.cut),
        key=f"{at}_cut",
        format_func=lambda word: _(CUTS[word]),
    )
    fill = st.checkbox(_("空出的名额依次递补"), own.fill, key=f"{at}_fill")
    return ListForm(seats, when, cut, fill)


def _groups(
    stored: Form, at: str, called: tuple[str, str], said: Callable[[str], str]
) -> dict[str, dict[str, str]]:
    if len(stored.groups) < 2:
        return {g: dict(sides) for g, sides in stored.groups.items()}
    found: dict[str, dict[str, str]] = {}
    for group, sides in stored.groups.items():
        left, right = st.columns(2, gap="large")
        red = left.text_input(
            _("{group} {label}名额").format(group=said(group), label=_(called[0])),
            sides["red"],
            key=f"{at}_{group}_red",
        )
        black = right.text_input(
            _("{group} {label}名额").format(group=said(group), label=_(called[1])),
            sides["black"],
            key=f"{at}_{group}_black",
        )
        found[group] = {"red": red, "black": black}
    return found


def _whole(stored: Form, at: str) -> dict[str, Any]:
    """What holds for the whole rule: aggregate, missing values, bounds, decimals."""
    with st.container(border=True):
        one, two = st.columns(2)
        sums, gaps = list(AGGREGATES), list(MISSING)
        three = st.columns(4)
        return {
            "aggregate": one.selectbox(
                _("汇总方法"),
                sums,
                sums.index(stored.aggregate),
                key=f"{at}_aggregate",
                format_func=lambda word: _(AGGREGATES[word]),
            ),
            "missing": two.selectbox(
                _("缺报处理"),
                gaps,
                gaps.index(stored.missing),
                key=f"{at}_missing",
                format_func=lambda word: _(MISSING[word]),
            ),
            "min_coverage": three[0].number_input(
                _("最低覆盖率（%）"),
                0.0,
                100.0,
                stored.min_coverage,
                5.0,
                "%g",
                key=f"{at}_coverage",
            ),
            "score_decimals": three[1].number_input(
                _("得分小数位"), 0, 12, stored.score_decimals, key=f"{at}_decimals"
            ),
            "min_group": three[2].number_input(
                _("最少参评数"), 1, 99, stored.min_group, key=f"{at}_min_group"
            ),
            "max_share": three[3].number_input(
                _("上榜上限（%）"), 1.0, 100.0, stored.max_share, 5.0, "%g", key=f"{at}_max_share"
            ),
        }


def _kept(rule: Rule) -> None:
    """Names what the form has no field for: it stays in the rule as it is."""
    own = {"veto": rule.veto, "exemptions": rule.exemptions, "blocks": rule.blocks}
    own |= {"bonus_range": rule.bonus_range, "suspended": rule.suspended}
    names = [_(KEPT[name]) for name, value in own.items() if value]
    if names:
        text = _("规则另有{names}，按原样保留；如需修改，请用名录工作簿。")
        st.caption(text.format(names=_("、").join(names)))
