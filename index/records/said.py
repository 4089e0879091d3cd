"""What customers say, and what was read in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from index.records.themed import Drift
from nlp.findings import Aspect, Emotion, Mixed, Signal, ThemePlace, Vectors

CHANNELS = ("review", "ticket", "social", "survey", "chat", "email", "call", "other")


@dataclass(frozen=True, slots=True)
class Rating:
    """A score a customer gave: ``scale`` is stars (1-5), nps (0-10), csat (1-5) or score (any maximum)."""

    scale: str
    value: float
    maximum: float


@dataclass(frozen=True, slots=True)
class Feedback:
    """One thing a customer said; ``text`` is redacted before it gets here."""

    id: str
    at: datetime
    text: str
    channel: str
    source: str
    language: str
    customer_id: str | None = None
    rating: Rating | None = None
    author: str | None = None
    """Handle of the writer where no customer is known."""
    order_id: str | None = None
    product: str | None = None
    duplicate_of: str | None = None
    """The feedback this one repeats nearly word for word; such a one is kept, yet counts once in themes."""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the reading pass found in one feedback."""

    feedback_id: str
    model: str
    label: str
    score: float
    negative: float
    neutral: float
    positive: float
    signals: tuple[Signal, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    emotion: Emotion | None = None
    mixed: Mixed | None = None


@dataclass(frozen=True, slots=True)
class ReadFeedback:
    """A feedback with its analysis and theme: what evidence is made of."""

    feedback: Feedback
    analysis: Analysis | None
    theme_id: int | None
    forced: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """A stored theme; ids stay the same over refits."""

    id: int
    names: Mapping[str, str]
    keywords: Mapping[str, tuple[str, ...]]
    size: int
    exemplars: tuple[str, ...]
    """Feedback ids."""
    centroid: Vectors
    radius: float
    created_at: datetime
    as_of: datetime
    area: int | None = None
    hidden: bool = False
    """Left out of everything that is shown, as an analyst wished."""
    pinned: bool = False
    """Stays although it shrinks, as an analyst wished."""
    drift: Drift | None = None


@dataclass(frozen=True, slots=True)
class ThemeAssignment:
    """Which theme a feedback belongs to."""

    feedback_id: str
    place: ThemePlace
    found: int | None = None
    """The theme that the clustering said, where an edit moved the text; None: that of ``place``."""
