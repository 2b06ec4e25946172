"""管理 · 意见: what readers said, with the answers."""

from collections.abc import Callable
from typing import Any

from kpi.model.person import Person, Role, person
from kpi.service import remarks, start

READER = person("lian", "连云", Role.VIEWER)
ADMIN = person("zhou", "周管", Role.ADMIN)
Enter = Callable[[Person | None], None]


def said(seen: Any) -> list[str]:
    return [e.value for e in seen.at.text]


def test_the_desk_shows_a_remark_and_takes_its_answer(own: Any, signed_in: Enter) -> None:
    signed_in(ADMIN)
    assert "还没有人反馈意见。" in own("setup", part="remarks").text
    number = remarks.send(start.store(), "表太宽", "/board?board=fai", READER)
    desk = own("setup", part="remarks")
    assert said(desk) == ["表太宽"]
    assert "lian　/board?board=fai" in desk.text
    desk.at.text_area(key=f"remark_say_{number}").set_value("下一版改。")
    desk.button(f"remark_go_{number}").click()
    assert said(desk.run()) == ["表太宽", "下一版改。"]


def test_an_empty_answer_is_refused_in_words(own: Any, signed_in: Enter) -> None:
    signed_in(ADMIN)
    number = remarks.send(start.store(), "表太宽", "/", READER)
    desk = own("setup", part="remarks")
    desk.button(f"remark_go_{number}").click()
    assert "还没有写内容。" in desk.run().text
    assert remarks.own(start.store(), READER)[0].answer == ""
