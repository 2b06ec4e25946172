"""The rule editor: a board's rule as fields, its faults by field, what it would have done."""

from typing import Any

import streamlit as st

from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.edition import Edition
from kpi.model.problem import Refused
from kpi.model.rule import Rule, RuleError
from kpi.model.rulefault import FIELDS, told
from kpi.model.wording import AGGREGATES, METHODS, MISSING
from kpi.service import ruleform, start, study
from kpi.service.board import Unknown
from kpi.service.ruleform import Form, ItemForm, ListForm
from kpi.service.study import Change, Preview
from pages.parts import cached, lists, session, tables, views
from pages.parts.study import came_and_went
from pages.parts.tables import Column

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
        left, right = st.columns(2, gap="large")
        with left:
            red = _list(stored.red, rule.red_label, f"{at}_red")
        with right:
            black = _list(stored.black, rule.black_label, f"{at}_black")
        groups = _groups(stored, at)
    filled = Form(items, red, black, **_whole(stored, at), groups=groups)
    _kept(rule)
    return ruleform.plain(filled, rule, catalog)


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


def _groups(stored: Form, at: str) -> dict[str, dict[str, str]]:
    if len(stored.groups) < 2:
        return {g: dict(sides) for g, sides in stored.groups.items()}
    found: dict[str, dict[str, str]] = {}
    for group, sides in stored.groups.items():
        left, right = st.columns(2, gap="large")
        red = left.text_input(
            _("{group} 红榜名额").format(group=group), sides["red"], key=f"{at}_{group}_red"
        )
        black = right.text_input(
            _("{group} 黑榜名额").format(group=group), sides["black"], key=f"{at}_{group}_black"
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


def rehearse(code: str, rule: Rule) -> Preview | None:
    """Findings, the newest board under this rule, and the past periods whose lists would change."""
    try:
        found = study.preview(start.store(), rule, code)
    except RuleError as fault:
        tables.note("notice", told(fault))
        return None
    except Unknown:
        tables.note("info", _("本榜还没有数据，保存后才能试算。"))
        return None
    for finding in found.findings:
        tables.note("notice", finding.text(lambda key: _title(found.edition, key)))
    if not found.findings:
        tables.note("done", _("规则检查没有发现漏洞。"))
    pattern = _("按此规则，过去{n}期中有{changed}期名单会变")
    if not found.changed:
        pattern = _("按此规则，过去{n}期名单都不变")
    told_of = pattern.format(n=len(found.changes), changed=found.changed)
    st.markdown(f"**{told_of}**")
    _changes(found, code)
    _boards(found.edition, code)
    return found


def _title(edition: Edition, key: str) -> str:
    return edition.name(key) if key in edition.catalog.unit else edition.item_name(key)


def _changes(found: Preview, code: str) -> None:
    moved = [c for c in found.changes if c.any]
    if not moved:
        return
    edition = found.edition
    tables.table(
        [_changed(edition, c) for c in moved],
        {
            "period": Column(_("报告期"), pinned=True),
            "red": Column(edition.label("red")),
            "black": Column(edition.label("black")),
        },
        key=f"setup_changes_{code}",
        alt=_("名单会变的各期"),
    )


def _changed(edition: Edition, change: Change) -> dict[str, str]:
    return {
        "period": change.period.label(),
        "red": came_and_went(edition, change.red_in, change.red_out) or _("不变"),
        "black": came_and_went(edition, change.black_in, change.black_out) or _("不变"),
    }


def _boards(edition: Edition, code: str) -> None:
    """The newest period's lists under this rule, group by group."""
    st.caption(_("{period}按此规则试算").format(period=edition.period.label()))
    for n, group in enumerate(edition.groups):
        red, black = edition.red(group), edition.black(group)
        if not (red or black):
            continue
        st.markdown(f"**{tables.plain(group)}**")
        for side, listed in (("red", red), ("black", black)):
            if listed:
                lists.show(
                    views.rows(edition, listed),
                    side,  # type: ignore[arg-type]
                    key=f"setup_{side}_{code}_{n}",
                    title=edition.label(side),
                )


def save(code: str, plain: dict[str, Any]) -> None:
    """Document number and button; a saved rule is a new version, earlier ones stay."""
    seen = cached.catalog().board[code].rule.hash
    at = f"setup_{code}_{session.language()}"
    document = st.text_input(_("依据文件文号（必填）"), key=f"{at}_document")
    note = st.text_input(_("修改说明"), key=f"{at}_note")
    if st.button(_("保存为新版本"), type="primary", key=f"setup_save_{code}"):
        by = session.person().login
        try:
            number = study.save_rule(start.store(), code, plain, by, document, note, seen)
        except RuleError as fault:
            tables.note("notice", told(fault))
        except Refused as refusal:
            tables.note("notice", " ".join(p.text() for p in refusal.problems))
        else:
            st.session_state.setup_saved = _("已保存为第{n}版。").format(n=number)
            st.rerun()
    if saved := st.session_state.pop("setup_saved", None):
        tables.note("done", saved)


def history(code: str) -> None:
    """Every version of the rule: when, by whom, its proof code."""
    with st.expander(_("历次版本")):
        tables.table(
            [
                {
                    "version": v.version,
                    "at": session.local(v.at),
                    "by": v.by,
                    "hash": v.hash[:12],
                }
                for v in study.versions(start.store(), code)
            ],
            {
                "version": Column(_("版本"), 0),
                "at": Column(_("时间")),
                "by": Column(_("保存")),
                "hash": Column(_("规则校验码")),
            },
            key=f"setup_versions_{code}",
            alt=_("历次版本"),
        )
