"""What is known of themes beside their texts: areas above them, drift, and analysts' edits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from nlp.findings import ThemeOrder, Vectors


@dataclass(frozen=True, slots=True)
class Area:
    """A stored area of themes; ids stay the same over refits and are never given twice."""

    id: int
    names: Mapping[str, str]
    keywords: Mapping[str, tuple[str, ...]]
    centroid: Vectors
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Drift:
    """How far a theme's texts since a moment lie from those before, and whether that may be chance."""

    since: datetime
    similarity: float
    """Cosine of the mean of the texts since then to the mean of those before."""
    probability: float
    """Of so large a distance if time made no difference, 0..1 (permutation test, adjusted over themes)."""
    evidence: tuple[str, ...]
    """Ids of the texts that lie farthest in the direction of the drift."""


@dataclass(frozen=True, slots=True)
class ThemeEdit:
    """One line of the log of edits; one that ``undoes`` another has that one's order."""

    id: int
    """Given by the store; 0 before."""
    at: datetime
    actor: str
    why: str
    order: ThemeOrder
    undoes: int | None = None
    problem: str | None = None
    """Why it does not hold for the themes as they are now: a key of the catalogue ``themes``."""


@dataclass(frozen=True, slots=True)
class HighestIds:
    """The highest ids that themes and areas have ever had, -1 where there was none."""

    theme: int
    area: int
