"""Texts into token ids, too long ones into several windows; where asked, with each token's place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.encoder.legible import legible
from nlp.encoder.windows import ENDS, cut

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LIMIT = 512
"""Tokens that the model reads at once."""
LONGEST = 40_000
"""Characters of a text that are read; more do not change what it is about."""
FIRST, LAST = 0, 2
"""The tokens around every text."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Window:
    """``ids`` of what is read at once; the text's own tokens are those from ``begin`` to ``end``."""

    ids: list[int]
    begin: int
    end: int
    spans: tuple[Span, ...] = ()
    """Of the text's own tokens, in characters of the legible text; empty unless asked for."""


class Tokens:
    """Cuts texts for one model."""

    def __init__(self, tokenizer: "Tokenizer") -> None:
        self._tokenizer = tokenizer

    @property
    def vocabulary(self) -> int:
        """How many pieces there are."""
        return int(self._tokenizer.get_vocab_size())

    def windows(self, texts: Sequence[str], prefix: str, *, places: bool = False) -> list[list[Window]]:
        """For each text its windows, nearly always one; with ``places`` their tokens have spans."""
        clean = [legible(text[:LONGEST]) for text in texts]
        whole = [prefix + text for text in clean]
        encode = self._tokenizer.encode_batch if places else self._tokenizer.encode_batch_fast
        return [
            [_one(found.ids, found.offsets, len(prefix), places)]
            if len(found.ids) <= LIMIT
            else self._several(text, prefix)
            for text, found in zip(clean, encode(whole), strict=True)
        ]

    def _several(self, text: str, prefix: str) -> list[Window]:
        head = self._tokenizer.encode(prefix, add_special_tokens=False).ids
        body = self._tokenizer.encode(text, add_special_tokens=False)
        ends = [place for place, (_, stop) in enumerate(body.offsets, 1) if stop and text[stop - 1] in ENDS]
        begin = len(head) + 1
        return [
            Window(
                [FIRST, *head, *body.ids[start:stop], LAST],
                begin,
                begin + stop - start,
                tuple(body.offsets[start:stop]),
            )
            for start, stop in cut(len(body.ids), ends, LIMIT - begin - 1)
        ]


def _one(ids: list[int], offsets: list[Span], prefix: int, places: bool) -> Window:
    if not places:
        return Window(ids, 0, len(ids))
    own = [place for place, (_, stop) in enumerate(offsets) if stop > prefix]
    begin, end = (own[0], own[-1] + 1) if own else (0, 0)
    spans = tuple((max(start - prefix, 0), stop - prefix) for start, stop in offsets[begin:end])
    return Window(ids, begin, end, spans)
