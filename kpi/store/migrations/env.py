"""What Alembic runs: one history of steps for both engines, on the connection that it is handed."""

from alembic import context

from kpi.store import schema_editions, schema_people
from kpi.store.schema import METADATA

assert schema_people and schema_editions, "their tables belong to METADATA"  # noqa: S101
con = context.config.attributes["connection"]
context.configure(
    connection=con,
    target_metadata=METADATA,
    render_as_batch=con.dialect.name == "sqlite",
)
context.run_migrations()
