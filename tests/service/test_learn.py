"""A name learned by a click is read from then on; a doubtful one is refused."""

from datetime import date

import pytest

from kpi.model.catalog import Alias, Catalog, Indicator, Setup, Unit
from kpi.model.person import OPERATOR, operator
from kpi.model.problem import Refused
from kpi.service import learn, upload
from kpi.store import catalog, mappings
from kpi.store.engine import Act, Store

CATALOG = Catalog(
    units=(
        Unit("J01", "云溪街道", "街道", aliases=("云溪",)),
        Unit("J02", "望江街道", "街道"),
        Unit("B01", "发展改革局", "—"),
    ),
    indicators=(Indicator("fai", "固定资产投资", "亿元", lead="B01"),),
    aliases=(Alias("indicator", "固投", "fai"),),
)
FILE = "单位,指标,报告期,数值\n滨江新城,固投,2026年10月,9.8\n云溪街道,固投,2026年10月,3\n".encode()


@pytest.fixture
def district(store: Store) -> Store:
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(CATALOG))
    return store


def codes(store: Store) -> list[str]:
    plan = upload.preview(store, FILE, "十月.csv", OPERATOR, today=date(2026, 11, 21))
    return [p.code for p in plan.problems if p.severity == "error"]


def refused(store: Store, unit: str, alias: str) -> str:
    with pytest.raises(Refused) as said:
        learn.learn_alias(store, unit, alias, operator("zhang"))
    return said.value.problems[0].code


def test_a_learned_name_is_read_in_the_next_preview(district: Store) -> None:
    assert codes(district) == ["UNKNOWN_UNIT"]
    assert learn.learn_alias(district, "J02", " 滨江新城 ", operator("zhang")) is True
    assert codes(district) == []
    with district.read() as tx:
        known = catalog.read(tx).aliases
    assert known == (*CATALOG.aliases, Alias("unit", "滨江新城", "J02"))


def test_a_name_that_is_known_already_changes_nothing(district: Store) -> None:
    before = district.data_version()
    assert learn.learn_alias(district, "J01", "云 溪", operator("zhang")) is False
    assert district.data_version() == before


def test_a_name_of_another_unit_is_refused(district: Store) -> None:
    learn.learn_alias(district, "J02", "滨江新城", operator("zhang"))
    before = district.data_version()
    assert refused(district, "J01", "滨江新城") == "ALIAS_CLASH"
    assert refused(district, "J02", "云溪街道办事处") == "ALIAS_CLASH"
    assert district.data_version() == before


@pytest.mark.parametrize(
    "word", ["合计", "2026年10月", "固定资产投资", "12.5", "—", " ", "名" * 61]
)
def test_a_word_that_says_something_else_is_no_name(district: Store, word: str) -> None:
    assert refused(district, "J01", word) == "CATALOG_VALUE"


def test_a_unit_that_does_not_exist_learns_no_name(district: Store) -> None:
    assert refused(district, "J99", "滨江新城") == "CATALOG_REFERENCE"


def test_an_import_without_the_learned_name_keeps_it(district: Store) -> None:
    learn.learn_alias(district, "J02", "滨江新城", operator("zhang"))
    with district.write("admin", Act.CATALOG) as tx:
        receipt = catalog.write(tx, Setup(CATALOG))
    assert receipt.missing == (("alias", "unit 滨江新城"),)
    assert codes(district) == []


def test_the_meaning_of_columns_is_remembered_or_refused_as_a_whole(district: Store) -> None:
    layout, fai, place = "c" * 64, ("投资", "累计"), ("单位",)
    told = {fai: "fai.ytd", place: "unit"}
    assert learn.confirm_columns(district, layout, told, operator("zhang")) == 2
    with pytest.raises(Refused):
        learn.confirm_columns(district, layout, {fai: "ignore", place: "fai.best"}, operator("li"))
    with district.read() as tx:
        found = mappings.recall(tx, layout)
    assert {path: (one.target, one.by) for path, one in found.items()} == {
        fai: ("fai.ytd", "zhang"),
        place: ("unit", "zhang"),
    }
