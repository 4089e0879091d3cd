"""A question made comparable: one width, one case, one Chinese script, every character in its place."""

import re
import unicodedata
from dataclasses import dataclass, replace

from nlp import lexicons
from nlp.findings import Language
from nlp.language import aligned_simplified, detect, to_simplified, to_traditional

LONGEST = 2000
"""Characters of a question that are read; nobody asks more in one turn."""
ENGLISH_WORDS = 1
"""A Chinese question may borrow as many everyday English words."""
HOLE = "\x00"
"""Stands where something was understood, so that words on both sides never join."""

_INVISIBLE = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b-\x1f\x7f]|[\ud800-\udfff]"
)
_HANDLE = re.compile(r"[\w.+-]+@[\w.-]+|\b\w+_\w+\b", re.ASCII)
_HAN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[a-z']+")
_LINK = re.compile(r"<(?:mailto|tel|https?):[^|>\s]*\|([^>]*)>")
"""How Slack writes an address or a number that was typed."""
_SLACK = re.compile(r"<@[A-Z0-9]+>|<!\w+>")


@dataclass(frozen=True, slots=True)
class Speech:
    """``plain`` is ``original`` lower-cased in Simplified characters, of the same length."""

    original: str
    plain: str
    language: str

    def without(self, start: int, end: int) -> "Speech":
        """The same speech with a hole where a part was understood."""
        return replace(self, plain=self.plain[:start] + HOLE * (end - start) + self.plain[end:])


def hear(text: str, previous: str | None = None) -> Speech:
    """Prepare ``text``; a text without a language of its own goes by the ``previous`` turn, else English."""
    cleaned = _LINK.sub(r"\1", _SLACK.sub(" ", _INVISIBLE.sub(" ", text[:LONGEST])))
    original = unicodedata.normalize("NFKC", cleaned).strip()
    language = _language(original)
    spoken = language if language != "und" else previous or "en"
    if previous is not None and previous.startswith("zh") and spoken.startswith("zh") and _either(original):
        spoken = previous
    return Speech(original, normal(original), spoken)


def _language(original: str) -> Language:
    """The language of the words around names and handles: a Latin name makes no English question.

    Questions are English or Chinese, so what has no Chinese character is English.
    """
    plain = _HANDLE.sub(" ", original)
    han = "".join(_HAN.findall(plain))
    words = _WORD.findall(plain.lower())
    if not han:
        return "en" if words else "und"
    english = [word for word in words if word in lexicons.lines("english")]
    return "en" if len(english) > ENGLISH_WORDS and len(english) > len(han) / 2 else detect(han)


def _either(original: str) -> bool:
    """Whether both Chinese scripts write it so: 退款 is no sign of either."""
    return to_simplified(original) == original == to_traditional(original)


def normal(text: str) -> str:
    """``text`` lower-cased and in Simplified characters, character for character."""
    lowered = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return aligned_simplified(lowered).replace("’", "'")
