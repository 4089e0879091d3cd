"""Plain files of texts: scored, embedded or sorted into themes without being stored."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import IO, TYPE_CHECKING, Any

from bot.jobs.heard import heard
from nlp.failures import UserError
from prompts.reading import nearest

if TYPE_CHECKING:
    from nlp.encoder import Encoder
    from nlp.findings import Discovery, FoundTheme, Language, Reading
    from nlp.reader import Reader

BATCH = 512

Advance = Callable[[int], None]


@dataclass(frozen=True)
class Line:
    """One line of the input: a text, or why it is none."""

    id: object
    text: str
    language: Language | None
    error: str | None = None


@dataclass(frozen=True)
class ScoreReport:
    """How many lines were read and how many could not be."""

    read: int
    unreadable: int
    seconds: float

    def document(self) -> dict[str, object]:
        """The report as JSON."""
        return {"read": self.read, "unreadable": self.unreadable, "seconds": round(self.seconds, 3)}


def score(
    reader: Reader,
    source: Path,
    target: Path,
    *,
    aspects: bool,
    sentences: bool = False,
    advance: Advance = lambda _: None,
) -> ScoreReport:
    """Write one JSON line for each line in, in the same order, in constant memory."""
    start = perf_counter()
    read = unreadable = 0
    with writing(target) as out:
        for batch in _batches(source):
            good = [line for line in batch if line.error is None]
            languages = [line.language for line in good]
            readings = iter(
                reader.read(
                    [line.text for line in good], aspects=aspects, sentences=sentences, languages=languages
                )[0]
            )
            for line in batch:
                _write(out, _error(line) if line.error else _scored(line, next(readings)))
            read += len(good)
            unreadable += len(batch) - len(good)
            advance(len(batch))
    return ScoreReport(read, unreadable, perf_counter() - start)


def embed(
    encoder: Encoder, source: Path, target: Path, *, advance: Advance = lambda _: None
) -> dict[str, object]:
    """Write a float32 array of unit vectors, shape (n, d), one a line.

    Raises:
        UserError: a line cannot be read; nothing is written then, for a gap would shift every later vector.
    """
    import numpy as np

    start = perf_counter()
    vectors = []
    for number, batch in enumerate(_batches(source)):
        for offset, line in enumerate(batch):
            if line.error:
                raise UserError(
                    f"{source}, line {number * BATCH + offset + 1}: {line.error}. Correct or remove the line."
                )
        vectors.append(encoder.encode([line.text for line in batch]))
        advance(len(batch))
    matrix = np.concatenate(vectors) if vectors else np.zeros((0, encoder.dimension), dtype=np.float32)
    with writing(target, binary=True) as out:
        np.save(out, matrix)
    return {
        "n": len(matrix),
        "d": encoder.dimension,
        "model": encoder.name,
        "seconds": round(perf_counter() - start, 3),
    }


def discover(
    encoder: Encoder,
    source: Path,
    target: Path,
    *,
    report: Path | None,
    seed: int,
    advance: Advance = lambda _: None,
) -> dict[str, Any]:
    """Find the themes of the file's texts and write the place of each."""
    import numpy as np

    from nlp.language import detect
    from nlp.redaction import redact
    from nlp.themes import discover as find

    start = perf_counter()
    lines = [line for batch in _batches(source) for line in batch]
    good = [line for line in lines if line.error is None]
    languages = [line.language or detect(line.text) for line in good]
    texts = [redact(line.text, tongue).text for line, tongue in zip(good, languages, strict=True)]
    parts = []
    for begin in range(0, len(texts), BATCH):
        parts.append(encoder.encode(texts[begin : begin + BATCH]))
        advance(len(parts[-1]))
    vectors = np.concatenate(parts) if parts else np.zeros((0, encoder.dimension), dtype=np.float32)
    found = find(texts, vectors, languages, seed=seed)
    places = iter(found.places)
    with writing(target) as out:
        for line in lines:
            _write(out, _error(line) if line.error else _placed(line, next(places)))
    document = _themes(found, texts, perf_counter() - start)
    if report is not None:
        with writing(report) as out:
            out.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    return document


def _themes(found: Discovery, texts: list[str], seconds: float) -> dict[str, Any]:
    from nlp.themes import area_of, find_areas, quote

    areas = find_areas(found.themes)
    return {
        "themes": [
            {
                "theme": theme.number,
                "area": area_of(areas, theme),
                "name": dict(theme.names),
                "keywords": {language: list(words) for language, words in theme.keywords.items()},
                "size": theme.size,
                "quotes": [quote(texts[position], _told(theme)) for position in theme.exemplars],
            }
            for theme in found.themes
        ],
        "areas": [
            {
                "area": area.number,
                "name": dict(area.names),
                "keywords": {language: list(words) for language, words in area.keywords.items()},
                "themes": list(area.themes),
            }
            for area in areas
        ],
        "outlier_rate": round(found.outlier_rate, 4),
        "seconds": round(seconds, 3),
    }


def _told(theme: FoundTheme) -> list[str]:
    """What the theme's names say, word by word."""
    names = re.split("[,、“”「」]", "、".join(theme.names.values()))
    return [word.strip().lower() for word in names if word.strip()]


def _placed(line: Line, place: Any) -> dict[str, object]:
    return {
        "id": line.id,
        "theme": place.theme,
        "forced": place.forced,
        "probability": round(place.probability, 4),
    }


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


def _error(line: Line) -> dict[str, object]:
    return {"id": line.id, "error": line.error}


def _batches(source: Path) -> Iterator[list[Line]]:
    try:
        with source.open("rb") as file:
            lines = (_line(raw) for raw in file)
            while batch := list(islice(lines, BATCH)):
                yield batch
    except OSError as missing:
        raise UserError(f"{source} cannot be read: {missing.strerror}. Check the path.") from missing


def _line(raw: bytes) -> Line:
    try:
        row = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Line(None, "", None, "the line is not UTF-8")
    except ValueError:
        return Line(None, "", None, "the line is not JSON")
    if not isinstance(row, dict):
        return Line(None, "", None, 'the line is not an object with "id" and "text"')
    if not isinstance(row.get("text"), str):
        return Line(row.get("id"), "", None, 'the line has no "text" that is a string')
    return Line(row.get("id"), row["text"], _tag(row.get("language")))


def _tag(given: object) -> Language | None:
    """The language that a line names, as one of ours; None (to be detected) for all others."""
    if not isinstance(given, str) or not given.lower().startswith(("en", "zh", "yue")):
        return None
    # Plain ``zh`` does not tell the script, so the text has to.
    return None if given.lower() == "zh" else nearest(given)


def _write(out: IO[Any], document: dict[str, object]) -> None:
    out.write(json.dumps(document, ensure_ascii=False) + "\n")


@contextmanager
def writing(target: Path, *, binary: bool = False) -> Iterator[IO[Any]]:
    """Write beside the target and move into place at the end, so that a stop leaves no half a file.

    A target that is no ordinary file (``/dev/stdout``, a pipe) is written straight into, never replaced.
    """
    special = target.exists() and not target.is_file()
    beside = target if special else target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with (
            beside.open("wb")
            if binary
            else beside.open("w", encoding="utf-8", errors="backslashreplace") as out
        ):
            yield out
        if not special:
            beside.replace(target)
    except OSError as refused:
        raise UserError(f"{target} cannot be written: {refused.strerror}. Choose another place.") from refused
    finally:
        if not special:
            beside.unlink(missing_ok=True)
