"""Finds what a text speaks about: by its token states, or clause by clause with the word lists alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nlp.aspects.clauses import clauses
from nlp.aspects.mentions import Entry, Mention, mentions, vocabulary
from nlp.aspects.reading import aspects_of
from nlp.aspects.tagger import Tagger
from nlp.aspects.telling import blanked, telling
from nlp.encoder import TokenStates
from nlp.encoder.windows import ENDS, cut
from nlp.findings import Aspect, Language, Sentiment, Vectors
from nlp.language import aligned_simplified

Polarities = Callable[[Sequence[str]], Sequence[Sentiment]]
"""Judges clauses in one go; one sentiment for each, in their order."""
NOTHING: Mapping[str, Entry] = {}
LOOK = 320
"""Tokens that are looked at together; a longer text is cut between sentences."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A text's token states (t, d), and the character range (t, 2) of each token."""

    states: Vectors
    ranges: NDArray[np.int32]


def seen_in(one: TokenStates) -> Seen:
    """A text's token states as the tagger reads them."""
    return Seen(one.lower, np.stack([one.starts, one.ends], axis=1).astype(np.int32))


@dataclass(frozen=True, slots=True)
class _Statement:
    """A clause of the text number ``text`` as it was written, and what it mentions."""

    text: int
    words: str
    mentions: tuple[Mention, ...]


def look_at(
    text: str, language: Language, seen: Seen, tagger: Tagger, own: Mapping[str, Entry] = NOTHING
) -> tuple[Aspect, ...]:
    """The aspects of one text by its token states; no further pass of the encoder is needed."""
    compared = text if language == "en" and text.isascii() else aligned_simplified(text)
    found: list[Aspect] = []
    for first, last in cut(len(seen.ranges), _ends(compared, seen.ranges), LOOK):
        ranges = seen.ranges[first:last]
        start, end = int(ranges[0, 0]), int(ranges[-1, 1])
        look = tagger.look(compared[start:end], seen.states[first:last], ranges - start)
        part = aspects_of(text[start:end], compared[start:end], look, own)
        found += [replace(one, start=one.start + start, end=one.end + start) for one in part]
    return tuple(found)


def _ends(text: str, ranges: NDArray[np.int32]) -> list[int]:
    """Numbers of tokens after which a sentence ends."""
    return [place for place, (_, end) in enumerate(ranges.tolist(), 1) if end and text[end - 1] in ENDS]


def find(
    text: str, language: Language, polarity: Polarities, own: Mapping[str, Entry] = NOTHING
) -> tuple[Aspect, ...]:
    """The aspects of one text; see `find_all`, which is the way for many."""
    return find_all([text], [language], polarity, own)[0]


def find_all(
    texts: Sequence[str],
    languages: Sequence[Language],
    polarity: Polarities,
    own: Mapping[str, Entry] = NOTHING,
) -> list[tuple[Aspect, ...]]:
    """The aspects of each text by word lists alone; ``polarity`` is called once, with every clause."""
    statements = [
        statement
        for number, (text, language) in enumerate(zip(texts, languages, strict=True))
        for statement in _statements(number, text, language, own)
    ]
    found: list[list[Aspect]] = [[] for _ in texts]
    judged = polarity([statement.words for statement in statements]) if statements else []
    for statement, sentiment in zip(statements, judged, strict=True):
        text = texts[statement.text]
        found[statement.text] += [
            Aspect(
                text[one.start : one.end],
                one.category,
                sentiment.label,
                one.start,
                one.end,
                implied=one.implied,
            )
            for one in statement.mentions
        ]
    return [tuple(sorted(aspects, key=lambda aspect: aspect.start)) for aspects in found]


def _statements(number: int, text: str, language: Language, own: Mapping[str, Entry]) -> Iterator[_Statement]:
    compared = blanked(text if language == "en" else aligned_simplified(text))
    known = vocabulary("zh" if language.startswith("zh") else "en")
    for clause in clauses(compared, mentions(compared, own), known):
        kept = tuple(telling(clause))
        if kept:
            yield _Statement(number, text[clause.start : clause.end].strip(" ,，、;:：\n"), kept)
