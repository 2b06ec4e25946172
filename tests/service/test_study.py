"""Trying a board otherwise, and saving its rule: the eight units on both databases."""

from dataclasses import replace
from typing import Any

import pytest
from eight_units import CATALOG, SEPTEMBER, TWO, cells

from kpi.model import canon
from kpi.model.catalog import Basis, Catalog, Indicator, Setup
from kpi.model.person import OPERATOR, operator
from kpi.model.problem import Refused
from kpi.model.rule import RuleError, parse
from kpi.model.rulefault import told
from kpi.model.sheet import Facts
from kpi.model.upload import Diff, Plan
from kpi.service import board as boards
from kpi.service import conditions, ruleform, study
from kpi.store import catalog, observations, verify
from kpi.store.engine import Act, Store


@pytest.fixture
def district(store: Store) -> Store:
    """The eight units with September and August in the store."""
    return filled(store, CATALOG)


def filled(store: Store, known: Catalog) -> Store:
    panel = cells().assign(sheet="数据", change="new")
    panel["cell"] = [f"C{n + 2}" for n in range(len(panel))]
    panel["old_id"] = None
    facts = Facts(canon.sha256(b"eight"), "xlsx", 5)
    plan = Plan(b"eight", "八单位.xlsx", facts, panel, (), (), ("2026-09",), Diff())
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(known))
    with store.write("zhangsan", Act.LOAD) as tx:
        observations.write(tx, plan)
    return store


def plain(code: str = "two", **changed: Any) -> dict[str, Any]:
    return CATALOG.board[code].rule.to_json() | changed


def test_other_weights_rank_again_and_say_what_moved(district: Store) -> None:
    """H leads by its growth (60 · 0.889 + 40 = 93.3); by completion alone D does, with 88.0 %."""
    official = boards.drawn(district, "two", SEPTEMBER)
    assert [e.unit for e in (*official.red(), *official.black())] == ["H", "E"]
    tried = study.whatif(district, "two", SEPTEMBER, {"firms.yoy": 0}, OPERATOR)
    assert [e.unit for e in (*tried.red(), *tried.black())] == ["D", "E"]
    assert (tried.state, tried.moved("D")) == ("study", "↑1")


def test_the_same_weights_are_the_official_board(district: Store) -> None:
    own = study.desk(district, "two", SEPTEMBER, OPERATOR)
    tried = study.reweighed(own, {})
    official = boards.drawn(district, "two", SEPTEMBER)
    assert [(e.unit, e.score, e.colour) for e in tried.board.entries] == [
        (e.unit, e.score, e.colour) for e in official.board.entries
    ]


def test_a_trial_stores_nothing(district: Store) -> None:
    version = district.data_version()
    study.whatif(district, "two", SEPTEMBER, {"fai.completion": 1}, OPERATOR)
    study.preview(district, parse(plain(score_decimals=0)), "two", OPERATOR)
    assert district.data_version() == version


def test_no_weight_at_all_is_refused_by_name(district: Store) -> None:
    own = study.desk(district, "two", SEPTEMBER, OPERATOR)
    with pytest.raises(RuleError) as fault:
        study.reweighed(own, {"fai.completion": 0, "firms.yoy": 0})
    assert told(fault.value) == "评分项：权重不能全部为0"


def test_a_desk_knows_what_hangs_on_one_item(district: Store) -> None:
    own = study.desk(district, "two", SEPTEMBER, OPERATOR)
    trials = {t.name: t.colours for t in own.left_out}
    assert (trials["fai.completion"]["H"], trials["firms.yoy"]["D"]) == ("red", "red")
    assert len(own.methods) == 8
    assert all(e.robustness for e in own.edition.within(None))


def test_growth_of_few_cases_carries_the_range_of_chance(district: Store) -> None:
    """H: 96 after 60 is +60 % within 60 ± 51.6; the eight average 12.5 %, A: 7.9 ± 10.5."""
    bands = {b.unit: b for b in study.desk(district, "two", SEPTEMBER, OPERATOR).bands}
    h = bands["H"]
    assert (round(h.growth, 1), round(h.low, 1), round(h.high, 1)) == (60.0, 8.4, 111.6)
    assert h.noise
    assert bands["A"].noise
    assert not bands["E"].small


def test_a_base_below_the_indicators_own_is_small(store: Store) -> None:
    fai = CATALOG.indicators[0]
    firms = Indicator("firms", "新增注册企业", "户", basis=Basis.NOMINAL, decimals=0, min_base=100)
    filled(store, replace(CATALOG, indicators=(fai, firms)))
    bands = study.desk(store, "two", SEPTEMBER, OPERATOR).bands
    assert [b.unit for b in bands if b.small] == ["H"]


def test_a_preview_names_who_comes_and_goes_in_which_period(district: Store) -> None:
    """By growth alone B (−2.3 %) trails, not E (−1.9 %); H leads either way."""
    growth = [{"item": "firms.yoy", "method": "minmax"}]
    found = study.preview(district, parse(plain(items=growth)), "two", OPERATOR)
    assert [str(c.period) for c in found.changes] == ["2026-09", "2026-08", "2025-09"]
    september = found.changes[0]
    assert (september.red_in, september.red_out) == ((), ())
    assert (september.black_in, september.black_out) == (("B",), ("E",))
    assert found.changed == sum(c.any for c in found.changes)
    assert [e.unit for e in found.edition.black()] == ["B"]


def test_the_rule_in_force_changes_no_period(district: Store) -> None:
    assert study.preview(district, CATALOG.board["two"].rule, "two", OPERATOR).changed == 0


def test_a_preview_brings_the_linters_findings(district: Store) -> None:
    found = study.preview(district, CATALOG.board["two"].rule, "two", OPERATOR)
    assert [f.code for f in found.findings] == ["no_gate", "outlier"]


def test_a_board_without_figures_cannot_be_rehearsed(store: Store) -> None:
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(CATALOG))
    with pytest.raises(boards.Unknown):
        study.preview(store, CATALOG.board["two"].rule, "two", OPERATOR)


def test_a_saved_rule_is_a_new_version_with_its_document(district: Store) -> None:
    seen = CATALOG.board["two"].rule.hash
    number = study.save_rule(
        district,
        "two",
        plain(score_decimals=1),
        operator("wangwu"),
        " 云溪发〔2026〕9号 ",
        seen=seen,
    )
    assert number == 2
    rule = boards.known(district).board["two"].rule
    assert (rule.score_decimals, rule.basis, rule.name) == (1, "云溪发〔2026〕9号", TWO.name)
    assert [(v.version, v.by) for v in study.versions(district, "two")] == [
        (2, "wangwu"),
        (1, "admin"),
    ]
    with district.read() as tx:
        assert verify.breaks(tx) == ()


@pytest.mark.parametrize(
    ("changed", "document", "message"),
    [
        ({}, "  ", "依据文件：请填写文号"),
        ({"min_coverage": 2}, "x", "最低覆盖率：应为数字（≥ 0，≤ 1）"),
        ({"red": {"n": -1}}, "x", "红榜的名额：应为整数（≥ 0）"),
        ({"red": {}}, "x", "红榜：名额和条件至少填一项"),
        ({"items": [{"item": "nothing.ytd", "method": "points"}]}, "x", None),
        ({"items": [{"item": "fai.completion", "weight": 0, "method": "points"}]}, "x", None),
    ],
)
def test_a_fault_names_its_field_and_saves_nothing(
    district: Store, changed: dict[str, Any], document: str, message: str | None
) -> None:
    with pytest.raises(RuleError) as fault:
        study.save_rule(district, "two", plain(**changed), operator("wangwu"), document)
    if message:
        assert told(fault.value) == message
    assert len(study.versions(district, "two")) == 1


def test_a_column_that_the_catalog_lacks_is_named(district: Store) -> None:
    with pytest.raises(RuleError) as fault:
        study.save_rule(
            district,
            "two",
            plain(items=[{"item": "nothing.ytd", "method": "points"}]),
            operator("wangwu"),
            "x",
        )
    assert told(fault.value) == "第1项的指标：名录中没有“nothing.ytd”这一列"


def test_the_rule_in_force_is_not_saved_twice(district: Store) -> None:
    study.save_rule(district, "two", plain(score_decimals=1), operator("wangwu"), "x")
    with pytest.raises(RuleError) as fault:
        study.save_rule(district, "two", plain(score_decimals=1), operator("wangwu"), "x")
    assert told(fault.value) == "与现行规则相同，没有保存。"


def test_whoever_was_quicker_is_named(district: Store) -> None:
    seen = CATALOG.board["two"].rule.hash
    study.save_rule(district, "two", plain(score_decimals=1), operator("wangwu"), "x", seen=seen)
    with pytest.raises(Refused, match="wangwu"):
        study.save_rule(
            district, "two", plain(score_decimals=0), operator("zhangsan"), "x", seen=seen
        )


def test_an_unknown_board_has_no_rule_to_save(district: Store) -> None:
    with pytest.raises(boards.Unknown):
        study.save_rule(district, "nonsense", plain(), operator("wangwu"), "x")


def test_a_form_that_nobody_touched_is_the_same_rule() -> None:
    rules = [b.rule for b in CATALOG.boards]
    rules.append(parse(plain(red={"share": 0.2, "fill": True}, groups={"街道": {"red": None}})))
    for rule in rules:
        form = ruleform.form(rule, ("街道",))
        assert parse(ruleform.plain(form, rule, CATALOG)) == rule


def test_a_forms_fields_come_back_as_rule() -> None:
    rule = CATALOG.board["two"].rule
    form = ruleform.form(rule, ("街道",))
    heavier = replace(form.items[0], weight=80.0, params={"target": "progress", "cap": "110"})
    black = replace(form.black, seats="20%", when="固定资产投资.完成率 < 序时进度 - 5\nscore < 60")
    changed = replace(
        form,
        items=(heavier, form.items[1]),
        black=black,
        groups={"街道": {"red": "2", "black": ""}},
    )
    made = parse(ruleform.plain(changed, rule, CATALOG))
    assert (made.items[0].weight, made.items[0].param("cap")) == (80.0, 110.0)
    assert made.black is not None
    assert (made.black.share, made.black.n) == (0.2, None)
    assert conditions.write(made.black.when) == "fai.completion < progress - 5\nscore < 60"
    within = made.within("街道")
    assert within.red is not None
    assert within.red.n == 2


def test_a_new_item_brings_its_printed_decimals_and_an_old_one_keeps_its_block() -> None:
    rule = CATALOG.board["fai"].rule
    form = ruleform.form(rule)
    growth = ruleform.ItemForm("firms.yoy", 2.0, "higher", "bands", {"bands": "10:100，0:80,:60"})
    made = parse(ruleform.plain(replace(form, items=(*form.items, growth)), rule, CATALOG))
    assert dict(made.decimals)["firms.yoy"] == 1
    assert made.item("firms.yoy").param("bands") == ((10.0, 100.0), (0.0, 80.0), (None, 60.0))


@pytest.mark.parametrize("written", ["two", "1.5", "-3"])
def test_seats_that_are_no_number_are_named(written: str) -> None:
    rule = CATALOG.board["two"].rule
    form = ruleform.form(rule)
    with pytest.raises(RuleError) as fault:
        parse(ruleform.plain(replace(form, red=ruleform.ListForm(written)), rule, CATALOG))
    assert told(fault.value).startswith("红榜的名额：应为整数")


def test_a_condition_that_cannot_be_read_is_quoted() -> None:
    with pytest.raises(RuleError) as fault:
        conditions.read("完成率 大于 5", "red.when", CATALOG, ("fai.completion",))
    assert told(fault.value).startswith("红榜的条件：“完成率 大于 5”写法不对")


def test_a_bare_measure_means_the_only_indicator() -> None:
    read = conditions.read("完成率 >= 序时进度", "red.when", CATALOG, ("fai.completion",))
    assert read == [["fai.completion", ">=", {"fact": "progress", "times": 1.0, "plus": 0.0}]]
    with pytest.raises(RuleError):
        conditions.read("完成率 >= 1", "red.when", CATALOG, ("fai.completion", "firms.yoy"))
