"""The owner's own sentences: data with a few places to fill, never markup, never a format string."""

import re
from collections.abc import Mapping

from segmentation.playbooks.plays import Standing
from segmentation.wording import amount, name

PLACES = ("risk", "value", "expected", "days", "orders", "tier", "lifecycle", "cause", "good")
"""What a sentence may name in braces."""
LONGEST = 300
_PLACE = re.compile(r"\{([^{}]*)\}")
_MARKUP = re.compile(r"[<>`\\\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def fault(sentence: str) -> str | None:
    """What is wrong with the owner's sentence and what to do; None where nothing is."""
    if not sentence.strip():
        return "is empty; write what is to be done"
    if len(sentence) > LONGEST:
        return f"has {len(sentence)} characters; {LONGEST} are the most"
    if _MARKUP.search(sentence):
        return "holds markup or a line break; write plain words on one line, without < > ` and \\"
    unknown = [place for place in _PLACE.findall(sentence) if place not in PLACES]
    if unknown:
        return f"names {{{unknown[0]}}}; it may name {', '.join('{' + place + '}' for place in PLACES)}"
    if re.search(r"[{}]", _PLACE.sub("", sentence)):
        return "has a brace without its partner; braces are only for places such as {days}"
    return None


def filled(wording: Mapping[str, str], standing: Standing, currency: str) -> dict[str, str]:
    """Each language's sentence with its places filled; what is filled in is never read again."""
    found = {}
    for language, text in wording.items():
        parts = _PLACE.split(text)
        # Every second part is the name of a place.
        parts[1::2] = [_value(place, standing, language, currency) for place in parts[1::2]]
        found[language] = "".join(parts)
    return found


def _value(place: str, standing: Standing, language: str, currency: str) -> str:
    plain = {
        "risk": f"{standing.risk.probability:.0%}" if standing.risk is not None else "–",
        "value": amount(standing.value_at_risk, currency),
        "expected": amount(standing.expected_value, currency),
        "days": "–" if standing.days is None else str(standing.days),
        "orders": str(standing.orders),
        "good": standing.goods[0] if standing.goods else "–",
    }
    if place in plain:
        return plain[place]
    key = standing.cause_key if place == "cause" else str(getattr(standing, place))
    return name(place, key, language)
