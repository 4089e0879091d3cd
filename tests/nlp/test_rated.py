"""A text that comes with a score."""

from hypothesis import given
from hypothesis import strategies as st

from nlp.findings import Sentiment
from nlp.sentiment.rated import weigh


def _mood(negative: float, neutral: float) -> Sentiment:
    positive = 1 - negative - neutral
    shares = {"negative": negative, "neutral": neutral, "positive": positive}
    label = max(shares, key=lambda one: shares[one])
    return Sentiment(label, positive - negative, negative, neutral, positive)  # type: ignore[arg-type]


def test_an_unsure_text_follows_its_score() -> None:
    """Half and half, and five stars: positive; one star: negative."""
    unsure = _mood(0.45, 0.2)
    assert weigh(unsure, 1.0).label == "positive"
    assert weigh(unsure, 0.0).label == "negative"


def test_a_sure_text_stands_against_its_score() -> None:
    """Somebody who is furious and ticked five stars slipped."""
    assert weigh(_mood(0.97, 0.02), 1.0).label == "negative"


@given(st.floats(0.01, 0.98), st.floats(0.005, 0.01), st.floats(0, 1))
def test_probabilities_stay_probabilities(negative: float, neutral: float, score: float) -> None:
    """They sum to one, and a better score never makes a text sound worse."""
    found = weigh(_mood(negative, neutral), score)
    assert abs(found.negative + found.neutral + found.positive - 1) < 1e-9
    assert found.score <= weigh(_mood(negative, neutral), 1.0).score + 1e-9
