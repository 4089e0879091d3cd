"""Texts whose aspects were marked by people: read, aligned to characters, and kept apart by review."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

from nlp.findings import Language, Polarity
from nlp.sentiment.corpus import key

MIDDLE = (4.5, 5.5)
"""Valences between these, on the scale of 1 to 9, are neutral."""
HELD_BACK = 10
"""One review in so many is kept for choosing; another for reporting."""

_POLARITIES: tuple[Polarity, ...] = ("negative", "neutral", "positive")
_SPACED = re.compile(
    r" (?=n ' t\b|[.,!?;:)%]|' (?:s|m|re|ve|ll|d|t)\b)|(?<=[(])\s|(?<=') (?=(?:s|m|re|ve|ll|d|t)\b)"
)


@dataclass(frozen=True, slots=True)
class Term:
    """Something a text judges: half-open character range, or None when it is not named.

    ``valence`` is 1 (very negative) to 9; ``words`` are the ranges of what is said about it.
    """

    span: tuple[int, int] | None
    polarity: Polarity
    category: str | None = None
    valence: float | None = None
    words: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with its aspects; texts of one ``review`` belong together."""

    text: str
    language: Language
    source: str
    review: str
    terms: tuple[Term, ...]
    split: str = ""
    """``train``, ``dev`` or ``test``; empty where the set has none of its own."""
    has_words: bool = False
    """Whether the words of opinion were marked too."""
    tagged: bool = True
    """Whether everything that is judged was marked; else the rest of the text says nothing."""


def gather(data: Path) -> list[Labelled]:
    """Every set, each text once, split into ``train``, ``dev`` and ``test`` by review.

    A text that also stands in a test or dev part, in whatever case, script and punctuation, is taken out of
    the training part.
    """
    found = [_placed(one) for one in (*valence(data), *opposed(data))]
    order = {"test": 0, "dev": 1, "train": 2}
    kept: dict[str, Labelled] = {}
    for one in sorted(found, key=lambda labelled: order[labelled.split]):
        kept.setdefault(key(one.text), one)
    return list(kept.values())


def opposed(data: Path) -> Iterator[Labelled]:
    """American restaurants, several judgements a sentence (MAMS, terms); split as published."""
    for name, split in (("train", "train"), ("val", "dev"), ("test", "test")):
        tree = ElementTree.parse(data / f"en_mams_absa/ATSA/{name}.xml")  # noqa: S314 -- a set we chose
        for number, sentence in enumerate(tree.getroot()):
            text = sentence.findtext("text", "")
            terms = tuple(
                Term((int(term.get("from", 0)), int(term.get("to", 0))), _polarity(term.get("polarity", "")))
                for term in sentence.iter("aspectTerm")
            )
            yield Labelled(text, "en", "mams", f"{name}{number}", terms, split)


def valence(data: Path) -> Iterator[Labelled]:
    """Restaurants, laptops and annual reports in English and in Traditional Chinese (dimabsa2026)."""
    for path in sorted((data / "dimabsa2026").glob("*/*_train_*.jsonl")):
        language: Language = "en" if path.parent.name == "eng" else "zh-Hant"
        domain = path.name.split("_")[1]
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            quads = row.get("Quadruplet") or row.get("Aspect_VA")
            review = row["ID"].split(":")[0]
            source = f"{domain}/{path.parent.name}"
            yield Labelled(
                row["Text"], language, source, review, _terms(row["Text"], quads), "", "Quadruplet" in row
            )


def joined(text: str, terms: Iterable[Term]) -> tuple[str, tuple[Term, ...]]:
    """``text`` without the spaces that a tokeniser put before signs ("ca n ' t"), its terms moved along."""
    gone = sorted({match.start() for match in _SPACED.finditer(text)})
    moved = [0] * (len(text) + 1)
    pieces = []
    for place, character in enumerate(text):
        moved[place + 1] = moved[place] + (place not in gone)
        pieces.append("" if place in gone else character)

    def move(span: tuple[int, int]) -> tuple[int, int]:
        return moved[span[0]], moved[span[1]]

    return "".join(pieces), tuple(
        replace(term, span=term.span and move(term.span), words=tuple(map(move, term.words)))
        for term in terms
    )


def _placed(one: Labelled) -> Labelled:
    if one.split:
        return one
    lot = int(hashlib.sha256(f"{one.source}/{one.review}".encode()).hexdigest(), 16) % HELD_BACK
    return replace(one, split={0: "test", 1: "dev"}.get(lot, "train"))


def _terms(text: str, quads: list[dict[str, str]]) -> tuple[Term, ...]:
    """One term for each aspect, with all its opinions and the mean of its valences."""
    grouped: dict[str, list[dict[str, str]]] = defaultdict(list)
    for quad in quads:
        grouped[quad["Aspect"] if quad["Aspect"] != "NULL" else f"NULL {quad['Category']}"].append(quad)
    return tuple(_term(text, name, quads) for name, quads in grouped.items())


def _term(text: str, name: str, quads: list[dict[str, str]]) -> Term:
    opinions = [quad["Opinion"] for quad in quads if quad.get("Opinion", "NULL") != "NULL"]
    value = sum(float(quad["VA"].split("#")[0]) for quad in quads) / len(quads)
    words = tuple(span for opinion in opinions if (span := _place(text, opinion, 0)))
    near = words[0][0] if words else 0
    span = None if name.startswith("NULL ") else _place(text, name, near)
    mood: Polarity = "negative" if value < MIDDLE[0] else "positive" if value > MIDDLE[1] else "neutral"
    return Term(span, mood, quads[0].get("Category"), value, words)


def _place(text: str, wanted: str, near: int) -> tuple[int, int] | None:
    """The occurrence of ``wanted`` nearest to ``near``, on the borders of words where there is one."""
    bare = [match.start() for match in re.finditer(re.escape(wanted), text, re.IGNORECASE)]
    whole = [
        match.start()
        for match in re.finditer(rf"(?<![A-Za-z]){re.escape(wanted)}(?![A-Za-z])", text, re.IGNORECASE)
    ]
    places = whole or bare
    if not places:
        return None
    start = min(places, key=lambda place: abs(place - near))
    return start, start + len(wanted)


def _polarity(name: str) -> Polarity:
    return next(known for known in _POLARITIES if known == name)


_MARK = re.compile(r"\[([^|\]]+)\|(\w+)\|([+0-])\]")
_SIGNS: dict[str, Polarity] = {"+": "positive", "0": "neutral", "-": "negative"}
_LANGUAGES: dict[str, Language] = {"en": "en", "zh-Hans": "zh-Hans", "zh-Hant": "zh-Hant"}


def marked_lines(path: Path) -> Iterator[Labelled]:
    """Lines with ``[term|category|sign]`` in them under ``## trade language``; ``#`` begins a comment."""
    trade, language = "", "en"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        if line.startswith("## "):
            trade, language = line.removeprefix("## ").split()
        elif line and not line.startswith("#"):
            text, terms = _unmarked(line)
            yield Labelled(text, _LANGUAGES[language], f"{trade}/{language}", str(number), terms, "test")


def _unmarked(line: str) -> tuple[str, tuple[Term, ...]]:
    text, terms, last = "", [], 0
    for match in _MARK.finditer(line):
        text += line[last : match.start()]
        span = (len(text), len(text) + len(match[1]))
        terms.append(Term(span, _SIGNS[match[3]], match[2]))
        text += match[1]
        last = match.end()
    return text + line[last:], tuple(terms)
