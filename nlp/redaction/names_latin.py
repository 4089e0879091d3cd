"""Latin given names within Chinese texts: Tony老师, 個sales叫Kelvin."""

import re
from collections.abc import Iterator

from nlp import lexicons
from nlp.findings import PersonalData
from nlp.redaction.company_chinese import contexts
from nlp.redaction.gazetteer import gazetteer
from nlp.redaction.page import place

_LATIN_STAFF = re.compile(
    r"(?<![A-Za-z])((?:[A-Z][a-z]{1,11}(?:\s[A-Z][a-z]{1,11})?)(?:\s?(?:老师|先生|小姐|女士|太太|哥|姐|sir|Sir))?)(?![A-Za-z\d])(?!\s[A-Z])"
)
_AND = re.compile(r"\s?[同和跟与及、,，&]\s?")
_BEFORE_LATIN = re.compile(
    "(?:多谢|感谢|谢谢|教练|老师|设计师|导游|同事|店员|店长|客服|专员|侍应|服务员|导购|经理|阿|叫|揾|搵|找|系|是|姐|员|师|小姐|先生|嘅|位|收|给|俾|(?:接待|服务|负责|代课|当值|值班)的)\\s?$"
)


def latin_names(text: str) -> Iterator[PersonalData]:
    """Given names with a word for a trade before them, a title or the deed of a person behind them."""
    known, last = gazetteer(), -2
    for match in _LATIN_STAFF.finditer(text):
        words = match.group(1).split()
        before = text[max(0, match.start() - 4) : match.start()]
        word = re.sub("[^A-Za-z]", "", words[0].replace("Sir", "").replace("sir", "")).lower()
        told = bool(_BEFORE_LATIN.search(before)) or not words[-1].isascii()
        told = told or bool(last > 0 and _AND.fullmatch(text, last, match.start()))
        told = told or bool(contexts().behind.match(text, match.end()))
        usual = (word in known.given or word in lexicons.lines("given_names_rare")) and (
            told or (word in known.given and word not in known.ambiguous)
        )
        usual = usual or before.endswith("阿")
        if usual or re.search("[哥姐]|老师|[a-z][Ss]ir$", words[-1]):
            yield place("person", match, 1)
            last = match.end(1)
