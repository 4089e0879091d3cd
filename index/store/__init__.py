"""The database behind every question of ``index.ports``: one implementation for SQLite and PostgreSQL."""
