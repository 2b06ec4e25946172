"""Settings from the environment and a `.env` beside app.py; see docs/settings.md."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parents[1]
HERE = ZoneInfo("Asia/Shanghai")


class SettingError(Exception):
    """A setting that cannot be used; the text names it, its value and the right form."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment decides; nothing here changes a number on a board."""

    database_url: str
    data_dir: Path
    language: str
    pinned: date | None

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
    return Settings(
        _url(found.get("KPI_DATABASE_URL"), folder), folder, language, _day(found.get("KPI_TODAY"))
    )


def _url(text: str | None, folder: Path) -> str:
    if not text:
        return f"sqlite:///{folder / 'kpi.db'}"
    if "://" not in text:
        raise SettingError(
            f"KPI_DATABASE_URL is not a URL: {text!r} (like postgresql+psycopg://user@host/kpi)"
        )
    return text


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SettingError(f"KPI_TODAY is not a date: {text!r} (like 2026-11-21)") from None
