"""The owner's own categories: read from a settings file, and the words by which they are known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.aspects.mentions import Entry
from nlp.failures import UserError
from nlp.language import to_simplified
from nlp.owned import owned_document, owned_tables, owned_text

TONGUES = ("en", "zh-Hans", "zh-Hant")


@dataclass(frozen=True, slots=True)
class OwnCategory:
    """A category as its owner calls it: names by language tag, and words for it in any of the languages."""

    id: str
    names: Mapping[str, str]
    words: tuple[str, ...]
    implied: tuple[str, ...] = ()
    """Words that judge it without naming it, such as "squashed bow"."""

    def entries(self) -> Mapping[str, Entry]:
        """Its names and words as `mentions` looks them up: in lower case and in Simplified characters."""
        named = {_folded(word): Entry(self.id, implied=False) for word in (*self.names.values(), *self.words)}
        return {_folded(word): Entry(self.id, implied=True) for word in self.implied} | named


def read_categories(path: Path) -> tuple[OwnCategory, ...]:
    """The categories of a TOML file: ``[[category]]`` with ``id``, ``names``, ``words`` and ``implied``.

    Raises:
        UserError: the file cannot be read, or a category lacks what it needs.
    """
    document = owned_document(owned_text(path, "EARFUL_CATEGORIES"), str(path))
    listed = owned_tables(document, "category", str(path))
    return tuple(_category(one, number, path) for number, one in enumerate(listed, 1))


def entries(categories: Iterable[OwnCategory]) -> Mapping[str, Entry]:
    """What all of them are known by; of two that claim a word the first has it."""
    found: dict[str, Entry] = {}
    for one in categories:
        found = {**one.entries(), **found}
    return found


def _category(document: Any, number: int, path: Path) -> OwnCategory:
    where = f"{path}, category {number}"
    if (
        not isinstance(document, dict)
        or not isinstance(document.get("id"), str)
        or not document["id"].strip()
    ):
        raise UserError(f'{where}: give it an id, such as id = "gift_wrap".')
    names = document.get("names", {})
    if not isinstance(names, dict) or not set(names) <= set(TONGUES) or not _texts(list(names.values())):
        raise UserError(f'{where}: names = {{ en = "…", zh-Hans = "…", zh-Hant = "…" }}.')
    words, implied = document.get("words", []), document.get("implied", [])
    if not _texts(words) or not _texts(implied) or not (words or names):
        raise UserError(
            f'{where}: words and implied are lists of words in quotes, such as ["ribbon", "礼盒"].'
        )
    return OwnCategory(document["id"].strip(), names, tuple(words), tuple(implied))


def _texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(one, str) and one.strip() for one in values)


def _folded(word: str) -> str:
    return to_simplified(word).strip().lower()
