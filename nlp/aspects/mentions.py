"""The words of a text that name or imply a category of the word lists."""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from nlp import lexicons
from nlp.keyphrases import splits

LONGEST = 4
"""Words of an English entry."""
LONGEST_CHINESE = 8
"""Characters of a Chinese entry."""

_WORD = re.compile(r"[A-Za-z][A-Za-z'&]*|\d+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a category is named (or ``implied``); half-open character range."""

    category: str
    start: int
    end: int
    implied: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word of the lists stands for."""

    category: str
    implied: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The entries of a language and its words of opinion."""

    entries: Mapping[str, Entry]
    opinion: re.Pattern[str]

    def judges(self, part: str) -> bool:
        """Whether ``part`` holds a word of opinion."""
        return bool(self.opinion.search(part))


def mentions(text: str, own: Mapping[str, Entry] | None = None) -> tuple[Mention, ...]:
    """The mentions in ``text`` (in Simplified form) by place; the longest entry wins and none overlap.

    ``own`` are further entries, in lower case and Simplified characters; they stand before the lists'.
    """
    found = list(_english(text, {**vocabulary("en").entries, **own} if own else vocabulary("en").entries))
    if _HAN.search(text):
        found += _chinese(text, own or {})
    return tuple(_joined(text, sorted(found, key=lambda mention: mention.start)))


def _joined(text: str, found: list[Mention]) -> Iterator[Mention]:
    """Neighbours that name the same category as one mention: chicken + curry."""
    last: Mention | None = None
    for mention in found:
        if (
            last
            and mention.category == last.category
            and not (mention.implied or last.implied)
            and text[last.end : mention.start] in ("", " ", "-")
        ):
            last = Mention(last.category, last.start, mention.end, implied=False)
            continue
        if last:
            yield last
        last = mention
    if last:
        yield last


def _english(text: str, entries: Mapping[str, Entry]) -> Iterator[Mention]:
    tokens = list(_WORD.finditer(text))
    lowered = [token.group().lower() for token in tokens]
    position = 0
    while position < len(tokens):
        for length in range(min(LONGEST, len(tokens) - position), 0, -1):
            entry = _entry(lowered[position : position + length], entries)
            if entry and _adjacent(text, tokens[position : position + length]):
                start, end = tokens[position].start(), tokens[position + length - 1].end()
                yield Mention(entry.category, start, end, entry.implied)
                position += length - 1
                break
        position += 1


def _entry(words: list[str], entries: Mapping[str, Entry]) -> Entry | None:
    *before, last = words
    for form in _singulars(last):
        entry = entries.get(" ".join([*before, form]))
        if entry:
            return entry
    return None


def _singulars(word: str) -> Iterator[str]:
    word = word.removesuffix("'s")
    yield word
    if word.endswith("ies") and len(word) > 4:
        yield word[:-3] + "y"
    if word.endswith("es") and len(word) > 4:
        yield word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]


def _adjacent(text: str, tokens: list[re.Match[str]]) -> bool:
    gaps = itertools.pairwise(tokens)
    return all(text[left.end() : right.start()] in (" ", "-", "  ", "/") for left, right in gaps)


def _chinese(text: str, own: Mapping[str, Entry]) -> Iterator[Mention]:
    dishes = _dishes(text)
    entries = {**vocabulary("zh").entries, **own} if own else vocabulary("zh").entries
    position = 0
    while position < len(text):
        dish = dishes.get(position)
        for length in range(LONGEST_CHINESE, 0, -1):
            if dish and dish.end - position > length:
                break
            entry = entries.get(text[position : position + length])
            if entry and len(text) >= position + length:
                if entry.category != "ignore":
                    yield Mention(entry.category, position, position + length, entry.implied)
                dish, position = None, position + length - 1
                break
        if dish:
            yield dish
            position = dish.end - 1
        position += 1


def _dishes(text: str) -> dict[int, Mention]:
    """Dishes by their last character, adjoining ones joined: 滷肉 + 飯."""
    tails = lexicons.table("aspects_zh")["tails"]
    stop = frozenset(lexicons.table("words_zh")["stop"].split())
    entries = vocabulary("zh").entries
    found: dict[int, Mention] = {}
    last: Mention | None = None
    for run in _HAN_RUN.finditer(text):
        position = run.start()
        for word in splits(run.group()):
            start, position = position, position + len(word)
            category = next((name for name in tails if word[-1] in tails[name]), None)
            known = entries.get(word)
            if (
                category is None
                or len(word) < 2
                or word in stop
                or (known and known.category not in (category, "food"))
            ):
                continue
            if last and last.end == start and last.category == category:
                start = last.start
            last = Mention(category, start, position, implied=False)
            found[start] = last
    return found


@cache
def vocabulary(tongue: str) -> Vocabulary:
    """The vocabulary of ``en`` or ``zh``."""
    tables = dict(lexicons.table(f"aspects_{tongue}"))
    opinion = tables.pop("opinion")["words"]
    tables.pop("tails", None)
    entries = {
        word: Entry(category, kind == "implied")
        for kind in ("implied", "named")
        for category, table in tables.items()
        for word in table.get(kind, "").split("|")
        if word
    }
    pattern = rf"(?<![\w])(?:{opinion})(?![\w])|n't\b" if tongue == "en" else opinion
    return Vocabulary(entries, re.compile(pattern, re.IGNORECASE))
