"""Texts of the catalog in the reader's language, and who is behind a code."""

from kpi.i18n import speaking
from kpi.model import snapshot
from kpi.model.catalog import BoardSpec, Catalog, Indicator, Unit
from kpi.model.period import Period
from kpi.model.rule import parse

RULE = parse({"code": "invest", "items": [{"item": "fai.ytd", "method": "points"}]})
SPEC = BoardSpec("invest", "投资榜", "M", RULE)
PLAIN = Unit("J01", "长安路街道", "街道")
OURS = Unit(
    "J01", "长安路街道", "街道", sponsor="常务副区长", liaison="B01", inspection="第一督查组"
)
OFFICES = (
    Unit("B01", "区发展和改革局", "—", name_en="Development Bureau"),
    Unit("B02", "区商务局", "—"),
)
KNOWN = Catalog(
    (OURS, *OFFICES),
    (Indicator("fai", "固定资产投资", "亿元", lead="B02"),),
    (SPEC,),
    english=(("街道", "Sub-districts"), ("常务副区长", "Executive deputy head")),
)


def test_a_text_is_said_in_english_where_the_catalog_has_it() -> None:
    assert KNOWN.said("街道", "en") == "Sub-districts"
    assert KNOWN.said("街道", "zh") == "街道"
    assert KNOWN.said("第一督查组", "en") == "第一督查组"
    with speaking("en"):
        assert KNOWN.said("常务副区长") == "Executive deputy head"
    assert KNOWN.said("常务副区长") == "常务副区长"


def test_an_office_is_named_by_its_code_and_free_text_stays() -> None:
    assert KNOWN.office("B01", "en") == "Development Bureau"
    assert KNOWN.office("B02", "en") == "区商务局"
    assert KNOWN.office("B01", "zh") == "区发展和改革局"
    assert KNOWN.office("园区联络站") == "园区联络站"
    assert KNOWN.office("") == ""


def test_a_seal_carries_who_answers_and_the_english() -> None:
    part = snapshot.catalog_part(SPEC, KNOWN, Period.parse("2026-10"))
    assert [u.code for u in part.units] == ["J01", "B01", "B02"]  # liaison and lead are named
    _spec, back = snapshot.catalog_of(snapshot.catalog_plain(part), RULE.to_json())
    assert back == part


def test_a_catalog_that_says_nothing_new_is_sealed_as_it_always_was() -> None:
    old = Catalog((PLAIN,), (), (SPEC,))
    plain = snapshot.catalog_plain(snapshot.catalog_part(SPEC, old, Period.parse("2026-10")))
    assert set(plain) == {"board", "units", "indicators"}
    assert [*plain["units"][0]] == [
        *("code", "name", "group", "level", "name_en", "aliases", "since", "until", "note"),
    ]


def test_an_edition_of_an_older_catalog_is_read_with_nobody_named() -> None:
    plain = snapshot.catalog_plain(Catalog((PLAIN,), (), (SPEC,)))
    _spec, back = snapshot.catalog_of(plain, RULE.to_json())
    assert (back.units, back.english) == ((PLAIN,), ())
