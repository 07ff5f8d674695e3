"""Alembic's entry: migrates over the connection that workflow.schema hands it."""

from alembic import context

from workflow.models import Base
from workflow.schema import is_of_the_models

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",  # SQLite alters a table by copying it
    compare_type=True,
    include_name=is_of_the_models,
)
with context.begin_transaction():
    context.run_migrations()
