"""A person's rights: to see all that is held about them, and to have it erased."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from datetime import datetime
from sqlite3 import OperationalError
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, insert, select, update

from index import schema
from index.ports import Erasure
from index.store import traces
from index.store.database import Database
from index.store.moments import moment, seconds
from index.store.persons import same_person
from index.store.remnants import orphans, wipe_words
from index.store.revisions import PARTS, bump
from index.store.themes import count_members
from index.store.traces import Trace
from index.store.writing import batches
from nlp.failures import UserError

MOMENTS = frozenset({"at", "as_of", "joined_at", "opened_at", "snoozed_until", "closed_at", "received_at"})
UNTOLD = frozenset({"arrived_hash"})
"""Beside the text without a name, the hash of the text with it would let the name be guessed."""
PROOF_ROUNDS = 200_000
"""So many that trying out all ids of a shop takes days (PBKDF2, NIST SP 800-132)."""


class SqlPrivacy:
    """Every table that a person may stand in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def export(self, customer_id: str) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """All that is held, by table; times as ISO 8601, plain values only.

        Raises:
            UserError: nothing is held about such a customer.
        """
        with self._database.read() as connection:
            found = traces.find(connection, customer_id)
            tables = {
                trace.table.name: [_plain(row) for row in traces.rows(connection, trace)] for trace in found
            }
            ids = same_person(connection, customer_id)
            audit = select(schema.audit).where(schema.audit.c.subject.in_(ids))
            tables["audit"] = [_plain(row._mapping) for row in connection.execute(audit)]
        if not any(tables.values()):
            raise _unknown(customer_id)
        return {name: rows for name, rows in sorted(tables.items()) if rows}

    def forget(self, customer_id: str, at: datetime) -> Erasure:
        """Erase it from every table and keep a proof without personal data.

        Raises:
            UserError: nothing is held about such a customer.
        """
        with self._database.write() as connection:
            ids = same_person(connection, customer_id)
            found = traces.find(connection, customer_id)
            said = next(trace.values for trace in found if trace.table is schema.feedback)
            hashes = _hashes(connection, said)
            _free_duplicates(connection, said)
            counts = {trace.table.name: _erase(connection, trace) for trace in found}
            gone = orphans(connection, hashes)
            vectors = Trace(schema.vectors, schema.vectors.c.text_hash, gone)
            counts["vectors"] = _erase(connection, vectors)
            if not any(counts.values()):
                raise _unknown(customer_id)
            _take_out(connection, {*ids, *said})
            proof = _proof(ids[0], secrets.token_hex(16))
            counts["audit"] = _veil(connection, ids, proof)
            kept = {name: count for name, count in sorted(counts.items()) if count}
            row = {"at": seconds(at), "proof": proof, "counts": kept}
            connection.execute(insert(schema.erasures), [row])
            for part in PARTS:
                bump(connection, part)
            wipe_words(connection)
        self._empty_log()
        return Erasure(kept, gone, proof)

    def _empty_log(self) -> None:
        """Write SQLite's file anew, without remnants in half-filled pages, and empty its log."""
        if self._database.engine.dialect.name == "sqlite":
            with closing(self._database.engine.raw_connection()) as connection:
                # Another writer may hold the file now; what is erased is gone from all tables even so.
                with suppress(OperationalError):
                    connection.cursor().execute("VACUUM")
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def proves(proof: str, customer_id: str) -> bool:
    """Whether ``proof`` is that of this customer's erasure."""
    salt, _, _ = proof.partition("$")
    return secrets.compare_digest(proof, _proof(customer_id, salt))


def _proof(customer_id: str, salt: str) -> str:
    digest = hashlib.pbkdf2_hmac("sha256", customer_id.encode(), salt.encode(), PROOF_ROUNDS)
    return f"{salt}${digest.hex()}"


def _unknown(customer_id: str) -> UserError:
    return UserError(f"Nothing is held about a customer {customer_id!r}. `earful customers` lists the ids.")


def _plain(row: Mapping[Any, Any]) -> dict[str, object]:
    return {
        name: moment(value).isoformat() if name in MOMENTS and value is not None else value
        for name, value in row.items()
        if name not in UNTOLD
    }


def _erase(connection: Connection, trace: Trace) -> int:
    return sum(
        connection.execute(delete(trace.table).where(trace.column.in_(batch))).rowcount
        for batch in batches(trace.values)
    )


def _hashes(connection: Connection, feedback_ids: Sequence[str]) -> set[str]:
    """Of the texts as they stand and as they arrived: vectors may be kept under either."""
    said = schema.feedback.c
    return {
        key
        for batch in batches(feedback_ids)
        for row in connection.execute(select(said.text_hash, said.arrived_hash).where(said.id.in_(batch)))
        for key in row
        if key is not None
    }


def _free_duplicates(connection: Connection, feedback_ids: Sequence[str]) -> None:
    """Let others' feedback that repeated an erased one repeat the first of themselves instead."""
    said = schema.feedback.c
    gone, heads = set(feedback_ids), dict[str, str]()
    for batch in batches(feedback_ids):
        query = select(said.id, said.duplicate_of).where(said.duplicate_of.in_(batch)).order_by(said.seq)
        for feedback_id, original in connection.execute(query).all():
            if feedback_id in gone:
                continue
            head = heads.setdefault(original, feedback_id)
            change = update(schema.feedback).where(said.id == feedback_id)
            connection.execute(change.values(duplicate_of=None if head == feedback_id else head))


def _take_out(connection: Connection, gone: set[str]) -> None:
    """Take ids out of what is kept about everyone: examples of themes and segments, and their reasons."""
    places: tuple[tuple[Table, Column[Any]], ...] = (
        (schema.themes, schema.themes.c.exemplars),
        (schema.themes, schema.themes.c.drift),
        (schema.theme_edits, schema.theme_edits.c.document),
        (schema.segments, schema.segments.c.medoids),
        (schema.segments, schema.segments.c.reasons),
    )
    for table, column in places:
        for key, document in connection.execute(select(table.c.id, column)).all():
            left = _without(document, gone)
            if left != document:
                connection.execute(update(table).where(table.c.id == key).values({column: left}))
    count_members(connection)


def _without(document: Any, gone: set[str]) -> Any:
    if isinstance(document, list):
        return [_without(item, gone) for item in document if not (isinstance(item, str) and item in gone)]
    if isinstance(document, dict):
        return {key: _without(value, gone) for key, value in document.items()}
    return document


def _veil(connection: Connection, ids: Sequence[str], proof: str) -> int:
    """Audit entries stay, yet no longer say about whom."""
    entries = update(schema.audit).where(schema.audit.c.subject.in_(ids))
    return connection.execute(entries.values(subject=proof, document={})).rowcount
