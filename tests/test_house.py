"""What a linter cannot see: the walls, the texts, the documents."""

import ast
import importlib.metadata
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from kpi import __version__
from kpi.model.problem import ADVICE, PATTERNS, SEVERITY

ROOT = Path(__file__).parents[1]
CODE = sorted([*ROOT.glob("kpi/**/*.py"), *ROOT.glob("pages/**/*.py"), ROOT / "app.py"])
PAGES = sorted(p for p in ROOT.glob("pages/*.py") if p.stem not in ("__init__", "frame"))


def child(code: str) -> list[str]:
    """The modules of interest that a fresh Python has loaded after `code`."""
    heavy = ("pandas", "numpy", "sqlalchemy", "streamlit", "plotly", "openpyxl")
    ask = f"import sys, json\n{code}\nprint(json.dumps([m for m in {heavy} if m in sys.modules]))"
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
        [sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_the_walls_between_the_floors_stand() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True)  # noqa: S603
    assert done.returncode == 0, done.stdout


def test_the_reading_process_loads_nothing_heavy() -> None:
    assert child("import kpi.intake.worker.__main__") == []


def test_scoring_a_table_loads_neither_pandas_nor_the_database() -> None:
    assert child("import kpi.service.score, kpi.__main__") in ([], ["numpy"])


def test_no_exporter_is_loaded_before_its_form_is_asked_for() -> None:
    heavy = '("pptx", "docx", "typst", "kpi.export")'
    pages = ", ".join(f"pages.parts.{p.stem}" for p in ROOT.glob("pages/parts/*.py"))
    ask = f"import kpi.__main__, kpi.service.export, kpi.door.gate, {pages}, sys"
    print_them = f"print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
        [sys.executable, "-c", f"{ask}\n{print_them}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_package_inits_are_empty() -> None:
    inits = [p for p in CODE if p.name == "__init__.py" and p.parent.name != "kpi"]
    assert [p for p in inits if p.read_text().strip()] == []


def test_a_page_is_named_like_no_installed_module() -> None:
    taken = {d.split(".")[0] for d in importlib.metadata.packages_distributions()}
    names = {p.stem for p in PAGES}
    assert names & (taken | set(sys.stdlib_module_names)) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_a_page_asks_for_its_right_before_anything_else(page: Path) -> None:
    tree = ast.parse(page.read_text())
    deeds = [n for n in tree.body if not isinstance(n, ast.Import | ast.ImportFrom)]
    first = deeds[1] if isinstance(deeds[0], ast.Expr) and page.read_text()[0] == '"' else deeds[0]
    assert ast.unparse(first).startswith("session.require(Right.")


# deeds of nobody in particular: signing in and out, the first account, the machine's own
NOBODYS = {
    "signin": {"sign_in", "sign_out", "demo", "change_password"},
    "people": {"first_link", "setup"},
    "demo": {"begin"},
    "deeds": {"note"},  # of whoever was refused
}


def test_whatever_service_writes_takes_the_person() -> None:
    """A public function that opens a deed has a parameter `by: Person`, or is on the list above."""
    deeds, without = 0, set()
    for path in sorted(ROOT.glob("kpi/service/*.py")):
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            called = {ast.unparse(n.func) for n in ast.walk(node) if isinstance(n, ast.Call)}
            if not called & {"store.write", "store.touch", "deeds.doing", "deed"}:
                continue
            deeds += 1
            given = {a.arg: ast.unparse(a.annotation) for a in node.args.args if a.annotation}
            if given.get("by") != "Person" and node.name not in NOBODYS.get(path.stem, ()):
                without.add((path.stem, node.name))
    assert deeds > 30
    assert without == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_every_page_is_in_the_frame(page: Path) -> None:
    assert f'"{page.stem}"' in (ROOT / "pages/frame.py").read_text()


def test_colours_stand_in_one_place() -> None:
    colour = re.compile(r"""["']#[0-9A-Fa-f]{6}["']""")
    found = [p for p in CODE if colour.search(p.read_text()) and p.name != "look.py"]
    assert found == []


def texts() -> set[str]:
    """Every Chinese text that the code marks for translation."""
    found = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("_", "N_")
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add(node.args[0].value)
    return found | set(PATTERNS.values()) | set(ADVICE.values())


def test_every_text_has_an_english_one_with_the_same_placeholders() -> None:
    po = polib.pofile(str(ROOT / "kpi/locale/en/LC_MESSAGES/kpi.po"))
    english = {entry.msgid: entry.msgstr for entry in po}
    holes = re.compile(r"\{[a-z_0-9]*\}")
    wrong = {
        text: english.get(text)
        for text in texts()
        if not english.get(text) or set(holes.findall(text)) < set(holes.findall(english[text]))
    }
    assert wrong == {}


def test_no_english_text_is_left_over() -> None:
    po = polib.pofile(str(ROOT / "kpi/locale/en/LC_MESSAGES/kpi.po"))
    assert {entry.msgid for entry in po} - texts() == set()


def test_every_problem_code_has_a_sentence_and_a_gravity() -> None:
    used = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "problem"
                and isinstance(node.args[0], ast.Constant)
            ):
                used.add(node.args[0].value)
    assert used - set(PATTERNS) == set()
    assert set(PATTERNS) == set(SEVERITY)


def test_every_setting_is_documented() -> None:
    asked = re.compile(r'(?:environ|found)\b[^\n]*?"(KPI_[A-Z_]+)"')
    read = {name for p in CODE for name in asked.findall(p.read_text())}
    assert read >= {"KPI_DATABASE_URL", "KPI_DATA_DIR"}
    documented = set(re.findall(r"`(KPI_[A-Z_]+)`", (ROOT / "docs/settings.md").read_text()))
    assert read - documented == set()


def test_the_changelog_begins_with_this_version() -> None:
    heads = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert heads[0] == __version__


def test_both_readmes_show_the_same_commands() -> None:
    english, chinese = (
        re.findall(r"^(?:make \w+|python -m kpi [^#\n]*)", (ROOT / name).read_text(), re.MULTILINE)
        for name in ("README.md", "README.zh-CN.md")
    )
    assert english == chinese


def test_no_machine_and_no_registry_is_named_in_the_product() -> None:
    assert importlib.util.find_spec("kpi") is not None
    named = re.compile(r"(^|[^A-Za-z])/(home|root|opt|Users)/|index-url", re.MULTILINE)
    files = [
        *CODE,
        ROOT / "Makefile",
        *ROOT.glob("*.txt"),
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/*.md"),
    ]
    assert [p for p in files if named.search(p.read_text())] == []
