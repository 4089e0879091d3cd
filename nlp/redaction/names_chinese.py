"""Names of people in Chinese characters; matched in Simplified characters."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from nlp import lexicons
from nlp.findings import PersonalData
from nlp.redaction.company_chinese import SHOP
from nlp.redaction.likeness_chinese import likeness
from nlp.redaction.names_chinese_bare import bare_names
from nlp.redaction.names_chinese_told import told_chinese_names
from nlp.redaction.names_latin import latin_names
from nlp.redaction.ordinary_chinese import cuts_a_word, ordinary_words
from nlp.redaction.page import Page, place

_HAN = "一-鿿"
_ALSO_WORDS = frozenset("时房左于荣都向")
"""Surnames that are as often the end of another word: these need a border before them."""
_OPENERS = frozenset("的谢找是系由请给和与及科跟叫让被问俾畀揾搵对向")
LIKELY = 3.0
"""So much a given name behind a rare surname must look like one."""
_NO_OPENING = "班那经和同于从向对连都请由常时成明全应当单国新老高相隆后盖师支强满胡查空车海司晚冷水平生安"
"""Surnames that open a clause before "teacher" or "doctor" as words: 和老师说."""
_ANY_HAN = re.compile(f"[{_HAN}]")
_LATIN_SURNAME_TITLE = re.compile(
    r"(?<![A-Za-z])(?:Miss|Mr|Mrs|Ms)\.?\s?[A-Z][a-z]{1,9}(?![a-z])"
    r"|(?<![A-Za-z])[A-Z][a-z]{1,7}(?:\s[A-Z][a-z]{1,7}){0,2}\s?(?:先生|小姐|女士|太太|生(?=[:：,，。]|$))"
)


@dataclass(frozen=True, slots=True)
class Rules:
    """The patterns, compiled once."""

    titled: re.Pattern[str]
    short_title: re.Pattern[str]
    surname_only: re.Pattern[str]
    strong: re.Pattern[str]
    weak: re.Pattern[str]
    before_contact: re.Pattern[str]
    receiver: re.Pattern[str]
    signed: re.Pattern[str]
    common: frozenset[str]
    not_given: frozenset[str]
    not_names: frozenset[str]
    followers: frozenset[str]


def chinese_names(page: Page, contacts: Sequence[PersonalData]) -> Iterator[PersonalData]:
    """Names with a title, after a cue, at a closing, or right before one of ``contacts`` (phones, mails)."""
    text = page.simplified
    if not _ANY_HAN.search(text):
        return
    known = rules()
    yield from _titled(text, known)
    for pattern in (known.short_title, _LATIN_SURNAME_TITLE):
        yield from (
            place("person", match)
            for match in pattern.finditer(text)
            if match.group() not in known.not_names and not SHOP.match(text, match.end())
        )
    yield from (place("person", match, 1) for match in known.surname_only.finditer(text))
    yield from latin_names(text)
    for pattern in (known.strong, known.weak):
        for match in pattern.finditer(text):
            end = _name_end(text, match, known, sure=pattern is known.strong)
            if end:
                yield PersonalData("person", match.start("surname"), end)
    yield from bare_names(page)
    yield from told_chinese_names(page)
    yield from _beside(text, contacts, known)


def _titled(text: str, known: Rules) -> Iterator[PersonalData]:
    """Names with a title behind them."""
    position = 0
    while match := known.titled.search(text, position):
        surname, given = match.group("surname"), match.group("given")
        if cuts_a_word(text, match.start()) or (given and surname[-1:] + given[:1] in ordinary_words()):
            # 房东苗大爷: the surname may come later.
            position = match.start() + 1
            continue
        position = match.end()
        before = text[match.start() - 1 : match.start()]
        if surname == "左" and re.match(f"[{_HAN}]", before):
            # Cantonese 咗: 搵左老闆娘.
            continue
        part = surname in _ALSO_WORDS and "一" <= before <= "鿿" and before not in _OPENERS
        ordinary = match.group() in known.not_names or _is_ordinary(surname + given, given, known)
        if not (part or ordinary or SHOP.match(text, match.end())):
            yield place("person", match)


def _beside(text: str, contacts: Sequence[PersonalData], known: Rules) -> Iterator[PersonalData]:
    """Names that sign, receive, or stand right before one of ``contacts``."""
    bare = [match for pattern in (known.receiver, known.signed) for match in pattern.finditer(text)]
    for contact in contacts:
        near = known.before_contact.search(text, max(0, contact.start - 14), contact.start)
        bare += [near] if near else []
    for match in bare:
        name = match.group(match.lastindex or 0)
        if name[:2] in ordinary_words():
            continue
        if not _is_ordinary(name, name[1:], known):
            yield place("person", match, match.lastindex or 0)


def _name_end(text: str, match: re.Match[str], known: Rules, *, sure: bool) -> int:
    """Where the name that begins with a surname ends; 0 if it is none.

    The longest given name of at most two characters that is followed by an end, a sign or a word that follows
    names; after a sure cue two characters even without.
    """
    surname, start = match.group("surname"), match.end("surname")
    if (not sure or match.group().startswith("我叫")) and len(surname) == 1 and surname not in known.common:
        likely = len(text) >= start + 2 and likeness().given(text[start : start + 2]) > LIKELY
        return start + 2 if likely and not re.match(f"[{_HAN}]", text[start + 2 : start + 3]) else 0
    for length in (3, 2, 1) if sure else (2, 1):
        given = text[start : start + length]
        if len(given) < length or not all("一" <= character <= "鿿" for character in given):
            continue
        following = text[start + length : start + length + 1]
        bounded = (
            not following or not ("一" <= following <= "鿿") or (length < 3 and following in known.followers)
        )
        if length == 3 and following and "一" <= following <= "鿿":
            continue
        if bounded and not _is_ordinary(surname + given, given, known):
            return start + length
    given = text[start : start + 2]
    if sure and len(given) == 2 and not _is_ordinary(surname + given, given, known):
        return start + 2
    return 0


def _is_ordinary(name: str, given: str, known: Rules) -> bool:
    if any(character in known.not_given for character in given):
        return True
    return name in known.not_names or name[:2] in known.not_names


@cache
def rules() -> Rules:
    """The patterns from the word lists."""
    names = lexicons.table("names_zh")
    every = "".join(names["surnames"].split())
    common = "".join(names["common"].split())
    compound = "|".join(names["compound"].split())
    surname = rf"(?P<surname>{compound}|[{every}])"
    plain = re.sub("[谢任方]", "", common)
    seldom = re.sub(f"[{_NO_OPENING}]", "", every)
    usual = rf"(?:{compound}|(?<![感谢多致答拜])谢(?!谢)|(?<![主责])任|(?<!地)方|[{plain}])"
    titles = "|".join(sorted(names["titles"].split(), key=len, reverse=True))

    def cues(key: str) -> str:
        return "|".join(sorted(names[key].split(), key=len, reverse=True))

    return Rules(
        titled=re.compile(rf"(?P<surname>{usual})(?P<given>[{_HAN}]{{0,2}}?)(?:{titles})"),
        short_title=re.compile(
            rf"(?:(?<![{_HAN}])|(?<=[揾搵找叫俾畀问请]))(?:[陈李张黄何林梁吴郭罗邓叶冯曾谢郑蔡潘周杨刘王赵徐]太"
            rf"|[陈李张黄何林梁吴郭罗邓叶冯曾谢郑蔡潘周杨刘王赵徐]生)(?![{_HAN}])"
            rf"|(?:(?<![{_HAN}])|(?<=[揾搵找叫俾畀问请被跟和给由])|(?<=收件)|(?<=货人)|(?<=件人)|(?<=系人)|(?<=联系))(?:[{plain}]|{compound})"
            rf"(?:[Ss]ir|姐|哥|叔|嫂|姨|伯|婶|董(?!事)|太(?![好贵多大小少差过阳平难])|(?<!荣)总(?![是共有之算体觉会分计价部之]))(?!姐|哥|[A-Za-z])"
            rf"|(?:(?<=[找请问跟揾搵和与])|(?<![{_HAN}]))[{seldom}](?:护士|主任|师傅|老师|医生|医师|女士|先生|小姐|教授|律师|经理)"
            rf"|^[{plain}][生太](?=[:：])"
            rf"|(?<![{_HAN}])[陈李张黄何林梁吴郭罗邓叶冯曾谢郑蔡潘周杨刘王赵徐]太(?=投诉|话|说|想|要|买|来)"
        ),
        surname_only=re.compile(
            rf"(?:我|本人|敝|免贵|[弟夫妻生太公婆友])姓({usual}|[{every}])(?=[,，。、；;！!\s,]|$)"
        ),
        strong=re.compile(rf"(?:{cues('strong_cues')})(?!左|佐)\s*(?:是|叫|为|系|[:：])?\s*{surname}"),
        weak=re.compile(rf"(?:{cues('weak_cues')})(?:叫|名叫|[:：])?\s*{surname}"),
        before_contact=re.compile(
            rf"(?:^|[\s,，。:：;；、(（!！?？]|找|联系|[俾畀给]|寄|收件)({usual}[{_HAN}]{{1,2}})[\s,，:：(（]{{0,3}}(?:的?(?:电话|手机|手提|邮箱"
            rf"|tel|号码)(?:是|系)?[\s:：]*)?$"
        ),
        receiver=re.compile(
            rf"(?:^|[\s,，。:：;；、\]])({usual}[{_HAN}]{{1,2}})\s?(?:收|亲启|亲收)(?![{_HAN}])"
        ),
        signed=re.compile(
            rf"(?:[-—–]{{1,2}}\s?|\n\s{{0,4}})({usual}[{_HAN}]{{1,2}})\s{{0,2}}(?:敬上|谨启|上)?\s{{0,3}}$"
            rf"|(?<=[\s,，。])({usual}[{_HAN}]{{1,2}})\s?(?:敬上|谨启)"
        ),
        common=frozenset(common),
        not_given=frozenset("".join(names["not_given"].split())),
        not_names=frozenset(names["not_names"].split()),
        followers=frozenset("".join(names["followers"].split())),
    )
