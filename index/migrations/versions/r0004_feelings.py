"""Analyses know the emotion of a text, and where it praises and blames at once."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns; texts read before have neither until they are read again."""
    for name in ("emotion", "mixed"):
        op.add_column("analyses", sa.Column(name, sa.JSON(none_as_null=True)))
