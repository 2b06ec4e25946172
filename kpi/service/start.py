"""From settings to one opened, migrated store per process."""

from functools import cache

from kpi import settings
from kpi.service import log
from kpi.settings import Settings
from kpi.store import engine
from kpi.store.engine import Store
from kpi.store.migrate import migrate


@cache
def configured() -> Settings:
    """The settings of this process, read once."""
    return settings.load()


def opened() -> Store:
    """The store that the settings name, its tables as they are; files lie in the data folder."""
    chosen = configured()
    log.keep(chosen.data_dir)
    return engine.open(chosen.database_url, chosen.data_dir, anchors=chosen.anchors)


@cache
def store() -> Store:
    """The store of this process, at the newest schema."""
    found = opened()
    migrate(found)
    return found
