"""How the feeling of a whole text weighs on what its words seem to do."""

from dataclasses import replace

from nlp.findings import Sentiment, Signal

DOUBT = 0.55
"""How much of its strength a signal loses in a text that surely feels the other way."""
GLAD = frozenset({"complaint", "refund", "legal", "churn", "urgency"})
"""What a glad text hardly does: 'the refund came the next day, great service'."""


def weigh(signal: Signal, mood: Sentiment) -> Signal:
    """The signal with its strength lowered by the feeling that contradicts it."""
    if signal.kind in GLAD:
        against = mood.positive
    elif signal.kind == "praise":
        against = mood.negative
    else:
        return signal
    return replace(signal, score=signal.score * (1 - DOUBT * against))
