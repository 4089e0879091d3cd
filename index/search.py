"""Finds feedback by words and by meaning together, whatever the question's script."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index.ports import FeedbackKeys, Hit, IndexUnavailableError, Narrowing, Store, VectorIndex
from nlp.encoder import Encoder
from nlp.findings import Vectors
from nlp.language import to_simplified, to_traditional

RANK_CONSTANT = 60
"""Of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""
EXACT = 20_000
"""Up to so many texts every similarity is reckoned, which takes some ten milliseconds."""
BLOCK = 20_000
"""Vectors held at once where the database stands in for the index."""
POOL = 50
"""Candidates each way brings, at least."""
ASKED = (4, 40)
"""How many times the pool the index is asked for, before filters; then all that passes is reckoned."""
LONGEST_QUERY = 500
EVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class _Known:
    """Read feedback and where its vector stands in the matrix."""

    state: str
    ids: tuple[str, ...]
    rows: NDArray[np.int64]
    """Row of ``matrix`` for each id."""
    matrix: Vectors


class Search:
    """Words and meaning, fused by rank; filters are applied first."""

    def __init__(
        self, store: Store, vector_index: VectorIndex, encoder: Encoder, *, exact: int = EXACT
    ) -> None:
        self._store = store
        self._index = vector_index
        self._encoder = encoder
        self._exact = exact
        self._known: _Known | None = None
        self._small = ("", False)
        self._lock = Lock()

    def find(self, query: str, narrowing: Narrowing | None = None, limit: int = 10) -> tuple[Hit, ...]:
        """Feedback that speaks of ``query``, best first, each text once."""
        plain = _plain(query)
        if not plain or limit < 1:
            return ()
        narrowing = narrowing or Narrowing()
        pool = max(POOL, 4 * limit)
        worded = self._store.said.by_words(_variants(plain), narrowing, limit=pool)
        meant = self._by_meaning(plain, narrowing, pool)
        similarity = dict(meant)
        scores = _fused((worded, [feedback_id for feedback_id, _ in meant]))
        ways = {"words": set(worded), "meaning": set(similarity)}
        best = sorted(scores, key=lambda feedback_id: (-scores[feedback_id], feedback_id))
        return self._hits(best, scores, ways, similarity, limit)

    def _hits(
        self,
        best: Sequence[str],
        scores: dict[str, float],
        ways: dict[str, set[str]],
        similarity: dict[str, float],
        limit: int,
    ) -> tuple[Hit, ...]:
        hits: list[Hit] = []
        seen: set[str] = set()
        for found in self._store.said.get(best):
            text = "".join(filter(str.isalnum, found.feedback.text.casefold()))
            if text in seen:
                continue
            seen.add(text)
            own = found.feedback.id
            how = tuple(way for way, ids in ways.items() if own in ids)
            hits.append(Hit(found, scores[own], how, similarity.get(own)))
            if len(hits) == limit:
                break
        return tuple(hits)

    def _by_meaning(self, query: str, narrowing: Narrowing, pool: int) -> list[tuple[str, float]]:
        vector = self._encoder.encode([query])[0]
        known = self._all_vectors()
        if known is not None:
            chosen = None if narrowing == Narrowing() else self._store.said.keys(narrowing).ids
            return _best(known, vector, pool, chosen)
        try:
            found = self._from_index(vector, narrowing, pool)
        except IndexUnavailableError:
            found = []  # slower, yet the same answer
        return found or self._from_database(vector, narrowing, pool)

    def _from_index(self, vector: Vectors, narrowing: Narrowing, pool: int) -> list[tuple[str, float]]:
        """The nearest that pass the filters; nothing when they are too rare among the nearest of all."""
        for asked in (pool * times for times in ASKED):
            similarity = dict(self._index.nearest(vector, limit=asked))
            keys = self._store.said.keys(narrowing, among=tuple(similarity))
            if len(keys.ids) >= pool or len(similarity) < asked:
                found = [(one, similarity[key]) for one, key in zip(keys.ids, keys.keys, strict=True)]
                # A stable sort: of equals the first to arrive.
                return sorted(found, key=lambda pair: -pair[1])[:pool]
        return []

    def _from_database(self, vector: Vectors, narrowing: Narrowing, pool: int) -> list[tuple[str, float]]:
        """Every similarity of the narrowed feedback."""
        keys = self._store.said.keys(narrowing)
        found: list[tuple[str, float]] = []
        for start in range(0, len(keys.ids), BLOCK):
            part = FeedbackKeys(keys.ids[start : start + BLOCK], keys.keys[start : start + BLOCK])
            found += _best(self._load(part), vector, pool)
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:pool]

    def _all_vectors(self) -> _Known | None:
        """Every vector of a small store, kept until feedback or readings change; None for a large one."""
        state = self._store.runs.fingerprint(EVER, ("feedback", "analyses"))
        with self._lock:
            if self._small[0] != state:
                total = sum(self._store.said.count(Narrowing()).values())
                self._small = (state, total <= self._exact)
            if not self._small[1]:
                self._known = None
            elif self._known is None or self._known.state != state:
                self._known = self._load(self._store.said.keys(Narrowing()), state)
            return self._known

    def _load(self, keys: FeedbackKeys, state: str = "") -> _Known:
        """The vectors of this feedback; what was not read yet has none and is left out."""
        stored = self._store.said.stored(sorted(set(keys.keys)), self._encoder.name)
        place = {key: number for number, key in enumerate(stored.keys)}
        read = [(one, place[key]) for one, key in zip(keys.ids, keys.keys, strict=True) if key in place]
        rows = np.array([row for _, row in read], dtype=np.int64)
        return _Known(state, tuple(one for one, _ in read), rows, stored.matrix)


def _best(
    known: _Known, vector: Vectors, pool: int, chosen: Sequence[str] | None = None
) -> list[tuple[str, float]]:
    """The most similar of what is known, or of the chosen part of it; of equals the first to arrive."""
    if not known.ids or known.matrix.shape[1] != len(vector):
        return []
    scores = (known.matrix @ vector)[known.rows]
    if chosen is not None:
        wanted = frozenset(chosen)
        scores = np.where([one in wanted for one in known.ids], scores, np.float32(-np.inf))
    nearest = np.argsort(-scores, kind="stable")[:pool]
    return [(known.ids[number], float(scores[number])) for number in nearest if np.isfinite(scores[number])]


def _fused(rankings: Iterable[Sequence[str]]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, feedback_id in enumerate(ranking, start=1):
            scores[feedback_id] = scores.get(feedback_id, 0.0) + 1 / (RANK_CONSTANT + rank)
    return scores


def _plain(query: str) -> str:
    """The query without control characters and lone surrogates, which no database takes."""
    kept = (" " if unicodedata.category(character) in ("Cc", "Cs") else character for character in query)
    return " ".join("".join(kept).split())[:LONGEST_QUERY]


def _variants(query: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((query, to_simplified(query), to_traditional(query))))
