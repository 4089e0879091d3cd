"""Chinese names in Latin letters: Chan Tai Man, Jacky Cheung Ho Yin, Chen Yi-Ru."""

import re
from collections.abc import Iterator

from nlp.findings import PersonalData
from nlp.redaction.gazetteer import Gazetteer, plain

_AT = re.compile(r"\b(?:at|near|outside|opposite|behind)\s$", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"(?<![\w'’-])[A-Z][a-z]+\s$")
_WORD_BEHIND = re.compile(r"\s[A-Z][a-z]+(?![\w'’-])")
_SHOUTED = re.compile(r"(?<![\w'’-])[A-Z]{2,7}(?:[ -][A-Z]{2,7}){1,2}(?![\w'’-])", re.ASCII)


def romanised_names(text: str, known: Gazetteer) -> Iterator[PersonalData]:
    """Romanised names with the English given name before or behind them: Jacky Cheung Ho Yin."""
    titled = _SHOUTED.sub(lambda shouted: shouted.group().title(), text)
    for match in known.romanised.finditer(titled):
        if _is_romanised(match) and not _AT.search(text, max(0, match.start() - 10), match.start()):
            before = _WORD_BEFORE.search(text, max(0, match.start() - 16), match.start())
            start = before.start() if before and _leads(plain(before.group()), known) else match.start()
            behind = _WORD_BEHIND.match(text, match.end())
            end = behind.end() if behind and plain(behind.group()) in known.given else match.end()
            yield PersonalData("person", start, end)


def _leads(word: str, known: Gazetteer) -> bool:
    """Whether a capitalised word before a romanised name is its English given name: Jacky Cheung Ho Yin."""
    return word in known.given or (word not in known.small and word not in known.not_names)


def _is_romanised(match: re.Match[str]) -> bool:
    syllables = re.split(r"[\s-]+", match.group())
    return len(set(syllables)) > 1
