"""Lines written for training, with the names of private people in them marked: ⟦…⟧."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import get_args
from zlib import crc32

from nlp.findings import Language

HELD = 5
"""One line in so many is kept for choosing, by its own letters."""
_MARK = re.compile("⟦(.*?)⟧")
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the half-open character ranges of the names in it, in their order."""

    text: str
    language: Language
    names: Spans = ()

    @property
    def held(self) -> bool:
        """Whether it is kept out of training."""
        return crc32(self.text.encode()) % HELD == 0


def written() -> Iterator[Marked]:
    """The lines of ``names.txt``, each with its language before a tab."""
    text = (files("nlp.redaction") / "names.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        tag, _, words = line.partition("\t")
        language = next(one for one in get_args(Language) if one == tag)
        yield unmarked(words, language)


def unmarked(line: str, language: Language) -> Marked:
    """A line without its marks; a backslash and an n in it are a line break."""
    pieces = _MARK.split(line.replace("\\n", "\n"))
    return joined(pieces[::2], pieces[1::2], language)


def joined(between: Sequence[str], names: Sequence[str], language: Language) -> Marked:
    """A text of what stands around its ``names``, one piece more, and of the names."""
    text, spans = between[0], list[tuple[int, int]]()
    for name, following in zip(names, between[1:], strict=True):
        spans.append((len(text), len(text) + len(name)))
        text += name + following
    return Marked(text, language, tuple(spans))
