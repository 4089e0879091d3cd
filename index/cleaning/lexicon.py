"""The word lists beside this module: what columns, channels and currencies are called."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

KINDS = ("customers", "orders", "events", "feedback")
_SIGNS = re.compile(r"[\W_]+")


@cache
def table(name: str) -> Mapping[str, Any]:
    """The document ``<name>.toml``.

    Raises:
        FileNotFoundError: there is none.
    """
    return tomllib.loads(files("index.cleaning").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def normal(header: str) -> str:
    """A header without case, spaces and signs, in Simplified characters."""
    return _SIGNS.sub("", words(header))


@cache
def words(header: str) -> str:
    """A header in lower case and Simplified characters, its words still apart."""
    folded = unicodedata.normalize("NFKC", header).lower()
    if any("\u3400" <= char <= "\u9fff" for char in folded):
        from nlp.language import to_simplified

        folded = to_simplified(folded)
    return folded


@cache
def synonyms(kind: str) -> Mapping[str, Mapping[str, int]]:
    """By field of ``kind``: its names in normal form, with the rank of each (0 is the surest)."""
    document = table("headers")
    names: dict[str, dict[str, int]] = {}
    for part in (kind, "any"):
        for field, listed in document[part].items():
            own = names.setdefault(field, {})
            for name in listed:
                own.setdefault(name, len(own))
    if kind == "customers":
        # Among customers the names that "any" lists come first: a bare "id" is the weakest.
        own = names["customer_id"]
        names["customer_id"] = {name: (rank if rank >= 3 else 90 + rank) for name, rank in own.items()}
    return names
