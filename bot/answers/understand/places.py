"""Countries that questions and customers' records name, in any of the languages."""

import re
from collections.abc import Collection
from functools import lru_cache

from bot.answers.understand.cues import Sighting, sightings
from bot.answers.understand.speech import Speech, normal

ORDER = ("HK", "TW", "MO", "GB", "US", "CN")
"""Where several fit, the first: "Hong Kong, China" is Hong Kong."""
SCRIPTS = {"HK": "zh-Hant", "TW": "zh-Hant", "MO": "zh-Hant", "CN": "zh-Hans"}
"""How people write there: stands for the place where no customer's country is known."""

_PREPOSITION = re.compile(r"\b(?:in|from|of|across|within) (?:the )?$")


def read_place(speech: Speech, known: Collection[str]) -> tuple[str | None, str | None, Speech]:
    """The place named, or else the script that stands for it, and the speech without a place's words."""
    sighted = _first(sightings("place", speech.plain))
    if sighted is None:
        return None, None, speech
    leading = _PREPOSITION.search(speech.plain, 0, sighted.start)
    rest = speech.without(leading.start() if leading else sighted.start, sighted.end)
    if sighted.name in known:
        return sighted.name, None, rest
    script = SCRIPTS.get(sighted.name)
    return None, script, rest if script else speech


@lru_cache(maxsize=1024)
def place_of(country: str) -> str | None:
    """The place that a customer's record means: by its ISO code or by any of its names."""
    code = country.strip().upper()
    if code in ORDER:
        return code
    sighted = _first(sightings("place", normal(country)))
    return sighted.name if sighted else None


def _first(found: tuple[Sighting, ...]) -> Sighting | None:
    known = [one for one in found if one.name in ORDER]
    return min(known, key=lambda one: (ORDER.index(one.name), one.start - one.end), default=None)
