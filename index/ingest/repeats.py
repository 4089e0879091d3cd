"""Finds feedback that repeats an earlier one nearly word for word."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, func, select

from index.cleaning.texts import plain, sketch, weight
from index.digests import text_hash
from index.schema import feedback
from index.store.writing import batches
from nlp.redaction.page import PLACEHOLDER

BITS = 20
"""Sketches of near repeats differ in fewer bits than this, nearly always."""
ALIKE = 88.0
"""Similarity of two normalised texts, 0-100, from which one repeats the other."""
OWN_WEIGHT = 12.0
"""Texts of one writer that say less than this are not compared: people often say "thank you"."""
FOREIGN_WEIGHT = 30.0
"""The same for texts of different writers on one day."""
DAY = 86_400


@dataclass(frozen=True)
class Candidate:
    """A feedback as it is compared."""

    id: str
    at: int
    writers: tuple[str, ...]
    """The customer as given, and the author: not who is kept, which may change while a file is read."""
    text: str
    original: str | None = None
    """What it is known to repeat: of a text that is stored without names, and arrives as it did before."""


@dataclass(frozen=True)
class Form:
    """A text as two are compared."""

    words: str
    """Normalised, without placeholders: names may have been taken out of one of the two alone."""
    key: str
    """The hash that it arrived with."""


class Repeats:
    """What was said so far, by writer and by day."""

    def __init__(self, *, dated: bool = True) -> None:
        self._dated = dated
        self._ids: list[str] = []
        self._places: dict[str, int] = {}
        self._originals: list[int] = []
        self._sketches = array("q")
        self._scopes: dict[tuple[str, object], array[int]] = defaultdict(lambda: array("l"))

    def load(self, connection: Connection) -> None:
        """Take in what is stored."""
        names = ("id", "at", "given_customer", "author", "sketch", "duplicate_of")
        query = select(*(feedback.c[name] for name in names)).where(feedback.c.sketch.is_not(None))
        for row in connection.execute(query.order_by(feedback.c.seq)):
            writers = tuple(one for one in (row.given_customer, row.author) if one)
            place = self._note(row.id, row.at, writers, row.sketch)
            self._originals[place] = self._places.get(row.duplicate_of or row.id, place)

    def find(self, connection: Connection, batch: Iterable[Candidate]) -> dict[str, tuple[str | None, int]]:
        """By id: which earlier feedback it repeats, if any, and its sketch."""
        rows = list(batch)
        forms = [plain(row.text) for row in rows]
        marks = [sketch(form) for form in forms]
        near: list[list[int]] = []
        places: list[int] = []
        for row, form, mark in zip(rows, forms, marks, strict=True):
            near.append(self._near(row, form, mark))
            places.append(self._note(row.id, row.at, row.writers, mark))
        own = {place: _form(row.text, text_hash(row.text)) for place, row in zip(places, rows, strict=True)}
        forms_of = self._forms(connection, {place for some in near for place in some} - own.keys()) | own
        found: dict[str, tuple[str | None, int]] = {}
        for place, row, mark, some in zip(places, rows, marks, near, strict=True):
            original = self._alike(own[place], [one for one in some if one < place], forms_of)
            if original is None and row.original is not None:
                known = self._places.get(row.original)
                original = None if known is None else self._originals[known]
            self._originals[place] = place if original is None else original
            found[row.id] = (None if original is None else self._ids[original], mark)
        return found

    def _note(self, key: str, at: int, writers: Iterable[str], mark: int) -> int:
        place = self._places.setdefault(key, len(self._ids))
        if place == len(self._ids):
            self._ids.append(key)
            self._originals.append(place)
            self._sketches.append(mark)
        self._sketches[place] = mark
        for scope in self._scopes_of(at, writers):
            self._scopes[scope].append(place)
        return place

    def _scopes_of(self, at: int, writers: Iterable[str]) -> list[tuple[str, object]]:
        day: list[tuple[str, object]] = [("day", at // DAY)] if self._dated else []
        return [*day, *(("writer", writer) for writer in dict.fromkeys(writers))]

    def _near(self, row: Candidate, form: str, mark: int) -> list[int]:
        """Places of texts in the same scopes with a similar sketch."""
        heavy = weight(form)
        places: set[int] = set()
        for scope in self._scopes_of(row.at, row.writers):
            if heavy < (FOREIGN_WEIGHT if scope[0] == "day" else OWN_WEIGHT) or scope not in self._scopes:
                continue
            members = np.asarray(self._scopes[scope], dtype=np.int64)
            sketches = np.frombuffer(self._sketches, dtype=np.int64)[members]
            distance = np.bitwise_count((sketches ^ np.int64(mark)).astype(np.uint64))
            places.update(members[distance < BITS].tolist())
            del sketches
        return sorted(places)

    def _alike(self, form: Form, near: Iterable[int], forms: Mapping[int, Form]) -> int | None:
        found = (place for place in near if place in forms and _repeats(form, forms[place]))
        return next((self._originals[place] for place in found), None)

    def _forms(self, connection: Connection, places: Iterable[int]) -> dict[int, Form]:
        by_id = {self._ids[place]: place for place in places}
        forms: dict[int, Form] = {}
        arrived = func.coalesce(feedback.c.arrived_hash, feedback.c.text_hash).label("key")
        for ids in batches(sorted(by_id)):
            query = select(feedback.c.id, feedback.c.text, arrived).where(feedback.c.id.in_(ids))
            forms |= {by_id[row.id]: _form(row.text, row.key) for row in connection.execute(query)}
        return forms


def _form(text: str, key: str) -> Form:
    return Form(plain(PLACEHOLDER.sub(" ", text)), key)


def _repeats(one: Form, other: Form) -> bool:
    from rapidfuzz.fuzz import ratio

    if one.key == other.key:
        return True
    return ratio(one.words, other.words) >= ALIKE and _same_digits(one.words, other.words)


def _same_digits(first: str, second: str) -> bool:
    """Texts of one form about different numbers are different news."""
    return [char for char in first if char.isdigit()] == [char for char in second if char.isdigit()]
