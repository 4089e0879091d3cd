"""Profiles are listed by the level that the owner gives them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; it is empty until customers are judged again."""
    op.add_column("profiles", sa.Column("level", sa.Text))
