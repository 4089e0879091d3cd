"""What understanding may know of the store: the names in it, and whom a mention means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answers.question import Candidate
from bot.answers.understand.speech import normal
from nlp.findings import Vectors

Encode = Callable[[Sequence[str]], Vectors]
"""Unit vectors of texts, shape (n, d)."""


@dataclass(frozen=True)
class Named:
    """A theme or segment under all its names, normalised, largest first."""

    id: int
    names: tuple[str, ...]
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Knowledge:
    """Names that a question may use; ``find`` looks a customer up, ``encode`` (if any) reads meaning."""

    find: Callable[[str], tuple[Candidate, ...]]
    themes: tuple[Named, ...] = ()
    segments: tuple[Named, ...] = ()
    encode: Encode | None = None
    places: frozenset[str] = frozenset()
    """Where customers are known to live, as ISO codes."""
    rivals: tuple[Named, ...] = ()
    """The owner's competitors, numbered in the order of the list."""


def named(number: int, names: Sequence[str], keywords: Sequence[str] = ()) -> Named:
    """A name made comparable with speech."""
    return Named(number, tuple(map(normal, names)), tuple(map(normal, keywords)))
