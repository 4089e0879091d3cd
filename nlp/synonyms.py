"""Other ways of saying a topic in English and Chinese, so that a question finds what the others say."""

from functools import cache

from nlp import lexicons
from nlp.language import to_simplified, to_traditional
from nlp.themes.glossary import read_glossary


def synonyms(topic: str) -> tuple[str, ...]:
    """The topic and other words for it, the topic's own first; only the topic where none are known.

    The name of a whole category (delivery, 价格) stands for everything that names the category in the aspect
    lists; any other topic for the forms of its glossary term.
    """
    plain = to_simplified(topic).strip().lower()
    category = category_of(plain)
    others = _named(category) if category is not None else _forms(plain)
    every = (topic, to_simplified(topic), to_traditional(topic), *others)
    return tuple(dict.fromkeys(word for word in every if word.strip()))


def has_synonyms(topic: str) -> bool:
    """Whether a topic is known: the name of a category, or a term of the glossary."""
    return category_of(topic) is not None or bool(_forms(to_simplified(topic).strip().lower()))


def category_of(topic: str) -> str | None:
    """The aspect category that a topic names as a whole (配送 → delivery); None for a narrower one."""
    return _heads().get(to_simplified(topic).strip().lower())


@cache
def _heads() -> dict[str, str]:
    table = lexicons.table("topics")
    return {word: category for category, words in table.items() for word in str(words).split("|")}


@cache
def _named(category: str) -> tuple[str, ...]:
    found: list[str] = []
    for tongue in ("en", "zh"):
        words = str(lexicons.table(f"aspects_{tongue}").get(category, {}).get("named", "")).split("|")
        found += [word for word in words if len(word) > 1]
        found += [to_traditional(word) for word in words if tongue == "zh" and len(word) > 1]
    return tuple(dict.fromkeys(found))


def _forms(plain: str) -> tuple[str, ...]:
    glossary = read_glossary()
    mentioned = glossary.mentions(plain)
    # Only a topic that is one term and nothing else: "kettle lid" is narrower than "kettle".
    if len(mentioned) != 1 or mentioned[0].end - mentioned[0].start < len(plain):
        return ()
    concept = mentioned[0].concept
    english = [" ".join(words) for words, one in glossary.english.items() if one.key == concept.key]
    chinese = [word for word, one in glossary.chinese.items() if one.key == concept.key and len(word) > 1]
    return (*english, *chinese, *(to_traditional(word) for word in chinese))
