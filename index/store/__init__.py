"""The database behind every question of ``index.ports``: one implementation for SQLite and PostgreSQL."""

from index.store.sql import SqlStore, open_store

__all__ = ["SqlStore", "open_store"]
