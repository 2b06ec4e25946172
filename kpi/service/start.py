"""From settings to one opened, migrated store per process."""

from functools import cache

from kpi import settings
from kpi.settings import Settings
from kpi.store import engine
from kpi.store.engine import Store
from kpi.store.migrate import migrate


@cache
def configured() -> Settings:
    """The settings of this process, read once."""
    return settings.load()


@cache
def store() -> Store:
    """The store that the settings name, at the newest schema; files lie under the data folder."""
    chosen = configured()
    opened = engine.open(chosen.database_url, chosen.data_dir, anchors=chosen.anchors)
    migrate(opened)
    return opened
