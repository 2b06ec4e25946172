"""What this instance has settled for itself: one JSON object in the one row of `house`."""

import json
from typing import Any

from sqlalchemy import select, update

from kpi.model import canon
from kpi.store.schema import house
from kpi.store.tx import Tx


def settings(tx: Tx) -> dict[str, Any]:
    """What was settled; a key that is absent means the default of whoever asks."""
    found: dict[str, Any] = json.loads(tx.con.execute(select(house.c.settings)).scalar_one())
    return found


def change(tx: Tx, **values: Any) -> None:
    """Settle these keys; the others stay."""
    tx.con.execute(update(house).values(settings=canon.text({**settings(tx), **values})))
