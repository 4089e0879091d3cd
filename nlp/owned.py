"""Files that an owner writes: read as TOML, with mistakes told so that one knows what to correct."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nlp.failures import UserError


def owned_text(path: Path, setting: str) -> str:
    """The text of a file that ``setting`` names.

    Raises:
        UserError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as missing:
        raise UserError(f"{path} cannot be read: {missing.strerror}. Check {setting}.") from missing
    except UnicodeDecodeError as wrong:
        raise UserError(f"{path} is not UTF-8 text. Save it as UTF-8.") from wrong


def owned_document(text: str, source: str) -> dict[str, Any]:
    """What the TOML ``text`` says; ``source`` is what mistakes are told of.

    Raises:
        UserError: it is no TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise UserError(f"{source} is not TOML: {wrong}. Correct that line.") from wrong


def owned_tables(document: Mapping[str, Any], name: str, source: str) -> list[Any]:
    """What stands under each heading ``[[name]]``, in order; empty where there is none.

    Raises:
        UserError: there is a single table of that name.
    """
    listed = document.get(name, [])
    if not isinstance(listed, list):
        raise UserError(f"{source}: write each {name} under a heading [[{name}]], with two brackets.")
    return listed


def each_once(ids: Sequence[str], things: str, source: str) -> None:
    """Check that no two of the ``things`` (told in the plural) have the same id.

    Raises:
        UserError: two have.
    """
    twice = next((one for one in ids if ids.count(one) > 1), None)
    if twice is not None:
        raise UserError(f"{source}: two {things} have the id {twice!r}; give each its own.")
