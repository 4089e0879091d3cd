"""``earful score``: a file of texts read without being stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from bot.jobs.heard import heard
from bot.jobs.lines import Line, batches, failure, identity, write_line
from bot.jobs.resuming import resumable

if TYPE_CHECKING:
    from nlp.findings import Reading
    from nlp.reader import Reader

Advance = Callable[[int], None]


@dataclass(frozen=True)
class ScoreReport:
    """How many lines were read and how many could not be; of both, how many an earlier run had done."""

    read: int
    unreadable: int
    seconds: float
    resumed: int = 0

    def document(self) -> dict[str, object]:
        """The report as JSON."""
        return {
            "read": self.read,
            "unreadable": self.unreadable,
            "seconds": round(self.seconds, 3),
            "resumed": self.resumed,
        }


def score(
    reader: Reader,
    source: Path,
    target: Path,
    *,
    aspects: bool,
    sentences: bool = False,
    made_by: str = "",
    advance: Advance = lambda _: None,
) -> ScoreReport:
    """Write one JSON line for each line in, in the same order, in constant memory.

    A run that was stopped is gone on with if the same file is read in the same way; ``made_by`` says what
    else decides what is found.
    """
    start = perf_counter()
    way = {"aspects": aspects, "sentences": sentences, "made_by": made_by}
    with resumable(target, {**identity(source), **way}) as begun:
        read, unreadable = begun.lines - begun.errors, begun.errors
        advance(begun.lines)
        for batch in batches(source, begun.lines):
            good = [line for line in batch if line.error is None]
            languages = [line.language for line in good]
            readings = iter(
                reader.read(
                    [line.text for line in good], aspects=aspects, sentences=sentences, languages=languages
                )[0]
            )
            for line in batch:
                write_line(begun.out, failure(line) if line.error else _scored(line, next(readings)))
            begun.out.flush()
            read += len(good)
            unreadable += len(batch) - len(good)
            advance(len(batch))
    return ScoreReport(read, unreadable, perf_counter() - start, begun.lines)


def _scored(line: Line, found: Reading) -> dict[str, object]:
    mood = found.sentiment
    return {
        "id": line.id,
        "language": found.language,
        "sentiment": {
            "label": mood.label,
            "score": round(mood.score, 4),
            "probabilities": {
                "negative": round(mood.negative, 4),
                "neutral": round(mood.neutral, 4),
                "positive": round(mood.positive, 4),
            },
        },
        "aspects": [
            {
                "term": one.term,
                "category": one.category,
                "sentiment": one.sentiment,
                "start": one.start,
                "end": one.end,
                "words": one.words,
                "implied": one.implied,
            }
            for one in found.aspects
        ],
        "pii": [{"type": one.type, "start": one.start, "end": one.end} for one in found.personal],
        **heard(line.text, found),
    }
