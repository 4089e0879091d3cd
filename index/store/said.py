"""What customers say, what was read in it, and where each text lies in meaning."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, func, select, update

from index.digests import text_hash
from index.ports import (
    Blame,
    FeedbackKeys,
    FeedbackVectors,
    KeyedVectors,
    Narrowing,
    Rated,
    SaidColumns,
    ScoreCount,
    ThemeCount,
    ThemeDays,
)
from index.records import Analysis, Feedback, ReadFeedback
from index.schema import analyses, feedback, vectors
from index.store import opinions, tallies, words
from index.store.arrivals import Arrivals
from index.store.database import Database
from index.store.moments import seconds
from index.store.narrowing import READ, narrowed, read_query
from index.store.persons import kept_ids
from index.store.remnants import drop_vectors, orphans, wipe_words
from index.store.revisions import bump
from index.store.rows import said
from index.store.veiling import outdated, veil
from index.store.writing import batches, insertion, put
from nlp.findings import Vectors

NOTHING: Mapping[str, str] = {}
NONE: Mapping[str, Vectors] = {}


class SqlSaid:
    """The tables ``feedback``, ``analyses`` and ``vectors``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._arrivals = Arrivals()

    def unread(self, model: str, as_of: datetime, *, limit: int) -> tuple[Feedback, ...]:
        """Feedback without an analysis of ``model``, oldest arrival first."""
        with self._database.read() as connection:
            kept = kept_ids(connection)
            rows = self._arrivals.unread(connection, model, seconds(as_of), limit)
        return tuple(said.feedback(row, kept.get(row.customer_id, row.customer_id)) for row in rows)

    def cached(self, texts: Sequence[str], model: str) -> Mapping[str, Vectors]:
        """Known vectors by text."""
        key_of = {text: text_hash(text) for text in texts}
        found = self.stored(sorted(set(key_of.values())), model)
        place = {key: number for number, key in enumerate(found.keys)}
        return {text: found.matrix[place[key]] for text, key in key_of.items() if key in place}

    def save(
        self,
        analyses: Sequence[Analysis],
        texts: Sequence[str],
        vectors: Vectors,
        model: str,
        *,
        others: Mapping[str, Vectors] = NONE,
        read: Mapping[str, str] = NOTHING,
        veiled: Mapping[str, str] = NOTHING,
    ) -> tuple[str, ...]:
        """Store analyses and vectors of these texts in one transaction; again = no change.

        ``others`` are further vectors of the texts by model.
        ``read`` are texts by feedback id as they were read: where another one has arrived since, that stands
        and is still to be read. ``veiled`` take the place of some of them: something personal was found in
        those. Answers keys that no text has any more, for the vector index to lose.

        Raises:
            ValueError: there are not as many vectors as texts.
        """
        every = {model: vectors, **others}
        if counts := [len(one) for one in every.values() if len(one) != len(texts)]:
            raise ValueError(f"{len(texts)} texts, {counts[0]} vectors")
        with self._database.write() as connection:
            gone = outdated(connection, read)
            replaced = [text for side in (read, veiled) for key, text in side.items() if key in gone]
            replaced += [read[key] for key in veiled]
            left = {key: text for key, text in veiled.items() if key not in gone}
            changed = veil(connection, read, left)
            changed += _save_analyses(connection, [one for one in analyses if one.feedback_id not in gone])
            dead = orphans(connection, {text_hash(text) for text in replaced})
            for name, rows in every.items():
                changed += _save_vectors(connection, texts, rows, name, but=dead)
            if changed:
                bump(connection, "analyses")
            return drop_vectors(connection, dead)

    def settle_words(self) -> None:
        """Take out of the index of words what it keeps of texts that were veiled."""
        with self._database.write() as connection:
            wipe_words(connection)

    def columns(self, as_of: datetime) -> SaidColumns:
        """What known customers said, for behaviour features."""
        with self._database.read() as connection:
            return opinions.columns(connection, as_of)

    def blames(self, as_of: datetime) -> tuple[Blame, ...]:
        """What known customers spoke badly of: aspects felt as negative, oldest first."""
        with self._database.read() as connection:
            return opinions.blames(connection, as_of)

    def vectors(self, model: str, as_of: datetime, *, after: str | None = None) -> FeedbackVectors:
        """All vectors, or of feedback that arrived after the feedback id ``after``."""
        columns = feedback.c
        query = select(columns.id, columns.customer_id, columns.language, columns.text, vectors.c.vector)
        query = query.join(vectors, and_(vectors.c.text_hash == columns.text_hash, vectors.c.model == model))
        query = query.where(columns.duplicate_of.is_(None), columns.at <= seconds(as_of))
        if after is not None:
            last = select(columns.seq).where(columns.id == after).scalar_subquery()
            query = query.where(columns.seq > func.coalesce(last, -1))
        with self._database.read() as connection:
            kept = kept_ids(connection)
            rows = connection.execute(query.order_by(columns.seq)).all()
        return FeedbackVectors(
            ids=tuple(row.id for row in rows),
            customer_ids=tuple(kept.get(row.customer_id, row.customer_id) for row in rows),
            languages=tuple(row.language for row in rows),
            texts=tuple(row.text for row in rows),
            matrix=said.matrix([row.vector for row in rows]),
        )

    def keys(self, narrowing: Narrowing, *, among: Sequence[str] | None = None) -> FeedbackKeys:
        """The narrowed feedback without its texts; with ``among``, only that whose text has such a key."""
        told = feedback.c
        query = select(told.seq, told.id, told.text_hash).select_from(READ)
        query = query.where(told.duplicate_of.is_(None)).order_by(told.seq)
        with self._database.read() as connection:
            query = narrowed(connection, query, narrowing)
            parts = [query]
            if among is not None:
                parts = [query.where(told.text_hash.in_(batch)) for batch in batches(among)]
            rows = [row for part in parts for row in connection.execute(part)]
        if len(parts) > 1:
            rows.sort(key=lambda row: row.seq)
        return FeedbackKeys(tuple(row.id for row in rows), tuple(row.text_hash for row in rows))

    def by_words(self, phrases: Sequence[str], narrowing: Narrowing, *, limit: int) -> tuple[str, ...]:
        """Ids of feedback in which words of any phrase occur, best first; no text breaks it."""
        with self._database.read() as connection:
            return words.find(connection, phrases, narrowing, limit)

    def get(self, feedback_ids: Sequence[str]) -> tuple[ReadFeedback, ...]:
        """In the given order; unknown ids are left out."""
        with self._database.read() as connection:
            kept = kept_ids(connection)
            found = {
                row.id: said.read_feedback(row, kept.get(row.customer_id, row.customer_id))
                for batch in batches(sorted(set(feedback_ids)))
                for row in connection.execute(read_query().where(feedback.c.id.in_(batch)))
            }
        return tuple(found[feedback_id] for feedback_id in feedback_ids if feedback_id in found)

    def listing(self, narrowing: Narrowing, *, limit: int = 50) -> tuple[ReadFeedback, ...]:
        """Newest first."""
        query = read_query().order_by(feedback.c.at.desc(), feedback.c.seq.desc()).limit(limit)
        with self._database.read() as connection:
            kept = kept_ids(connection)
            rows = connection.execute(narrowed(connection, query, narrowing)).all()
        return tuple(said.read_feedback(row, kept.get(row.customer_id, row.customer_id)) for row in rows)

    def count(self, narrowing: Narrowing) -> Mapping[str, int]:
        """By label (negative, neutral, positive, unread)."""
        with self._database.read() as connection:
            return tallies.labels(connection, narrowing)

    def rated(self, narrowing: Narrowing) -> tuple[Rated, ...]:
        """Every NPS, CSAT and star rating of the narrowed feedback, oldest first."""
        with self._database.read() as connection:
            return tallies.rated(connection, narrowing)

    def ratings(self, narrowing: Narrowing) -> tuple[ScoreCount, ...]:
        """Given scores of the narrowed feedback; CSAT and stars on 1-5 whatever their maximum was."""
        with self._database.read() as connection:
            return tallies.ratings(connection, narrowing)

    def by_theme(self, narrowing: Narrowing) -> tuple[ThemeCount, ...]:
        """Largest first; theme -1 (none) included."""
        with self._database.read() as connection:
            return tallies.themes(connection, narrowing)

    def theme_days(self, narrowing: Narrowing, until: datetime) -> ThemeDays:
        """Counts by theme and day of 24 hours, the last of which ends with ``until`` (not included)."""
        with self._database.read() as connection:
            return tallies.theme_days(connection, narrowing, until)

    def tally(self, column: str, narrowing: Narrowing) -> Mapping[str, int]:
        """Counts by ``channel``, ``language``, ``product``, ``day``, ``week`` or ``month``.

        Raises:
            ValueError: ``column`` is none of these.
        """
        with self._database.read() as connection:
            return tallies.tally(connection, column, narrowing)

    def stored(self, keys: Sequence[str], model: str) -> KeyedVectors:
        """Vectors of these texts' keys, as far as they are known."""
        query = select(vectors.c.text_hash, vectors.c.vector).where(vectors.c.model == model)
        with self._database.read() as connection:
            rows = [
                row
                for batch in batches(keys)
                for row in connection.execute(query.where(vectors.c.text_hash.in_(batch)))
            ]
        return KeyedVectors(tuple(row.text_hash for row in rows), said.matrix([row.vector for row in rows]))

    def waiting(self, model: str, *, limit: int) -> KeyedVectors:
        """Vectors that the vector index has not been given yet."""
        query = select(vectors.c.text_hash, vectors.c.vector)
        query = query.where(vectors.c.model == model, vectors.c.indexed.is_(False))
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(vectors.c.text_hash).limit(limit)).all()
        return KeyedVectors(tuple(row.text_hash for row in rows), said.matrix([row.vector for row in rows]))

    def delivered(self, keys: Sequence[str], model: str) -> None:
        """Note that the vector index holds these."""
        with self._database.write() as connection:
            for batch in batches(keys):
                known = and_(vectors.c.model == model, vectors.c.text_hash.in_(batch))
                connection.execute(update(vectors).where(known).values(indexed=True))

    def count_delivered(self, model: str) -> int:
        """How many vectors the vector index was given."""
        given = and_(vectors.c.model == model, vectors.c.indexed.is_(True))
        with self._database.read() as connection:
            return int(
                connection.execute(select(func.count()).select_from(vectors).where(given)).scalar_one()
            )

    def undelivered(self, model: str) -> int:
        """Note that the vector index holds none of ``model``; how many vectors wait now."""
        with self._database.write() as connection:
            own = vectors.c.model == model
            connection.execute(update(vectors).where(own).values(indexed=False))
            return int(connection.execute(select(func.count()).select_from(vectors).where(own)).scalar_one())


def _save_analyses(connection: Connection, records: Sequence[Analysis]) -> int:
    changed = 0
    for batch in batches(records):
        ids = [record.feedback_id for record in batch]
        known = {
            row.feedback_id: said.analysis(row)
            for row in connection.execute(select(analyses).where(analyses.c.feedback_id.in_(ids)))
        }
        new = {record.feedback_id: record for record in batch if known.get(record.feedback_id) != record}
        put(connection, analyses, [said.analysis_values(record) for record in new.values()])
        changed += len(new)
    return changed


def _save_vectors(
    connection: Connection, texts: Sequence[str], matrix: Vectors, model: str, but: Collection[str]
) -> int:
    by_key = {text_hash(text): said.vector_bytes(vector) for text, vector in zip(texts, matrix, strict=True)}
    added = 0
    for batch in batches(sorted(by_key.keys() - set(but))):
        query = select(vectors.c.text_hash).where(vectors.c.model == model, vectors.c.text_hash.in_(batch))
        new = set(batch) - set(connection.execute(query).scalars())
        rows = [
            {"text_hash": key, "model": model, "vector": by_key[key], "indexed": False} for key in sorted(new)
        ]
        if rows:
            connection.execute(insertion(connection, vectors).on_conflict_do_nothing(), rows)
        added += len(rows)
    return added
