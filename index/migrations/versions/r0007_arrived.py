"""A text from which its reading took names keeps the hash that it arrived with: a repeat is known by it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; it is empty for texts that stand as they arrived."""
    op.add_column("feedback", sa.Column("arrived_hash", sa.Text))
    op.create_index("ix_feedback_arrived_hash", "feedback", ["arrived_hash"])
