"""What became of segments is kept: births, deaths, splits and merges."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "segment_events",
        sa.Column("at", sa.BigInteger, primary_key=True),
        sa.Column("segment_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("what", sa.Text, primary_key=True),
        sa.Column("document", sa.JSON, nullable=False),
    )
