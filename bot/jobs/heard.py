"""What a text does and how it feels beyond its label, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nlp.findings import Emotion, Mixed, Reading, Signal, Stretch

EMOTIONS = ("none", "anger", "disappointment", "joy", "fear", "surprise")


def heard(text: str, found: Reading) -> dict[str, Any]:
    """Signals, emotion, mixed feelings and sentences of a reading; offsets point into ``text``."""
    return {
        "signals": signals(found.signals),
        "emotion": emotion(text, found.emotion) if found.emotion else None,
        "mixed": found.mixed is not None,
        **(opposed(text, found.mixed) if found.mixed else {}),
        "sentences": [
            {"start": one.start, "end": one.end, "label": one.label, "score": round(one.score, 4)}
            for one in found.sentences
        ],
    }


def signals(found: Iterable[Signal]) -> list[dict[str, Any]]:
    """One entry a kind, its words together; a competitor is one by each name."""
    grouped: dict[tuple[str, str], list[Signal]] = {}
    for one in found:
        grouped.setdefault((one.kind, one.about), []).append(one)
    return [
        {
            "name": kind,
            "score": round(max(one.score for one in told), 4),
            "spans": [[one.start, one.end] for one in told],
            "words": [one.words for one in told],
            **({"about": about} if about else {}),
        }
        for (kind, about), told in grouped.items()
    ]


def emotion(text: str, found: Emotion) -> dict[str, Any]:
    """The label with its probability, those of all emotions, and the words that carry it."""
    shares = {name: round(float(getattr(found, name)), 4) for name in EMOTIONS}
    return {
        "label": found.label,
        "score": shares[found.label],
        "probabilities": shares,
        "spans": [[one.start, one.end] for one in found.carriers],
        "words": [_words(text, one) for one in found.carriers],
    }


def opposed(text: str, mixed: Mixed) -> dict[str, str]:
    """The words of praise and of blame."""
    return {"praise": _words(text, mixed.praise), "blame": _words(text, mixed.blame)}


def _words(text: str, stretch: Stretch) -> str:
    return text[stretch.start : stretch.end]
