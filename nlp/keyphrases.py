"""The words of a text that may carry its topic."""

import re
from functools import cache
from typing import TYPE_CHECKING

from nlp import lexicons
from nlp.findings import Language
from nlp.language import aligned_simplified

if TYPE_CHECKING:
    import jieba

_NOISE = re.compile(
    r"(?:https?://|www\.)[\x21-\x7e]+|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.\w+|@\w+|\[[A-Z]+\]"
    r"|</?[a-z][^<>\n]{0,80}>|&[a-z]+;"
)
_PIECE = re.compile(
    r"(?P<han>[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)"
    r"|(?P<latin>[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+(?:['’-][A-Za-z\u00c0-\u024f]+)*)(?![\d])"
)
SHORTEST, LONGEST = 2, 30
"""Letters of an English word worth keeping."""
DEGREES = frozenset("很太挺更超真最")
"""The splitter leaves "too slow" (太慢) as one word; only the quality is kept."""


def words(text: str, language: Language) -> list[str]:
    """The words of ``text`` in its order and writing, without stop words, numbers, signs, links and handles.

    English and Chinese passages are split each in their own way whatever ``language`` says of the whole;
    Chinese is split in its Simplified form, which ``zh-Hans`` texts already have.
    """
    plain = _NOISE.sub(" ", text)
    simplified = plain if language == "zh-Hans" else aligned_simplified(plain)
    found: list[str] = []
    for piece in _PIECE.finditer(plain):
        if piece.lastgroup == "latin":
            found += _english(piece.group())
        else:
            found += _chinese(plain, simplified, piece.start(), piece.end())
    return found


def splits(simplified: str) -> list[str]:
    """A Chinese passage in Simplified characters cut into words; together they are the passage."""
    return list(_splitter().cut(simplified))


def is_word(simplified: str) -> bool:
    """Whether the splitter's dictionary has a Chinese word, in Simplified characters."""
    splitter = _splitter()
    splitter.check_initialized()
    return bool(splitter.FREQ.get(simplified))


def is_noun(simplified: str) -> bool:
    """Whether the splitter's dictionary has a Chinese word as a noun, in Simplified characters."""
    tag = _tags().get(simplified, "")
    return tag.startswith("n") or tag in ("vn", "j")


def stops() -> frozenset[str]:
    """Chinese words that carry no topic, in Simplified characters."""
    return _chinese_lists()[0]


def _english(written: str) -> list[str]:
    word = written.removesuffix("'s").removesuffix("’s")
    lowered = written.lower().replace("’", "'")
    stop = lexicons.lines("stopwords_en")
    known = lowered in stop or word.lower() in stop
    return [] if known or not SHORTEST <= len(word) <= LONGEST or "'" in word[-3:] else [word]


def _chinese(plain: str, simplified: str, start: int, end: int) -> list[str]:
    stop, single = _chinese_lists()
    found, position = [], start
    for part in splits(simplified[start:end]):
        position += len(part)
        word = part[1] if len(part) == 2 and part[0] in DEGREES else part
        if word not in stop and (len(word) > 1 or word in single):
            found.append(plain[position - len(word) : position])
    return found


def pieces(text: str) -> list[str]:
    """All of a Simplified text, cut into its words and what stands between them."""
    return list(_splitter().cut(text))


@cache
def _chinese_lists() -> tuple[frozenset[str], frozenset[str]]:
    lists = lexicons.table("words_zh")
    return frozenset(lists["stop"].split()), frozenset(lists["single"])


@cache
def _tags() -> dict[str, str]:
    from jieba import posseg

    tagger = posseg.POSTokenizer(_splitter())
    tags: dict[str, str] = tagger.word_tag_tab
    own = dict.fromkeys(lexicons.table("words_zh")["whole"].split(), "n")
    return {word: tag for word, tag in tags.items() if len(word) > 1} | own


@cache
def _splitter() -> "jieba.Tokenizer":
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    splitter = jieba.Tokenizer()
    for word in lexicons.table("words_zh")["whole"].split():
        splitter.add_word(word)
    return splitter
