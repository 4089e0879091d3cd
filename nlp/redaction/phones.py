"""Telephone numbers: mainland, Hong Kong, Taiwan, Britain, United States, and international ones."""

import re
from collections.abc import Iterator

from nlp.findings import PersonalData
from nlp.redaction.cues import cue
from nlp.redaction.page import Page, place

_START, _END = r"(?<![A-Za-z0-9+])(?<![A-Za-z0-9][-_/.#,])", r"(?![A-Za-z0-9])(?![-./,]\d)"
_INTERNATIONAL = re.compile(rf"(?<![A-Za-z0-9])(?:\+|00)\s?\(?[1-9](?:[ ().-]{{0,3}}\d){{6,14}}{_END}")
_SURE = (
    re.compile(rf"{_START}(?:86[ -]?)?1[3-9]\d(?:[ -]?\d{{4}}){{2}}{_END}"),
    re.compile(rf"{_START}1[3-9]\d[ -]\d{{3}}[ -]\d{{5}}{_END}"),
    re.compile(rf"{_START}(?:1[-. ])?(?:\([2-9]\d\d\)[ -]?|[2-9]\d\d[-.])[2-9]\d\d[-. ]\d{{4}}{_END}"),
    re.compile(
        rf"{_START}(?:\(0\d{{1,4}}\)[ -]?|0\d{{1,4}}[ -])\d{{3,4}}[ -]?\d{{3,4}}(?:[ -]\d{{3}})?{_END}"
    ),
    re.compile(rf"{_START}0\d{{3}}[ -]\d{{6}}{_END}"),
    re.compile(rf"{_START}0\d{{4}}[ -]\d{{5,6}}{_END}"),
    re.compile(
        rf"{_START}(?:09\d{{8}}|0[1-37]\d{{9}}|852[ -]?[2-9]\d{{3}}[ -]?\d{{4}}|886[ -]?9\d{{8}}){_END}"
    ),
)
_WITH_CUE = re.compile(rf"{_START}\(?\d(?:[ ().-]{{0,2}}\d){{6,14}}{_END}")
_HONG_KONG_SPACED = re.compile(rf"{_START}(?!(?:19|20)\d\d[ -](?:19|20)\d\d)[235679]\d{{3}}[ -]\d{{4}}{_END}")
_HOTLINE = re.compile(r"^(?:1[-. ]?)?\(?(?:800|888|877|866|400|0800|0808|0300)\)?[-. ]?\d")
_DATE = re.compile(r"^(?:19|20)\d\d[-. ]?(?:0?[1-9]|1[0-2])[-. ]?(?:0?[1-9]|[12]\d|3[01])$")
NEAR = 16
"""So near a word must stand to deny that a number of a telling shape is a phone."""
DIGITS = range(9, 13)
"""How many digits a national number with its leading zero has."""


def phones(page: Page) -> Iterator[PersonalData]:
    """Numbers of a telling shape, and plain ones after a word such as "call" or 電話; free hotlines stay."""
    if sum(map(str.isdigit, page.folded)) < 7:
        return
    for match in _INTERNATIONAL.finditer(page.folded):
        end = match.start() + _valid_length(match.group())
        if end > match.start() and cue(page, match.start(), end) != "order":
            yield PersonalData("phone", match.start(), end)
    for pattern in _SURE:
        for match in pattern.finditer(page.folded):
            said = cue(page, match.start(), match.end(), NEAR)
            if _plausible(match.group()) and said not in ("order", "card", "account"):
                yield place("phone", match)
    for match in _WITH_CUE.finditer(page.folded):
        if cue(page, match.start(), match.end()) == "phone" and not _is_other(match.group()):
            yield place("phone", match)
    if page.language == "zh-Hant":
        for match in _HONG_KONG_SPACED.finditer(page.folded):
            if cue(page, match.start(), match.end()) in ("none", "phone"):
                yield place("phone", match)


def _plausible(written: str) -> bool:
    digits = sum(map(str.isdigit, written))
    return not _is_other(written) and (not written.lstrip("(").startswith("0") or digits in DIGITS)


def _is_other(written: str) -> bool:
    return bool(_HOTLINE.match(written) or _DATE.match(written))


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
