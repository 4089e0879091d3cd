"""Which two or three Chinese characters are an ordinary word, so that no name is read into them."""

import re
from functools import cache

_ENTRY = re.compile(r"^(\S{2,3}) \d+ (?!nr)", re.MULTILINE)

_FREQUENT = re.compile(r"^(\S{2}) \d{3,} (?!nr)", re.MULTILINE)
LAST_OF_THINGS = "汤饭面粥鱼肉饼包酒茶粉油皮丸食店站路区市县镇村馆院厅"
"""What ends with one of these is a dish, a drink, a shop or a place."""


@cache
def ordinary_words() -> frozenset[str]:
    """The words of two and three characters in jieba's dictionary that are no names of people."""
    from importlib.resources import files

    return frozenset(_ENTRY.findall(files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")))


def cuts_a_word(text: str, start: int) -> bool:
    """Whether the character at ``start`` ends the word that the one before it begins: 病房 in 病房护理师."""
    return start > 0 and text[start - 1 : start + 1] in _frequent()


@cache
def _frequent() -> frozenset[str]:
    from importlib.resources import files

    return frozenset(_FREQUENT.findall(files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")))
