"""A fault gets a short number: the reader sees the number, the log has the traceback with it."""

import logging
import secrets

LETTERS = "ACDEFHJKLMNPQRTUVWXY34679"  # nothing that is mistaken for another when read aloud
log = logging.getLogger("kpi.fault")


def noted(fault: BaseException) -> str:
    """Write the fault to the log under a new number such as K7F2, and give the number."""
    number = "".join(secrets.choice(LETTERS) for _ in range(4))
    log.error("fault %s", number, exc_info=fault)
    return number
