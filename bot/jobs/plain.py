"""Plain files of texts: embedded or sorted into themes without being stored."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import IO, TYPE_CHECKING, Any

from bot.jobs.lines import BATCH, Line, batches, failure, write_line
from nlp.failures import UserError

if TYPE_CHECKING:
    from nlp.encoder import Encoder, Perceiver
    from nlp.findings import Discovery, FoundTheme

Advance = Callable[[int], None]


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
    for number, batch in enumerate(batches(source)):
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
    encoder: Perceiver,
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
    from nlp.redaction.reading import perceive_redacted
    from nlp.themes import discover as find

    start = perf_counter()
    lines = [line for batch in batches(source) for line in batch]
    good = [line for line in lines if line.error is None]
    languages = [line.language or detect(line.text) for line in good]
    texts, parts = list[str](), [np.zeros((0, encoder.dimension), dtype=np.float32)]
    for begin in range(0, len(good), BATCH):
        some, tongues = good[begin : begin + BATCH], languages[begin : begin + BATCH]
        clean, seen = perceive_redacted([line.text for line in some], tongues, encoder)
        texts += [one.text for one in clean]
        parts.append(seen.subjects)
        advance(len(some))
    found = find(texts, np.concatenate(parts), languages, seed=seed)
    places = iter(found.places)
    with writing(target) as out:
        for line in lines:
            write_line(out, failure(line) if line.error else _placed(line, next(places)))
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
