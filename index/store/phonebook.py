"""Finds people by what somebody typed: exact handles first, then names and addresses with typing errors."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from nlp.language import to_simplified

NEAR_ENOUGH = 76.0
"""Similarity (0-100) from which a Latin name or address counts as a typing error of another."""
NEAR_ENOUGH_HAN = 60.0
"""Chinese names are two or three characters long: one wrong of three leaves 67."""
PHONE_DIGITS = 8
"""With or without its country's code, a number ends in the same ones; with fewer it may be anything."""
NUMBER = "tel:"
SAME_NUMBER = 0.97
LONGEST_HAN_NAME = 4
"""Longer ones are companies; four characters begin with a double surname."""
NAME_PART = 0.9
"""Score of a name of which only a part was typed, such as the first name."""

_SIGNS = re.compile(r"[\s\-_.#'’·]+")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Match:
    """Who may be meant, with a score 0..1."""

    customer_id: str
    score: float


class Phonebook:
    """Names and handles of all customers, folded so that case, signs and script do not matter."""

    def __init__(self) -> None:
        self._handles: dict[str, set[str]] = {}
        self._names: dict[str, set[str]] = {}
        self._parts: dict[str, set[str]] = {}

    def add_handles(self, customer_id: str, values: Iterable[str]) -> None:
        """Remember ids, addresses, numbers and handles."""
        for value in values:
            for key in _handle_keys(value):
                self._handles.setdefault(key, set()).add(customer_id)

    def add_name(self, customer_id: str, name: str) -> None:
        """Remember a name, and each part of it."""
        folded = _fold(name)
        self._names.setdefault(folded, set()).add(customer_id)
        for part in _parts(folded):
            self._parts.setdefault(part, set()).add(customer_id)

    def find(self, text: str, *, limit: int) -> list[Match]:
        """The best matches, each customer once; none when nothing is near enough."""
        scores: dict[str, float] = {}
        for customer_ids, score in (*self._exactly(text), *self._nearly(text)):
            for customer_id in customer_ids:
                scores[customer_id] = max(score, scores.get(customer_id, 0.0))
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        best = ranked[0][1] if ranked else 0.0
        # Beside a certain match, mere similarities would only ask needless questions.
        return [Match(*item) for item in ranked if best < SAME_NUMBER or item[1] == best][:limit]

    def _exactly(self, text: str) -> list[tuple[set[str], float]]:
        folded = _fold(text)
        keys = [key for key in _handle_keys(text) if key in self._handles]
        found = [(self._handles[key], SAME_NUMBER if key.startswith(NUMBER) else 1.0) for key in keys]
        if folded in self._names:
            found.append((self._names[folded], 1.0))
        if folded in self._parts:
            found.append((self._parts[folded], NAME_PART))
        return found

    def _nearly(self, text: str) -> list[tuple[set[str], float]]:
        from rapidfuzz import fuzz, process

        folded = _fold(text)
        # A number with another digit is another number, not a typing error.
        if not any(character.isalpha() for character in folded):
            return []
        enough = NEAR_ENOUGH_HAN if _HAN.search(folded) else NEAR_ENOUGH
        names = process.extract(
            folded, self._names.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=enough, limit=20
        )
        found = [(self._names[name], score / 100 * 0.99) for name, score, _ in names]
        if not _HAN.search(folded):
            wordy = (key for key in self._handles if not key.isdigit())
            near = process.extract(folded, wordy, scorer=fuzz.ratio, score_cutoff=85.0, limit=50)
            # Another number in it makes it another handle: c-0042 is not c-0043.
            found += [
                (self._handles[key], score / 100 * 0.98)
                for key, score, _ in near
                if _digits(key) == _digits(folded)
            ]
        return found


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().strip().lstrip("@")
    return " ".join(to_simplified(plain).split())


def _parts(name: str) -> list[str]:
    """The words of a name; of a Chinese one, which has none, the surname and the given name."""
    words = name.split()
    if len(words) == 1 and _HAN.match(name) and 1 < len(name) <= LONGEST_HAN_NAME:
        surname = 2 if len(name) == LONGEST_HAN_NAME else 1
        return [name[:surname], name[surname:]]
    return words


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _handle_keys(value: str) -> set[str]:
    """Under which keys a handle is found: as it is, without its signs, and a number by its last digits."""
    folded = _fold(value)
    keys = {folded, _SIGNS.sub("", folded)} - {""}
    digits = _digits(folded)
    if len(digits) >= PHONE_DIGITS and not any(character.isalpha() for character in folded):
        keys.add(f"{NUMBER}{digits[-PHONE_DIGITS:]}")
    return keys
