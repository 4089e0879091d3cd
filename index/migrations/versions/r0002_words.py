"""Finding by words: trigrams of every feedback, in the manner of each database."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SQLITE = (
    """
    CREATE VIRTUAL TABLE feedback_words
    USING fts5(text, content='feedback', content_rowid='seq', tokenize='trigram')
    """,
    "INSERT INTO feedback_words(feedback_words) VALUES ('rebuild')",
    """
    CREATE TRIGGER feedback_words_added AFTER INSERT ON feedback BEGIN
        INSERT INTO feedback_words(rowid, text) VALUES (new.seq, new.text);
    END
    """,
    """
    CREATE TRIGGER feedback_words_erased AFTER DELETE ON feedback BEGIN
        INSERT INTO feedback_words(feedback_words, rowid, text) VALUES ('delete', old.seq, old.text);
    END
    """,
    # Only a change of the text or of its number touches the words.
    """
    CREATE TRIGGER feedback_words_changed AFTER UPDATE OF text, seq ON feedback BEGIN
        INSERT INTO feedback_words(feedback_words, rowid, text) VALUES ('delete', old.seq, old.text);
        INSERT INTO feedback_words(rowid, text) VALUES (new.seq, new.text);
    END
    """,
)
TRIGRAM_INDEX = "CREATE INDEX ix_feedback_words ON feedback USING gin (text gin_trgm_ops)"


def upgrade() -> None:
    """Index the words of feedback; without ``pg_trgm`` PostgreSQL reads the texts themselves."""
    if op.get_context().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
    elif _trigrams():
        op.execute(TRIGRAM_INDEX)


def _trigrams() -> bool:
    connection = op.get_bind()
    try:
        with connection.begin_nested():
            connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    except sa.exc.DBAPIError:
        # Not installed on the server, or this user may not: slower, never wrong.
        return False
    return True
