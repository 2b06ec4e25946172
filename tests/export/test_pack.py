"""The pack of a meeting: numbered in reading order, with a manifest that can be checked."""

import json
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from papers import issued, made

from kpi.export.pack import LeftOut, Piece, pack
from kpi.model.choice import Choice
from kpi.model.period import Period

PIECES = (
    Piece("通报.docx", "bulletin", b"PK letter"),
    Piece("演示.pptx", "deck", b"PK deck"),
)
LEFT = (LeftOut("poster.pdf", "字库缺字：𠮷（石𠮷街道）"),)
CHOICE = Choice("pack", ("bulletin", "deck", "poster"), watermark="内部")


def box(edition=None, choice=CHOICE, pieces=PIECES, left=LEFT) -> ZipFile:
    return ZipFile(BytesIO(pack(edition or issued(made()), choice, pieces, left, "kpi 9.9")))


def manifest(*given, **more) -> dict:
    return json.loads(box(*given, **more).read("manifest.json"))


def test_files_are_numbered_in_reading_order_and_the_manifest_is_last() -> None:
    assert box().namelist() == ["01_通报.docx", "02_演示.pptx", "manifest.json"]


def test_every_hash_and_size_of_the_manifest_is_that_of_its_file() -> None:
    opened, told = box(), manifest()
    assert [f["name"] for f in told["files"]] == opened.namelist()[:-1]
    for file in told["files"]:
        data = opened.read(file["name"])
        assert (file["bytes"], file["sha256"]) == (len(data), sha256(data).hexdigest())
    assert [f["kind"] for f in told["files"]] == ["bulletin", "deck"]


def test_what_was_left_out_is_named_with_its_reason() -> None:
    assert manifest()["left_out"] == [{"item": "poster.pdf", "reason": "字库缺字：𠮷（石𠮷街道）"}]
    assert manifest(left=())["left_out"] == []


def test_the_manifest_says_which_edition_rule_and_data_it_stands_on() -> None:
    edition = issued(made())
    told = manifest(edition)
    assert (told["board"], told["period"], told["state"]) == ("main", "2026-09", "published")
    assert told["edition"]["hash"] == edition.hash and told["edition"]["code"] == "3f9c-21ab"
    assert told["rule_hash"] == edition.board.rule_hash
    assert told["data_hash"] == edition.board.data_hash
    assert told["product"] == "kpi 9.9" and told["schema"] == 1
    assert told["span"] == "month"
    assert told["choice"]["items"] == ["bulletin", "deck", "poster"]
    assert told["choice"]["watermark"] == "内部" and told["choice"]["lang"] == "zh"


def test_a_trial_has_neither_number_nor_hash() -> None:
    told = manifest(made())
    assert told["state"] == "trial"
    assert told["edition"] | {"code": ""} == {
        "number": None,
        "issue_no": None,
        "hash": None,
        "previous_hash": None,
        "code": "",
    }


def test_a_pack_knows_how_long_its_period_is() -> None:
    spans = {"2026-09": "month", "2026-Q3": "quarter", "2026-H1": "half", "2026": "year"}
    for period, span in spans.items():
        edition = replace(issued(made()), period=Period.parse(period))
        assert manifest(edition)["span"] == span


def test_the_same_pack_can_be_made_again_byte_for_byte() -> None:
    edition = issued(made())
    assert pack(edition, CHOICE, PIECES, LEFT, "kpi 9.9") == pack(
        edition, CHOICE, PIECES, LEFT, "kpi 9.9"
    )


def test_parts_are_stored_with_fixed_dates_and_chinese_names_that_every_zip_knows() -> None:
    for info in box().infolist():
        assert info.compress_type == ZIP_STORED and info.date_time == (1980, 1, 1, 0, 0, 0)
        assert info.filename.isascii() or info.flag_bits & 0x800
