"""The commands as scripts see them: exit codes, one JSON document on stdout, nothing else there."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kpi import i18n
from kpi.__main__ import COMMANDS, main
from kpi.service import start, upload

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "sample_spreadsheets"
OCTOBER = SAMPLES / "2026" / "2026年10月固定资产投资和重点项目.xlsx"
WRONG = SAMPLES / "问题样例" / "2026年10月固定资产投资（问题样例）.xlsx"
VALUE = {"unit", "indicator", "measure", "period", "value", "status", "sheet", "cell"}


@dataclass(frozen=True)
class Answer:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout; anything beside it makes this fail."""
        return json.loads(self.out)


Kpi = Callable[..., Answer]


@pytest.fixture
def kpi(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Iterator[Kpi]:
    """`kpi("check", file, "--json")` on an empty data folder, or on the one that is set."""
    monkeypatch.setattr(i18n, "_asked", lambda: "zh")
    monkeypatch.setenv("KPI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("KPI_TODAY", "2026-11-21")
    monkeypatch.setenv("KPI_LANG", "zh")
    monkeypatch.delenv("KPI_DATABASE_URL", raising=False)

    def said(*words: object) -> Answer:
        _forget()
        capfdbinary.readouterr()
        try:
            code = main([str(w) for w in words])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capfdbinary.readouterr()
        return Answer(code, out.decode(), err.decode())

    yield said
    _forget()


def _forget() -> None:
    """Every command opens its store anew, as a process of its own would."""
    if start.store.cache_info().currsize:
        start.store().close()
    for kept in (start.configured, start.store):
        kept.cache_clear()


@pytest.fixture
def sample(kpi: Kpi, sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Kpi:
    """The commands on the sample district."""
    monkeypatch.setenv("KPI_DATA_DIR", str(sample_folder))
    return kpi


@pytest.fixture
def named(kpi: Kpi) -> Kpi:
    """The commands on a district with a catalog and no values."""
    assert kpi("catalog", "import", SAMPLES / "名录.xlsx").code == 0
    return kpi


def changed(tmp_path: Path, cell: str = "C13", value: object = 7.16) -> Path:
    """October's workbook with another number in one cell of its first sheet."""
    book = openpyxl.load_workbook(OCTOBER)
    book.worksheets[0][cell] = value
    book.worksheets[0]["C16"] = None  # its total, whose stored result went with the formula
    path = tmp_path / "十月改.xlsx"
    book.save(path)
    return path


def data_uploads(kpi: Kpi) -> list[dict[str, Any]]:
    """The uploads that carry values: a catalog is listed too."""
    return [u for u in kpi("uploads", "--json").json if u["kind"] != "catalog"]


# what every command answers to


@pytest.mark.parametrize("name", [command.__name__ for command in COMMANDS])
def test_every_command_explains_itself(kpi: Kpi, name: str) -> None:
    answer = kpi(name, "--help")
    assert (answer.code, answer.out.startswith("usage:")) == (0, True)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("frobnicate",),
        ("--frobnicate",),
        ("check", "--frobnicate", "x.xlsx"),
        ("check",),
        ("check", "x.xlsx", "--period", "2026-13"),
        ("check", "no such file.xlsx"),
        ("board", "fai"),
        ("board", "fai", "sometime"),
        ("board", "fai", "2026-10", "--robustness", "many"),
        ("undo", "the last"),
        ("template", "2026-10"),
        ("catalog", "burn", "x.xlsx"),
        ("catalog", "import", "no such file.xlsx"),
        ("values", "--unit", "nobody"),
        ("values", "--indicator", "nothing"),
        ("values", "--measure", "completion"),
        ("serve", "--demo", "--host", "0.0.0.0"),  # noqa: S104 - it must refuse this
        ("serve", "--port", "-1"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_used_ends_with_2_and_one_line(kpi: Kpi, words: tuple[str, ...]) -> None:
    answer = kpi(*words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[-1].startswith("error: ")
    assert "Traceback" not in answer.err


def test_a_setting_that_cannot_be_used_is_named(kpi: Kpi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPI_TODAY", "tomorrow")
    answer = kpi("uploads")
    assert (answer.code, answer.out, "KPI_TODAY" in answer.err) == (2, "", True)


def test_a_fault_of_ours_gives_a_number_that_the_log_repeats(kpi: Kpi, tmp_path: Path) -> None:
    assert kpi("init").code == 0
    with sqlite3.connect(tmp_path / "data" / "kpi.db") as con:
        con.execute("DROP TABLE observation")
    con.close()
    env = {**os.environ, "KPI_DATA_DIR": str(tmp_path / "data"), "KPI_LANG": "en"}
    env.pop("KPI_DATABASE_URL", None)
    command = [sys.executable, "-m", "kpi", "values", "--json"]
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
        command, cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "Traceback" not in done.stderr
    (kept,) = (tmp_path / "data" / "logs").iterdir()
    log = kept.read_text(encoding="utf-8")
    number = next(line.split("fault ")[1][:4] for line in log.splitlines() if "fault " in line)
    assert number in done.stderr


# check and load


def test_check_says_what_it_understood_and_stores_nothing(named: Kpi) -> None:
    answer = named("check", OCTOBER, "--json")
    told = answer.json
    assert (answer.code, told["outcome"], told["periods"]) == (0, "accept", ["2026-10"])
    assert set(told) >= {"file", "outcome", "periods", "values", "problems", "skipped", "diff"}
    assert set(told["file"]) >= {"name", "sha256", "kind"}
    assert (told["file"]["name"], told["file"]["kind"]) == (OCTOBER.name, "xlsx")
    assert all(set(v) >= VALUE for v in told["values"])
    first = {
        "unit": "J08",
        "indicator": "fai",
        "measure": "ytd",
        "period": "2026-10",
        "value": 7.06,
        "status": "reported",
        "sheet": "固定资产投资",
        "cell": "C13",
    }
    assert first in [{k: v[k] for k in VALUE} for v in told["values"]]
    assert set(told["diff"]) >= {"new", "changed", "unchanged", "absent"}
    assert told["diff"]["new"] == len(told["values"])
    assert data_uploads(named) == []


def test_skipped_regions_carry_sheet_range_and_reason(named: Kpi) -> None:
    skipped = named("check", OCTOBER, "--json").json["skipped"]
    assert "total_row" in {s["reason"] for s in skipped}
    assert all(set(s) >= {"sheet", "range", "reason"} for s in skipped)


def test_a_file_with_errors_ends_with_1_and_names_their_cells(named: Kpi) -> None:
    for command in ("check", "load"):
        answer = named(command, WRONG, "--json")
        told = answer.json
        assert (answer.code, told["outcome"]) == (1, "reject")
        errors = {(p["cell"], p["code"]) for p in told["problems"] if p["severity"] == "error"}
        assert errors >= {
            ("C5", "NOT_A_NUMBER"),
            ("B6", "UNKNOWN_UNIT"),
            ("C7", "CELL_ERROR"),
            ("C8", "FORMULA_NO_VALUE"),
            ("D9", "NOT_A_NUMBER"),
        }
        keys = {"code", "severity", "sheet", "cell", "given", "message", "suggestion"}
        assert all(set(p) >= keys for p in told["problems"])
        assert told["values"]  # what was understood is still listed
    assert told["upload"] is None
    assert data_uploads(named) == []
    assert named("values", "--measure", "ytd", "--json").json == []


def test_a_file_that_cannot_be_read_ends_with_2_and_no_values(named: Kpi, tmp_path: Path) -> None:
    letter = tmp_path / "十月.xlsx"
    letter.write_bytes(b"%PDF-1.7\n")
    for command in ("check", "load"):
        answer = named(command, letter, "--json")
        told = answer.json
        assert (answer.code, told["outcome"], told["values"]) == (2, "refuse", [])
        assert [p["code"] for p in told["problems"]] == ["UNKNOWN_TYPE"]


def test_without_json_sentences_go_to_stderr_alone(named: Kpi) -> None:
    answer = named("check", WRONG)
    assert (answer.code, answer.out) == (1, "")
    assert "固定资产投资!C7" in answer.err


def test_messages_come_in_the_language_asked_for(
    named: Kpi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPI_LANG", "en")
    monkeypatch.setattr(i18n, "_asked", lambda: "en")
    told = named("check", WRONG, "--json").json
    message = next(p["message"] for p in told["problems"] if p["cell"] == "C7")
    assert "#DIV/0!" in message
    assert "单元格" not in message


def test_load_stores_and_gives_a_number_and_the_second_time_nothing(named: Kpi) -> None:
    first = named("load", OCTOBER, "--by", "zhangsan", "--note", "核实", "--json")
    again = named("load", OCTOBER, "--json")
    listed = data_uploads(named)
    assert (first.code, first.json["outcome"]) == (0, "accept")
    assert [u["upload"] for u in listed] == [first.json["upload"]]
    assert (again.code, again.json["upload"]) == (0, None)
    assert ("DUPLICATE_FILE", "warning") in {
        (p["code"], p["severity"]) for p in again.json["problems"]
    }
    assert (listed[0]["by"], listed[0]["name"]) == ("zhangsan", OCTOBER.name)


def test_who_sends_what_somebody_sent_a_moment_ago_is_told_so(
    named: Kpi, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = upload.commit

    def overtaken(*given: Any, **also: Any) -> Any:
        stored(*given, **also)  # the other one
        return stored(*given, **also)

    monkeypatch.setattr(upload, "commit", overtaken)
    told = named("load", OCTOBER, "--json").json
    assert (told["outcome"], told["upload"], told["diff"]["new"]) == ("accept", None, 0)
    assert "DUPLICATE_FILE" in {p["code"] for p in told["problems"]}


def test_strict_waits_for_a_person_where_warnings_stand(sample: Kpi, tmp_path: Path) -> None:
    drop = changed(tmp_path, "C13", 1.06)  # since January less than a month before
    before = len(sample("uploads", "--json").json)
    answer = sample("load", drop, "--strict", "--json")
    assert (answer.code, answer.json["outcome"], answer.json["upload"]) == (1, "confirm", None)
    assert "warning" in {p["severity"] for p in answer.json["problems"]}
    assert len(sample("uploads", "--json").json) == before


def test_several_files_give_a_list_and_the_gravest_code(named: Kpi, tmp_path: Path) -> None:
    letter = tmp_path / "信.xlsx"
    letter.write_bytes(b"%PDF-1.7\n")
    answer = named("check", OCTOBER, WRONG, letter, "--json")
    assert [d["outcome"] for d in answer.json] == ["accept", "reject", "refuse"]
    assert answer.code == 2


# uploads, undo, values


def test_uploads_are_listed_newest_first(sample: Kpi) -> None:
    listed = sample("uploads", "--json").json
    keys = {"upload", "name", "sha256", "kind", "by", "at", "undone", "diff"}
    assert all(set(u) >= keys for u in listed)
    assert listed[0]["name"] == "2026年10月全市位次.xlsx"  # the last line of the manifest
    times = [u["at"] for u in listed]
    assert times == sorted(times, reverse=True)
    assert all(t.endswith("Z") and len(t) == len("2026-11-10T02:31:07.120512Z") for t in times)


def test_undo_brings_the_old_value_back(sample: Kpi, tmp_path: Path) -> None:
    asked = ("--unit", "J08", "--indicator", "fai", "--period", "2026-10", "--measure", "ytd")
    number = sample("load", changed(tmp_path), "--json").json["upload"]
    assert [v["value"] for v in sample("values", *asked, "--json").json] == [7.16]
    assert sample("undo", number, "--by", "lisi").code == 0
    now = sample("values", *asked, "--json").json
    assert [v["value"] for v in now] == [7.06]
    listed = {u["upload"]: u["undone"] for u in sample("uploads", "--json").json}
    assert listed[number] is not None


def test_undo_twice_or_of_nothing_is_refused(sample: Kpi) -> None:
    newest = sample("uploads", "--json").json[0]["upload"]
    assert sample("undo", newest).code == 0
    for number in (newest, 9999):
        answer = sample("undo", number)
        assert (answer.code, answer.out) == (1, "")
        assert str(number) in answer.err


def test_values_lead_to_their_cell_and_upload(sample: Kpi) -> None:
    found = sample("values", "--unit", "J01", "--period", "2026-10", "--json").json
    assert all(set(v) >= VALUE | {"upload"} for v in found)
    assert {v["unit"] for v in found} == {"J01"}
    assert ("fai", "ytd", 11.1) in {(v["indicator"], v["measure"], v["value"]) for v in found}


def test_history_numbers_the_versions_of_a_value(sample: Kpi) -> None:
    found = sample(
        *("values", "--unit", "J08", "--indicator", "fai", "--period", "2026-08"),
        *("--measure", "ytd", "--history", "--json"),
    ).json
    assert [(v["rev"], v["value"]) for v in found] == [(1, 5.6), (2, 5.52)]
    assert [v["replaced_by"] for v in found] == [found[1]["upload"], None]


# board


def test_a_board_carries_the_promised_keys(sample: Kpi) -> None:
    answer = sample("board", "economy", "2026-10", "--json")
    told = answer.json
    assert answer.code == 0
    assert set(told) >= {
        *("board", "name", "period", "group_by", "state", "rule_hash", "data_hash"),
        *("entries", "unranked", "warnings"),
    }
    assert (told["board"], told["period"], told["group_by"]) == ("economy", "2026-10", "group")
    entry = {"unit", "name", "group", "score", "rank", "of", "colour", "previous_rank", "streak"}
    entry |= {"coverage", "parts", "reasons"}
    assert all(set(e) >= entry for e in told["entries"])
    part = {"item", "value", "normalised", "weight", "contribution"}
    assert all(set(p) >= part for e in told["entries"] for p in e["parts"])
    assert all(set(r) >= {"code", "text"} for e in told["entries"] for r in e["reasons"])


def test_a_boards_entries_are_the_hand_worked_places(sample: Kpi) -> None:
    entries = sample("board", "fai", "2026-10", "--json").json["entries"]
    streets = [(e["unit"], e["rank"], e["colour"]) for e in entries if e["group"] == "街道"]
    assert streets[:2] + streets[-2:] == [
        ("J01", 1, "red"),
        ("J02", 2, "red"),
        ("J07", 7, "black"),
        ("J08", 8, "black"),
    ]


def test_a_board_tells_who_is_not_ranked_and_why(sample: Kpi) -> None:
    apart = sample("board", "industry", "2026-10", "--json").json["unranked"]
    assert [(u["unit"], u["group"]) for u in apart] == [("J06", "街道")]
    assert apart[0]["reason"]
    assert apart[0]["text"]


def test_the_same_data_give_the_same_board_to_the_byte(sample: Kpi) -> None:
    first, second = (sample("board", "economy", "2026-10", "--json").out for _ in range(2))
    assert first == second


def test_robustness_is_a_share_of_draws(sample: Kpi) -> None:
    entries = sample("board", "economy", "2026-10", "--robustness", "20", "--json").json["entries"]
    assert all(0 <= e["robustness"]["p_red"] <= 1 for e in entries)


@pytest.mark.parametrize("words", [("nowhere", "2026-10"), ("fai", "2031-10"), ("fai", "2026-Q3")])
def test_an_unknown_board_or_period_ends_with_2(sample: Kpi, words: tuple[str, str]) -> None:
    answer = sample("board", *words, "--json")
    assert (answer.code, answer.out) == (2, "")
    assert words[0] in answer.err


def test_a_plain_board_is_a_table_for_people(sample: Kpi) -> None:
    answer = sample("board", "fai", "2026-10")
    assert answer.code == 0
    assert [line for line in answer.out.splitlines() if "长安路街道" in line and "92.5" in line]


# mark


def test_a_marked_copy_names_every_problem_and_ends_with_0(named: Kpi, tmp_path: Path) -> None:
    out = tmp_path / "标注.xlsx"
    answer = named("mark", WRONG, "-o", out)
    told = named("check", WRONG, "--json").json["problems"]
    listed = [c.value for c in openpyxl.load_workbook(out).worksheets[0]["D"] if c.value]
    assert (answer.code, answer.out, "错误5" in answer.err) == (0, "", True)
    assert len(listed) == len(told) + 1  # and the heading


@pytest.mark.parametrize("words", [(), ("--period", "2026-13"), ("--period", "2026-10")])
def test_what_cannot_be_marked_ends_with_2_and_writes_nothing(
    named: Kpi, tmp_path: Path, words: tuple[str, ...]
) -> None:
    letter, out = tmp_path / "十月.xlsx", tmp_path / "标注.xlsx"
    letter.write_bytes(b"%PDF-1.7\n")
    assert named("mark", letter, "-o", out, *words).code == 2
    assert named("mark", tmp_path / "none.xlsx", "-o", out, *words).code == 2
    assert named("mark", WRONG, "-o", tmp_path / "no folder" / "x.xlsx").code == 2
    assert not out.exists()


# catalog, template


def test_an_exported_catalog_imports_again_to_the_same_state(named: Kpi, tmp_path: Path) -> None:
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    assert named("catalog", "export", first).code == 0
    assert named("catalog", "import", first).code == 0
    assert named("catalog", "export", second).code == 0
    one, two = ([list(s.values) for s in openpyxl.load_workbook(f)] for f in (first, second))
    assert one == two


def test_a_workbook_that_is_no_catalog_is_refused(named: Kpi, tmp_path: Path) -> None:
    letter = tmp_path / "名录.xlsx"
    letter.write_bytes(b"%PDF-1.7\n")
    assert (named("catalog", "import", OCTOBER).code, named("catalog", "import", letter).code) == (
        1,
        2,
    )


def test_a_template_is_written_and_checks_clean_of_errors(named: Kpi, tmp_path: Path) -> None:
    form = tmp_path / "十月.xlsx"
    assert named("template", "2026-10", "-o", form, "--indicators", "fai").code == 0
    cells = {c for s in openpyxl.load_workbook(form) for row in s.values for c in row}
    assert {"长安路街道", "桥西街道"} <= cells
    told = named("check", form, "--json").json
    assert [p for p in told["problems"] if p["code"] in ("UNKNOWN_UNIT", "NOT_A_NUMBER")] == []


@pytest.mark.parametrize("words", [("2026-13",), ("2026-10", "--indicators", "nothing")])
def test_a_template_of_nothing_known_ends_with_2(
    named: Kpi, tmp_path: Path, words: tuple[str, ...]
) -> None:
    form = tmp_path / "form.xlsx"
    assert named("template", *words, "-o", form).code == 2
    assert not form.exists()


def test_init_can_run_again(kpi: Kpi) -> None:
    for _ in range(2):
        answer = kpi("init", "--catalog", SAMPLES / "名录.xlsx")
        assert (answer.code, answer.out) == (0, "")


def test_of_several_files_all_are_stored_or_none(named: Kpi, tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"")
    refused = named("load", OCTOBER, tmp_path / "broken.xlsx", "--json")
    absent = named("load", OCTOBER, tmp_path / "nowhere.xlsx", "--json")
    assert (refused.code, [d["outcome"] for d in refused.json]) == (2, ["accept", "refuse"])
    assert [d["upload"] for d in refused.json] == [None, None]
    assert (absent.code, [d["outcome"] for d in absent.json]) == (2, ["accept", "refuse"])
    assert [d["upload"] for d in absent.json] == [None, None]
    assert data_uploads(named) == []


def test_a_malformed_period_is_no_empty_answer(named: Kpi) -> None:
    assert named("values", "--period", "2026-99", "--json").code == 2


def test_a_file_that_cannot_be_opened_is_one_document_among_the_others(
    named: Kpi, tmp_path: Path
) -> None:
    missing = tmp_path / "不在.xlsx"
    answer = named("check", OCTOBER, missing, WRONG, "--json")
    assert answer.code == 2
    assert [d["outcome"] for d in answer.json] == ["accept", "refuse", "reject"]
    told = answer.json[1]
    assert (told["file"], told["values"]) == (
        {"name": "不在.xlsx", "sha256": None, "kind": None},
        [],
    )
    assert [(p["code"], p["message"]) for p in told["problems"]] == [
        ("UNREADABLE", "文件打不开：没有这个文件或文件夹。")
    ]
    alone = named("check", missing, "--json")
    assert (alone.code, alone.json["outcome"]) == (2, "refuse")


def test_without_json_the_other_files_are_told_and_the_missing_one_is_the_error(
    named: Kpi, tmp_path: Path
) -> None:
    answer = named("check", tmp_path / "不在.xlsx", OCTOBER)
    assert (answer.code, answer.out) == (2, "")
    assert f"{OCTOBER.name}：通过" in answer.err
    assert answer.err.splitlines()[-1].endswith("不在.xlsx: 没有这个文件或文件夹")


def test_a_text_file_is_no_catalog_at_all(named: Kpi, tmp_path: Path) -> None:
    letter = tmp_path / "README.md"
    letter.write_text("# 单位,指标\n说明,说明\n", encoding="utf-8")
    answer = named("catalog", "import", letter)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines() == ["这不是表格文件（CSV）。", "error: 没有导入。"]


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (("--unit", "X99"), "error: 名录中没有单位代码“X99”。"),
        (("--indicator", "gold"), "error: 名录中没有指标代码“gold”。"),
        (
            ("--measure", "gap"),
            "error: 没有存储的口径“gap”（可选：level, month, rank, stretch, target, yoy, ytd）。",
        ),
    ],
)
def test_values_of_an_unknown_code_name_it(
    named: Kpi, option: tuple[str, str], sentence: str
) -> None:
    answer = named("values", *option, "--json")
    assert (answer.code, answer.out, answer.err.strip()) == (2, "", sentence)


def test_values_of_a_known_code_without_any_are_an_empty_list(named: Kpi) -> None:
    answer = named("values", "--unit", "J01", "--measure", "ytd", "--json")
    assert (answer.code, answer.json) == (0, [])


def test_a_version_that_was_taken_back_names_no_upload_that_is_not_listed(
    sample: Kpi, tmp_path: Path
) -> None:
    number = sample("load", changed(tmp_path), "--json").json["upload"]
    assert sample("undo", number).code == 0
    asked = ("--unit", "J08", "--indicator", "fai", "--period", "2026-10", "--measure", "ytd")
    versions = sample("values", *asked, "--history", "--json").json
    # 7.06 stands again, 7.16 stands no more and nothing took its place
    assert [(v["value"], v["replaced_by"]) for v in versions] == [(7.06, None), (7.16, None)]
    listed = {u["upload"] for u in sample("uploads", "--json").json}
    named = {
        v["replaced_by"]
        for v in sample("values", "--history", "--json").json
        if v["replaced_by"] is not None
    }
    assert named <= listed


def test_a_streak_stands_apart_from_its_list(sample: Kpi, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "红榜 连续5期" in sample("board", "fai", "2026-10").out
    monkeypatch.setenv("KPI_LANG", "en")
    monkeypatch.setattr(i18n, "_asked", lambda: "en")
    assert "Red list 5 in a row" in sample("board", "fai", "2026-10").out


def test_help_and_errors_speak_chinese_unless_asked_otherwise(
    kpi: Kpi, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kpi("check").err == "error: 缺少参数：FILE\n"
    assert kpi("check", "--frobnicate", "x").err == "error: 不认识的参数：--frobnicate\n"
    assert "选项:\n  -h, --help  显示这段说明" in kpi("undo", "--help").out
    assert "撤销一次报送" in kpi("--help").out
    assert kpi("board", "fai", "soon").err.startswith("error: “soon”不是报告期")
    monkeypatch.setenv("KPI_LANG", "en")
    assert kpi("check").err == "error: the following arguments are required: FILE\n"
    assert "options:\n  -h, --help  show this help" in kpi("undo", "--help").out
