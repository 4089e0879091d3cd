"""How the tables came to be as they are, one revision a step."""

from index.migrations.upgrading import HEAD, upgrade

__all__ = ["HEAD", "upgrade"]
