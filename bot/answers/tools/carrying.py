"""The words that carry what a text does or feels, letter by letter as they stand in it."""

from collections.abc import Iterable

from index.records import ReadFeedback
from nlp.findings import GRAVE, Mixed, Signal, Stretch

FEELINGS = ("anger", "disappointment", "fear", "surprise", "joy")
"""Emotions, the gravest first."""
AGAINST = {"anger": "positive", "disappointment": "positive", "fear": "positive", "joy": "negative"}
"""The feeling of a text that speaks against an emotion."""
MIXED = "mixed"


def signals_of(one: ReadFeedback) -> tuple[Signal, ...]:
    """The signals that a text carries plainly, by place."""
    found = one.analysis.signals if one.analysis else ()
    return tuple(signal for signal in found if signal.listed or signal.kind not in GRAVE)


def carriers(one: ReadFeedback, kind: str) -> tuple[str, ...]:
    """The words that carry the signal ``kind``, the surest first; none where the text does not carry it."""
    found = [signal for signal in signals_of(one) if signal.kind == kind]
    return tuple(dict.fromkeys(signal.words for signal in sorted(found, key=lambda one: -one.score)))


def emotion_of(one: ReadFeedback) -> str | None:
    """The emotion that a text speaks with; None where it has none, or one that its feeling contradicts."""
    emotion = one.analysis.emotion if one.analysis else None
    if one.analysis is None or emotion is None or emotion.label == "none":
        return None
    return None if AGAINST.get(emotion.label) == one.analysis.label else emotion.label


def telling(one: ReadFeedback) -> tuple[str, ...]:
    """The listed words that carry a text's emotion; none where the text as a whole does."""
    emotion = one.analysis.emotion if one.analysis else None
    return _written(one, emotion.carriers) if emotion else ()


def both_sides(one: ReadFeedback) -> tuple[str, str] | None:
    """The praise and the blame of a mixed text."""
    mixed: Mixed | None = one.analysis.mixed if one.analysis else None
    if mixed is None:
        return None
    praise, blame = (_stretch(one, part) for part in (mixed.praise, mixed.blame))
    return praise, blame


def _written(one: ReadFeedback, stretches: Iterable[Stretch]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_stretch(one, part) for part in stretches))


def _stretch(one: ReadFeedback, part: Stretch) -> str:
    return one.feedback.text[part.start : part.end]
