"""Whether words around a name leave no doubt that it is one."""

import re
from functools import cache

from nlp import lexicons
from nlp.findings import PersonalData
from nlp.redaction.likeness_chinese import likeness
from nlp.redaction.ordinary_chinese import ordinary_words
from nlp.redaction.page import Page

_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\b\.?\s")
_TITLES = (
    "(?:主治|副)?(?:医师|医生|护理师|护士|护理长|护士长|院长|主任|教授|药师|先生|小姐|女士|师傅|经理|店长|律师"
    "|警官|教练|督导|专员)"
)
_ALSO_WORDS = "钱白谢任方于时左都向高连成明全何常金万水马石古安温单黄包牛花蓝梅季喻夏费丁田关曾管段路项卓华龙"
"""Surnames that are as often words, alone or at the end of one."""
LIKELY = 0.0
"""So much a given name between surname and title must look like one."""
_CUE = re.compile(
    r"\bmy (?:full |first |last |given |maiden )?name(?:'s|’s| is|:)\s*$"
    r"|\b(?:customer|account|billing) name:?\s*$"
    r"|\bname\s*:\s*$|\baccount holder(?: is)?:?\s*$|\bcardholder\s*:?\s*$|\bunder the name(?: of)?\s*$"
)


def announced(page: Page, span: PersonalData) -> bool:
    """Whether a title makes ``span`` a name, or a plain cue ("my name is", 收件人) stands right before it."""
    if _TITLE.match(page.folded, span.start, span.end):
        return True
    if (match := _titled().fullmatch(page.simplified, span.start, span.end)) and _is_given(match["given"]):
        return True
    before = page.before(span.start)
    return bool(_CUE.search(before) or _chinese_cue().search(before))


def _is_given(letters: str) -> bool:
    return not letters or (likeness().given(letters) > LIKELY and letters not in ordinary_words())


@cache
def _titled() -> re.Pattern[str]:
    """A usual surname that is no word, perhaps a given name, and the title of a trade or of courtesy."""
    names = lexicons.table("names_zh")
    usual = "".join(sorted({*"".join(names["common"].split())} - {*_ALSO_WORDS}))
    return re.compile(rf"(?:{'|'.join(names['compound'].split())}|[{usual}])(?P<given>\S{{2}}|)(?:{_TITLES})")


@cache
def _chinese_cue() -> re.Pattern[str]:
    cues = sorted(lexicons.table("names_zh")["strong_cues"].split(), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(cues)})(?:是|叫|为|系)?\s*[:：]?\s*$")
