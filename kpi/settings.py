"""Settings from the environment and a `.env` beside app.py; see docs/settings.md."""

import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

Network = IPv4Network | IPv6Network
ROOT = Path(__file__).resolve().parents[1]
HERE = ZoneInfo("Asia/Shanghai")
LOOPBACK = "127.0.0.1/32,::1/128"
ADDRESS = "http://127.0.0.1:8501"


class SettingError(Exception):
    """A setting that cannot be used; the text names it, its value and the right form."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment decides; nothing here changes a number on a board."""

    database_url: str
    data_dir: Path
    language: str
    pinned: date | None
    sso_header: str = ""  # lower case; empty: no proxy vouches for anybody
    sso_from: tuple[Network, ...] = ()
    proxies: tuple[Network, ...] = ()
    address: str = ""
    demo: bool = False
    faces: Literal["gb2312", "windows"] = "gb2312"  # what Word letters are set in
    anchors: Path | None = None  # where the journal's anchors go; None: into the data folder
    fonts: Path | None = None  # an office's own faces for printed papers

    @property
    def reached_at(self) -> str:
        """The address that links are printed for."""
        return self.address or ADDRESS

    def today(self) -> date:
        """The day that counts as today (KPI_TODAY, else the clock in China)."""
        return self.pinned or datetime.now(HERE).date()

    def now(self) -> datetime:
        """This moment in UTC."""
        return datetime.now(UTC)


def load() -> Settings:
    """Read the settings; raises SettingError for a value that cannot be used."""
    found = {**dotenv_values(ROOT / ".env"), **os.environ}
    folder = Path(found.get("KPI_DATA_DIR") or ROOT / "data")
    language = found.get("KPI_LANG") or "zh"
    if language not in ("zh", "en"):
        raise SettingError(f"KPI_LANG is not a language: {language!r} (zh or en)")
    faces = found.get("KPI_FACES") or "gb2312"
    if faces not in ("gb2312", "windows"):
        raise SettingError(f"KPI_FACES names no faces: {faces!r} (gb2312 or windows)")
    return Settings(
        _url(found.get("KPI_DATABASE_URL"), folder),
        folder,
        language,
        _day(found.get("KPI_TODAY")),
        sso_header=_header(found.get("KPI_SSO_HEADER")),
        sso_from=networks("KPI_SSO_FROM", found.get("KPI_SSO_FROM") or LOOPBACK),
        proxies=networks("KPI_PROXY", found.get("KPI_PROXY") or LOOPBACK),
        address=(found.get("KPI_ADDRESS") or "").rstrip("/"),
        demo=found.get("KPI_DEMO") == "1",
        faces="windows" if faces == "windows" else "gb2312",
        anchors=Path(found["KPI_ANCHORS"] or "") if found.get("KPI_ANCHORS") else None,
        fonts=_folder("KPI_FONT_DIR", found.get("KPI_FONT_DIR")),
    )


def within(address: str, networks: tuple[Network, ...]) -> bool:
    """Whether an address lies in one of the networks; what is no address lies in none."""
    if not is_address(address):
        return False
    found = ip_address(address)
    found = getattr(found, "ipv4_mapped", None) or found  # how a dual-stack socket names a caller
    return any(found in network for network in networks)


def is_address(text: str) -> bool:
    """Whether a text is an IP address."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _url(text: str | None, folder: Path) -> str:
    if not text:
        return f"sqlite:///{folder / 'kpi.db'}"
    if "://" not in text:
        raise SettingError(
            f"KPI_DATABASE_URL is not a URL: {text!r} (like postgresql+psycopg://user@host/kpi)"
        )
    return text


def _folder(name: str, text: str | None) -> Path | None:
    if not text:
        return None
    if not Path(text).is_dir():
        raise SettingError(f"{name} is not a folder: {text!r} (like fonts/)")
    return Path(text).resolve()


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SettingError(f"KPI_TODAY is not a date: {text!r} (like 2026-11-21)") from None


def _header(text: str | None) -> str:
    name = (text or "").strip().lower()
    if name and not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise SettingError(f"KPI_SSO_HEADER is not a header's name: {text!r} (like X-Remote-User)")
    return name


def networks(name: str, text: str) -> tuple[Network, ...]:
    """The addresses of a list such as `10.0.0.5/32,::1/128`; `name` is told where it is none."""
    try:
        return tuple(ip_network(part.strip()) for part in text.split(","))
    except ValueError:
        raise SettingError(
            f"{name} is not a list of addresses: {text!r} (like 10.0.0.5/32,::1/128)"
        ) from None
