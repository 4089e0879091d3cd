"""Telephone numbers: mainland, Hong Kong, Taiwan, Britain, United States, and international ones."""

import re
from collections.abc import Iterator

from nlp.findings import PersonalData
from nlp.redaction.cues import cue
from nlp.redaction.page import Page, place

_START, _END = r"(?<![A-Za-z0-9+])(?<![A-Za-z0-9][-_/.#])(?<!\d{4} )", r"(?![A-Za-z0-9])(?![-./,]\d)"
_INTERNATIONAL = re.compile(rf"(?<![A-Za-z0-9])(?:\+|00)\s?\(?[1-9](?:[ ().-]{{0,3}}\d){{6,14}}{_END}")
_SURE = (
    re.compile(rf"{_START}(?:86[ -]?)?1[3-9]\d(?:[ .-]?\d{{4}}){{2}}{_END}"),
    re.compile(rf"{_START}1[3-9]\d[ -]\d{{3}}[ -]\d{{5}}{_END}"),
    re.compile(rf"{_START}(?:1[-. ])?(?:\([2-9]\d\d\)[ -]?|[2-9]\d\d[-.])[2-9]\d\d[-. ]\d{{4}}{_END}"),
    re.compile(
        rf"{_START}(?:\(0\d{{1,4}}\)[ -]?|0\d{{1,4}}[ .-])\d{{3,4}}[ .-]?\d{{3,4}}(?:[ -]\d{{3}})?{_END}"
    ),
    re.compile(rf"{_START}0\d{{3}}[ -]\d{{6}}{_END}"),
    re.compile(rf"{_START}0\d{{4}}[ -]\d{{5,6}}{_END}"),
    re.compile(
        rf"{_START}(?:09\d{{8}}|0[1-37]\d{{9}}|852[ -]?[2-9]\d{{3}}[ -]?\d{{4}}|886[ -]?9\d{{8}}){_END}"
    ),
)
_WITH_CUE = re.compile(rf"{_START}\(?\d(?:[ ().-]{{0,2}}\d){{6,14}}{_END}")
_HONG_KONG_SPACED = re.compile(rf"{_START}(?!(?:19|20)\d\d[ -](?:19|20)\d\d)[235679]\d{{3}}[ -]\d{{4}}{_END}")
_ALONE = re.compile(
    r"(?:^|[.!?。！？，,]\s{0,2}|\n\s{0,4})([5-9]\d{3} \d{4})(?=\s*(?:$|\n|[.。！!](?:\s|$)))"
)
"""A Hong Kong number that is a sentence of its own."""
_DIGIT = "[零〇一二三四五六七八九幺]"
_IN_CHINESE = re.compile(
    rf"(?<!{_DIGIT})(?:[一幺](?:[ 、,，-]?{_DIGIT}){{10}}|[零〇](?:[ 、,，-]?{_DIGIT}){{9}}"
    rf"|(?!二[零〇])[二三五六七八九](?:[ 、,，-]?{_DIGIT}){{7}})(?![ 、-]?{_DIGIT})"
)
"""Written in characters, as a mobile number of the mainland or Taiwan, or a number in Hong Kong."""
_WORD = r"(?:(?:double|triple)[ -])?(?:oh|zero|nought|one|two|three|four|five|six|seven|eight|nine|\d{1,4})"
_IN_WORDS = re.compile(
    rf"(?<![A-Za-z0-9])(?:oh|zero|plus)(?:[ ,.-]{{1,2}}{_WORD}){{5,12}}{_END}", re.IGNORECASE
)
_BY_DIGITS = re.compile(rf"{_START}0[1-9](?: \d){{8,9}}{_END}|{_START}0(?: \d){{9,10}}{_END}")
_EXTENSION = re.compile(
    r"\s{0,2}[,，]?\s?(?:ext(?:ension)?\.?|x|转|分机|内线)\s?\d{1,5}(?!\d)", re.IGNORECASE
)
_HOTLINE = re.compile(r"^(?:1[-. ]?)?\(?(?:800|888|877|866|400|0800|0808|0300)\)?[-. ]?\d")
_DATE = re.compile(r"^(?:19|20)\d\d[-. ]?(?:0?[1-9]|1[0-2])[-. ]?(?:0?[1-9]|[12]\d|3[01])$")
_VERSION = re.compile(r"^\d+(?:\.\d+){3}")
_LABEL = re.compile(r"(?<!number)(?<!no)(?<!#)(?<!id)(?<!编号)(?<!单号)[:：]\s?$", re.IGNORECASE)
_CALLED = re.compile(
    r"[\s,，(（]{0,2}(?:is |was |that's |that is |=)?(?:the |my |our |his |her |a )?(?:phone|mobile|cell"
    r"|whatsapp|landline)\b"
    r"|[,，(（\s]{0,2}(?:是|系|为)?(?:我|你|他|她|本人|我老公|我老婆|我先生|我太太|家里|客户)?的?(?:手机|电话|手提|号码)"
    r"|[,，\s]{0,2}(?:请|麻烦)?(?:改)?(?:打这|打给|打来|打呢个|call|联系|联络)",
    re.IGNORECASE,
)
NEAR = 16
"""So near a word must stand to deny that a number of a telling shape is a phone."""
DIGITS = range(9, 13)
"""How many digits a national number with its leading zero has."""


def phones(page: Page) -> Iterator[PersonalData]:
    """Numbers of a telling shape, and plain ones after a word such as "call" or 電話; free hotlines stay."""
    yield from (place("phone", match) for match in _IN_CHINESE.finditer(page.simplified))
    yield from (place("phone", match) for match in _IN_WORDS.finditer(page.folded))
    if sum(map(str.isdigit, page.folded)) < 7:
        return
    for found in _in_digits(page):
        extension = _EXTENSION.match(page.simplified, found.end)
        yield PersonalData("phone", found.start, extension.end() if extension else found.end)


def _in_digits(page: Page) -> Iterator[PersonalData]:
    for match in _INTERNATIONAL.finditer(page.folded):
        end = match.start() + _valid_length(match.group())
        told = match.group().startswith("+") or cue(page, match.start(), end) != "order"
        if end > match.start() and told:
            yield PersonalData("phone", match.start(), end)
    for pattern in _SURE:
        for match in pattern.finditer(page.folded):
            said = cue(page, match.start(), match.end(), NEAR)
            if _plausible(match.group()) and (
                said not in ("order", "card", "account") or _is_told(page, match, said)
            ):
                yield place("phone", match)
    for match in _WITH_CUE.finditer(page.folded):
        if cue(page, match.start(), match.end()) == "phone" and not _is_other(match.group()):
            yield place("phone", match)
    for pattern, group in ((_ALONE, 1), (_BY_DIGITS, 0)):
        yield from (place("phone", match, group) for match in pattern.finditer(page.folded))
    if page.language == "zh-Hant":
        for match in _HONG_KONG_SPACED.finditer(page.folded):
            if cue(page, match.start(), match.end()) in ("none", "phone"):
                yield place("phone", match)


def _is_told(page: Page, match: re.Match[str], said: str) -> bool:
    """Whether a number behind "order" is a phone all the same: "order: 07700 900461, ask for my husband".

    It stands right behind the sign of a label and is grouped as phones are, or what follows calls it one.
    """
    if re.search(r"\d{3,}\s?[,，;；]\s?$", page.before(match.start(), NEAR)):
        # Another number has taken the word: 单号后四位8821,15822017643.
        return said == "order"
    label = _LABEL.search(page.simplified, max(0, match.start() - 12), match.start())
    grouped = re.search(r"\d[ -]\d", match.group()) and label
    return said == "order" and bool(grouped or _CALLED.match(page.simplified, match.end()))


def _plausible(written: str) -> bool:
    digits = sum(map(str.isdigit, written))
    return not _is_other(written) and (not written.lstrip("(").startswith("0") or digits in DIGITS)


def _is_other(written: str) -> bool:
    return bool(_HOTLINE.match(written) or _DATE.match(written) or _VERSION.match(written))


def _valid_length(written: str) -> int:
    """How many characters of an international number belong to it: groups too many are cut off."""
    import phonenumbers

    candidate = written
    while candidate:
        number = "+" + candidate[2:] if candidate.startswith("00") else candidate
        try:
            parsed = phonenumbers.parse(number.replace("(0)", ""), None)
        except phonenumbers.NumberParseException:
            return 0
        if phonenumbers.is_possible_number(parsed):
            return len(candidate)
        shorter = re.sub(r"[ ().-]+\d+$", "", candidate)
        if shorter == candidate:
            return 0
        candidate = shorter
    return 0
