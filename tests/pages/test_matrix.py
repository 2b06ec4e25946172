"""对比矩阵 on the sample district: what a cell shows, the order, the links, what a reader sees."""

import json
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from kpi.model.show import NO_BREAK

Open = Any
ECONOMY = {"board": "economy", "period": "2026-10", "group": "街道"}


def told(seen: Any) -> dict[str, Any]:
    """What the browser gets of the matrix."""
    sent = (json.loads(e.proto.json) for e in seen.at.get("bidi_component"))
    return next(e for e in sent if e.get("form") == "matrix")


def choose(seen: Any, key: str, code: str) -> Any:
    widget = next(w for w in seen.at.get("button_group") if w.key.startswith(key))
    widget.set_value(code)
    return seen.run()


def test_the_matrix_has_a_line_per_unit_and_a_column_per_item(opened: Open) -> None:
    data = told(opened("matrix", **ECONOMY))
    assert [row["code"] for row in data["rows"]][:1] == ["J01"]
    assert len(data["rows"]) == 8
    kinds = [head["kind"] for head in data["heads"]]
    assert kinds == ["rank", "name", *["heat"] * 6, "score"]
    assert {len(row["cells"]) for row in data["rows"]} == {9}


def test_the_headline_is_the_finding_and_the_tables_caption(opened: Open) -> None:
    seen = opened("matrix", **ECONOMY)
    assert seen.at.title[0].value == told(seen)["caption"]
    assert "街道" in seen.at.title[0].value


def test_what_a_cell_shows_rides_in_the_url(opened: Open) -> None:
    seen = opened("matrix", **ECONOMY)
    assert (seen.url["cell"], seen.table("matrix")["J08"][2]) == ("rank", "8")
    shown = {
        kind: choose(seen, "cell", kind).table("matrix")["J08"][2]
        for kind in ("value", "completion", "score")
    }
    assert shown == {"value": "7.06", "completion": "70.6", "score": "84.75"}
    assert seen.url["cell"] == "score"


def test_a_link_gives_the_order_of_an_item(opened: Open) -> None:
    seen = opened("matrix", **ECONOMY, sort="industry_va.yoy")
    places = [cells[3] for cells in seen.table("matrix").values()]
    assert [p.rstrip("=") for p in places[:-1]] == sorted(p.rstrip("=") for p in places[:-1])
    assert places[-1] == "—"  # 南湖街道 has no industry above the size
    assert told(seen)["sort"] == "industry_va.yoy"


def test_an_unknown_order_is_named_and_the_boards_own_is_shown(opened: Open) -> None:
    seen = opened("matrix", **ECONOMY, sort="gone", cell="nonsense")
    assert seen.text.replace("\\", "").count("链接中的") == 2
    assert next(iter(seen.table("matrix"))) == "J01"


def test_links_lead_to_the_unit_the_item_and_the_cell(opened: Open) -> None:
    data = told(opened("matrix", **ECONOMY, drawer="J08"))
    row, head = data["rows"][0], data["heads"][2]
    assert (urlparse(row["href"]).path, parse_qs(urlparse(row["href"]).query)["unit"]) == (
        "/unit",
        ["J01"],
    )
    query = parse_qs(urlparse(head["href"]).query)
    assert (urlparse(head["href"]).path, query["indicator"]) == ("/board", ["fai.completion"])
    assert "drawer" not in query
    assert data["cells"].endswith("&drawer=")


def test_a_cells_drawer_tells_every_number_between_value_and_points(opened: Open) -> None:
    seen = opened("matrix", **ECONOMY, drawer="J08,fai.completion")
    text = seen.text.replace(NO_BREAK, "").replace("\\", "")
    for said in ("7.06 ÷ 10.00 = 70.6%", "序时进度83.3%", "= 84.75", "权重30.0% = 25.4"):
        assert said in text
    assert seen.shows("固定资产投资!C13")


def test_the_anchors_of_an_efficacy_are_told(opened: Open) -> None:
    seen = opened("matrix", **ECONOMY, drawer="J08,fai.yoy")
    text = seen.text.replace("\\", "")
    assert "60分对应" in text
    assert "100分对应" in text
    assert "第10百分位" in text


@pytest.mark.parametrize("drawer", ["nobody", "J08,gone", ",", "<b>"])
def test_a_drawer_that_does_not_exist_stays_shut_or_opens_the_unit(
    opened: Open, drawer: str
) -> None:
    seen = opened("matrix", **ECONOMY, drawer=drawer)
    assert bool(seen.at.get("dialog")) is drawer.startswith("J08")


def test_colours_and_legend_come_from_the_theme(opened: Open) -> None:
    light, dark = (told(opened("matrix", dark=d, **ECONOMY)) for d in (False, True))
    assert light["heat"][0] == ["#D0312D", "#FFFFFF"]
    assert dark["heat"][4] == ["#C9D3DC", "#12181F"]
    assert [key["t"] for key in light["legend"] if key["t"]] == [
        "红＝名次靠前",
        "灰蓝＝名次靠后",
        "— 不适用",
        "未报",
    ]


def test_a_small_group_and_a_board_of_one_item_have_a_matrix_too(opened: Open) -> None:
    assert len(opened("matrix", **{**ECONOMY, "group": "镇"}).table("matrix")) == 2
    assert len(opened("matrix", board="fai", period="2026-10").table("matrix")["J08"]) == 4


def test_the_file_of_the_matrix_is_offered(opened: Open) -> None:
    seen = opened("matrix", **ECONOMY)
    assert [b.proto.label for b in seen.at.get("download_button")] == ["下载对比矩阵"]
