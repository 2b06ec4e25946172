"""Who answers for what, out of the catalog."""

from dataclasses import replace

from kpi.i18n import speaking
from kpi.model.catalog import Catalog, Indicator, Unit
from kpi.model.duty import Duty, duties, label

STREET = Unit(
    "J01", "云溪街道", "街道", sponsor="常务副区长", liaison="B01", inspection="第一督查组"
)
TOWN = Unit("J02", "望江镇", "镇", sponsor="分管商务副区长", liaison="园区联络站")
OFFICE = Unit("B01", "区发展和改革局", "—", name_en="Development Bureau", sponsor="常务副区长")
KNOWN = Catalog(
    (STREET, TOWN, OFFICE),
    (
        Indicator("retail", "社会消费品零售总额", "亿元", lead="B01", sponsor="分管商务副区长"),
        Indicator("fai", "固定资产投资", "亿元", lead="B01"),
    ),
    english=(("常务副区长", "Executive deputy head"),),
)


def test_a_field_is_named_by_way_and_holder_in_the_order_of_the_catalog() -> None:
    assert duties(KNOWN) == (
        Duty("sponsor", "分管商务副区长", ("J02",), ("retail",)),
        Duty("sponsor", "常务副区长", ("J01",)),  # an office that is never ranked is no unit of it
        Duty("lead", "B01", ("J01",), ("retail", "fai")),  # leads two, is the liaison of one
        Duty("inspection", "第一督查组", ("J01",)),
    )
    assert [d.code for d in duties(KNOWN)][1:3] == ["sponsor:常务副区长", "lead:B01"]


def test_free_text_of_a_liaison_has_no_field() -> None:
    assert not [d for d in duties(KNOWN) if d.who == "园区联络站"]


def test_of_several_memberships_the_newest_says_who_answers() -> None:
    before = replace(STREET, until="2025-12", sponsor="分管商务副区长")
    now = replace(STREET, since="2026-01")
    found = {d.code: d.units for d in duties(Catalog((before, now)))}
    assert found["sponsor:常务副区长"] == ("J01",)
    assert "sponsor:分管商务副区长" not in found


def test_a_catalog_that_names_nobody_has_no_fields() -> None:
    assert duties(Catalog((Unit("J01", "云溪街道", "街道"),))) == ()


def test_a_field_is_called_in_the_readers_language() -> None:
    post, office = duties(KNOWN)[1:3]
    assert (label(KNOWN, post), label(KNOWN, office)) == ("包抓 常务副区长", "牵头 区发展和改革局")
    with speaking("en"):
        assert label(KNOWN, post).endswith(" Executive deputy head")
        assert label(KNOWN, office).endswith(" Development Bureau")
