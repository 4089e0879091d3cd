"""A text made ready for the rules: the same characters at the same places, in plainer forms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.findings import Language, PersonalData
from nlp.language import aligned_simplified

PLACEHOLDER = re.compile(r"\[(?:PERSON|EMAIL|PHONE|ADDRESS|ID|CARD|URL|HANDLE|BIRTHDATE)\]")

_FULL_WIDTH = {point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_CLAUSE_END = re.compile(r"(?<!\bno)(?<!\btel)[.!?]\s|[。！？；\n]")


@dataclass(frozen=True, slots=True)
class Page:
    """One text in two forms of the same length, so that offsets hold in all of them."""

    folded: str
    """Full-width letters, digits and signs are ASCII."""
    simplified: str
    """``folded`` in Simplified characters."""
    language: Language
    protected: tuple[tuple[int, int], ...]
    """Where placeholders stand; nothing is found there."""

    def before(self, start: int, width: int = 30) -> str:
        """Up to ``width`` characters before ``start``, lower case, within the same sentence."""
        window = self.simplified[max(0, start - width) : start].lower()
        ends = list(_CLAUSE_END.finditer(window))
        return window[ends[-1].end() :] if ends else window

    def after(self, end: int, width: int = 8) -> str:
        """Up to ``width`` characters from ``end`` on."""
        return self.simplified[end : end + width].lower()


def prepare(text: str, language: Language) -> Page:
    """The page of ``text``."""
    folded = text if text.isascii() else text.translate(_FULL_WIDTH)
    protected = tuple(match.span() for match in PLACEHOLDER.finditer(text)) if "[" in text else ()
    return Page(folded, aligned_simplified(folded), language, protected)


def overlaps(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    """Whether ``span`` shares a character with one of ``others``."""
    return any(span[0] < end and start < span[1] for start, end in others)


def place(kind: str, match: re.Match[str], group: int | str = 0) -> PersonalData:
    """A match as personal data of that kind."""
    return PersonalData(kind, match.start(group), match.end(group))
