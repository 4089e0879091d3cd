"""Number plates of vehicles: those of the mainland by their shape, others after a word that announces one."""

import re
from collections.abc import Iterator

from nlp.findings import PersonalData
from nlp.redaction.page import Page, place

_MAINLAND = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-Z][·.\-\s]?(?=[A-Z]{0,4}\d)"
    r"[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])"
)
_CUE = re.compile(
    r"(?:\b(?:license|licence|number|car|reg(?:istration)?|vehicle)\s?plate\b|\bplates?\b"
    r"|\bregistration\b(?! code| form)"
    r"|\b(?:car|vehicle|van|my|the|your) reg\b|\breg (?:no|number|is)\b|\breg\b|\bvrm\b|\bplate no\b"
    r"|车牌|车号|牌照|车籍)"
    r"[^A-Za-z0-9。！？\n]{0,4}(?:(?:is|was|no\.?|number|号码?|系|是)[^A-Za-z0-9。！？\n]{1,3}){0,2}$",
    re.IGNORECASE,
)
_SHAPE = re.compile(
    r"(?<![A-Za-z0-9-])(?=[A-Z0-9 -]*\d)(?=[A-Z0-9 -]*[A-Z])"
    r"[A-Z0-9]{1,4}(?:[ -]?[A-Z0-9]{2,5})?(?![A-Za-z0-9])"
)
SHORTEST = 4


def plates(page: Page) -> Iterator[PersonalData]:
    """Plates such as 沪A·D8F32, and "LD19 KXR" after "reg" or 車牌; given as ids."""
    text = page.simplified
    if not text.isascii():
        yield from (place("id", match) for match in _MAINLAND.finditer(text))
    if not re.search(r"plate|reg|vrm|车|牌照", text, re.IGNORECASE):
        return
    for match in _SHAPE.finditer(text):
        if len(match.group()) >= SHORTEST and _CUE.search(text, max(0, match.start() - 30), match.start()):
            yield place("id", match)
