"""Chinese names without a title: behind the word for a trade, or of characters that only names have."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp import lexicons
from nlp.findings import PersonalData
from nlp.redaction.company_chinese import SHOP
from nlp.redaction.ordinary_chinese import cuts_a_word, ordinary_words
from nlp.redaction.page import Page, place

_HAN = "一-鿿"
_DOTTED = re.compile(rf"[{_HAN}]{{2,6}}[·・‧•][{_HAN}]{{2,8}}(?:[·・‧•][{_HAN}]{{2,6}})?")
_DOTTED_SURE = re.compile(
    r"(?:汗|尔|艾|买|提|古丽|丽|娜|江|依|努|木|不都|阿|迪|米|热|帕|麦|吐|玉|库|巴|拉|穆|罕|卓|扎|次|多|达|旺|尼|吉|嘎|措|姆|措|诺|洛|妮|雅|瓦|谷|撒|芭|苏|比|伊|希|哈|马|娃|布)"
)
_PRAISED = re.compile("人[很也真不特超挺好]")
_ALSO_PLACES = ("西门", "东方", "百里")
_STOPS = frozenset("的了是在我你您他她它们这那很不就都也和跟与把被给让从到去来没有说想买用系嘅咗")


@dataclass(frozen=True, slots=True)
class Parts:
    """The patterns, compiled once."""

    full: re.Pattern[str]
    compound: re.Pattern[str]
    by_trade: re.Pattern[str]
    first_only: re.Pattern[str]
    typical: frozenset[str]
    sure: frozenset[str]
    famous: frozenset[str]


def bare_names(page: Page) -> Iterator[PersonalData]:
    """Names of two to four characters whose given name is made of characters usual in names."""
    text = page.simplified
    if text.isascii():
        return
    known = parts()
    for match in known.full.finditer(text):
        if _is_name(text, match, known):
            yield place("person", match)
    for match in known.compound.finditer(text):
        given = match.group("given")
        if (
            (known.sure & set(given) or match.group()[:2] not in _ALSO_PLACES)
            and given not in ordinary_words()
            and not cuts_a_word(text, match.start())
            and not _STOPS & set(given)
        ):
            yield place("person", match)
    for match in known.by_trade.finditer(text):
        name = match.group("name")
        if (
            name[:2] not in ordinary_words()
            and text[match.start("name") - 1 : match.start("name") + 1] != "师傅"
            and name not in known.famous
            and set(name[1:]) <= known.typical
            and (len(name) > 2 or not _runs_on(text, match.end("name")))
        ):
            yield place("person", match, "name")
    for match in known.first_only.finditer(text):
        if match.group(1) not in ordinary_words():
            yield place("person", match, 1)
    if re.search("[·・‧•]", text):
        yield from _dotted(text)


def _is_name(text: str, match: re.Match[str], known: Parts) -> bool:
    name, given = match.group(), match.group("given")
    if name in known.famous or name[:2] in ordinary_words() or name in ordinary_words():
        return False
    if cuts_a_word(text, match.start()) or _runs_on(text, match.end()):
        return False
    return bool(set(given) & known.sure) and not SHOP.match(text, match.end())


def _runs_on(text: str, end: int) -> bool:
    """Whether the last character begins a word with the one behind it."""
    return text[end - 1 : end + 1] in ordinary_words() and not _PRAISED.match(text, end)


def _dotted(text: str) -> Iterator[PersonalData]:
    """Names as minorities and foreigners write them: 迪丽娜尔·艾尔肯."""
    for match in _DOTTED.finditer(text):
        first = re.split("[·・‧•]", match.group())[0]
        start = match.start()
        cues = list(
            re.finditer(r"是|叫|给|找|和|跟|与|向|由|请|谢|到|的|员|师|我|为|系|俾|畀|揾|搵|人", first)
        )
        start += cues[-1].end() if cues and cues[-1].end() < len(first) else 0
        last = re.split("[·・‧•]", match.group())[-1]
        end = match.end() - len(last) + _dotted_end(last)
        if _DOTTED_SURE.search(text, start, end) and end - start >= 4:
            yield PersonalData("person", start, end)


def _dotted_end(last: str) -> int:
    """How much of what stands behind the last dot is name: up to a word that follows names."""
    stop = re.search(
        r"的|在|是|说|这|那|给|把|让|收|先生|小姐|女士|老师|打|你|您|服务|态度|帮|也|和|跟|来|去|电|手机|买|订",
        last,
    )
    return stop.start() if stop and stop.start() >= 2 else len(last)


@cache
def parts() -> Parts:
    """The patterns from the word lists."""
    names = lexicons.table("names_zh")
    common = "".join(names["common"].split())
    usual = re.sub("[左时齐常安于万方任权都全向尚]", "", common)
    typical = "".join(names["typical_given"].split())
    sure = "".join(names["sure_given"].split())
    compound = "|".join(names["compound"].split())
    trades = "|".join(sorted(names["trades"].split(), key=len, reverse=True))
    return Parts(
        full=re.compile(rf"(?<![·・])[{usual}](?P<given>[{typical}{sure}]{{2}})(?![·・])"),
        compound=re.compile(rf"(?:{compound})(?P<given>[{typical}{sure}]{{1,2}})"),
        by_trade=re.compile(
            rf"(?:{trades})(?:名?叫|是|为|系)?\s?(?P<name>(?:{compound}|[{usual}])[{typical}{sure}]{{1,2}})"
        ),
        first_only=re.compile(rf"(?:{trades})(?:叫|是|为|系)?\s?([{sure}]{{2}})(?![{sure}{typical}])"),
        typical=frozenset(typical + sure),
        sure=frozenset(sure),
        famous=frozenset(names["famous"].split()),
    )
