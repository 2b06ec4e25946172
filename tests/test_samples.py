"""The sample district: its files are what the maker writes, and its story is what it says."""

import csv
import importlib.util
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from sample_spreadsheets import anchors, story
from sample_spreadsheets.directory import HEADERS, sheets
from sample_spreadsheets.make import make

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "sample_spreadsheets"
REAL = ROOT / "docs" / "real-data"


def content(path):
    """The bytes; of a zip the parts, since another zlib may pack the same parts otherwise."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as parts:
        return [(i.filename, i.date_time, parts.read(i)) for i in parts.infolist()]


def written(root):
    return {
        p.relative_to(root).as_posix(): content(p)
        for p in root.rglob("*")
        if p.is_file() and p.suffix != ".py" and "__pycache__" not in p.parts
    }


def manifest():
    with (SAMPLES / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def rows(file, sheet=0):
    book = CalamineWorkbook.from_path(str(SAMPLES / file))
    return book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def test_making_the_samples_again_gives_the_committed_files(tmp_path):
    make(tmp_path)
    assert written(tmp_path) == written(SAMPLES)


def test_making_them_twice_gives_the_same_bytes(tmp_path):
    for folder in ("a", "b"):
        make(tmp_path / folder)
    first, second = (
        {p.relative_to(tmp_path / f): p.read_bytes() for p in (tmp_path / f).rglob("*.*")}
        for f in ("a", "b")
    )
    assert first == second


def test_the_manifest_lists_every_good_file_once_and_in_order():
    listed = manifest()
    there = {p for folder in ("2025", "2026") for p in (SAMPLES / folder).iterdir()}
    assert {SAMPLES / line["file"] for line in listed} == there
    assert [int(line["order"]) for line in listed] == list(range(1, len(there) + 1))


def test_every_file_is_sent_by_a_lead_department():
    leads = {row[11] for row in sheets()["指标"]}
    assert {line["by"] for line in manifest()} == leads


@pytest.mark.parametrize("file", sorted(written(SAMPLES)))
def test_each_file_opens(file):
    if not file.endswith((".xlsx", ".xls")):
        assert (SAMPLES / file).read_bytes().decode("utf-8" if "/" not in file else "gb18030")
        return
    book = CalamineWorkbook.from_path(str(SAMPLES / file))
    assert all(book.get_sheet_by_name(n).to_python() for n in book.sheet_names if n != "目标")


def test_the_catalog_has_its_headers_and_refers_to_its_own_codes():
    tables = sheets()
    assert all(len(row) == len(HEADERS[n].split()) for n, rs in tables.items() for row in rs)
    units, indicators = ({row[0] for row in tables[n]} for n in ("单位", "指标"))
    boards, groups = ({row[i] for row in tables[n]} for n, i in (("榜单", 0), ("单位", 2)))
    assert {row[11] for row in tables["指标"]} <= units
    assert {row[0] for row in tables["目标"]} <= units
    assert {row[1] for row in tables["目标"] + tables["榜单指标"]} <= indicators
    assert {row[0] for row in tables["榜单指标"]} == boards
    assert {row[0] for row in tables["榜单分组"]} == boards
    assert {row[1] for row in tables["榜单分组"]} <= groups
    assert {str(row[2]).split(".")[0] for row in tables["别名"] if row[0] == "指标"} <= indicators


def test_every_text_of_the_catalog_has_its_english():
    tables = sheets()
    said = dict(tables["译名"])
    wanted = {row[i] for row in tables["单位"] for i in (2, 3, 7, 9, 11)}
    wanted |= {row[i] for row in tables["指标"] for i in (12, 13, 14)}
    wanted |= {row[5] for row in tables["目标"]} | {row[11] for row in tables["榜单"]}
    assert wanted - {None, "—"} <= set(said)
    assert all(english.isprintable() and english.strip() for english in said.values())
    named = {"单位": 8, "指标": 16, "榜单": 13}
    assert all(row[column] for sheet, column in named.items() for row in tables[sheet])


def test_who_answers_for_a_unit_is_a_post_a_department_and_a_group():
    tables = sheets()
    posts, departments = {row[12] for row in tables["指标"]}, {"经济部门", "服务部门"}
    for row in tables["单位"]:
        places = row[2] in ("街道", "镇")
        assert row[9] in posts | {None}
        assert (row[10] is not None, row[11] is not None) == (places, row[2] != "—")
    groups = {row[0]: row[2] for row in tables["单位"]}
    assert {groups[row[10]] for row in tables["单位"] if row[10]} <= departments


def test_october_stands_at_78_42_of_94_20():
    assert round(sum(story.fai(u, 2026, 10) for u in anchors.PLACES), 2) == 78.42
    assert round(sum(anchors.FAI_TARGET[2026].values()), 2) == 94.2


@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize("name", ["fai", "retail", "trade", "capital", "project", "firms"])
def test_cumulative_values_never_fall(name, year):
    units = anchors.ECONOMIC if name == "project" else anchors.PLACES
    for unit in units:
        series = [getattr(story, name)(unit, year, m) for m in story.months(year, 2)]
        assert series[0] is None or series == sorted(series)


def test_the_revision_lowers_one_august_value():
    first, later = (
        rows(f"2026/2026年8月固定资产投资{mark}.xlsx") for mark in ("和重点项目", "（修订）")
    )
    moved = [
        (a[1], a[2], b[2])
        for a, b in zip(first, later, strict=False)
        if isinstance(a[0], float) and a != b
    ]
    assert moved == [(" 桥西街道办", 5.6, 5.52)]


def test_two_units_tie_at_the_second_red_seat_in_august():
    done = {
        u: round(story.fai(u, 2026, 8) / anchors.FAI_TARGET[2026][u] * 100, 1)
        for u in anchors.STREETS
    }
    assert sorted(done.values(), reverse=True)[1:3] == [70.5, 70.5]
    assert {u for u, v in done.items() if v == 70.5} == {"J01", "J03"}


def test_a_late_report_arrives_with_the_next_month():
    blank = [r for r in rows("2026/政务服务8月.xlsx") if r[0] == "区医疗保障局"]
    assert [r[2:5] for r in blank] == [["", "", ""]]
    late = [r for r in rows("2026/政务服务9月.xlsx") if r[1] == "2026年8月"]
    assert [(r[0], r[5]) for r in late] == [("区医疗保障局", "补报")]


def test_rates_stand_under_percent_formats():
    with zipfile.ZipFile(SAMPLES / "2026/政务服务10月.xlsx") as parts:
        assert b'formatCode="0.0%"' in parts.read("xl/styles.xml")
    assert rows("2026/政务服务10月.xlsx")[1][2] == 0.786  # shown as 78.6%


def test_the_faulty_workbook_has_each_slip_in_its_cell():
    table = rows("问题样例/2026年10月固定资产投资（问题样例）.xlsx")
    assert (table[3][2], table[4][2], table[5][1]) == (111000, "8,10亿", "高新区街道")
    assert table[8][3] == "下降3.2"
    with zipfile.ZipFile(SAMPLES / "问题样例/2026年10月固定资产投资（问题样例）.xlsx") as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    assert b't="e"><f>12.45/0</f><v>#DIV/0!</v>' in sheet
    assert b"<f>6.00+0.52</f><v></v>" in sheet


def test_the_catalog_of_31_regions_is_what_its_maker_writes(tmp_path):
    spec = importlib.util.spec_from_file_location("make_catalog", REAL / "make_catalog.py")
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    maker.make(tmp_path / "again.xlsx")
    assert content(tmp_path / "again.xlsx") == content(REAL / "名录-31省.xlsx")
    names = [row[1] for row in maker.units() if row[2] == "省级地区"]
    assert len(names) == len(set(names)) == 31
