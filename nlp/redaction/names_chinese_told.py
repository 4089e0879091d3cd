"""Chinese names that the words around them tell: 导购孟晗特别耐心, 赛琳娜回我邮件了."""

import math
import re
from collections.abc import Iterator

from nlp.findings import PersonalData
from nlp.redaction.company_chinese import RECEIVES, SHOP, Contexts, contexts
from nlp.redaction.likeness_chinese import LEAST_SOUND, Likeness, likeness
from nlp.redaction.ordinary_chinese import LAST_OF_THINGS, ordinary_words
from nlp.redaction.page import Page, place

_HAN = re.compile("[\u4e00-\u9fff]+")
_CHAIN = re.compile("[、和跟与及]|[，,]\\s?(?=[\u4e00-\u9fff]{2,3}(?:[、，,。]|$))")
_CALLED = re.compile(
    "(?:叫|名为)([\u4e00-\u9fff]{2,3})的(?:店员|服务员|客服|小姐|先生|护士|护理师|员工|小哥|姑娘|阿姨|老师|医生|女生|男生|同事|职员|侍应)"
)
_NICKNAME = re.compile(
    "[\u4e00-\u9fff](?<![小大老帅美胖这那位的个])(?:[哥姐叔伯姨嫂](?!哥|姐|叔|伯|姨|嫂)|[Ss]ir)"
)
_NEVER = frozenset("俾畀谢啦睇食多齐嚟黎左哋咁系喺冇乜返")
"""In no given name, though some are in the dictionary's; most stand in Cantonese."""
_ALSO_WORDS = frozenset("黎左连谢向时成于明全何任方常高应")
"""Surnames that are as often words."""
_WORDS = frozenset("都师对左")
"""Surnames that hardly anybody has and that are words nearly always."""
_LAST_OF_THINGS = frozenset(f"{LAST_OF_THINGS}湾田咀围道街姨婆伯叔哥姐妹弟爸奶爷嫂嬷")
BESIDE, THANKED, TOLD = range(3)
"""How sure the words before say that a person follows: a border or "with", thanks or a complaint, a trade."""
LEAST = -1.2
"""What looks less like a given name is none, whatever stands beside it."""
ALONE = 5.0
"""So much a given name without a surname must look like one."""


def told_chinese_names(page: Page) -> Iterator[PersonalData]:
    """Surname and given name, or a name written by its sound, between words that stand beside people.

    The less the characters look like a name, the surer its company must be.
    """
    text = page.simplified
    if text.isascii():
        return
    known = contexts()
    for match in _CALLED.finditer(text):
        if not (known.barred & set(match.group(1)) or match.group(1)[0] in "小阿老大"):
            yield place("person", match, 1)
    for match in known.before.finditer(text):
        start, told = (
            match.end(),
            TOLD if match.group("trade") else THANKED if match.group("thanked") else BESIDE,
        )
        while end := _name_end(text, start, told):
            yield PersonalData("person", start, end)
            # 护理师陈慈慧、李亦涵
            chained = _CHAIN.match(text, end)
            if not chained:
                break
            start, told = chained.end(), TOLD


def _name_end(text: str, start: int, told: int) -> int:
    """Where the name that begins at ``start`` ends; 0 if there is none."""
    known, alike = contexts(), likeness()
    return _surnamed(text, start, known, alike, told) or _sounded(text, start, known, alike, told)


def _surnamed(text: str, start: int, known: Contexts, alike: Likeness, told: int) -> int:
    """The end of a surname with a given name, or, told by a trade, of a given name alone."""
    first = text[start : start + 1]
    if first not in known.surnames or first in _WORDS:
        return _given_alone(text, start, known, alike) if told == TOLD else 0
    nickname = told == TOLD and _NICKNAME.match(text, start)
    if nickname:
        return nickname.end()
    for length in (3, 2):
        name, end = text[start : start + length], start + length
        likely = alike.given(name[1:]) if len(name) == length else -math.inf
        if likely < LEAST or not _HAN.fullmatch(name) or _is_barred(name, known, told):
            continue
        if told == TOLD:
            rare = 0.0 if first in known.common else 0.5
        else:
            rare = 2.0 if first in _ALSO_WORDS else 0.0 if first in known.common else 2.5
        # 庞大海 begins with a word; only a likely given name behind a trade outweighs that.
        rare += 2.0 * (name[:2] in ordinary_words())
        needed = _needed(text, end, known, told, short=length == 2) + rare
        if likely >= needed and not SHOP.match(text, end) and not _runs_on(text, end):
            return end
    return 0


def _given_alone(text: str, start: int, known: Contexts, alike: Likeness) -> int:
    """The end of a given name of two characters without a surname: 门市佩君超有耐心."""
    name = text[start : start + 2]
    if not _HAN.fullmatch(name) or len(name) < len("佩君") or name[0] in "小阿老大":
        return 0
    word = name in ordinary_words() or name in alike.words or _is_barred(f"王{name}", known, BESIDE)
    bounded = _is_followed(text, start + 2, known) or text[start + 2 : start + 3] in known.followers
    return start + 2 if not word and bounded and alike.given(name) >= ALONE else 0


def _is_followed(text: str, end: int, known: Contexts) -> bool:
    return bool(known.behind.match(text, end) or known.end.match(text, end))


def _needed(text: str, end: int, known: Contexts, told: int, *, short: bool) -> float:
    """How much a name that ends at ``end`` must look like one; infinite where nothing says that it is one."""
    if RECEIVES.match(text, end):
        return -1.0
    if known.behind.match(text, end):
        return LEAST if told == TOLD else 1.0 + 0.3 * short
    if not known.end.match(text, end):
        if told == TOLD and text[end] in known.followers:
            return 0.8
        return 3.0 if told == TOLD and not short else math.inf
    return LEAST if told == TOLD else 2.0 if told == THANKED and not short else math.inf


def _sounded(text: str, start: int, known: Contexts, alike: Likeness, told: int) -> int:
    """The end of a name written by its sound."""
    first = text[start : start + 1]
    if first not in known.openers and alike.sound.get(first, -math.inf) <= LEAST_SOUND:
        return 0
    for length in (6, 5, 4, 3, 2):
        name, end = text[start : start + length], start + length
        usual = len(name) == length and known.is_sounded(name)
        if len(name) < length or not (usual or alike.by_sound(name) >= (1.5 if told == TOLD else 2.0)):
            continue
        if _is_thing(name, known) or (known.barred & set(name) and not usual):
            continue
        acts = (
            (told == TOLD and usual) or known.behind.match(text, end) or _is_paired(text, start, end, known)
        )
        if acts or (told > BESIDE and known.end.match(text, end)):
            return end
    return 0


def _is_thing(name: str, known: Contexts) -> bool:
    """Whether what sounds like a name is a word, a brand or a piece of Cantonese."""
    if name[-1] in _LAST_OF_THINGS or _NEVER & set(name) or not _HAN.fullmatch(name):
        return True
    word = name in ordinary_words() and name not in known.sounded
    return word or name in known.things or name in known.famous


def _is_paired(text: str, start: int, end: int, known: Contexts) -> bool:
    """Whether two usual names stand side by side: 卓玛和次仁."""
    if text[end : end + 1] not in tuple("和跟与、") or not known.is_sounded(text[start:end]):
        return False
    return any(known.is_sounded(text[end + 1 : end + 1 + length]) for length in (4, 3, 2))


def _is_barred(name: str, known: Contexts, told: int) -> bool:
    return (
        name in known.famous
        or name[-1] in _LAST_OF_THINGS
        or bool(known.barred & set(name[1:]))
        or name in ordinary_words()
        or ((told != TOLD or len(name) == 2) and name[:2] in ordinary_words())
        or name[:2] in likeness().words
        or bool(_NEVER & set(name[1:]))
        or (told == BESIDE and len(name) == 3 and name[1:] in ordinary_words())
    )


def _runs_on(text: str, end: int) -> bool:
    """Whether the last character begins a word with the one behind it."""
    return (
        text[end - 1 : end + 1] in ordinary_words() and text[end : end + 1] not in "说话讲收回帮教和跟也都又"
    )
