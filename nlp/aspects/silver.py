"""Training texts that nobody marked: listed words in written sentences, short reviews of known sentiment."""

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from nlp import lexicons
from nlp.aspects.labelled import Labelled, Term
from nlp.aspects.mentions import mentions
from nlp.findings import Language, Polarity
from nlp.language import aligned_simplified
from nlp.sentiment.sources import Sample, delivery, goods, hospitals, shopping, surveys

WORDS = 45
"""Listed words that are taken of a category and language."""
SHORT = {"en": 110, "zh": 45}
"""Characters up to which a review is taken to feel one way about all that it names."""
REVIEWS = 2400
POLARITIES: tuple[Polarity, ...] = ("negative", "neutral", "positive")

_PIECE = re.compile(r"\{([ab])\}|\*([^*]+)\*|_([^_]+)_")


def written(seed: int = 0) -> list[Labelled]:
    """Words of the aspect lists in the sentences of ``templates.toml``, both languages, all categories."""
    draw = random.Random(seed)  # noqa: S311 -- a reproducible draw, no secret
    found: list[Labelled] = []
    for tongue, language in (("en", "en"), ("zh", "zh-Hans")):
        words = [
            (word, category) for category, listed in _named(tongue).items() for word in _some(listed, draw)
        ]
        for number, one in enumerate(words):
            mood = draw.choice(("positive", "negative", "negative", "positive", "neutral", "opposed"))
            template = draw.choice(_templates()[tongue][mood])
            swapped = mood == "opposed" and draw.random() < 0.5
            other = words[(number * 7 + 3) % len(words)]
            pair = (other, one) if swapped else (one, other)
            found.append(_filled(template, mood, *pair, language))  # type: ignore[arg-type]
    return found


def felt(data: Path, seed: int = 0) -> list[Labelled]:
    """Short reviews that name something listed, which is felt about as the whole review feels."""
    draw = random.Random(seed)  # noqa: S311 -- a reproducible draw, no secret
    pools = [list(read(data)) for read in (surveys, shopping, delivery, hospitals, goods)]
    found: list[Labelled] = []
    for pool in pools:
        taken: list[Labelled] = []
        for sample in draw.sample(pool, len(pool)):
            if len(taken) == REVIEWS // len(pools):
                break
            if one := _review(sample):
                taken.append(one)
        found += taken
    return found


def _named(tongue: str) -> Mapping[str, Sequence[str]]:
    tables = lexicons.table(f"aspects_{tongue}")
    words = {name: str(table.get("named", "")).split("|") for name, table in tables.items()}
    return {name: listed for name, listed in words.items() if listed != [""] and name != "ignore"}


def _some(listed: Sequence[str], draw: random.Random) -> list[str]:
    return draw.sample(listed, min(WORDS, len(listed)))


def _filled(
    template: str, mood: str, first: tuple[str, str], second: tuple[str, str], language: Language
) -> Labelled:
    text, last, spans, words = "", 0, dict[str, tuple[int, int]](), dict[str, list[tuple[int, int]]]()
    for match in _PIECE.finditer(template):
        text += template[last : match.start()]
        name, about_first, about_second = match.groups()
        piece = {"a": first, "b": second}[name][0] if name else about_first or about_second
        place = (len(text), len(text) + len(piece))
        if name:
            spans[name] = place
        else:
            words.setdefault("a" if about_first else "b", []).append(place)
        text += piece
        last = match.end()
    text += template[last:]
    moods = dict.fromkeys("ab", mood) if mood != "opposed" else {"a": "positive", "b": "negative"}
    terms = tuple(
        Term(
            span, _polarity(moods[name]), {"a": first, "b": second}[name][1], None, tuple(words.get(name, ()))
        )
        for name, span in spans.items()
    )
    return Labelled(text, language, f"written/{language[:2]}", "", terms, "train", has_words=True)


def _review(sample: Sample) -> Labelled | None:
    tongue = sample.language[:2]
    if len(sample.text) > SHORT.get(tongue, 0):
        return None
    named = [one for one in mentions(aligned_simplified(sample.text)) if not one.implied]
    if not 1 <= len(named) <= 2:
        return None
    terms = tuple(Term((one.start, one.end), sample.label, one.category) for one in named)
    return Labelled(sample.text, sample.language, f"felt/{tongue}", "", terms, "train", tagged=False)


def _polarity(name: str) -> Polarity:
    return next(known for known in POLARITIES if known == name)


@cache
def _templates() -> Mapping[str, Mapping[str, Sequence[str]]]:
    document: dict[str, Any] = tomllib.loads(
        files("nlp.aspects").joinpath("templates.toml").read_text(encoding="utf-8")
    )
    return document
