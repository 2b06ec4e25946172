"""The page shell, packed assets and the headers on every answer."""

import asyncio
import gzip
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from kpi.door import front
from kpi.service import faults

PROBES = ("/_stcore/health", "/_stcore/host-config")


def test_a_page_is_chinese_unless_asked_otherwise(ask: Any) -> None:
    page = ask("/board").text
    assert '<html lang="zh-CN">' in page
    assert "<title>红黑榜</title>" in page


@pytest.mark.parametrize(
    ("path", "cookie", "lang"),
    [
        ("/?lang=en", "", "en"),
        ("/", "kpi_lang=en", "en"),
        ("/?lang=zh", "kpi_lang=en", "zh-CN"),
        ("/?lang=xx", "kpi_lang=<b>", "zh-CN"),
    ],
)
def test_the_url_says_the_language_then_the_last_choice(
    ask: Any, path: str, cookie: str, lang: str
) -> None:
    answer = ask(path, headers={"cookie": cookie} if cookie else {})
    assert re.findall('<html lang=.([^"]+)', answer.text) == [lang]


def test_the_shell_names_no_other_program_and_no_other_host(ask: Any) -> None:
    page = ask("/").text
    head = page.split("<script>")[0]
    assert "Streamlit" not in head
    assert "service-desc" not in page
    assert not re.findall(r"https?://", page.replace("http://www.w3.org", ""))


def test_pages_are_asked_for_anew_and_assets_kept(ask: Any) -> None:
    script = min(p for p in front.assets() if p.endswith(".js"))
    assert ask("/").headers["cache-control"] == "no-cache"
    assert "immutable" in ask(script).headers["cache-control"]


@pytest.mark.parametrize("ending", [".js", ".css"])
def test_an_asset_is_packed_and_unchanged(ask: Any, ending: str) -> None:
    path = max(p for p in front.assets() if p.endswith(ending))
    whole = (front.bundle() / path[1:]).read_bytes()
    packed = ask(path, headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == whole
    assert int(packed.headers["content-length"]) == len(gzip.compress(whole, 6))
    assert packed.headers["content-type"].startswith(front.MIME[ending])


def test_a_browser_without_gzip_gets_the_plain_asset(ask: Any) -> None:
    path = min(front.assets())
    answer = ask(path, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.content == (front.bundle() / path[1:]).read_bytes()


@pytest.mark.parametrize("path", ["/", "/unit", "/healthz", "/static/js/none.js", "/no.such"])
def test_every_answer_carries_the_security_headers(ask: Any, path: str) -> None:
    headers = ask(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in headers


def test_a_refusal_carries_the_security_headers_too(knock: Any) -> None:
    answer = knock("/")
    assert answer.status_code == 401
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_answers_about_identity_are_never_stored(ask: Any) -> None:
    for path in ("/auth/login", "/auth/none", "/api/me", "/api/none"):
        assert ask(path).headers["cache-control"] == "no-store"


def test_the_policy_allows_the_own_host_and_the_shells_own_scripts_only(ask: Any) -> None:
    answer = ask("/?lang=en")
    policy = answer.headers["content-security-policy"]
    scripts = re.findall(r"(?s)<script>(.*?)</script>", answer.text)
    own = {f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in scripts}
    assert len(scripts) == 3  # of the bundle, the dictionary, the way back
    assert set(re.findall(r"'sha256-[^']+'", policy)) == own
    assert policy.startswith("default-src 'self';")
    assert "unsafe-eval" not in policy
    assert not re.findall(r"https?:|\*", policy)


@pytest.mark.parametrize("probe", PROBES)
def test_health_probes_under_a_page_are_not_found(ask: Any, probe: str) -> None:
    assert ask(f"/unit{probe}").status_code == 404


def test_the_favicon_and_the_root_probe_are_there(ask: Any) -> None:
    assert ask("/app/static/favicon.png").headers["content-type"] == "image/png"
    assert ask("/_stcore/health").status_code == 200


def test_only_reading_opens_a_page(ask: Any) -> None:
    assert ask("/unit", method="HEAD").status_code == 200
    assert ask("/unit", method="POST").status_code == 405


def test_a_fault_of_the_program_is_a_number_and_no_trace(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KPI_DATA_DIR", str(tmp_path))
    faults._log.cache_clear()

    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("secret detail")

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(front.Headers(broken))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:
            return await browser.get("/")

    answer = asyncio.run(asked())
    assert answer.status_code == 500
    assert re.fullmatch("[A-Z0-9]{4}", answer.text)
    assert f"fault {answer.text}" in caplog.text
    assert "secret detail" in caplog.text
