"""A fault gets a short number: the reader sees the number, the log has the traceback with it."""

import logging
import secrets
from functools import cache

from kpi import settings
from kpi.service import log
from kpi.store.trouble import Trouble

LETTERS = "ACDEFHJKLMNPQRTUVWXY34679"  # nothing that is mistaken for another when read aloud


def noted(fault: BaseException) -> str:
    """Write the fault to the log under a new number such as K7F2, and give the number."""
    number = "".join(secrets.choice(LETTERS) for _ in range(4))
    _log().error("fault %s", number, exc_info=fault, extra={"fault": number})
    return number


def sentence(fault: BaseException) -> str:
    """What the surroundings did, for people (no connection, no room, no permission); else ""."""
    return str(fault) if isinstance(fault, Trouble) else ""


@cache
def _log() -> logging.Logger:
    """The log in the data folder; where the settings name none, the number alone must do."""
    try:
        log.keep(settings.load().data_dir)
    except settings.SettingError:
        logging.getLogger("kpi").addHandler(logging.NullHandler())
    return logging.getLogger("kpi.fault")
