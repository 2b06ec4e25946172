"""What Alembic runs: one history of steps for both engines, on the connection that it is handed."""

from alembic import context

from kpi.store.schema import METADATA

con = context.config.attributes["connection"]
context.configure(
    connection=con,
    target_metadata=METADATA,
    render_as_batch=con.dialect.name == "sqlite",
)
context.run_migrations()
