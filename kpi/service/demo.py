"""The demo: the sample district in a database of its own, one account a role, no passwords."""

from collections.abc import Callable
from datetime import date

from kpi.i18n import N_
from kpi.model.person import OPERATOR, Role
from kpi.service import demo_past, sample, upload
from kpi.store import catalog, house, people
from kpi.store.engine import Act, Store
from kpi.store.people import Account

# login = role; the preparer is the office that leads investment, which the sample files are about
ROLES = {
    Role.ADMIN: N_("维护名录、规则和账号"),
    Role.PUBLISHER: N_("审核、签发榜单"),
    Role.PREPARER: N_("报送数据，查看本单位"),
    Role.VIEWER: N_("查看榜单"),
}
NAMES = {
    Role.ADMIN: "周敏",
    Role.PUBLISHER: "李卫东",
    Role.PREPARER: "陈静",
    Role.VIEWER: "王建国",
}  # invented, as the district is
_OFFICE = "D01"


def stands(store: Store) -> bool:
    """Whether this database was made by the demo."""
    with store.read() as tx:
        return bool(house.settings(tx).get("demo"))


def begin(store: Store, *, today: date, tell: Callable[[str], None]) -> bool:
    """Make or complete the demo; False, and nothing changed, where another's data stand."""
    if not stands(store):
        with store.read() as tx:
            empty = not catalog.read(tx).units and not people.anybody(tx)
        if not empty or upload.history(store, OPERATOR):
            return False
        with store.write("system", Act.SETTINGS) as tx:
            house.change(tx, demo=True)
            tx.about("demo", demo=True)
    sample.load(store, today=today, tell=tell, but={demo_past.REVISION})
    with store.read() as tx:
        missing = [role for role in ROLES if people.account(tx, str(role)) is None]
    for role in missing:
        office = _OFFICE if role is Role.PREPARER else ""
        with store.write("system", Act.USER_ADD) as tx:
            people.add(tx, Account(str(role), NAMES[role], role, office))
            tx.about(str(role), role=role, unit=office or None)
    with store.read() as tx:
        account = people.account(tx, str(Role.PUBLISHER))
    by = account.person() if account and account.active else None
    if by:
        demo_past.publish_past(store, by, today=today, tell=tell, until=demo_past.REVISED)
    sample.load(store, today=today, tell=tell)
    if by:
        demo_past.publish_past(store, by, today=today, tell=tell)
    return True
