"""The command `score`: exit codes, streams, and what a child process loads."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kpi.__main__ import main

HOUSE = Path(__file__).parents[2]
RULE = {"code": "x", "items": [{"item": "a", "method": "points"}], "red": {"n": 1}, "min_group": 1}


@pytest.fixture
def files(tmp_path):
    def write(values="unit,a\n云溪街道,2\n石门镇,1\n", rule=None):
        (tmp_path / "values.csv").write_bytes(
            values.encode() if isinstance(values, str) else values
        )
        text = rule if isinstance(rule, str) else json.dumps(rule or RULE)
        (tmp_path / "rule.json").write_text(text, "utf-8")
        return ["score", str(tmp_path / "values.csv"), "--rule", str(tmp_path / "rule.json")]

    return write


def test_the_document_has_the_fields_that_others_read(files, capfdbinary):
    assert main([*files(), "--json", "--robustness", "10", "--seed", "3"]) == 0
    out, err = capfdbinary.readouterr()
    found = json.loads(out)
    assert err == b""
    assert found["rule"]["code"] == "x"
    assert found["data"]["units"] == 2
    assert found["groups"] == [
        {
            "group": None,
            "units": 2,
            "ranked": 2,
            "red": 1,
            "black": 0,
            "notes": [],
        }
    ]
    first = found["entries"][0]
    assert (first["unit"], first["score"], first["rank"], first["colour"]) == (
        "云溪街道",
        2,
        1,
        "red",
    )
    assert first["parts"] == [
        {
            "item": "a",
            "value": 2.0,
            "status": "reported",
            "normalised": 2.0,
            "weight": 1.0,
            "contribution": 2.0,
        }
    ]
    assert first["reasons"][0] == {
        "code": "listed",
        "list": "red",
        "rank": 1,
        "rank_from_last": 2,
        "ranked": 2,
        "tied": 0,
    }
    assert first["robustness"] == {"p_red": 1.0, "p_black": 0.0, "rank_low": 1, "rank_high": 1}


def test_without_json_it_is_a_table_for_people(files, capfdbinary):
    assert main(files()) == 0
    assert capfdbinary.readouterr().out.decode().splitlines()[1:] == [
        "\t1\t云溪街道\t2.00\t红榜",
        "\t2\t石门镇\t1.00",
    ]


BAD = {
    "error: values.csv:2: column a: 'x' is not a number": {"values": "unit,a\n甲,x\n"},
    "error: items[0].weight: must be a number >= 0": {
        "rule": {"items": [{"item": "a", "method": "points", "weight": -1}]}
    },
    "error: items[0].item: column b is not in values.csv": {
        "rule": {"items": [{"item": "b", "method": "points"}]}
    },
    "error: values.csv: not UTF-8 (byte 7)": {"values": b"unit,a\n\xff,1\n"},
    "error: rule.json:1: not JSON: Expecting value": {"rule": "x"},
    "error: rule.json: NaN is not JSON": {"rule": '{"items": NaN}'},
    "error: rule.json: field items stands twice in one object": {
        "rule": '{"items": 1, "items": 2}'
    },
    "error: aggregate: geometric over a negative value of a": {
        "values": "unit,a\n甲,-1\n",
        "rule": {"items": [{"item": "a", "method": "points"}], "aggregate": "geometric"},
    },
}


@pytest.mark.parametrize("line", BAD)
def test_what_cannot_be_used_is_one_line_and_exit_2(line, files, capfdbinary):
    assert main([*files(**BAD[line]), "--json"]) == 2
    out, err = capfdbinary.readouterr()
    assert (out, err.decode()) == (b"", line + "\n")


@pytest.mark.parametrize(
    "options", [["--robustness", "-1"], ["--seed", "x"], ["--unknown"], []], ids=str
)
def test_a_wrong_option_is_one_line_and_exit_2(options, files, capfdbinary):
    argv = files() if options else ["score"]
    with pytest.raises(SystemExit) as left:
        main([*argv, *options])
    out, err = capfdbinary.readouterr()
    assert (left.value.code, out) == (2, b"")
    assert err.startswith(b"error: ")
    assert err.count(b"\n") == 1


def test_a_missing_file_is_named(tmp_path, capfdbinary):
    missing = str(tmp_path / "none.csv")
    assert main(["score", missing, "--rule", missing]) == 2
    assert capfdbinary.readouterr().err.decode().startswith(f"error: {missing}: ")


def test_a_defect_of_ours_is_a_number_that_the_log_repeats(files, capfdbinary, monkeypatch, caplog):
    def broken(*_given):
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("kpi.service.score.score", broken)
    assert main(files()) == 3
    out, err = capfdbinary.readouterr()
    number = caplog.records[-1].getMessage().split()[-1]
    assert out == b""
    assert number in err.decode()
    assert err.count(b"\n") == 1


def test_the_command_loads_no_pandas_streamlit_or_database(files):
    heavy = "{'pandas', 'streamlit', 'sqlalchemy', 'plotly', 'openpyxl'}"
    code = (
        "import sys; from kpi.__main__ import main; code = main(sys.argv[1:]);"
        f"assert not {heavy} & set(sys.modules), set(sys.modules); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, *files()], cwd=HOUSE, capture_output=True)  # noqa: S603
    assert done.returncode == 0, done.stderr.decode()
