"""Reads the catalogues of sentences under ``prompts/words``: one TOML file a task and language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

LANGUAGES = ("en", "zh-Hans", "zh-Hant")


@dataclass(frozen=True)
class Words:
    """The sentences of one task in one language, by key."""

    task: str
    language: str
    version: str
    sentences: Mapping[str, str]

    def say(self, key: str, /, **values: object) -> str:
        """Fill the sentence ``key``; values are inserted as they are and never interpreted.

        Raises:
            KeyError: no sentence has that key, or the sentence names a value that is missing.
        """
        return self.sentences[key].format_map(values)

    def has(self, key: str, /) -> bool:
        """Whether the catalogue holds a sentence ``key``."""
        return key in self.sentences


def nearest(language: str) -> Literal["en", "zh-Hans", "zh-Hant"]:
    """The catalogue language that serves ``language`` (a BCP 47 tag) best; English when none does."""
    tag = language.replace("_", "-").lower()
    if tag in ("zh-hant", "zh-tw", "zh-hk", "zh-mo", "yue") or tag.startswith("zh-hant"):
        return "zh-Hant"
    return "zh-Hans" if tag.startswith("zh") else "en"


@cache
def read(task: str, language: str) -> Words:
    """The catalogue ``prompts/words/<task>.<language>.toml``; nested tables become dotted keys.

    Raises:
        FileNotFoundError: there is no such task.
    """
    chosen = nearest(language)
    source = files("prompts").joinpath("words", f"{task}.{chosen}.toml")
    document = tomllib.loads(source.read_text(encoding="utf-8"))
    version = str(document.pop("version", "1"))
    return Words(task, chosen, version, dict(_flatten(document)))


def _flatten(table: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, Mapping):
            pairs += _flatten(value, f"{prefix}{key}.")
        else:
            pairs.append((f"{prefix}{key}", str(value).strip()))
    return pairs
