"""退回: what the publisher finds beside somebody's upload, and what becomes of it."""

from typing import Any

from kpi.model.person import OPERATOR, Role, person
from kpi.model.upload import UploadRow
from kpi.service import start, upload

Open = Any
PUBLISHER = person("wang", "王审", Role.PUBLISHER)


def row(number: int = 0) -> UploadRow:
    """An upload by its number; the newest without one."""
    rows = upload.history(start.store(), OPERATOR)
    return next(r for r in rows if number in (0, r.upload))


def test_an_upload_is_given_back_with_a_reason(own: Open, signed_in: Any) -> None:
    signed_in(PUBLISHER)
    given = upload.history(start.store(), PUBLISHER)[0].upload
    seen = own("upload", receipt=str(given))
    assert seen.button(f"upload_undo_{given}") is None  # that is for who sent it
    seen.click(f"upload_return_{given}")
    assert row(given).undone is None  # it asks first

    seen.button(f"upload_return_{given}").click()  # AppTest closes a dialog with each run
    seen.click("upload_return_confirm")
    assert row(given).undone is None  # without a reason nothing is given back

    seen.button(f"upload_return_{given}").click().run()
    seen.at.text_area[0].set_value("口径不符，请重报")
    seen.button(f"upload_return_{given}").click()
    seen.click("upload_return_confirm")
    assert row(given).undone is not None
    assert seen.button(f"upload_return_{given}") is None


def test_nobody_else_is_offered_to_give_an_upload_back(own: Open, signed_in: Any) -> None:
    given = str(upload.history(start.store(), OPERATOR)[0].upload)
    for role in (Role.PREPARER, Role.ADMIN, Role.AUDITOR):
        signed_in(person("li", "李某", role))
        assert own("upload", receipt=given).button("upload_return") is None
