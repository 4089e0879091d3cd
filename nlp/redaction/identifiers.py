"""Identity numbers (mainland, Hong Kong, Taiwan, Britain, United States), passports, cards, bank accounts."""

import re
from collections.abc import Iterator

from stdnum import iban, luhn
from stdnum.cn import ric

from nlp.findings import PersonalData
from nlp.redaction.cues import cue
from nlp.redaction.page import Page, place

_START, _END = r"(?<![A-Za-z0-9])(?<![A-Za-z0-9][-_/.#])", r"(?![A-Za-z0-9])(?![-.]\d)"
_MAINLAND = re.compile(
    rf"{_START}[1-9]\d{{5}}[ -]?(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?\d{{3}}[\dXx]{_END}"
)
_HONG_KONG = re.compile(
    rf"(?:{_START}|(?<=HKID))([A-Z]{{1,2}})\s?(\d{{6}})\s?(\(\s?[0-9A]\s?\)|[0-9A]){_END}", re.IGNORECASE
)
_TAIWAN = re.compile(rf"{_START}[A-Z][1289A-D]\d{{8}}{_END}", re.IGNORECASE)
_BRITISH = re.compile(
    rf"{_START}(?!BG|GB|NK|KN|TN|NT"
    rf"|ZZ)(?:QQ|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])[\s-]?\d\d[\s-]?\d\d[\s-]?\d\d[\s-]?[A-D]{_END}",
    re.IGNORECASE,
)
_BRITISH_LICENCE = re.compile(
    rf"{_START}(?=[A-Z]{{2}})[A-Z9]{{5}}\d[0156]\d[0-3]\d\d[A-Z9]{{2}}[A-Z0-9]{{3}}{_END}"
)
_LICENCE = re.compile(
    r"\b(?i:licen[cs]e(?: (?:no|number))?(?: is)?)\W{0,3}"
    r"((?:[A-Z]\d{2,4}(?:[ -]\d{3,5}){1,3}|(?=(?:[A-Z -]*\d){6})[A-Z]{5}(?:[ -][A-Z0-9]{2,6}){2,5}))"
    r"(?![A-Za-z0-9])"
)
"""Written in groups behind its name: in America a letter and figures, in Britain five letters first. Keys of
software look otherwise."""
_AMERICAN = re.compile(rf"{_START}(?!000|666|9)\d{{3}}([- ])(?!00)\d\d\1(?!0000)\d{{4}}{_END}")
_DOCUMENT = re.compile(rf"{_START}(?=(?:[A-Z]*\d){{6}})[A-Z0-9]{{6,18}}(?:\([0-9A]\))?{_END}", re.IGNORECASE)
_SPACED_DOCUMENT = re.compile(
    rf"{_START}(?:\d{{3}}[ -]\d{{3}}[ -]\d{{4}}|[A-Z]{{1,2}}\d{{2,4}}(?:[ -]\d{{3,6}}){{1,3}}){_END}"
)
_MOBILE = re.compile(r"1[3-9]\d{9}")
"""On the mainland; it often stands behind an identity number."""
_FOURS = re.compile(
    rf"{_START}3[47]\d\d([ .-])\d{{6}}\1\d{{5}}{_END}"
    rf"|{_START}(?:4|5[1-5]|62|35)\d{{2,3}}(?<=\d{{4}})([ .-])\d{{4}}\2\d{{4}}\2\d{{4}}(?:\2\d{{3}})?{_END}"
)
_CARD = re.compile(
    rf"{_START}(?:\d{{4}}[ -]\d{{6}}[ -]\d{{5}}|\d{{4}}(?:[ .-]\d{{4}}){{2,3}}(?:[ -]\d{{1,4}})?"
    rf"|\d{{12,19}}){_END}"
)
_ISSUERS = re.compile(r"4|5[0-8]|2[2-7]|3[4-7]|62|6011|65|64|81|9|6[23]")
_ACCOUNT = re.compile(rf"{_START}\d(?:[ -]?\d){{5,19}}{_END}")
_IBAN = re.compile(
    rf"{_START}[A-Z]{{2}}\d\d(?:\s?[A-Z0-9]{{4}}){{2,7}}(?:\s?[A-Z0-9]{{1,3}})?{_END}", re.IGNORECASE
)
_SORT_CODE = re.compile(rf"\b(?i:sort\s?code|s/c)\W{{0,3}}(?:is\s)?(\d\d[ -]?\d\d[ -]?\d\d){_END}")
_SORTED_ACCOUNT = re.compile(rf"{_START}(\d\d-\d\d-\d\d)[ ,，/]{{1,3}}(\d{{8}}){_END}")
"""A British sort code and the account behind it."""
FEWEST_DIGITS = 6
"""No identity number, card or account has fewer."""
_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"


def identities(page: Page) -> Iterator[PersonalData]:
    """Identity numbers with a right check digit, or after a word that announces one."""
    text = page.folded
    if sum(map(str.isdigit, text)) < FEWEST_DIGITS:
        return
    rules = ((_MAINLAND, _is_mainland), (_HONG_KONG, _is_hong_kong), (_TAIWAN, _is_taiwanese))
    for pattern, check in rules:
        for match in pattern.finditer(text):
            said = cue(page, match.start(), match.end())
            if said == "id" or (said != "order" and check(match)):
                yield place("id", match)
    for match in _BRITISH.finditer(text):
        if cue(page, match.start(), match.end()) != "order" and match.group().upper() == match.group():
            yield place("id", match)
    yield from (place("id", match) for match in _BRITISH_LICENCE.finditer(text))
    yield from (place("id", match, 1) for match in _LICENCE.finditer(text))
    for match in _AMERICAN.finditer(text):
        if cue(page, match.start(), match.end()) not in ("order", "phone"):
            yield place("id", match)
    for pattern in (_DOCUMENT, _SPACED_DOCUMENT):
        for match in pattern.finditer(text):
            # A list of passports may stand far behind the word.
            width = 60 if match.group()[0].isalpha() else 30
            if cue(page, match.start(), match.end(), width) == "id" and not _MOBILE.fullmatch(match.group()):
                yield place("id", match)


def cards(page: Page) -> Iterator[PersonalData]:
    """Payment cards (Luhn), IBANs, and bank accounts after a word that announces one."""
    if sum(map(str.isdigit, page.folded)) < FEWEST_DIGITS:
        return
    for match in _CARD.finditer(page.folded):
        digits = re.sub(r"\D", "", match.group())
        said = cue(page, match.start(), match.end())
        written = _is_card(digits) or _FOURS.fullmatch(match.group())
        if said in ("card", "account") or (said not in ("order", "id", "phone") and written):
            yield place("card", match)
    for match in _IBAN.finditer(page.folded):
        if iban.is_valid(match.group(), check_country=False):
            yield place("card", match)
    yield from (place("card", match, 1) for match in _SORT_CODE.finditer(page.folded))
    for match in _SORTED_ACCOUNT.finditer(page.folded):
        yield from (place("card", match, 1), place("card", match, 2))
    for match in _ACCOUNT.finditer(page.folded):
        digits = re.sub(r"\D", "", match.group())
        said = cue(page, match.start(), match.end())
        if (said == "account" and len(digits) >= 8) or (said == "card" and len(digits) >= 12):
            yield place("card", match)


def _is_card(digits: str) -> bool:
    long_enough = len(digits) in (15, 16, 17, 18, 19) or (len(digits) == 13 and digits[0] == "4")
    return long_enough and bool(_ISSUERS.match(digits)) and bool(luhn.is_valid(digits))


def _is_mainland(match: re.Match[str]) -> bool:
    number = re.sub(r"[ -]", "", match.group()).upper()
    return bool(ric.calc_check_digit(number) == number[-1])


def _is_hong_kong(match: re.Match[str]) -> bool:
    """Check digit over the letters (36 for a missing one) and digits, weights 9 to 2, modulo 11."""
    letters, digits, last = match.group(1).upper().rjust(2), match.group(2), match.group(3)
    if not last.startswith("("):
        return False
    values = [36 if letter == " " else ord(letter) - 55 for letter in letters] + [
        int(digit) for digit in digits
    ]
    rest = (11 - sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True)) % 11) % 11
    return last.strip("() ").upper() == ("A" if rest == 10 else str(rest))


def _is_taiwanese(match: re.Match[str]) -> bool:
    """Check digit of the identity number and of the resident certificate of 2021 (weights 1, 9, 8 … 1)."""
    number = match.group().upper()
    if not number[1].isdigit():
        return False
    value = 10 + _TAIWAN_LETTERS.index(number[0])
    digits = [int(digit) for digit in number[1:]]
    total = (
        value // 10
        + value % 10 * 9
        + sum(a * b for a, b in zip(digits, (8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True))
    )
    return total % 10 == 0
