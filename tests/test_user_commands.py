"""`user …` and the one-time links, as scripts see them."""

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kpi import i18n
from kpi.__main__ import main
from kpi.service import people, signin, start
from kpi.service.signin import Caller, Outcome

PASSWORD = "Bohe-Qinghe-27"  # noqa: S105 - made for these tests
LINK = re.compile(r"http://127\.0\.0\.1:8501/auth/setup\?token=([\w-]{32})")


CATALOG = Path(__file__).parents[1] / "sample_spreadsheets" / "名录.xlsx"


@pytest.fixture
def kpi(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Iterator[Callable[..., Any]]:
    """`kpi("user", "list")` on an empty data folder: exit code, stdout, stderr."""
    monkeypatch.setattr(i18n, "_asked", lambda: "zh")
    monkeypatch.setenv("KPI_DATA_DIR", str(tmp_path / "data"))
    for name in ("KPI_DATABASE_URL", "KPI_ADDRESS", "KPI_LANG"):
        monkeypatch.delenv(name, raising=False)
    start.configured.cache_clear()
    start.store.cache_clear()

    def said(*words: object) -> Any:
        capfdbinary.readouterr()
        try:
            code = main([str(w) for w in words])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capfdbinary.readouterr()
        return SimpleNamespace(code=code, out=out.decode(), err=err.decode())

    yield said
    start.store().close()
    start.configured.cache_clear()
    start.store.cache_clear()


@pytest.fixture
def named(kpi: Callable[..., Any]) -> Callable[..., Any]:
    """The commands on a district with a catalog."""
    assert kpi("catalog", "import", CATALOG).code == 0
    return kpi


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`typed("…")` is what stands on stdin."""

    def type_(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    return type_


def entered(login: str, password: str = PASSWORD) -> Outcome:
    return signin.sign_in(start.store(), login, password, Caller()).outcome


def listed(kpi: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(kpi("user", "list", "--json").out)
    return found


def test_an_account_with_a_password_may_sign_in(named: Any, typed: Any) -> None:
    typed(PASSWORD + "\n")
    answer = named(
        *("user", "add", "zhangsan", "--role", "preparer", "--name", "张三"),
        *("--indicators", "fai,retail", "--password-stdin"),
    )
    assert (answer.code, answer.out) == (0, "")
    assert PASSWORD not in answer.err
    assert entered("zhangsan") is Outcome.IN
    assert listed(named) == [
        {
            "login": "zhangsan",
            "name": "张三",
            "role": "preparer",
            "unit": None,
            "indicators": ["fai", "retail"],
            "active": True,
        }
    ]


def test_a_preparer_of_an_office_sends_what_it_leads(named: Any) -> None:
    assert named("user", "add", "lisi", "--role", "preparer", "--unit", "D03").code == 0
    assert [(u["unit"], u["indicators"]) for u in listed(named)] == [
        ("D03", ["cbec_trade", "retail"])
    ]


@pytest.mark.parametrize(("given", "own"), [("", []), ("fai, retail,", ["fai", "retail"])])
def test_an_own_list_of_indicators_may_be_empty_and_have_blanks(
    named: Any, given: str, own: list[str]
) -> None:
    words = ("--role", "preparer", "--unit", "D03", "--indicators", given)
    assert named("user", "add", "lisi", *words).code == 0
    assert [u["indicators"] for u in listed(named)] == [own]


def test_without_a_password_it_prints_a_link_on_stdout(kpi: Any) -> None:
    answer = kpi("user", "add", "lisi", "--role", "viewer")
    token = LINK.fullmatch(answer.out.strip())
    assert answer.code == 0
    assert token is not None
    assert token[1] not in answer.err
    people.setup(start.store(), token[1], "lisi", "", PASSWORD)
    assert entered("lisi") is Outcome.IN


def test_a_link_for_an_account_that_exists(kpi: Any) -> None:
    first = LINK.search(kpi("user", "add", "lisi", "--role", "viewer").out)
    second = LINK.search(kpi("user", "link", "lisi").out)
    assert first and second
    assert people.invited(start.store(), first[1]) is None
    assert people.invited(start.store(), second[1]) is not None


def test_role_disable_and_enable_do_what_they_say(kpi: Any, typed: Any) -> None:
    typed(PASSWORD)
    kpi("user", "add", "lisi", "--role", "viewer", "--password-stdin")
    assert kpi("user", "role", "lisi", "auditor").code == 0
    assert kpi("user", "disable", "lisi").code == 0
    assert [(u["role"], u["active"]) for u in listed(kpi)] == [("auditor", False)]
    assert entered("lisi") is Outcome.WRONG
    assert kpi("user", "enable", "lisi").code == 0
    assert [u["active"] for u in listed(kpi)] == [True]
    assert entered("lisi") is Outcome.IN


@pytest.mark.parametrize(
    ("login", "password"),
    [("lisi", "short\n"), ("lisi", "\n"), ("lisi", ""), ("9x", PASSWORD), ("Li Si", PASSWORD)],
)
def test_what_is_refused_ends_with_1_and_makes_nothing(
    kpi: Any, typed: Any, login: str, password: str
) -> None:
    typed(password)
    answer = kpi("user", "add", login, "--role", "viewer", "--password-stdin")
    assert (answer.code, answer.out, bool(answer.err)) == (1, "", True)
    assert listed(kpi) == []


def test_a_taken_login_ends_with_1(kpi: Any) -> None:
    kpi("user", "add", "lisi", "--role", "viewer")
    answer = kpi("user", "add", "lisi", "--role", "admin")
    assert (answer.code, "lisi" in answer.err) == (1, True)
    assert [u["role"] for u in listed(kpi)] == ["viewer"]


@pytest.mark.parametrize(
    "words",
    [
        ("role", "nobody", "viewer"),
        ("disable", "nobody"),
        ("enable", "nobody"),
        ("link", "nobody"),
        ("add", "lisi", "--role", "king"),
        ("add", "lisi"),
        ("role", "lisi", "king"),
        ("add", "lisi", "--role", "preparer", "--unit", "X99"),
        ("add", "lisi", "--role", "preparer", "--indicators", "fai,nix"),
        ("burn", "lisi"),
        (),
    ],
    ids=" ".join,
)
def test_what_refers_to_nothing_ends_with_2(named: Any, words: tuple[str, ...]) -> None:
    answer = named("user", *words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[-1].startswith("error: ")
    assert listed(named) == []


def test_the_list_for_people_is_a_table(kpi: Any) -> None:
    kpi("user", "add", "lisi", "--role", "viewer", "--name", "李四")
    answer = kpi("user", "list")
    assert answer.out.splitlines()[1].split("\t")[:3] == ["lisi", "李四", "viewer"]


def test_init_prints_a_link_until_an_account_exists(kpi: Any) -> None:
    first, second = (kpi("init") for _ in range(2))
    for answer in (first, second):
        assert (answer.code, answer.out, len(LINK.findall(answer.err))) == (0, "", 1)
    kpi("user", "add", "lisi", "--role", "viewer")
    assert LINK.findall(kpi("init").err) == []
    token = LINK.findall(first.err)[0]
    assert people.invited(start.store(), token) is None
