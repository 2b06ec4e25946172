"""The log: one file a day, one line a deed or fault, nothing in it that is nobody's business.

A line reads `time level act login address ms fault message`, `-` where there is nothing to say.
Times are UTC. Whatever a person typed stands in it without control characters and blanks, so that
nobody writes a line of his own; texts are cut, query strings and secrets left out.
"""

import logging
import os
import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

DAYS = 180
FIELDS = ("act", "login", "address", "ms", "fault")
_NAME = re.compile(r"kpi-(\d{4}-\d{2}-\d{2})\.log")
_HIDDEN = (
    (re.compile(r"(?i)\b(token|password|old|ticket|secret)(\s*[=:]\s*)\S+"), r"\1\2…"),
    (re.compile(r"(?<=[\w/])\?[^\s\"']+"), "?…"),
    (re.compile(r"://[^/\s:@]+:[^@\s]+@"), "://…@"),
    (re.compile(r"""(["'“‘])([^"'”’]{60})[^"'”’]+(["'”’])"""), r"\1\2…\3"),
)
_LONGEST = 300


class Line(logging.Formatter):
    """A record as one line; a traceback follows on lines that cannot be taken for records."""

    def format(self, record: logging.LogRecord) -> str:
        """The text of a record, without its line break."""
        at = datetime.fromtimestamp(record.created, UTC)
        fields = [_field(getattr(record, name, None)) for name in FIELDS]
        head = [f"{at:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z", record.levelname, *fields]
        lines = [" ".join([*head, clean(record.getMessage())])]
        if record.exc_info:
            trace = self.formatException(record.exc_info).splitlines()
            lines += [f"    | {clean(line)}" for line in trace]
        return "\n".join(lines)


class Daily(logging.Handler):
    """Appends to the file of the day, mode 0600; those older than 180 days go."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.setFormatter(Line())
        self._day: date | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record. A log that cannot be written stops nobody's work."""
        try:
            self._append(datetime.fromtimestamp(record.created, UTC).date(), self.format(record))
        except OSError:
            return

    def _append(self, day: date, text: str) -> None:
        if day != self._day:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            prune(self.folder, day)
            self._day = day
        place = self.folder / f"kpi-{day}.log"
        handle = os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, f"{text}\n".encode(errors="backslashreplace"))  # one write: one line
        finally:
            os.close(handle)


def keep(data: Path) -> None:
    """Let this process write its log under the data folder."""
    log = logging.getLogger("kpi")
    for old in [h for h in log.handlers if isinstance(h, Daily)]:
        if old.folder == data / "logs":
            return
        log.removeHandler(old)
    log.addHandler(Daily(data / "logs"))
    log.setLevel(logging.INFO)


def prune(folder: Path, today: date) -> None:
    """Remove the logs of days more than 180 days ago."""
    for place in folder.iterdir():
        found = _NAME.fullmatch(place.name)
        if found and date.fromisoformat(found[1]) < today - timedelta(days=DAYS):
            place.unlink(missing_ok=True)


def clean(text: str) -> str:
    """One line of printable text: control and direction characters spelled out, secrets hidden,
    long texts cut.
    """
    for pattern, instead in _HIDDEN:
        text = pattern.sub(instead, text)
    text = "".join(_spelled(c) for c in text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _spelled(character: str) -> str:
    if unicodedata.category(character) not in ("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"):
        return character
    return character.encode("unicode_escape").decode()


def _field(value: object) -> str:
    """A value without blanks, for blanks part the fields."""
    if value is None or value == "":
        return "-"
    return re.sub(r"\s", lambda m: f"\\x{ord(m[0]):02x}", clean(str(value)))[:60]
