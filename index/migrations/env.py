"""Runs the revisions on the connection that the caller holds; alembic loads this file by itself."""

from alembic import context

from index.schema import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=False
)
context.run_migrations()
