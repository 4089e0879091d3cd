"""Remembers the sentences that have been said, so that nobody says a long one again word for word."""

import re

_END = re.compile(r"(?<=[.!?。！？…~～])\s*|\n+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z0-9']+")
_HAN_PER_WORD = 1.6
_LONG = 6.0


def sentences(text: str) -> list[str]:
    """The sentences of a text, in small letters and without their stops."""
    parts = (part.strip().lower().strip(".!?。！？…~～ ") for part in _END.split(text))
    return [part for part in parts if part]


def length(sentence: str) -> float:
    """Words in a sentence; a Chinese word counts 1.6 characters."""
    return len(_HAN.findall(sentence)) / _HAN_PER_WORD + len(_LATIN.findall(sentence))


class Memory:
    """Long sentences that have been said."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def knows(self, text: str) -> bool:
        """Whether one of the text's long sentences has been said before."""
        return any(each in self._said for each in _long(text))

    def keep(self, text: str) -> None:
        """Remember the text's long sentences."""
        self._said.update(_long(text))


def _long(text: str) -> list[str]:
    return [each for each in sentences(text) if length(each) >= _LONG]
