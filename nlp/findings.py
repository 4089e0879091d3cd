"""What reading a text yields. Offsets are half-open character ranges into the text that was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Language = Literal["en", "zh-Hans", "zh-Hant", "und"]
Polarity = Literal["negative", "neutral", "positive"]
EmotionName = Literal["none", "anger", "disappointment", "joy", "fear", "surprise"]
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sentiment:
    """Calibrated class probabilities (they sum to 1) and ``score`` = positive - negative, in -1..1."""

    label: Polarity
    score: float
    negative: float
    neutral: float
    positive: float


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A span that identifies a person.

    ``type`` is person, email, phone, address, id, card, url, handle or birthdate.
    """

    type: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text with every personal span replaced by ``[TYPE]``; ``found`` points into the original."""

    text: str
    found: tuple[PersonalData, ...]


@dataclass(frozen=True, slots=True)
class Aspect:
    """What a text speaks about, and how; ``words`` are what is said about it, where that is known."""

    term: str
    category: str
    sentiment: Polarity
    start: int
    end: int
    words: str = ""
    implied: bool = False
    """Nothing is named: ``term`` is the judgement that implies the category ("overpriced")."""


GRAVE = frozenset({"churn", "refund", "legal", "urgency", "request"})
"""Signals that somebody acts upon: they count only where listed words carry them."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What a text does, by the words that carry it.

    ``kind`` is question, complaint, praise, request, churn, urgency, refund, legal or competitor.
    """

    kind: str
    words: str
    start: int
    end: int
    score: float = 1.0
    """How sure it is, 0..1."""
    about: str = ""
    """Of a competitor: its name as the owner lists it, or as it was written; empty when none is named."""
    listed: bool = True
    """Whether listed words carry it; otherwise the whole text only sounds like it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Emotion:
    """The emotion a text speaks with; the six probabilities sum to 1."""

    label: EmotionName
    none: float
    anger: float
    disappointment: float
    joy: float
    fear: float
    surprise: float
    carriers: tuple[Stretch, ...] = ()
    """The listed words that carry ``label``; none where the text as a whole does."""


@dataclass(frozen=True, slots=True)
class SentenceMood:
    """How one sentence of a text feels; ``score`` as that of ``Sentiment``."""

    start: int
    end: int
    label: Polarity
    score: float


@dataclass(frozen=True, slots=True)
class Mixed:
    """Clear praise and clear blame in one text, each where it is clearest."""

    praise: Stretch
    blame: Stretch


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in one text."""

    language: Language
    sentiment: Sentiment
    personal: tuple[PersonalData, ...]
    signals: tuple[Signal, ...]
    aspects: tuple[Aspect, ...] = ()
    emotion: Emotion | None = None
    mixed: Mixed | None = None
    sentences: tuple[SentenceMood, ...] = ()
    """Of a long text, where they were asked for."""


@dataclass(frozen=True, slots=True)
class FoundTheme:
    """A discovered theme: names and keywords by language, exemplars as positions in the corpus."""

    number: int
    names: dict[str, str]
    keywords: dict[str, tuple[str, ...]]
    size: int
    exemplars: tuple[int, ...]
    centroid: Vectors
    """Unit vector, shape (d,), in the discovery's ``space``."""
    radius: float
    """Cosine similarity to the centroid that 95 % of the sure members exceed."""


@dataclass(frozen=True, slots=True)
class ThemePlace:
    """Where one text belongs: theme number, or -1; ``forced`` when the clustering had left it out."""

    theme: int
    forced: bool
    probability: float


@dataclass(frozen=True, slots=True)
class ThemeSpace:
    """What is taken off a vector before themes are compared: the mean ``(d,)`` of its language's texts."""

    means: dict[str, Vectors]
    """By language tag; ``und`` holds the mean of all texts."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """Themes of a corpus and the place of each text, in the corpus' order."""

    themes: tuple[FoundTheme, ...]
    places: tuple[ThemePlace, ...]
    outlier_rate: float
    """Share of texts the clustering itself left out, 0..1, before any forced assignment."""
    space: ThemeSpace = field(default_factory=lambda: ThemeSpace({}))


@dataclass(frozen=True, slots=True)
class FoundArea:
    """What several themes have in common: names and keywords by language, the themes' numbers."""

    number: int
    names: dict[str, str]
    keywords: dict[str, tuple[str, ...]]
    themes: tuple[int, ...]
    centroid: Vectors
    """Unit vector, shape (d,): the mean of its themes' centroids."""


@dataclass(frozen=True, slots=True)
class ThemePiece:
    """A part that an analyst split off a theme; ``texts`` are ids of texts that belong to it."""

    number: int
    names: Mapping[str, str]
    keywords: Mapping[str, tuple[str, ...]]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemeOrder:
    """What an analyst wants of a theme: ``action`` is one of ``nlp.themes.editing.ACTIONS``."""

    action: str
    theme: int
    names: Mapping[str, str] = field(default_factory=dict)
    """For a renaming, by language."""
    into: int | None = None
    """For a merging: the theme that goes on."""
    phrase: str | None = None
    """For a splitting: texts with this phrase make the piece."""
    pieces: tuple[ThemePiece, ...] = ()
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids of texts of each theme concerned (by its number): they find it again when numbers do not."""
