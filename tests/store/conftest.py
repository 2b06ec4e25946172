"""A store that knows a district."""

import pytest
from cloud_brook import CATALOG

from kpi.model.catalog import Setup
from kpi.store import catalog
from kpi.store.engine import Act, Store


@pytest.fixture
def district(store: Store) -> Store:
    """Three units and two indicators, no values."""
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(CATALOG))
    return store
