"""How sure the tokens have to be of a name: less where it looks like one, more where it is a word."""

import re
from functools import cache

from nlp import lexicons
from nlp.language import aligned_simplified
from nlp.redaction.gazetteer import gazetteer, plain
from nlp.redaction.likeness_chinese import likeness
from nlp.redaction.ordinary_chinese import LAST_OF_THINGS

LIKE_A_NAME = 0.4
USUAL = 0.6
UNLIKE = 0.97
"""Of what has not the form of a name: names are rare in feedback, slang and typing errors are not."""
LIKE_A_WORD = 0.9
A_WORD = 0.99
"""Of a Chinese word that has not the form of a pet name (佳佳, 小鱼) either."""
NEVER = 2.0
"""A shop, a make, a place, a dish, somebody known to all; a trade or a relation without a name."""
LIKELY = 1.0
"""So much a given name behind a surname must look like one."""
ALONE = 2.0
"""So much a given name of two characters must look like one where no surname stands before it."""

_CALLED = re.compile("[阿小老大][\u3400-\u9fff]{1,2}|[\u3400-\u9fff]{1,3}[哥姐]")
_COMPANY = re.compile(r"[A-Za-z] ?& ?[A-Z]")
"""Lantern & Loom."""
_OPENING = re.compile(r"[.!?。！？\n:：]\s*$")
_LAST_OF_THINGS = f"{LAST_OF_THINGS}色楼机车"
_HAN = re.compile(r"[\u3400-\u9fff]+")
_ORDINARY = re.compile(r"^(\S{2,}) \d+ (?!nr)", re.MULTILINE)
_HOUSES = "长庚 林口长庚 台北长庚 慈济 台大 荣总 北荣 马偕 亚东 奇美"
"""Hospitals that bear the names of people, or sound like it."""
_KIN = (
    "细佬 细妹 细仔 老窦 老豆 老母 家姐 小姨 小姑 小舅 表姐 表妹 表哥 表弟 堂姐 堂妹 堂哥 堂弟 姑姐"
    " 闺蜜 闺密 长辈 晚辈 丈母娘 母娘 狗子 主子 猫主子 毛孩 小卡 老木匠 阿嫲 老破小"
    " 阿公 阿嬷 阿妈 阿爸 阿婆 阿伯 阿叔 阿姐 阿哥 阿弟 阿妹 阿姨 阿嫂 阿桑 爷爷 奶奶 外公 外婆 姥姥 姥爷"
    " 公公 婆婆 小姐姐 小哥哥 老人家 老公公 老婆婆 老板娘 老板 头家 门卫 贵司 贵店 贵公司 亲亲 宝宝 宝贝"
    " 大姐 大哥 大叔 大爷 大妈 大婶 小弟 小妹"
)


def needed(text: str, start: int, end: int) -> float:
    """The probability that the surest token of ``text[start:end]`` must have."""
    name = aligned_simplified(text[start:end])
    if not _HAN.fullmatch(name):
        return _of_latin(text, start, end)
    if len(name) == 1:
        return UNLIKE
    if _within_a_word(text, start, end):
        return NEVER
    return _of_chinese(name)


def _within_a_word(text: str, start: int, end: int) -> bool:
    """Whether a word of three or more characters covers what seems a name: 莫名其妙."""
    near = aligned_simplified(text[max(0, start - 3) : end + 3])
    first, last = min(start, 3), min(start, 3) + end - start
    return any(
        near[begin:stop] in _ordinary_words()
        for begin in range(first + 1)
        for stop in range(max(last, begin + 3), len(near) + 1)
    )


def _of_chinese(name: str) -> float:
    if name in _no_names() or name in lexicons.lines("places"):
        return NEVER
    if name in _ordinary_words():
        return LIKE_A_WORD if _CALLED.fullmatch(name) or len(set(name)) == 1 else A_WORD
    surname = next((one for one in _surnames() if name.startswith(one)), "")
    given = name.removeprefix(surname)
    named = surname and 0 < len(given) < 3 and likeness().given(given) > LIKELY
    if named:
        return LIKE_A_NAME
    called = _CALLED.fullmatch(name) is not None
    alone = len(name) == 2 and likeness().given(name) > ALONE
    if called or alone or likeness().by_sound(name) > 0:
        return USUAL
    return NEVER if name[-1] in _LAST_OF_THINGS else UNLIKE


def _of_latin(text: str, start: int, end: int) -> float:
    known, words = gazetteer(), [plain(word) for word in text[start:end].split()]
    given = [word for word in words if word in known.given]
    placed = not given and any(word in lexicons.lines("places") for word in words)
    if placed or _is_made(text, start, end):
        return NEVER
    if words and words[0] in known.given - known.ambiguous:
        return LIKE_A_NAME
    if all(word in known.words for word in words):
        return LIKE_A_WORD if given else NEVER
    return _of_unknown(text, start, end)


def _is_made(text: str, start: int, end: int) -> bool:
    """Whether it is a make, or a part of a company's name."""
    around = gazetteer().not_people.finditer(text, max(0, start - 30), end + 30)
    listed = any(match.start() < end and start < match.end() for match in around)
    return listed or _COMPANY.search(text[max(0, start - 4) : end + 4]) is not None


def _of_unknown(text: str, start: int, end: int) -> float:
    """Without a capital of its own it is slang or a typing error, in capitals a make."""
    name = text[start:end]
    if not name.istitle():
        return UNLIKE
    opens = start == 0 or _OPENING.search(text[max(0, start - 3) : start]) is not None
    return USUAL if " " in name else UNLIKE if opens else LIKE_A_WORD


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
def _ordinary_words() -> frozenset[str]:
    """Words of two and more characters in jieba's dictionary that are no names of people."""
    from importlib.resources import files

    return frozenset(_ORDINARY.findall(files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")))
