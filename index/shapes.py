"""What the memory answers with: frozen columns for reckoning, and small records for telling."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from index.records import Area, ReadFeedback, Theme, ThemeAssignment
from nlp.findings import Language, Vectors


@dataclass(frozen=True)
class OrderColumns:
    """Orders of known customers, one row an order, sorted by customer and time."""

    customer_ids: tuple[str, ...]
    """Distinct customers, sorted."""
    customer: NDArray[np.int32]
    """Position in ``customer_ids``, shape (n,)."""
    at: NDArray[np.int64]
    """UTC seconds."""
    amount: NDArray[np.float64]
    """Reporting currency; returns are negative."""
    lines: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    """How many lines each order has; empty where that was not loaded."""
    ids: tuple[str, ...] = ()
    """Order ids in the same order; empty where they were not loaded."""


@dataclass(frozen=True, slots=True)
class Good:
    """One article."""

    sku: str
    name: str
    """As it was described most often; the sku where it never was."""
    category: str | None


@dataclass(frozen=True)
class SalesColumns:
    """Order lines of known customers and guests, one row a line, sorted by time."""

    customer_ids: tuple[str, ...]
    customer: NDArray[np.int32]
    """Position in ``customer_ids``, shape (n,); -1 for guests."""
    at: NDArray[np.int64]
    """UTC seconds."""
    goods: tuple[Good, ...]
    good: NDArray[np.int32]
    """Position in ``goods``."""
    quantity: NDArray[np.float64]
    """Returns are negative."""


@dataclass(frozen=True)
class Takings:
    """All orders, guests' too, sorted by time."""

    at: NDArray[np.int64]
    """UTC seconds, shape (n,)."""
    amount: NDArray[np.float64]
    """Reporting currency; returns are negative."""


@dataclass(frozen=True)
class LineColumns:
    """Articles bought by known customers, one row a line of positive quantity, sorted by time."""

    customer_ids: tuple[str, ...]
    customer: NDArray[np.int32]
    at: NDArray[np.int64]
    order_ids: tuple[str, ...]
    """Of each line."""
    article: NDArray[np.int32]
    """Position in ``articles``: an article in one currency."""
    articles: tuple[str, ...]
    """Description and category as stored."""
    quantity: NDArray[np.float64]
    price: NDArray[np.float64]
    """Of one unit, in the order's own currency."""


@dataclass(frozen=True)
class EventColumns:
    """Events of known customers, sorted by customer and time."""

    customer_ids: tuple[str, ...]
    customer: NDArray[np.int32]
    at: NDArray[np.int64]
    kinds: tuple[str, ...]
    kind: NDArray[np.int16]


@dataclass(frozen=True)
class SaidColumns:
    """Feedback of known customers with what was read in it, sorted by customer and time."""

    customer_ids: tuple[str, ...]
    customer: NDArray[np.int32]
    at: NDArray[np.int64]
    feedback_ids: tuple[str, ...]
    score: NDArray[np.float32]
    """-1..1; nan where not read yet."""
    negative: NDArray[np.float32]
    theme: NDArray[np.int32]
    """-1 for none."""
    signals: Mapping[str, NDArray[np.bool_]]
    """By kind: whether the text carries that signal."""
    nps: NDArray[np.float32]
    csat: NDArray[np.float32]
    """CSAT or stars on 1-5; nan where none was given (likewise ``nps``, 0-10)."""
    channels: tuple[str, ...] = ()
    """Distinct channels; empty where they were not loaded."""
    channel: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    """Position in ``channels``."""


@dataclass(frozen=True, slots=True)
class Blame:
    """One part of the business that a known customer spoke badly of."""

    customer_id: str
    at: int
    """UTC seconds."""
    feedback_id: str
    category: str
    """Of aspects, such as ``delivery``."""
    product: str | None = None
    """What the text is about, where its source says so."""


@dataclass(frozen=True)
class FeedbackVectors:
    """Unit vectors of feedback, shape (n, d), in order of arrival; near-duplicates left out."""

    ids: tuple[str, ...]
    customer_ids: tuple[str | None, ...]
    languages: tuple[Language, ...]
    texts: tuple[str, ...]
    matrix: Vectors


@dataclass(frozen=True)
class KeyedVectors:
    """Unit vectors of distinct texts by key (``text_hash``), shape (n, d)."""

    keys: tuple[str, ...]
    matrix: Vectors


@dataclass(frozen=True)
class FeedbackKeys:
    """Feedback with the keys of its texts, in order of arrival; near-duplicates left out."""

    ids: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Narrowing:
    """A filter over feedback; None means any."""

    since: datetime | None = None
    """Said at this moment or later."""
    until: datetime | None = None
    """Said before this moment: months and weeks that follow one another share no feedback."""
    customer_id: str | None = None
    channels: tuple[str, ...] = ()
    language: str | None = None
    """A tag, or ``zh`` for both scripts."""
    theme_id: int | None = None
    """-1 for what belongs to no theme."""
    labels: tuple[str, ...] = ()
    """Of negative, neutral, positive and unread."""
    signal: str | None = None
    """A kind of signal that the reading found in it."""
    emotion: str | None = None
    """What it speaks with; ``mixed`` for clear praise and clear blame in one text."""


@dataclass(frozen=True)
class ThemeCount:
    """How much of the narrowed feedback speaks of a theme, and how it feels."""

    theme_id: int
    size: int
    negative: int
    positive: int
    mean_score: float
    customers: int


@dataclass(frozen=True)
class ThemeDays:
    """Feedback by theme and day: a row a theme, the oldest day first; days end where the last one ends."""

    theme_ids: tuple[int, ...]
    """With -1 for what belongs to no theme."""
    counts: NDArray[np.int64]
    """Shape (themes, days)."""


@dataclass(frozen=True)
class ScoreCount:
    """How often a rating of one scale was given (``scale`` nps, csat or stars)."""

    scale: str
    value: float
    count: int


@dataclass(frozen=True, slots=True)
class Rated:
    """One given score: NPS on 0-10, CSAT and stars on 1-5 whatever their maximum was."""

    scale: str
    value: float
    at: int
    """UTC seconds."""
    customer_id: str | None
    channel: str
    language: str
    theme_id: int
    """-1 for none."""


@dataclass(frozen=True)
class Hit:
    """A found feedback: ``score`` is the fused rank score, ``ways`` says words and/or meaning."""

    found: ReadFeedback
    score: float
    ways: tuple[str, ...]
    similarity: float | None = None
    """Cosine to the question's vector, where it was found by meaning."""


@dataclass(frozen=True)
class Stage:
    """What a stage of a refresh last did."""

    fingerprint: str
    as_of: datetime
    document: Mapping[str, object]
    blob: bytes | None


@dataclass(frozen=True)
class Erasure:
    """What was erased: rows by table, and the keys that the caller removes from the vector index."""

    counts: Mapping[str, int]
    text_hashes: tuple[str, ...]
    proof: str
    """Salted hash of the customer's id: shows for a given id that it was erased, and no more."""


@dataclass(frozen=True)
class Arrangement:
    """Themes with the places of all texts, as they are to be from now on."""

    themes: Sequence[Theme]
    assignments: Sequence[ThemeAssignment]
    areas: Sequence[Area] | None = None
    """None leaves the areas as they are."""
    problems: Mapping[int, str] = field(default_factory=dict)
    """By edit: why it does not hold."""
