"""Words that tell no theme from another."""

import tomllib
from functools import cache
from importlib.resources import files


def is_generic(word: str) -> bool:
    """Whether a word (English in base form, Chinese in Simplified characters) tells no theme from another."""
    return word in _words()


@cache
def _words() -> frozenset[str]:
    document = tomllib.loads(files("nlp.themes").joinpath("generic.toml").read_text(encoding="utf-8"))
    return frozenset(word for words in document.values() for word in words.split())
