"""Quotes of a theme: whole sentences of a text, letter by letter as they were written."""

import re
from collections.abc import Iterator, Sequence

LONGEST = {"en": 160, "zh": 80}
"""Characters of a quote, by writing."""
_SENTENCE = re.compile(r"[^.!?。！？；;\n~～]*(?:[.!?。！？；;~～]+[\"”’」』)）]*|\n|$)")
_PAUSE = re.compile(r"[,，、:：\s]")
_HAN = re.compile(r"[\u3400-\u9fff]")


def quote(text: str, words: Sequence[str]) -> str:
    """The text, or of a long one the sentences in a row that fit and hold most of ``words`` (lower case).

    The earliest of equal stretches; a sentence that is too long by itself is cut at its last pause.
    """
    text = text.strip()
    longest = LONGEST["zh" if 2 * len(_HAN.findall(text)) > len(text) else "en"]
    if len(text) <= longest:
        return text
    stretches = list(_stretches(text, longest))
    return max(stretches, key=lambda stretch: _holds(stretch, words)) if stretches else text[:longest]


def _stretches(text: str, longest: int) -> Iterator[str]:
    """From each sentence on: as many sentences as fit, without the white space around them."""
    ends = [match.end() for match in _SENTENCE.finditer(text) if match.group().strip()]
    for start, first in zip([0, *ends], ends, strict=False):
        begin = start + len(text[start:first]) - len(text[start:first].lstrip())
        fitting = [end for end in ends if end >= first and end - begin <= longest]
        stretch = text[begin : fitting[-1]] if fitting else _cut(text[begin:first], longest)
        if stretch.strip():
            yield stretch.strip()


def _cut(sentence: str, longest: int) -> str:
    pauses = [match.start() for match in _PAUSE.finditer(sentence, longest // 2, longest)]
    return sentence[: pauses[-1] if pauses else longest]


def _holds(stretch: str, words: Sequence[str]) -> int:
    lowered = stretch.lower()
    return sum(word in lowered for word in words)
