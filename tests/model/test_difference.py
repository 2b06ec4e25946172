"""What a catalog would change, line by line."""

from dataclasses import replace

from kpi.model.catalog import Alias, BoardSpec, Catalog, Indicator, Setup, Target, Unit
from kpi.model.difference import differences
from kpi.model.rule import parse

RULE = {"items": [{"item": "fai.ytd", "method": "points", "weight": 60}], "red": {"n": 2}}
CATALOG = Catalog(
    units=(Unit("J01", "长安路街道", "街道"), Unit("J02", "望江街道", "街道")),
    indicators=(Indicator("fai", "固定资产投资", "亿元"),),
    boards=(BoardSpec("invest", "投资榜", "M", parse(RULE)),),
    aliases=(Alias("indicator", "固投", "fai"),),
)
STORED = Setup(CATALOG, (Target("J01", "fai", "2026", 60.0),))


def told(given):
    return [(d.kind, d.code, d.how, d.fields) for d in differences(STORED, given)]


def test_the_same_catalog_changes_nothing():
    assert told(STORED) == []


def test_new_and_missing_lines_are_named():
    units = (CATALOG.units[0], Unit("J03", "柳林街道", "街道"))
    assert told(Setup(replace(CATALOG, units=units), STORED.targets)) == [
        ("unit", "J03", "new", ()),
        ("unit", "J02", "missing", ()),
    ]


def test_who_answers_and_the_english_of_a_text_are_differences():
    ours = replace(CATALOG.units[0], sponsor="常务副区长", liaison="J02")
    said = (("街道", "Sub-districts"),)
    given = replace(CATALOG, units=(ours, CATALOG.units[1]), english=said)
    assert told(Setup(given, STORED.targets)) == [
        ("unit", "J01", "changed", (("sponsor", "", "常务副区长"), ("liaison", "", "J02"))),
        ("english", "街道", "new", ()),
    ]
    again = differences(Setup(given), Setup(replace(given, english=(("街道", "Streets"),))))
    assert [(d.name, d.fields) for d in again] == [
        ("Streets", (("english", "Sub-districts", "Streets"),))
    ]


def test_a_changed_field_says_before_and_after():
    moved = replace(CATALOG.units[0], group="镇")
    given = Setup(replace(CATALOG, units=(moved, CATALOG.units[1])), STORED.targets)
    assert told(given) == [("unit", "J01", "changed", (("group", "街道", "镇"),))]


def test_a_second_membership_is_a_change_of_groups():
    twice = (replace(CATALOG.units[0], until="2026-06"), Unit("J01", "长安路街道", "镇"))
    given = Setup(replace(CATALOG, units=(*twice, CATALOG.units[1])), STORED.targets)
    assert told(given) == [("unit", "J01", "changed", (("memberships", "街道", "街道、镇"),))]


def test_a_changed_weight_names_the_item():
    heavier = {**RULE, "items": [RULE["items"][0] | {"weight": 40}]}
    given = replace(CATALOG, boards=(replace(CATALOG.boards[0], rule=parse(heavier)),))
    assert told(Setup(given, STORED.targets)) == [
        ("board", "invest", "changed", (("items", "fai.ytd 60", "fai.ytd 40"),))
    ]


def test_targets_are_new_or_changed_and_never_missing():
    given = (Target("J01", "fai", "2026", 66.0), Target("J02", "fai", "2026", None))
    assert told(Setup(CATALOG, given)) == [
        ("target", "fai 2026", "changed", (("value", "60", "66"),)),
        ("target", "fai 2026", "new", (("value", "", "—"),)),
    ]
    assert told(Setup(CATALOG)) == []
