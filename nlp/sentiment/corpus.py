"""The training corpus: every text once, the sets in balance."""

import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nlp.findings import Polarity
from nlp.language import to_simplified
from nlp.sentiment.sources import READERS, Sample, examples

CHECKED_ONLY = ("games", "posts")
"""Sets that are never trained on: by their terms, or to keep a check."""
_LINK, _HANDLE = re.compile(r"https?://\S+|\{link\}"), re.compile(r"@\w+")
_SILENT = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Quota:
    """How many texts of a source are taken, by label."""

    negative: int
    neutral: int
    positive: int

    def of(self, label: Polarity) -> int:
        """The number for one label."""
        return int(getattr(self, label))


ALL = 1_000_000
QUOTAS: Mapping[str, Quota] = {
    "shopping": Quota(450, 0, 450),
    "delivery": Quota(700, 0, 700),
    "weibo": Quota(1400, 2000, 1000),
    "openrice": Quota(ALL, ALL, ALL),
    "hospitals": Quota(ALL, ALL, ALL),
    "dining": Quota(ALL, ALL, ALL),
    "valence": Quota(350, ALL, 500),
    "opposed": Quota(0, ALL, 0),
    "surveys": Quota(1000, ALL, 1000),
    "sentences": Quota(450, ALL, 450),
    "tweets": Quota(ALL, 1200, 1000),
    "hotels": Quota(170, 170, 170),
    "points": Quota(700, 0, 700),
    "films": Quota(400, 0, 400),
    "goods": Quota(800, 800, 800),
    "clothing": Quota(ALL, ALL, 200),
    "questions": Quota(0, 600, 0),
    "games": Quota(270, 0, 730),
    "posts": Quota(ALL, ALL, ALL),
}
"""By source, or by each of its parts (``shopping/书籍``) where it has parts."""


def gather(data: Path, *, seed: int = 0) -> list[Sample]:
    """The whole corpus in a fixed random order, checks included.

    Texts that occur twice, in whatever case, width, script and punctuation, are kept once; those that were
    given different labels are left out.
    """
    found = _once(_as_read(sample) for read in READERS for sample in read(data))
    random.Random(seed).shuffle(found)  # noqa: S311 -- a reproducible draw, no secret
    return [*_in_balance(found), *examples()]


def key(text: str) -> str:
    """What two texts that say the same letter for letter have in common."""
    return _SILENT.sub("", to_simplified(unicodedata.normalize("NFKC", text)).lower()) or text.strip()


def _as_read(sample: Sample) -> Sample:
    """The text as the encoder will see it, after redaction."""
    return replace(sample, text=_HANDLE.sub("[HANDLE]", _LINK.sub("[URL]", sample.text)).strip())


def _once(samples: Iterable[Sample]) -> list[Sample]:
    labels: dict[str, set[str]] = defaultdict(set)
    first: dict[str, Sample] = {}
    for sample in samples:
        if sample.text:
            same = key(sample.text)
            labels[same].add(sample.label)
            first.setdefault(same, sample)
    return [sample for same, sample in first.items() if len(labels[same]) == 1]


def _in_balance(samples: Sequence[Sample]) -> list[Sample]:
    taken: dict[tuple[str, str, str], int] = defaultdict(int)
    chosen = []
    for sample in samples:
        place = (sample.source, sample.language, sample.label)
        if taken[place] < QUOTAS[sample.source.split("/")[0]].of(sample.label):
            taken[place] += 1
            chosen.append(sample)
    return chosen
