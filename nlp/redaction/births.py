"""Dates of birth: a date that a word beside it calls one."""

import re
from collections.abc import Iterator

from nlp.findings import PersonalData
from nlp.redaction.page import Page

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"(?<![\d/.-])(?:(?:19|20)\d\d\s?[-/.]\s?\d{{1,2}}\s?[-/.]\s?\d{{1,2}}"
    rf"|\d{{1,2}}\s?[-/.]\s?\d{{1,2}}\s?[-/.]\s?(?:(?:19|20)\d\d|\d\d)"
    rf"|\d{{2,3}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|(?:19|20)\d{{6}}"
    rf"|{_DAY}[\s-](?:of\s)?{_MONTH}(?:,?[\s-](?:(?:19|20)\d\d|'?\d\d))?"
    rf"|{_MONTH}\s{_DAY}(?:,?\s(?:19|20)\d\d)?"
    r"|(?:(?:公元|西元|民国)\s?)?(?:\d{2,4}|[一二三四五六七八九〇零]{2,4})\s?年\s?(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s?月"
    r"\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?[日号]?"
    r"|\d{1,2}\s?月\s?\d{1,2}\s?[日号])(?![\d/])",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:\bd\.?o\.?b\b\.?|\bdate of birth\b|\bbirth\s?(?:date|day)\b|\bb'?day\b|\bborn\b"
    r"|出生(?:年月日?|日期|于|在)?|出世(?:日期)?|生日|生辰|生于)"
    r"(?:[^\w\n]|\b(?:is|was|on|as|the|of|to)\b|[是为系:]|日期|(?:公历|阳历|农历|国历)){0,5}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s?(?:出生|出世|生的|生日|生人|生(?=[,，。.;；、\s]|$)|\(?(?:dob|date of birth|birthday)\b)",
    re.IGNORECASE,
)
_HINT = re.compile(r"birth|born|b'?day|d\.?o\.?b|出生|出世|生", re.IGNORECASE)


def births(page: Page) -> Iterator[PersonalData]:
    """Dates right after "born", "DOB", 生日 and the like, or right before 出生."""
    text = page.simplified.replace("’", "'")
    if not _HINT.search(text):
        return
    for match in _DATE.finditer(text):
        if _BEFORE.search(text, max(0, match.start() - 30), match.start()) or _AFTER.match(text, match.end()):
            yield PersonalData("birthdate", match.start(), match.start() + len(match.group().rstrip()))
