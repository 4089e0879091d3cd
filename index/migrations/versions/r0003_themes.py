"""The life of themes: areas above them, what analysts asked of them, and what the clustering had said."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the tables and columns; what was stored before has no area and no edits."""
    op.create_table(
        "areas",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("names", sa.JSON, nullable=False),
        sa.Column("keywords", sa.JSON, nullable=False),
        sa.Column("centroid", sa.LargeBinary, nullable=False),
        sa.Column("as_of", sa.BigInteger, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "theme_edits",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("document", sa.JSON, nullable=False),
        sa.Column("undoes", sa.Integer),
        sa.Column("problem", sa.Text),
        sa.PrimaryKeyConstraint("id"),
    )
    op.add_column("themes", sa.Column("area_id", sa.Integer))
    for name in ("hidden", "pinned"):
        op.add_column("themes", sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("themes", sa.Column("drift", sa.JSON))
    op.add_column("theme_assignments", sa.Column("found_id", sa.Integer))
