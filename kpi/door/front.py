"""What the browser is handed around Streamlit: page shell, packed assets, security headers."""

import gzip
import json
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from http.cookies import SimpleCookie
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from anyio import to_thread
from starlette import datastructures
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kpi import settings
from kpi.i18n import LANGUAGES
from kpi.service import faults

HERE = Path(__file__).parent
LANGUAGE_COOKIE = "kpi_lang"
NO_SHELL = ("/_stcore/", "/media/", "/static/", "/component/", "/auth/", "/api/", "/app/")
NO_STORE = ("/auth/", "/api/")
MIME = {".js": "text/javascript", ".css": "text/css"}
WORDING = {
    "zh": ("zh-CN", "红黑榜", "请在浏览器中启用 JavaScript 后使用本系统。"),
    "en": ("en", "Red-Black Board", "Please enable JavaScript to use this application."),
}


class Headers:
    """Outermost: security headers on every answer, and a numbered 500 instead of a trace."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request with `send` adding the headers."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        started = False

        async def sealed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _seal(datastructures.MutableHeaders(scope=message), scope)
            await send(message)

        try:
            await self.app(scope, receive, sealed)
        except Exception as fault:  # the outermost door: logged here, told by its number
            number = faults.noted(fault)
            if started:
                raise
            await PlainTextResponse(number, 500)(scope, receive, sealed)


class Shell:
    """Serves Streamlit's page in the reader's language, and its scripts packed once."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer pages and assets; everything else belongs to Streamlit."""
        answer = None
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            if is_page(scope["path"]):
                answer = Response(shell(asked(scope)), media_type="text/html")
                answer.headers["Cache-Control"] = "no-cache"
            elif scope["path"] in assets() and accepts_gzip(scope):
                answer = await to_thread.run_sync(_packed, scope["path"])
        await (answer or self.app)(scope, receive, send)


def is_page(path: str) -> bool:
    """Whether a GET of `path` opens a page of the application.

    Under a page's own path the browser probes `/unit/_stcore/health` and needs Streamlit's 404.
    """
    return path == "/" or not (
        path.startswith(("//", *NO_SHELL))
        or path == "/healthz"
        or path.endswith("/")
        or "." in path
        or "/_stcore" in path
    )


def asked(scope: Scope) -> str:
    """The language of a page request: `?lang=`, that of the link which brought somebody to the
    sign-in (`?next=`), the reader's last choice, or the setting.
    """
    query = parse_qs(scope["query_string"].decode("latin-1"))
    here = query.get("lang", [""])[0]
    linked = parse_qs(urlsplit(query.get("next", [""])[0]).query).get("lang", [""])[0]
    cookie = SimpleCookie(datastructures.Headers(scope=scope).get("cookie", ""))
    kept = cookie[LANGUAGE_COOKIE].value if LANGUAGE_COOKIE in cookie else ""
    return next(
        (code for code in (here, linked, kept) if code in LANGUAGES), settings.load().language
    )


@cache
def shell(language: str) -> bytes:
    """Streamlit's index.html with our language, title, icon, dictionary and way back."""
    lang, title, no_script = WORDING[language]
    page = (bundle() / "index.html").read_text(encoding="utf-8")
    page = page.replace('<html lang="en">', f'<html lang="{lang}">')
    page = page.replace("<title>Streamlit</title>", f"<title>{title}</title>")
    page = page.replace('href="./favicon.png"', 'href="/app/static/favicon.png"')
    page = re.sub(r"<!--.*?-->\s*", "", page, flags=re.DOTALL)
    page = re.sub(r'<link rel="service-desc"[^>]*>\s*', "", page)
    page = re.sub(r"(?s)<noscript>.*?</noscript>", f"<noscript>{no_script}</noscript>", page)
    history = (HERE / "history.js").read_text(encoding="utf-8")
    ours = f"<script>{{{_translator()}}}</script><script>{{{history}}}</script>"
    return page.replace("</head>", f"{ours}</head>").encode()


@cache
def policy() -> str:
    """The Content-Security-Policy: own host only, and the shell's inline scripts by their hash.

    `blob:` is what Streamlit's own components load from; styles are written inline by React.
    """
    scripts = re.findall(rb"(?s)<script>(.*?)</script>", shell("zh"))
    hashes = " ".join(f"'sha256-{b64encode(sha256(text).digest()).decode()}'" for text in scripts)
    return (
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
        "font-src 'self' data:; connect-src 'self' ws: wss: blob: data:; "
        f"worker-src 'self' blob:; script-src 'self' blob: {hashes}; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )


@cache
def bundle() -> Path:
    """Streamlit's folder of browser files, found without importing Streamlit."""
    found = find_spec("streamlit")
    places = (found and found.submodule_search_locations) or []
    return Path(places[0]) / "static"


@cache
def assets() -> frozenset[str]:
    """The URL paths of Streamlit's scripts and style sheets; their names carry a hash."""
    files = (bundle() / "static").rglob("*")
    return frozenset(f"/{f.relative_to(bundle()).as_posix()}" for f in files if f.suffix in MIME)


def accepts_gzip(scope: Scope) -> bool:
    """Whether the browser takes gzip."""
    return "gzip" in datastructures.Headers(scope=scope).get("accept-encoding", "")


@cache
def _packed(path: str) -> Response:
    """One asset, compressed at its first request and kept: 3.1 MB of the first page become 1.2."""
    body = gzip.compress((bundle() / path[1:]).read_bytes(), 6, mtime=0)
    headers = {
        "Content-Encoding": "gzip",
        "Vary": "Accept-Encoding",
        "Cache-Control": "public, immutable, max-age=31536000",
    }
    return Response(body, headers=headers, media_type=MIME[Path(path).suffix])


def _translator() -> str:
    words = json.loads((HERE / "words.json").read_text(encoding="utf-8"))
    listed = json.dumps(words, ensure_ascii=False).replace("</", "<\\/")
    return (HERE / "words.js").read_text(encoding="utf-8").replace("/*WORDS*/{}", listed)


def _seal(headers: datastructures.MutableHeaders, scope: Scope) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers.setdefault("Referrer-Policy", "same-origin")
    headers["Content-Security-Policy"] = policy()
    if scope["path"].startswith(NO_STORE):
        headers["Cache-Control"] = "no-store"
    if scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = "max-age=31536000"
