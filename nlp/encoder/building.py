"""Keeps built models in a folder: whole or not there, and checked each time they are opened."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

from nlp.failures import UserError

MANIFEST = "manifest.json"

Tell = Callable[[str], None]


def kept(folder: Path, fill: Callable[[Path], None], tell: Tell, doing: str) -> Path:
    """``folder``, built by ``fill`` when it is missing or damaged.

    ``fill`` works in a folder beside it, which takes its place only when it is complete; a build that is
    killed leaves nothing in the way, and of two at once the second waits and finds the first one's work.

    Raises:
        UserError: the folder cannot be written.
    """
    if whole(folder):
        return folder
    from filelock import FileLock

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_suffix(".lock")):
            if not whole(folder):
                tell(doing)
                _build(folder, fill)
    except OSError as refused:
        raise UserError(
            f"The model folder {folder.parent} cannot be written: {refused.strerror or refused}. "
            "Make room, or set EARFUL_MODELS to another folder."
        ) from refused
    return folder


def whole(folder: Path) -> bool:
    """Whether every file that the manifest of ``folder`` names is there, unaltered."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return all(_digest(folder / name) == digest for name, digest in manifest["files"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _build(folder: Path, fill: Callable[[Path], None]) -> None:
    beside = folder.with_suffix(".building")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    fill(beside)
    files = {
        path.relative_to(beside).as_posix(): _digest(path)
        for path in sorted(beside.rglob("*"))
        if path.is_file()
    }
    (beside / MANIFEST).write_text(json.dumps({"files": files}, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    beside.rename(folder)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
