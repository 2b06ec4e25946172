"""The forms in front of the product: sign in, first password, another password. Plain HTML.

Everything that comes from outside is escaped where it is put in; there is no script.
"""

from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from kpi.i18n import _, language
from kpi.model.look import DARK, FONT, LIGHT, Theme

PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title} · {product}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,"><style>{style}</style></head>
<body>{ribbon}<main><div class="top"><span class="mark">{mark}{product}</span>
<a href="{switch}" lang="{other}">{other_name}</a></div>
<section class="card"><h1>{title}</h1>{note}{body}</section></main></body></html>
"""
MARK = """<svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true">
<path d="M2 19h18L11 4z" fill="var(--red)"/><path d="M12 13h18l-9 15z" fill="var(--text)"/></svg>"""


def sign_in(next_: str, note: str = "", roles: Iterable[tuple[str, str, str]] = ()) -> str:
    """Login and password; `roles` (code, name, what for) are the demo's buttons."""
    hidden = f'<input type="hidden" name="next" value="{escape(next_)}">'
    own = (
        _field(_("账号"), "login", autocomplete="username", focus=not roles, autocapitalize="none")
        + _field(_("密码"), "password", kind="password", autocomplete="current-password")
        + f"<button>{_('登录')}</button>"
    )
    if roles:
        buttons = "".join(
            f'<button name="demo" value="{escape(code)}" formnovalidate>{escape(name)}'
            f"<span>{escape(about)}</span></button>"
            for code, name, about in roles
        )
        own = (
            f"<p>{_('选一个角色进入，不需要密码。')}</p><div class='roles'>{buttons}</div>"
            f"<details><summary>{_('用账号登录')}</summary>{own}</details>"
        )
    body = f'<form method="post" action="/auth/login">{hidden}{own}</form>'
    return page(_("登录"), body, note, {"next": next_}, ribbon=bool(roles))


def setup(token: str, login: str, name: str, *, first: bool, rule: str, note: str = "") -> str:
    """A first password, and for the first administrator his login and name."""
    hidden = f'<input type="hidden" name="token" value="{escape(token)}">'
    about = _("这个账号是系统管理员，其他账号由它开设。") if first else _("设置密码后即可登录。")
    body = (
        f'<p class="quiet">{about}</p><form method="post" action="/auth/setup">{hidden}'
        + _field(_("账号"), "login", login, autocomplete="username", focus=first, fixed=not first)
        + _field(_("姓名"), "name", name, autocomplete="name", fixed=not first)
        + _field(_("密码"), "password", kind="password", autocomplete="new-password", hint=rule)
        + f"<button>{_('完成')}</button></form>"
    )
    return page(_("开设账号") if first else _("设置密码"), body, note, {"token": token})


def password(name: str, rule: str, note: str = "") -> str:
    """Another password for who is signed in."""
    body = (
        f'<p class="quiet">{escape(name)}</p><form method="post" action="/auth/password">'
        + _field(_("原密码"), "old", kind="password", autocomplete="current-password", focus=True)
        + _field(_("新密码"), "password", kind="password", autocomplete="new-password", hint=rule)
        + f"<button>{_('更改密码')}</button></form>"
    )
    return page(_("更改密码"), body, note, {})


def message(title: str, text: str) -> str:
    """A sentence and the way to the sign-in."""
    body = f'<p>{escape(text)}</p><p><a href="/auth/login">{_("登录")}</a></p>'
    return page(title, body, "", {})


def page(title: str, body: str, note: str, query: dict[str, str], *, ribbon: bool = False) -> str:
    """The page around a form; `query` is kept when the language is switched."""
    other, other_name = ("en", "English") if language() == "zh" else ("zh", "中文")
    return PAGE.format(
        lang="zh-CN" if language() == "zh" else "en",
        title=escape(title),
        product=_("红黑榜"),
        style=style(),
        mark=MARK,
        ribbon=f'<div class="ribbon">{_("演示数据")}</div>' if ribbon else "",
        switch="?" + escape(urlencode({**query, "lang": other})),
        other=other,
        other_name=other_name,
        note=f'<p role="alert">{escape(note)}</p>' if note else "",
        body=body,
    )


@cache
def style() -> str:
    """The forms' style sheet in the colours of the house, light and dark."""
    sheet = (Path(__file__).parent / "forms.css").read_text(encoding="utf-8")
    dark = f"@media (prefers-color-scheme: dark) {{ :root {{ {_colours(DARK)} }} }}"
    return f":root {{ --font: {FONT}; {_colours(LIGHT)} }} {dark}\n{sheet}"


def _colours(theme: Theme) -> str:
    found = ((f.name.replace("_", "-"), getattr(theme, f.name)) for f in fields(theme))
    return " ".join(f"--{name}: {value};" for name, value in found if str(value).startswith("#"))


def _field(
    label: str,
    name: str,
    value: str = "",
    *,
    kind: str = "text",
    autocomplete: str = "off",
    autocapitalize: str = "",
    hint: str = "",
    focus: bool = False,
    fixed: bool = False,
) -> str:
    more = (
        (f' autocapitalize="{autocapitalize}"' if autocapitalize else "")
        + (" autofocus" if focus else "")
        + (" readonly" if fixed else "")
    )
    told = f"<small>{escape(hint)}</small>" if hint else ""
    return (
        f'<label>{escape(label)}<input name="{name}" type="{kind}" value="{escape(value)}"'
        f' autocomplete="{autocomplete}" required maxlength="256"{more}>{told}</label>'
    )
