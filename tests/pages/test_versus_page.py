"""擂台 on the sample district: chosen by a link or on a board, told in one sentence."""

import re
from typing import Any

from kpi.model.show import NO_BREAK

Open = Any
ECONOMY = {"board": "economy", "period": "2026-10", "group": "街道"}


def plain(seen: Any) -> str:
    return seen.text.replace(NO_BREAK, "").replace("\\", "")


def test_a_link_opens_the_duel_with_its_sentence(opened: Open) -> None:
    seen = opened("matrix", **ECONOMY, vs="J08,J07")
    assert re.fullmatch(r"柳林街道比桥西街道高[0-9.]+分，主要差在.+", seen.at.title[0].value)
    assert seen.table("matrix") == {}


def test_every_item_is_told_for_each_with_who_leads(opened: Open) -> None:
    rows = opened("matrix", **ECONOMY, vs="J08,J07").table("duel")
    assert len(rows) == 6
    done = [text.replace(NO_BREAK, "") for text in rows["fai.completion"]]
    assert done == ["固定资产投资完成率", "76.0%", "70.6%", "柳林街道领先5.4个百分点"]


def test_the_parts_told_beneath_the_figure_add_up(opened: Open) -> None:
    seen = opened("matrix", **ECONOMY, vs="J08,J07")
    seen.at.session_state["versus_fall_0_twin"] = True
    rows = seen.run().table("facts").values()
    *parts, total = (round(float(points.replace("−", "-")) * 100) for _item, points in rows)
    assert len(parts) == 6
    assert sum(parts) == total


def test_the_scores_of_the_two_differ_by_what_the_sentence_says(opened: Open) -> None:
    seen = opened("matrix", **ECONOMY, vs="J08,J07")
    scores = [float(x) for x in re.findall(r"第[0-9]+位　([0-9.]+)", seen.text)]
    said = float(re.search(r"高([0-9.]+)分", seen.at.title[0].value)[1])
    assert round(scores[0] - scores[1], 2) == said


def test_four_units_are_compared_and_a_fifth_is_left_out(opened: Open) -> None:
    seen = opened("matrix", **ECONOMY, vs="J01,J02,J03,J04,J05")
    assert seen.url["vs"] == "J01,J02,J03,J04"
    assert {len(cells) for cells in seen.table("duel").values()} == {6}


def test_an_unknown_unit_is_named_and_one_alone_shows_the_matrix(opened: Open) -> None:
    seen = opened("matrix", **ECONOMY, vs="J08,X99")
    assert "链接中的“X99”不存在" in plain(seen)
    assert seen.url["vs"] == "J08"
    assert len(seen.table("matrix")) == 8


def test_a_unit_without_an_item_is_told_so(opened: Open) -> None:
    """南湖街道 has no industry above the size: its weights lie on the other items."""
    seen = opened("matrix", **ECONOMY, vs="J01,J06")
    assert "只有一方有规上工业增加值" in plain(seen)
    assert "主要" not in seen.at.title[0].value


def test_the_way_back_shows_all_units_again(opened: Open) -> None:
    seen = opened("matrix", **ECONOMY, vs="J08,J07")
    link = next(e.proto for e in seen.at.get("page_link") if e.proto.label == "看全部单位")
    assert link.page == "matrix"
    seen.at.query_params["vs"] = ""
    assert len(seen.run().table("matrix")) == 8


def test_units_are_chosen_beneath_the_ranking(opened: Open) -> None:
    seen = opened("board", **ECONOMY)
    assert not [e for e in seen.at.get("page_link") if e.proto.label == "逐项比一比"]
    seen.at.multiselect(key="vs_zh").set_value(["J07", "J08"])
    seen.run()
    link = next(e.proto for e in seen.at.get("page_link") if e.proto.label == "逐项比一比")
    assert link.page == "matrix"
    assert "vs=J07%2CJ08" in link.query_string


def test_the_choice_goes_along_when_the_language_changes(opened: Open) -> None:
    seen = opened("matrix", **ECONOMY, vs="J08,J07", lang="en")
    assert "Liulin" in seen.at.title[0].value
    assert seen.url["vs"] == "J08,J07"
