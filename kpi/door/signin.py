"""Our own routes about people: sign in and out, first password, another password, who am I."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kpi import i18n
from kpi.door import forms, front
from kpi.door.gate import COOKIE, SIGN_IN, presented
from kpi.door.origin import local
from kpi.i18n import _
from kpi.model.person import ROLE_NAMES, Role
from kpi.model.problem import Refused
from kpi.service import demo, people, signin, start
from kpi.service.signin import Caller, Here, Outcome

LARGEST_FORM = 64_000
Answer = Callable[[Request], Awaitable[Response]]
_hashing = CapacityLimiter(8)  # who waits for a hash waits here, not in the way of the pages


class TooLong(Exception):
    """A form over LARGEST_FORM."""


def spoken(answer: Answer) -> Answer:
    """Answer in the reader's language, and remember it where the URL asks for one."""

    @wraps(answer)
    async def told(request: Request) -> Response:
        code = front.asked(request.scope)
        with i18n.speaking(code):
            try:
                made = await answer(request)
            except TooLong:
                return Response(status_code=413)
        if "lang" in request.query_params:
            kept = f"{front.LANGUAGE_COOKIE}={code}; Path=/; Max-Age=31536000; SameSite=Lax"
            made.headers.append("Set-Cookie", kept)
        return made

    return told


@spoken
async def login(request: Request) -> Response:
    """`/auth/login`: the form, and the attempt."""
    target = local(request.query_params.get("next", "/"))
    if request.method != "POST":
        return _sign_in(target)
    given = await fields(request)
    target = local(given.get("next", target))
    if "demo" in given:
        return await _demo(request, given["demo"], target)
    store, caller = start.store(), calling(request)
    tried = await _slowly(
        signin.sign_in, store, given.get("login", ""), given.get("password", ""), caller
    )
    if tried.outcome is Outcome.LOCKED:
        return _locked(tried.wait_s, lambda note: _sign_in(target, note))
    if tried.outcome is Outcome.WRONG:
        return _sign_in(target, _("账号或密码不正确。"), 401)
    return _entered(request, tried.token, "/auth/password" if tried.must_change else target)


async def _demo(request: Request, role: str, target: str) -> Response:
    if not start.configured().demo or role not in set(demo.ROLES):
        return Response(status_code=403)
    try:
        token = await _slowly(signin.demo, start.store(), Role(role), calling(request))
    except Refused:
        return Response(status_code=403)
    return _entered(request, token, target)


@spoken
async def logout(request: Request) -> Response:
    """`/auth/logout`: the session ends here and now."""
    await _slowly(signin.sign_out, start.store(), calling(request))
    answer = RedirectResponse(SIGN_IN, 303)
    answer.headers.append("Set-Cookie", _cookie(request, "") + "; Max-Age=0")
    return answer


@spoken
async def setup(request: Request) -> Response:
    """`/auth/setup`: what a one-time link opens."""
    given = dict(request.query_params) if request.method != "POST" else await fields(request)
    token, store = given.get("token", ""), start.store()
    waiting = await _slowly(people.invited, store, token)
    if waiting is None:
        return _unlinked()
    first, note, status = not waiting.login, "", 200
    login_, name = given.get("login", waiting.login), given.get("name", waiting.name)
    if request.method == "POST":
        password_ = given.get("password", "")
        try:
            await _slowly(people.setup, store, token, login_, name, password_, _ip(request))
            return RedirectResponse(SIGN_IN, 303)
        except Refused as refused:
            if refused.problems[0].code == "LINK_DEAD":
                return _unlinked()
            note, status = refused.problems[0].sentence(), 400
    if not first:
        login_, name = waiting.login, waiting.name
    text = forms.setup(token, login_, name, first=first, rule=_rule(), note=note)
    return _form(text, status, no_referrer=True)


@spoken
async def password(request: Request) -> Response:
    """`/auth/password`: another password for who is signed in."""
    here: Here | None = request.state.here
    if here is None or not here.ticket:  # a proxy's people have no password here
        return RedirectResponse(SIGN_IN, 303)
    note = _("密码已过期，请先更改。") if here.must_change else ""
    if request.method != "POST":
        return _password(here, note)
    given = await fields(request)
    old, new = given.get("old", ""), given.get("password", "")
    store, caller = start.store(), calling(request)
    try:
        outcome = await _slowly(signin.change_password, store, here, old, new, caller)
    except Refused as refused:
        return _password(here, refused.problems[0].sentence(), 400)
    if outcome is Outcome.LOCKED:
        wait = await _slowly(signin.locked_for, store, here.person.login, caller.ip)
        return _locked(wait, lambda note: _password(here, note))
    if outcome is Outcome.WRONG:
        return _password(here, _("原密码不正确。"), 401)
    return RedirectResponse("/", 303)


async def me(request: Request) -> Response:
    """`/api/me`: who is signed in, and what he sends."""
    here: Here = request.state.here
    known = here.person
    sends = await to_thread.run_sync(people.sends, start.store(), known)
    role = str(known.role)
    return JSONResponse(
        {"login": known.login, "name": known.name, "role": role, "indicators": sends}
    )


async def nothing(_request: Request) -> Response:
    """Beside these there is nothing under `/auth/` and `/api/`."""
    return Response(status_code=404)


async def fields(request: Request) -> dict[str, str]:
    """The fields of a form, the first of each name; TooLong above 64 kB."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_FORM:
            raise TooLong
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    read = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in read.items()}


def calling(request: Request) -> Caller:
    """Who sends this request, as far as it is written down."""
    agent = request.headers.get("user-agent", "")
    return Caller(_ip(request), agent, presented(request.headers))


def _ip(request: Request) -> str:
    return request.client.host if request.client else ""


def _sign_in(target: str, note: str = "", status: int = 200) -> Response:
    roles = [(str(r), _(ROLE_NAMES[r]), _(about)) for r, about in demo.ROLES.items()]
    shown = roles if start.configured().demo else []
    return _form(forms.sign_in(target, note, shown), status)


def _password(here: Here, note: str = "", status: int = 200) -> Response:
    return _form(forms.password(here.person.name, _rule(), note), status)


def _locked(wait_s: int, form: Callable[[str], Response]) -> Response:
    minutes = -(-wait_s // 60)
    answer = form(_("尝试次数过多，请在{n}分钟后再试。").format(n=minutes))
    answer.status_code = 429
    answer.headers["Retry-After"] = str(wait_s)
    return answer


def _unlinked() -> Response:
    text = _("链接无效、已使用或已过期。请系统管理员另发一个。")
    return _form(forms.message(_("链接不可用"), text), 403, no_referrer=True)


def _form(text: str, status: int, *, no_referrer: bool = False) -> Response:
    headers = {"Referrer-Policy": "no-referrer"} if no_referrer else {}
    return HTMLResponse(text, status, headers)


def _rule() -> str:
    with start.store().read() as tx:
        rule = signin.profile(tx)
    if rule.kinds > 1:
        return _("至少{n}个字符，含大写字母、小写字母、数字、符号中的三种").format(n=rule.shortest)
    return _("至少{n}个字符").format(n=rule.shortest)


def _entered(request: Request, token: str, target: str) -> Response:
    answer = RedirectResponse(target, 303)
    answer.headers.append("Set-Cookie", _cookie(request, token))
    return answer


def _cookie(request: Request, token: str) -> str:
    secure = "; Secure" if request.scope["scheme"] == "https" else ""
    return f"{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax{secure}"


async def _slowly(work: Callable[..., Any], *given: Any) -> Any:
    return await to_thread.run_sync(work, *given, limiter=_hashing)


ROUTES: list[BaseRoute] = [
    Route(SIGN_IN, login, methods=["GET", "POST"]),
    Route("/auth/logout", logout, methods=["GET", "POST"]),
    Route("/auth/setup", setup, methods=["GET", "POST"]),
    Route("/auth/password", password, methods=["GET", "POST"]),
    Route("/api/me", me),
    Route("/auth/{rest:path}", nothing),
    Route("/api/{rest:path}", nothing),
]
