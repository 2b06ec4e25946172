"""A fault gets a short number: the reader sees the number, the log has the traceback with it."""

import logging
import secrets
from functools import cache

from kpi import settings

LETTERS = "ACDEFHJKLMNPQRTUVWXY34679"  # nothing that is mistaken for another when read aloud


def noted(fault: BaseException) -> str:
    """Write the fault to the log under a new number such as K7F2, and give the number."""
    number = "".join(secrets.choice(LETTERS) for _ in range(4))
    _log().error("fault %s", number, exc_info=fault)
    return number


@cache
def _log() -> logging.Logger:
    """The log in the data folder; where nothing can be written, the number alone must do."""
    log = logging.getLogger("kpi.fault")
    handler: logging.Handler = logging.NullHandler()
    try:
        folder = settings.load().data_dir / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(folder / "kpi.log", encoding="utf-8", delay=True)
    except (OSError, settings.SettingError):
        pass
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log.addHandler(handler)
    return log
