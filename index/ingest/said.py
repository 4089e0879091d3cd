"""Writes feedback."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select

from index.cleaning.fields import Terms
from index.cleaning.opinions import CleanFeedback, CleanOpinions
from index.digests import text_hash
from index.identity.joining import holders_of
from index.ingest.counting import Outcome, counted
from index.ingest.people import Mentioned, Settled, settle
from index.ingest.repeats import Candidate, Repeats
from index.ingest.sending import add, change
from index.schema import analyses, feedback, theme_assignments
from index.store.documents import to_text
from index.store.writing import batches

CONTENT = (
    "given_customer", "at", "text", "channel", "rating_scale", "rating", "rating_max", "author", "order_id",
    "product",
)  # fmt: skip
STANDING = ("id", "source", "text_hash", "arrived_hash", "duplicate_of")
SAME = ("given_customer", "author", "at", "product", "order_id")


def write_feedback(connection: Connection, clean: CleanOpinions, terms: Terms, repeats: Repeats) -> Outcome:
    """Store what is new or changed, attached to whoever said it; near repeats point to the first."""
    rows, outcomes = _sorted_out(connection, clean.rows, terms)
    settled = settle(
        connection,
        [Mentioned(row.given, row.handles) for row in clean.rows if row.given is not None],
        terms.source,
    )
    if not rows:
        return Outcome(counted(outcomes), settled.parts)
    owners = _owners(connection, rows, settled)
    known = _known(connection, [row.id for row in rows])
    found = repeats.find(connection, [_candidate(row, known.get(row.id)) for row in rows])
    names = (
        "customer_id",
        "source",
        "text_hash",
        "arrived_hash",
        "language",
        "sketch",
        "duplicate_of",
        "attributes",
        *CONTENT,
    )

    def values(row: CleanFeedback) -> tuple[Any, ...]:
        original, mark = found[row.id]
        original = None if original == row.id else original
        text, *hashes = _standing(known.get(row.id), row)
        return (
            owners[row.id], terms.source, *hashes, row.language, mark, original,
            to_text(dict(row.attributes)), *_content(row, text),
        )  # fmt: skip

    add(connection, feedback, ("id", *names), [(row.id, *values(row)) for row in rows if row.id not in known])
    changed = [row for row in rows if row.id in known]
    change(connection, feedback, names, ("id",), [(*values(row), row.id) for row in changed])
    parts = settled.parts | {"feedback"}
    reread = [row.id for row in changed if _standing(known[row.id], row)[1] != known[row.id]["text_hash"]]
    if reread:
        parts |= _forget_reading(connection, reread)
    return Outcome(counted(outcomes), parts)


def _sorted_out(
    connection: Connection, rows: Sequence[CleanFeedback], terms: Terms
) -> tuple[list[CleanFeedback], list[str]]:
    """What is to be written, the last of each id, and every row's outcome."""
    ids = [key for row in rows for key in (row.id, f"{terms.source}:{row.id}")]
    stored = _known(connection, ids)
    current = {key: (known["source"], _stored_content(known)) for key, known in stored.items()}
    said = _said(connection, rows)
    written: dict[str, CleanFeedback] = {}
    outcomes: list[str] = []
    for row in rows:
        content, own = _content(row, _hash(stored.get(row.id), row)), row
        before = current.get(row.id)
        if before and before[0] != terms.source and before[1] != content:
            # Another source uses the same number for something else.
            own = replace(row, id=f"{terms.source}:{row.id}")
            before, content = current.get(own.id), _content(row, _hash(stored.get(own.id), row))
        same = _same(row)
        if before is not None:
            outcome = "duplicates" if before[1] == content else "updated"
        else:
            outcome = "duplicates" if same is not None and same in said else "accepted"
        outcomes.append(outcome)
        if outcome != "duplicates":
            current[own.id] = (terms.source, content)
            written[own.id] = own
            if same is not None:
                said.add(same)
    return list(written.values()), outcomes


def _said(connection: Connection, rows: Sequence[CleanFeedback]) -> set[tuple[object, ...]]:
    """Who said which words when, of those stored that the rows may repeat."""
    found: set[tuple[object, ...]] = set()
    arrived = func.coalesce(feedback.c.arrived_hash, feedback.c.text_hash)
    columns = [feedback.c[name] for name in SAME]
    for hashes in batches(sorted({text_hash(row.text) for row in rows if row.text})):
        either = or_(feedback.c.text_hash.in_(hashes), feedback.c.arrived_hash.in_(hashes))
        for form in (feedback.c.text_hash, arrived):
            found |= {tuple(row) for row in connection.execute(select(*columns, form).where(either))}
    return found


def _same(row: CleanFeedback) -> tuple[object, ...] | None:
    """What makes two feedbacks of different ids one; None where the writer or the words are not known."""
    if not row.text or not (row.given or row.author):
        return None
    return (row.given, row.author, row.at, row.product, row.order_id, text_hash(row.text))


def _known(connection: Connection, ids: Sequence[str]) -> dict[str, Any]:
    columns = [feedback.c[name] for name in (*STANDING, *CONTENT)]
    found: dict[str, Any] = {}
    for part in batches(sorted(set(ids))):
        for row in connection.execute(select(*columns).where(feedback.c.id.in_(part))).mappings():
            found[row["id"]] = row
    return found


def _stored_content(row: Any) -> tuple[object, ...]:
    return tuple(_arrived(row) if name == "text" else row[name] for name in CONTENT)


def _content(row: CleanFeedback, text: str) -> tuple[object, ...]:
    """What stands in the columns ``CONTENT``, with that ``text`` (to compare, its hash)."""
    rating = row.rating
    scores = (rating.scale, rating.value, rating.maximum) if rating else (None, None, None)
    return (row.given, row.at, text, row.channel, *scores, row.author, row.order_id, row.product)


def _arrived(row: Any) -> str:
    """The hash of a stored text as it arrived."""
    return str(row["arrived_hash"] or row["text_hash"])


def _standing(known: Any, row: CleanFeedback) -> tuple[str, str, str | None]:
    """Text, hash, and hash at arrival; a text that was redacted further stands when it arrives again."""
    if known is not None and _hash(known, row) == known["arrived_hash"]:
        return known["text"], known["text_hash"], known["arrived_hash"]
    return row.text, text_hash(row.text), None


def _hash(known: Any, row: CleanFeedback) -> str:
    """A text's hash; of one that arrives as it is stored, as in an export, that which it arrived with."""
    key = text_hash(row.text)
    return _arrived(known) if known is not None and known["text_hash"] == key else key


def _owners(connection: Connection, rows: Sequence[CleanFeedback], settled: Settled) -> dict[str, str | None]:
    """Whose each feedback is: the customer named, else whoever has its writer's handle."""
    handles = {handle for row in rows if row.given is None for handle in row.handles}
    holders = holders_of(connection, handles) if handles else {}
    return {
        row.id: settled.kept[row.given]
        if row.given is not None
        else next((holders[handle] for handle in row.handles if handle in holders), None)
        for row in rows
    }


def _candidate(row: CleanFeedback, known: Any) -> Candidate:
    stands = known is not None and _standing(known, row)[2] is not None
    writers = tuple(one for one in (row.given, row.author) if one)
    return Candidate(row.id, row.at, writers, row.text, known["duplicate_of"] if stands else None)


def _forget_reading(connection: Connection, ids: Sequence[str]) -> frozenset[str]:
    """A changed text is to be read again."""
    parts = set()
    for part in batches(ids):
        for table, name in ((analyses, "analyses"), (theme_assignments, "themes")):
            if connection.execute(delete(table).where(table.c.feedback_id.in_(part))).rowcount:
                parts.add(name)
    return frozenset(parts)
