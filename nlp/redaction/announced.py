"""Whether words around a name leave no doubt that it is one."""

import re
from functools import cache

from nlp import lexicons
from nlp.findings import PersonalData
from nlp.redaction.page import Page

_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\b\.?\s")
_CUE = re.compile(
    r"\bmy (?:full |first |last |given |maiden )?name(?:'s|’s| is|:)\s*$"
    r"|\b(?:customer|account|billing) name:?\s*$"
    r"|\bname\s*:\s*$|\baccount holder(?: is)?:?\s*$|\bcardholder\s*:?\s*$|\bunder the name(?: of)?\s*$"
)


def announced(page: Page, span: PersonalData) -> bool:
    """Whether a title opens ``span`` or a plain cue ("my name is", 收件人) stands right before it."""
    if _TITLE.match(page.folded, span.start, span.end):
        return True
    before = page.before(span.start)
    return bool(_CUE.search(before) or _chinese_cue().search(before))


@cache
def _chinese_cue() -> re.Pattern[str]:
    cues = sorted(lexicons.table("names_zh")["strong_cues"].split(), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(cues)})(?:是|叫|为|系)?\s*[:：]?\s*$")
