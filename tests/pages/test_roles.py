"""Every page as every role, with real accounts: what opens, what is refused, who is named."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kpi.model.person import OPERATOR, Person, Role, person
from kpi.service import people, signin, start
from kpi.service.signin import Caller
from kpi.store import journal
from kpi.store.engine import Store

PAGES = Path(__file__).parents[2] / "pages"
PASSWORD = "Bohe-Qinghe-27"  # noqa: S105 - made for these tests
READERS = ("home", "board", "unit", "indicator", "matrix")
DRAFTERS = (*READERS, "study")
OPEN = {
    Role.ADMIN: (*DRAFTERS, "upload", "publish", "follow", "setup"),
    Role.PUBLISHER: (*DRAFTERS, "upload", "publish", "follow"),
    Role.PREPARER: (*DRAFTERS, "upload", "follow"),
    Role.VIEWER: READERS,
    Role.AUDITOR: (*READERS, "publish", "follow", "setup"),
}
ALL = OPEN[Role.ADMIN]
real = signin.live


def run(page: str, user: dict[str, str]) -> AppTest:
    """A page inside the frame, as the gate's two headers say who is there."""
    at = AppTest.from_file(PAGES / "frame.py", default_timeout=60)
    at.user = user
    if page != "home":
        at.switch_page(str(PAGES / f"{page}.py"))
    return at.run()


def named(at: AppTest) -> str:
    """The name on the menu, the first popover of every page."""
    return str(at.get("popover")[0].proto.popover.label)


@pytest.fixture
def store(own: Any, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The sample district, where accounts are asked for in earnest."""
    monkeypatch.setattr(signin, "live", real)
    return start.store()


@pytest.fixture
def entered(store: Store) -> Callable[[Role], dict[str, str]]:
    """A new account of a role, signed in: the headers that the gate sets."""

    def enter(role: Role) -> dict[str, str]:
        login = f"the-{role}"
        office = "D01" if role is Role.PREPARER else ""
        people.add(store, login, role, OPERATOR, name=f"陈{role}", unit=office, password=PASSWORD)
        token = signin.sign_in(store, login, PASSWORD, Caller()).token
        return {"account": login, "session": signin.ticket_of(token)}

    return enter


@pytest.mark.parametrize("role", [*Role])
def test_a_role_opens_its_pages_and_no_other(
    entered: Callable[[Role], dict[str, str]], role: Role
) -> None:
    user = entered(role)
    home = run("home", user)
    for page in ALL:
        if page in OPEN[role]:
            at = run(page, user)
            assert not at.exception, page
            assert "没有查看本页的权限。" not in [m.value for m in at.markdown], page
            assert named(at) == f"陈{role}", page
        else:
            with pytest.raises(ValueError, match=rf"{page}\.py"):
                home.switch_page(str(PAGES / f"{page}.py"))


@pytest.mark.parametrize("role", [*Role])
def test_a_page_run_without_its_frame_refuses_the_same(
    entered: Callable[[Role], dict[str, str]], role: Role
) -> None:
    user = entered(role)
    for page in set(ALL) - set(OPEN[role]):
        at = AppTest.from_file(PAGES / f"{page}.py", default_timeout=60)
        at.user = user
        assert [m.value for m in at.run().markdown] == ["没有查看本页的权限。"], page
        assert len(at.main) == 1


@pytest.mark.parametrize(
    "user",
    [
        {},
        {"account": "the-admin"},
        {"account": "the-admin", "session": ""},
        {"account": "the-admin", "session": "0" * 64},
        {"account": "local", "session": ""},
        {"session": "0" * 64},
    ],
    ids=str,
)
def test_without_the_gates_word_a_page_shows_nothing(
    store: Store, entered: Callable[[Role], dict[str, str]], user: dict[str, str]
) -> None:
    entered(Role.ADMIN)
    at = run("home", user)
    assert not at.exception
    assert [len(at.main), len(at.sidebar)] == [0, 0]


def test_anothers_ticket_names_nobody(
    store: Store, entered: Callable[[Role], dict[str, str]]
) -> None:
    viewer, admin = entered(Role.VIEWER), entered(Role.ADMIN)
    at = run("home", {"account": admin["account"], "session": viewer["session"]})
    assert len(at.main) == 0


def test_a_disabled_account_sees_nothing_at_its_next_run(
    store: Store, entered: Callable[[Role], dict[str, str]]
) -> None:
    at = run("home", entered(Role.VIEWER))
    assert len(at.main) > 0
    people.disable(store, "the-viewer", OPERATOR)
    assert len(at.run().main) == 0


def test_another_role_counts_from_the_next_sign_in(
    store: Store, entered: Callable[[Role], dict[str, str]]
) -> None:
    at = run("home", entered(Role.VIEWER))
    people.change_role(store, "the-viewer", Role.PUBLISHER, OPERATOR)
    assert len(at.run().main) == 0
    again = signin.sign_in(store, "the-viewer", PASSWORD, Caller()).token
    user = {"account": "the-viewer", "session": signin.ticket_of(again)}
    assert not run("publish", user).exception


def test_what_an_administrator_saw_first_is_not_shown_to_a_viewer(
    entered: Callable[[Role], dict[str, str]],
) -> None:
    admin = run("setup", entered(Role.ADMIN))
    assert not admin.exception
    viewer = run("home", entered(Role.VIEWER))
    assert (named(admin), named(viewer)) == ("陈admin", "陈viewer")


def test_nobody_stands_in_for_a_person(signed_in: Any, own: Any) -> None:
    signed_in(None)
    at = AppTest.from_file(PAGES / "frame.py", default_timeout=60).run()
    assert len(at.main) == 0
    signed_in(Person("nobody", "", frozenset()))
    at = AppTest.from_file(PAGES / "home.py", default_timeout=60).run()
    assert [m.value for m in at.markdown] == ["没有查看本页的权限。"]


def test_who_asks_for_a_page_of_another_role_is_written_down(
    store: Store, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(person("kan", "看", Role.VIEWER))
    at = AppTest.from_function(_refused, default_timeout=60).run()
    at.run()
    assert not at.exception
    with store.read() as tx:
        told = [(x.actor, x.object) for x in journal.lines(tx) if x.act == "refused"]
    assert told == [("kan", "page")]


def _refused() -> None:
    from pages.parts import session

    session.refuse()
