"""How sure the tokens have to be of a name: less where it looks like one, more where it is a word."""

import re
from functools import cache

from nlp import lexicons
from nlp.language import aligned_simplified
from nlp.redaction.gazetteer import gazetteer, plain
from nlp.redaction.likeness_chinese import likeness

LIKE_A_NAME = 0.4
USUAL = 0.6
LIKE_A_WORD = 0.9
NEVER = 2.0
"""A shop, a make, a dish, somebody known to all; a trade or a relation without a name."""
LIKELY = 1.0
"""So much a given name behind a surname must look like one."""

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LONG_WORD = re.compile(r"^(\S{3,}) \d+ (?!nr)", re.MULTILINE)
_HOUSES = "长庚 林口长庚 台北长庚 慈济 台大 荣总 北荣 马偕 亚东 奇美"
"""Hospitals that bear the names of people, or sound like it."""
_KIN = (
    "阿公 阿嬷 阿妈 阿爸 阿婆 阿伯 阿叔 阿姐 阿哥 阿弟 阿妹 阿姨 阿嫂 阿桑 爷爷 奶奶 外公 外婆 姥姥 姥爷"
    " 公公 婆婆 小姐姐 小哥哥 老人家 老公公 老婆婆 老板娘 老板 头家 门卫 贵司 贵店 贵公司 亲亲 宝宝 宝贝"
    " 大姐 大哥 大叔 大爷 大妈 大婶 小弟 小妹"
)


def needed(text: str, start: int, end: int) -> float:
    """The probability that the surest token of ``text[start:end]`` must have."""
    name = aligned_simplified(text[start:end])
    if not _HAN.fullmatch(name):
        return _of_latin(text, start, end)
    if len(name) == 1 or _within_a_word(text, start, end):
        return LIKE_A_WORD
    return _of_chinese(name)


def _within_a_word(text: str, start: int, end: int) -> bool:
    """Whether a word of three or more characters covers what seems a name: 莫名其妙."""
    near = aligned_simplified(text[max(0, start - 3) : end + 3])
    first, last = min(start, 3), min(start, 3) + end - start
    return any(
        near[begin:stop] in _long_words()
        for begin in range(first + 1)
        for stop in range(max(last, begin + 3), len(near) + 1)
    )


def _of_chinese(name: str) -> float:
    if name in _no_names():
        return NEVER
    surname = next((one for one in _surnames() if name.startswith(one)), "")
    given = name.removeprefix(surname)
    alike = surname and 0 < len(given) < 3 and likeness().given(given) > LIKELY
    return LIKE_A_NAME if alike else USUAL


def _of_latin(text: str, start: int, end: int) -> float:
    known, name = gazetteer(), text[start:end]
    around = known.not_people.finditer(text, max(0, start - 30), end + 30)
    if any(match.start() < end and start < match.end() for match in around):
        return NEVER
    words = [plain(word) for word in name.split()]
    if words and words[0] in known.given - known.ambiguous:
        return LIKE_A_NAME
    return LIKE_A_WORD if name.islower() and all(word in known.words for word in words) else USUAL


@cache
def _no_names() -> frozenset[str]:
    names = lexicons.table("names_zh")
    lists = ("famous", "things_by_sound", "titles", "trades", "more_trades")
    return frozenset(word for one in lists for word in names[one].split()) | frozenset(
        [*_KIN.split(), *_HOUSES.split()]
    )


@cache
def _surnames() -> tuple[str, ...]:
    """Surnames, those of two characters first."""
    names = lexicons.table("names_zh")
    return (*names["compound"].split(), *"".join(names["surnames"].split()))


@cache
def _long_words() -> frozenset[str]:
    """Words of three and more characters in jieba's dictionary that are no names of people."""
    from importlib.resources import files

    return frozenset(_LONG_WORD.findall(files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")))
