"""The tables. Times are UTC seconds since 1970: small, ordered, and the same in every database."""

import sqlalchemy as sa

metadata = sa.MetaData()

customers = sa.Table(
    "customers",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("name", sa.Text),
    sa.Column("email", sa.Text),
    sa.Column("phone", sa.Text),
    sa.Column("country", sa.Text),
    sa.Column("language", sa.Text),
    sa.Column("joined_at", sa.BigInteger),
    sa.Column("attributes", sa.JSON),
    # A customer found to be the same person as another points to the one that is kept.
    sa.Column("merged_into", sa.Text, index=True),
)

identities = sa.Table(
    "identities",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, primary_key=True),
    sa.Column("customer_id", sa.Text, nullable=False, index=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

# Every handle as each customer row, order or feedback gave it: what ``identities`` and ``merged_into`` are
# worked out from, so that the outcome does not hang on the order of arrival and can be worked out again.
claims = sa.Table(
    "claims",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, primary_key=True),
    # As given, before any merging.
    sa.Column("customer_id", sa.Text, primary_key=True, index=True),
    sa.Column("source", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)

orders = sa.Table(
    "orders",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("customer_id", sa.Text, index=True),
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("amount", sa.Float, nullable=False),
    sa.Column("country", sa.Text),
    sa.Column("source", sa.Text, nullable=False),
    # The customer as the source named it; ``customer_id`` is the one kept after merging.
    sa.Column("given_customer", sa.Text, index=True),
)

order_lines = sa.Table(
    "order_lines",
    metadata,
    sa.Column("order_id", sa.Text, primary_key=True),
    # 63-bit hash of the line's content: an exact double of a line is the same line.
    sa.Column("line_key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("sku", sa.Text, nullable=False),
    sa.Column("description", sa.Text),
    sa.Column("category", sa.Text),
    sa.Column("quantity", sa.Float, nullable=False),
    sa.Column("unit_price", sa.Float, nullable=False),
    sa.Column("amount", sa.Float, nullable=False),
    sqlite_with_rowid=False,
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("customer_id", sa.Text, index=True),
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("channel", sa.Text),
    sa.Column("target", sa.Text),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("attributes", sa.JSON),
    # The customer as the source named it; ``customer_id`` is the one kept after merging.
    sa.Column("given_customer", sa.Text, index=True),
)

feedback = sa.Table(
    "feedback",
    metadata,
    # Rising number of arrival: what is new since a stage last looked.
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("customer_id", sa.Text, index=True),
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("text_hash", sa.Text, nullable=False, index=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("rating_scale", sa.Text),
    sa.Column("rating", sa.Float),
    sa.Column("rating_max", sa.Float),
    sa.Column("author", sa.Text, index=True),
    sa.Column("order_id", sa.Text),
    sa.Column("product", sa.Text),
    sa.Column("duplicate_of", sa.Text),
    # 64-bit similarity sketch of the text: near repeats differ in few bits.
    sa.Column("sketch", sa.BigInteger),
    sa.Column("attributes", sa.JSON),
    # The customer as the source named it; none where the customer was found by ``author``.
    sa.Column("given_customer", sa.Text, index=True),
    # The hash of the text as it arrived, where its reading took out more of what is personal.
    sa.Column("arrived_hash", sa.Text, index=True),
    # A number of arrival is never given twice, also after the last row was erased.
    sqlite_autoincrement=True,
)

analyses = sa.Table(
    "analyses",
    metadata,
    sa.Column("feedback_id", sa.Text, primary_key=True),
    sa.Column("model", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("negative", sa.Float, nullable=False),
    sa.Column("neutral", sa.Float, nullable=False),
    sa.Column("positive", sa.Float, nullable=False),
    sa.Column("signals", sa.JSON, nullable=False),
    sa.Column("aspects", sa.JSON, nullable=False),
    # Null where a version read the text that did not look for them, and where there is none.
    sa.Column("emotion", sa.JSON(none_as_null=True)),
    sa.Column("mixed", sa.JSON(none_as_null=True)),
)

# One vector a distinct text and model: the cache that makes a second reading free, and what the
# vector index is rebuilt from.
vectors = sa.Table(
    "vectors",
    metadata,
    sa.Column("text_hash", sa.Text, primary_key=True),
    sa.Column("model", sa.Text, primary_key=True),
    sa.Column("vector", sa.LargeBinary, nullable=False),
    sa.Column("indexed", sa.Boolean, nullable=False, default=False),
)

themes = sa.Table(
    "themes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("names", sa.JSON, nullable=False),
    sa.Column("keywords", sa.JSON, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("exemplars", sa.JSON, nullable=False),
    sa.Column("centroid", sa.LargeBinary, nullable=False),
    sa.Column("radius", sa.Float, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("as_of", sa.BigInteger, nullable=False),
    sa.Column("retired", sa.Boolean, nullable=False, default=False),
    sa.Column("area_id", sa.Integer),
    sa.Column("hidden", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("pinned", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("drift", sa.JSON),
)

areas = sa.Table(
    "areas",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("names", sa.JSON, nullable=False),
    sa.Column("keywords", sa.JSON, nullable=False),
    sa.Column("centroid", sa.LargeBinary, nullable=False),
    sa.Column("as_of", sa.BigInteger, nullable=False),
    sa.Column("retired", sa.Boolean, nullable=False),
)

# What analysts asked of themes, in order; nothing is ever taken out, an undoing is a row of its own.
theme_edits = sa.Table(
    "theme_edits",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("document", sa.JSON, nullable=False),
    sa.Column("undoes", sa.Integer),
    # Why it could not be applied to the themes as they are now.
    sa.Column("problem", sa.Text),
)

theme_assignments = sa.Table(
    "theme_assignments",
    metadata,
    sa.Column("feedback_id", sa.Text, primary_key=True),
    sa.Column("theme_id", sa.Integer, nullable=False, index=True),
    sa.Column("forced", sa.Boolean, nullable=False),
    sa.Column("probability", sa.Float, nullable=False),
    # What the clustering said, where an edit moved the text.
    sa.Column("found_id", sa.Integer),
)

profiles = sa.Table(
    "profiles",
    metadata,
    sa.Column("customer_id", sa.Text, primary_key=True),
    sa.Column("as_of", sa.BigInteger, nullable=False),
    sa.Column("abc", sa.Text, nullable=False),
    sa.Column("lifecycle", sa.Text, nullable=False),
    sa.Column("rfm_label", sa.Text, nullable=False),
    sa.Column("tier", sa.Text, nullable=False),
    # The owner's own name for a kind of customer; null where none fits, or judged by an older version.
    sa.Column("level", sa.Text),
    sa.Column("segment_id", sa.Integer, nullable=False, index=True),
    sa.Column("probability", sa.Float),
    sa.Column("value_at_risk", sa.Float, nullable=False, index=True),
    sa.Column("document", sa.JSON, nullable=False),
)

profile_changes = sa.Table(
    "profile_changes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("customer_id", sa.Text, nullable=False, index=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("old", sa.Text, nullable=False),
    sa.Column("new", sa.Text, nullable=False),
    sa.Column("reasons", sa.JSON, nullable=False),
    # The same change found again by a repeated run is one change.
    sa.UniqueConstraint("customer_id", "at", "what"),
)

segments = sa.Table(
    "segments",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("names", sa.JSON, nullable=False),
    sa.Column("portrait", sa.JSON, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("share", sa.Float, nullable=False),
    sa.Column("reasons", sa.JSON, nullable=False),
    sa.Column("medoids", sa.JSON, nullable=False),
    sa.Column("as_of", sa.BigInteger, nullable=False),
    sa.Column("retired", sa.Boolean, nullable=False, default=False),
)

segment_events = sa.Table(
    "segment_events",
    metadata,
    sa.Column("at", sa.BigInteger, primary_key=True),
    sa.Column("segment_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("what", sa.Text, primary_key=True),
    sa.Column("document", sa.JSON, nullable=False),
)

alerts = sa.Table(
    "alerts",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("customer_id", sa.Text, nullable=False, index=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("reasons", sa.JSON, nullable=False),
)

cases = sa.Table(
    "cases",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("alert_id", sa.Text, nullable=False, unique=True),
    sa.Column("customer_id", sa.Text, nullable=False, index=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("opened_at", sa.BigInteger, nullable=False),
    sa.Column("assignee", sa.Text),
    sa.Column("snoozed_until", sa.BigInteger),
    sa.Column("closed_at", sa.BigInteger),
)

case_updates = sa.Table(
    "case_updates",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("case_id", sa.Text, nullable=False, index=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
)

# One ingestion of one file: where it stands is written in the transaction that writes the rows.
imports = sa.Table(
    "imports",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("counters", sa.JSON, nullable=False),
    sa.Column("finished", sa.Boolean, nullable=False),
)

quarantine = sa.Table(
    "quarantine",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("digest", sa.Text, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("row_number", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("row", sa.JSON, nullable=False),
    sa.UniqueConstraint("digest", "kind", "row_number"),
)

# What each stage of a refresh last did: its fingerprint tells whether anything it reads has changed.
stages = sa.Table(
    "stages",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("as_of", sa.BigInteger, nullable=False),
    sa.Column("document", sa.JSON, nullable=False),
    sa.Column("blob", sa.LargeBinary),
)

runs = sa.Table(
    "runs",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("started_at", sa.BigInteger, nullable=False),
    sa.Column("finished_at", sa.BigInteger),
    sa.Column("document", sa.JSON, nullable=False),
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("received_at", sa.BigInteger, nullable=False, index=True),
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
)

# What was posted where: a digest goes once a day and channel.
postings = sa.Table(
    "postings",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("message", sa.Text),
)

turns = sa.Table(
    "turns",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("thread", sa.Text, nullable=False, index=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("asker", sa.Text),
    sa.Column("document", sa.JSON, nullable=False),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("document", sa.JSON, nullable=False),
)

erasures = sa.Table(
    "erasures",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("proof", sa.Text, nullable=False),
    sa.Column("counts", sa.JSON, nullable=False),
)

# How often rows of a part were added, changed or erased; every writer raises it in its own transaction.
revisions = sa.Table(
    "revisions",
    metadata,
    sa.Column("part", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
)
