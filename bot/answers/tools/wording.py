"""The words a topic is spoken of with: the asker's own, and what else is said for it in any language."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.answers.understand.speech import normal
from bot.answers.understand.stems import stem
from nlp.synonyms import synonyms

MOST_SOUGHT = 20
"""Words that a large store is asked for."""
VAGUE = frozenset({"ups", "charge", "rate", "tip", "care"})
"""Words that mean something else more often than the topic they are listed under."""
NEVER = re.compile(r"(?!)")

_LATIN = re.compile(r"[a-z0-9]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True)
class Wording:
    """Patterns over normalised text: all of ``own`` must occur, or any of ``others``."""

    topic: str
    own: tuple[re.Pattern[str], ...]
    others: re.Pattern[str]
    sought: tuple[str, ...]
    """Phrases for a search by words: the topic's own first, then the others, both scripts."""

    def own_in(self, plain: str) -> bool:
        """Whether every word of the topic itself occurs."""
        return all(pattern.search(plain) for pattern in self.own)

    def other_in(self, plain: str) -> str | None:
        """Another word for the topic that occurs."""
        found = self.others.search(plain)
        return found.group("word") if found else None

    def holds(self, plain: str) -> bool:
        """Whether the topic is spoken of."""
        return self.own_in(plain) or self.other_in(plain) is not None


@lru_cache(maxsize=256)
def wording(topic: str) -> Wording:
    """How ``topic`` is said; a word that is part of another one's spelling stands for both."""
    known = synonyms(topic)
    plain = normal(topic)
    others = _shortest(word for word in map(normal, known) if word != plain and word not in VAGUE)
    return Wording(topic, _own(plain), _any(others), _sought(known, others))


def mentions(text: str, topic: str) -> bool:
    """Whether ``text`` speaks of ``topic``, by whatever words."""
    return wording(topic).holds(normal(text))


def _own(plain: str) -> tuple[re.Pattern[str], ...]:
    latin = [rf"(?<![a-z0-9]){re.escape(stem(word))}" for word in _LATIN.findall(plain)]
    han = [re.escape(run) for run in _HAN.findall(plain)]
    return tuple(re.compile(part) for part in (*latin, *han)) or (NEVER,)


def _any(words: Iterable[str]) -> re.Pattern[str]:
    """Latin words whole, in singular and plural; Chinese ones wherever they stand."""
    latin = [word for word in words if not _HAN.search(word)]
    han = [re.escape(word) for word in words if _HAN.search(word)]
    parts = [rf"(?<![a-z0-9])(?:{'|'.join(map(_inflected, latin))})(?![a-z0-9])"] if latin else []
    whole = "|".join((*parts, *han))
    return re.compile(f"(?P<word>{whole})") if whole else NEVER


def _inflected(word: str) -> str:
    spelled = r"\s+".join(map(re.escape, word.split()))
    return f"{spelled[:-1]}(?:y|ies)" if word[-1] == "y" and len(word) > 3 else f"{spelled}(?:e?s)?"


def _shortest(words: Iterable[str]) -> tuple[str, ...]:
    """Those that hold no other one: "delivery man" is found by "delivery"."""
    kept = list(dict.fromkeys(words))
    return tuple(word for word in kept if not any(other != word and _inside(other, word) for other in kept))


def _inside(part: str, word: str) -> bool:
    return f" {part} " in f" {word} " if word.isascii() else part in word


def _sought(known: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    own = [word for word in known if normal(word) == normal(known[0])]
    more = [word for word in known if normal(word) in others]
    # Languages in turn, so that a limit leaves some of each.
    latin = [word for word in more if word.isascii()]
    han = [word for word in more if not word.isascii()]
    mixed = [word for pair in zip(latin, han, strict=False) for word in pair]
    rest = [word for word in more if word not in mixed]
    return tuple((*own, *mixed, *rest)[:MOST_SOUGHT])
