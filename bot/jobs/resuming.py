"""An output file that is written line by line and, after a stop, gone on with where it ended."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from nlp.failures import UserError


@dataclass(frozen=True)
class Begun:
    """An open output, how many of its lines an earlier run wrote, and how many of those hold an error."""

    out: IO[str]
    lines: int
    errors: int


@contextmanager
def resumable(target: Path, key: Mapping[str, object]) -> Iterator[Begun]:
    """Write beside ``target`` and move into place at the end; a stop leaves what is done for the next run.

    ``key`` says what the output is made of: what is left of a run with another key is thrown away. A target
    that is no ordinary file (``/dev/stdout``, a pipe) is written straight into and never gone on with.

    Raises:
        UserError: the target cannot be written, or another process is writing it.
    """
    try:
        if target.exists() and not target.is_file():
            with target.open("w", encoding="utf-8", errors="backslashreplace") as out:
                yield Begun(out, 0, 0)
            return
        # The lock would make the folder.
        target.parent.resolve(strict=True)
        with _alone(target), _opened(target, key) as begun:
            yield begun
        _finished(target)
    except OSError as refused:
        raise UserError(f"{target} cannot be written: {refused.strerror}. Choose another place.") from refused


def _finished(target: Path) -> None:
    part = _beside(target, "part")
    if part.exists():
        part.replace(target)
    else:
        target.write_text("", encoding="utf-8")
    _beside(target, "key").unlink(missing_ok=True)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(_beside(target, "lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout as held:
        raise UserError(
            f"Another earful process is writing {target}. Wait for it to end, or choose another place."
        ) from held
    try:
        yield
    finally:
        lock.release()
        _beside(target, "lock").unlink(missing_ok=True)


@contextmanager
def _opened(target: Path, key: Mapping[str, object]) -> Iterator[Begun]:
    part, kept = _beside(target, "part"), _beside(target, "key")
    same = part.exists() and kept.exists() and kept.read_text(encoding="utf-8") == _told(key)
    lines, errors, size = _count(part) if same else (0, 0, 0)
    kept.write_text(_told(key), encoding="utf-8")
    try:
        with part.open("r+" if same else "w", encoding="utf-8", errors="backslashreplace") as out:
            out.seek(size)
            out.truncate()
            yield Begun(out, lines, errors)
    finally:
        if not part.stat().st_size:
            part.unlink()
            kept.unlink()


def _count(part: Path) -> tuple[int, int, int]:
    """How many whole lines there are, how many of them hold an error, and how many bytes they have."""
    lines = errors = size = 0
    with part.open("rb") as written:
        for line in written:
            if not line.endswith(b"\n"):
                break
            lines, size = lines + 1, size + len(line)
            errors += b'"error": ' in line and "error" in json.loads(line)
    return lines, errors, size


def _beside(target: Path, ending: str) -> Path:
    return target.with_name(f".{target.name}.{ending}")


def _told(key: Mapping[str, object]) -> str:
    return json.dumps(key, sort_keys=True)
