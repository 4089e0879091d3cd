"""Real texts for the training of the name head, and what was judged of those in which it had seen names."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from zlib import crc32

from nlp.redaction.marked import Marked
from nlp.sentiment.corpus import gather, held_out
from nlp.sentiment.sources import Sample

LONGEST = 700
"""Characters; longer texts take long and tell nothing else."""
DRAWN: Mapping[str, int] = {
    "shopping": 250, "delivery": 400, "weibo": 500, "openrice": 600, "tweets": 400, "posts": 400,
    "clothing": 200, "surveys": 400, "hotels": 200, "films": 200, "goods": 200, "valence": 400, "dining": 200,
    "points": 100, "sentences": 200, "opposed": 200, "questions": 100,
}  # fmt: skip
"""Texts of each source, or of each of its parts where it has parts."""
UNSURE = "M"
"""Some of what was seen are private people, or it is hard to tell; with "P" all are, with "N" none."""
Verdict = tuple[str, tuple[tuple[int, int], ...]]


def judged(data: Path) -> Iterator[Marked]:
    """Texts in which an earlier head saw names, with those that are private people's."""
    known = verdicts()
    for sample in _real(data):
        verdict, names = known.get(digest(sample.text), (UNSURE, ()))
        if verdict != UNSURE:
            yield Marked(sample.text, sample.language, names)


def unheard(data: Path) -> list[Marked]:
    """A draw of the other texts; hardly one of them names a private person."""
    known, taken, found = verdicts(), Counter[str](), list[Marked]()
    for sample in sorted(_real(data), key=lambda one: crc32(one.text.encode())):
        source = sample.source.split("/")[0]
        taken[sample.source] += 1
        if taken[sample.source] <= DRAWN.get(source, 0) and digest(sample.text) not in known:
            found.append(Marked(sample.text, sample.language))
    return found


def _real(data: Path) -> Sequence[Sample]:
    return [one for one in gather(data) if len(one.text) < LONGEST and not held_out(one)]


def digest(text: str) -> str:
    """What stands for a text in ``judged.txt``, which holds no text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def verdicts() -> dict[str, Verdict]:
    """By the text's digest, with the places of the names."""
    lines = (files("nlp.redaction") / "judged.txt").read_text(encoding="utf-8").splitlines()
    found = dict[str, Verdict]()
    for key, verdict, *places in (line.split("\t") for line in lines):
        spans = [one.split("-") for part in places for one in part.split()]
        found[key] = verdict, tuple((int(start), int(end)) for start, end in spans)
    return found
