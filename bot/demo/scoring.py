"""Stars, recommendation and satisfaction scores that go with a mood, with a few slips as in real life."""

from bot.demo.dice import Dice

_SLIP = 0.025
_STARS = {
    "positive": {5: 72.0, 4: 28.0},
    "neutral": {3: 62.0, 4: 26.0, 2: 12.0},
    "negative": {1: 58.0, 2: 36.0, 3: 6.0},
}
_RECOMMEND = {
    "positive": {10: 48.0, 9: 38.0, 8: 14.0},
    "neutral": {7: 42.0, 8: 34.0, 6: 16.0, 5: 8.0},
    "negative": {0: 16.0, 1: 10.0, 2: 18.0, 3: 20.0, 4: 16.0, 5: 12.0, 6: 8.0},
}
_SCALES = {"review": _STARS, "csat": _STARS, "nps": _RECOMMEND}
_OTHER = {"positive": "negative", "negative": "positive", "neutral": "neutral"}


def score(channel: str, mood: str, dice: Dice) -> int | None:
    """A score on the channel's scale (stars and CSAT 1..5, NPS 0..10), or None where it asks for none."""
    scale = _SCALES.get(channel)
    if scale is None:
        return None
    return dice.weighted(scale[_OTHER[mood] if dice.chance(_SLIP) else mood])
