"""Reads the word lists beside it: ``*.txt`` (words between white space) and ``*.toml`` (tables)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lines(name: str) -> frozenset[str]:
    """The entries of ``<name>.txt``: separated by white space; what follows ``#`` in a line is a comment.

    Raises:
        FileNotFoundError: there is no such list.
    """
    source = files("nlp.lexicons").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in source.splitlines() for word in line.split("#", 1)[0].split())


@cache
def table(name: str) -> dict[str, Any]:
    """The document ``<name>.toml``; callers must not change it.

    Raises:
        FileNotFoundError: there is no such table.
    """
    source = files("nlp.lexicons").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)
