"""What the small company's texts do and feel, by hand."""

from typing import Any

from index.records import Feedback
from nlp.emotions.words import EMOTIONS
from nlp.findings import Aspect, Emotion, Mixed, Signal, Stretch

# id: (kind, words); 还行吧 is merely like a threat: no words of it threaten.
CARRIED: dict[str, tuple[tuple[str, str], ...]] = {
    "f02": (("complaint", "two weeks late"),),
    "f07": (("praise", "gorgeous"),),
    "f09": (("question", "點解扣咗我兩次錢？"), ("refund", "退返俾我"), ("urgency", "快啲")),
    "f11": (("refund", "I want a refund"),),
    "f12": (("churn", "taking my business elsewhere"), ("refund", "charged twice")),
    "f14": (("legal", "还行吧。"),),
    "f16": (("praise", "Beautiful"),),
}
FELT = {"f05": "anger", "f09": "anger", "f12": "anger", "f01": "disappointment", "f07": "joy", "f06": "joy"}
PRAISED_AND_BLAMED = {"f01": ("lovely to look at", "the lid broke on the very first day")}
JUDGED_ASPECTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "f01": (("lid", "quality", "negative"),),
    "f02": (("delivery", "delivery", "negative"),),
    "f03": (("物流", "delivery", "negative"),),
    "f05": (("配送", "delivery", "negative"),),
    "f06": (("包裝", "packaging", "positive"),),
    "f07": (("packaging", "packaging", "positive"),),
}


def reading_of(one: Feedback) -> Any:
    """Signals, aspects, emotion and the two sides of a text, placed where their words stand."""

    def place(words: str) -> tuple[int, int]:
        start = one.text.index(words)
        return start, start + len(words)

    felt = FELT.get(one.id, "none")
    sides = [Stretch(*place(words)) for words in PRAISED_AND_BLAMED.get(one.id, ())]
    certain = {name: float(name == felt) for name in EMOTIONS}
    return {
        "signals": tuple(
            Signal(kind, words, *place(words), 0.9, listed=kind != "legal")
            for kind, words in CARRIED.get(one.id, ())
        ),
        "aspects": tuple(
            Aspect(term, category, mood, *place(term))  # type: ignore[arg-type]  # one of the three
            for term, category, mood in JUDGED_ASPECTS.get(one.id, ())
        ),
        "emotion": Emotion(felt, **certain),  # type: ignore[arg-type]  # one of the six
        "mixed": Mixed(*sides) if sides else None,
    }
