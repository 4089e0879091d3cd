"""What people are, which earful neither infers nor uses: sex, origin, faith, age, health, orientation."""

import re

from nlp.language import to_simplified

WORDS = re.compile(
    r"\b(?:religio\w*|muslim\w*|islam\w*|christian\w*|jew(?:s|ish)?|hindu\w*|buddhis\w*|church\w*|mosque\w*"
    r"|gay|lesbian\w*|bisexual\w*|transgender|lgbt\w*|queer|sexual\w*|ethnic\w*|racial|immigrant\w*|nationality"
    r"|pregnan\w*|disab\w*|diabet\w*|cancer|illness|wom[ae]n|m[ae]n|male|female|gender|elderly|pensioner\w*)\b"
    r"|宗教|穆斯林|伊斯兰|基督|天主教|犹太|佛教|信仰|同性恋|双性恋|性向|民族|种族|移民|国籍|怀孕|孕妇|残疾|残障|身障"
    r"|糖尿病|癌症|疾病|女性|男性|女人|男人|性别|老年人|老人",
    re.IGNORECASE,
)


def protected_word(text: str) -> str | None:
    """The first such word of a text, None where there is none."""
    found = WORDS.search(text if text.isascii() else to_simplified(text))
    return found.group() if found is not None else None
