"""A file of texts, line by line: JSON objects with an id and a text, or why a line is none."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from nlp.failures import UserError
from prompts.reading import nearest

if TYPE_CHECKING:
    from nlp.findings import Language

BATCH = 512


@dataclass(frozen=True)
class Line:
    """One line of the input: a text, or why it is none."""

    id: object
    text: str
    language: Language | None
    error: str | None = None


def lines_in(source: Path) -> int | None:
    """How many lines a file has; None for a pipe or a file that cannot be read."""
    if not source.is_file():
        return None
    try:
        with source.open("rb") as file:
            return sum(1 for _ in file)
    except OSError:
        return None


def identity(source: Path) -> dict[str, object]:
    """What tells a file from another one, or from itself before it was changed."""
    if not source.is_file():
        return {"source": None, "drawn": os.urandom(8).hex()}
    state = source.stat()
    return {"source": str(source.resolve()), "size": state.st_size, "changed": state.st_mtime_ns}


def batches(source: Path, skipped: int = 0) -> Iterator[list[Line]]:
    """The lines of a file in batches, without the first ``skipped``."""
    try:
        with source.open("rb") as file:
            lines = (_line(raw) for raw in islice(file, skipped, None))
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


def write_line(out: IO[Any], document: dict[str, object]) -> None:
    """Write ``document`` as one line of JSON."""
    out.write(json.dumps(document, ensure_ascii=False) + "\n")


def failure(line: Line) -> dict[str, object]:
    """What is written in the place of a line that cannot be read."""
    return {"id": line.id, "error": line.error}
