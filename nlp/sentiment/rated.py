"""A text that comes with a score: what the customer ticked is evidence of the same feeling as the words."""

from nlp.findings import Polarity, Sentiment

FLOOR = 0.08
"""How likely any score is with any feeling: people slip by a row, or praise one thing and blame another."""


def weigh(sentiment: Sentiment, given: float) -> Sentiment:
    """The sentiment after the score ``given``, 0 (worst) to 1 (best), by Bayes' rule.

    Likelihoods are quadratic: the best score is about thirteen times as likely with a positive feeling as
    with a negative one, so that a sure text stands against its score and an unsure one follows it.
    """
    likelihood = {
        "negative": FLOOR + (1 - given) ** 2,
        "neutral": FLOOR + 2 * given * (1 - given),
        "positive": FLOOR + given**2,
    }
    weights: dict[Polarity, float] = {
        "negative": sentiment.negative * likelihood["negative"],
        "neutral": sentiment.neutral * likelihood["neutral"],
        "positive": sentiment.positive * likelihood["positive"],
    }
    total = sum(weights.values())
    label = max(weights, key=lambda one: weights[one])
    shares = {name: weight / total for name, weight in weights.items()}
    return Sentiment(
        label=label,
        score=shares["positive"] - shares["negative"],
        negative=shares["negative"],
        neutral=shares["neutral"],
        positive=shares["positive"],
    )
