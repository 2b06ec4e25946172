"""One-time links, as commands print them."""

from kpi.command.speak import tell
from kpi.i18n import _


def invitation(address: str) -> None:
    """While no account exists: the link to the first one, on stderr."""
    from kpi.service import people, start

    token = people.first_link(start.store())
    if token:
        tell(_("还没有账号。请在24小时内打开下面的链接，开设系统管理员："))
        tell(link(address, token))


def link(address: str, token: str) -> str:
    """The URL that uses a token."""
    return f"{address}/auth/setup?token={token}"
