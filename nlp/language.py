"""Which language and script a text is written in, and the way between the two Chinese scripts."""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from nlp import lexicons
from nlp.findings import Language

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

HAN_WEIGHT = 5.0
"""A Chinese character says about as much as an English word of this many letters."""
KANA_SHARE = 0.2
"""More kana than this among Han and kana is Japanese; Chinese texts borrow a single の at most."""
SURE = 0.3
SURE_FOREIGN = 0.9
ENOUGH_LETTERS = 6
"""Below this a text of unknown words is too short to be called English."""
RIVALS = [
    "en", "fr", "de", "es", "it", "pt", "nl", "sv", "da", "no",
    "fi", "pl", "cs", "ro", "hu", "tr", "id", "vi", "tl",
]  # fmt: skip
"""What English is told from; the model's rare languages would only steal short texts."""

_NOISE = re.compile(
    r"(?:https?://|www\.)[\x21-\x7e]+|[\w.%+-]+@[\w.-]+\.\w+|[@#]\w+|\[[A-Z]+\]"
    r"|</?[a-z][^<>\n]{0,80}>|&[a-z]+;",
    re.ASCII | re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9d]")
_BOPOMOFO = re.compile(r"[\u3105-\u312f\u31a0-\u31bf]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a]")
_OTHER = re.compile(r"[\u0370-\u1cff\u2c00-\u2dff\ua000-\uabff\uac00-\ud7af]")
_IDEOGRAPHS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x2A6E0))
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")


@dataclass(frozen=True, slots=True)
class Script:
    """Which characters and words tell Simplified from Traditional writing."""

    simplified: frozenset[str]
    traditional: frozenset[str]
    cantonese: frozenset[str]
    simplified_words: re.Pattern[str]
    traditional_words: re.Pattern[str]


def detect(text: str) -> Language:
    """The language of ``text``: the one with most letters, a Chinese character counting for five.

    Texts without letters, of other languages, or too short to tell are ``und``. A Chinese text whose
    characters are the same in both scripts is judged by its vocabulary, and is ``zh-Hans`` when that is
    silent too.
    """
    plain = _NOISE.sub(" ", text)
    if plain.isascii():
        return _latin(plain)
    han = len(_HAN.findall(plain))
    kana, other = len(_KANA.findall(plain)), len(_OTHER.findall(plain)) - len(_BOPOMOFO.findall(plain))
    latin = len(_LATIN.findall(plain))
    foreign = kana + max(other, 0)
    if kana > 1 and kana > KANA_SHARE * (han + kana):
        return "und"
    if foreign > han * HAN_WEIGHT + latin:
        return "und"
    if han and han * HAN_WEIGHT >= latin:
        return _chinese(plain)
    return _latin(plain)


def to_simplified(text: str, *, vocabulary: bool = False) -> str:
    """``text`` in Simplified characters; with ``vocabulary`` also mainland words (滑鼠 → 鼠标)."""
    return _convert(text, "tw2sp" if vocabulary else "t2s")


def to_traditional(text: str, *, vocabulary: bool = False) -> str:
    """``text`` in Traditional characters; with ``vocabulary`` also Taiwanese words (鼠标 → 滑鼠)."""
    return _convert(text, "s2twp" if vocabulary else "s2t")


def aligned_simplified(text: str) -> str:
    """``text`` in Simplified characters, one by one, so that offsets hold in both.

    Without the phrases of `to_simplified`, which would also turn names into words (沈思 → 沉思).
    """
    return text if text.isascii() else text.translate(_singles())


def _latin(text: str) -> Language:
    words = _WORD.findall(text.lower().replace("’", "'"))
    letters = sum(map(len, words))
    if not letters:
        return "und"
    known = sum(word in lexicons.lines("english") for word in words)
    language, probability = _identifier().classify(text.lower())
    if language == "en":
        return "en" if known or (probability > SURE and letters >= ENOUGH_LETTERS) else "und"
    trusted = 2 * known >= len(words)
    return "en" if trusted and probability < SURE_FOREIGN else "und"


def _chinese(text: str) -> Language:
    script = _script()
    simplified = sum(character in script.simplified for character in text)
    traditional = sum(character in script.traditional for character in text)
    if simplified != traditional:
        return "zh-Hans" if simplified > traditional else "zh-Hant"
    if any(character in script.cantonese for character in text) or _BOPOMOFO.search(text):
        return "zh-Hant"
    simplified, traditional = (
        len(words.findall(text)) for words in (script.simplified_words, script.traditional_words)
    )
    return "zh-Hant" if traditional > simplified else "zh-Hans"


@cache
def _singles() -> dict[int, str]:
    every = (chr(point) for start, end in _IDEOGRAPHS for point in range(start, end))
    pairs = ((character, to_simplified(character)) for character in every)
    return {ord(old): new for old, new in pairs if old != new and len(new) == 1}


@cache
def _script() -> Script:
    hints = lexicons.table("language")
    every = [chr(point) for start, end in _IDEOGRAPHS for point in range(start, end)]
    traditional = {character for character in every if to_simplified(character) != character}
    changed = {character for character in every if to_traditional(character) != character}
    return Script(
        simplified=frozenset(changed - traditional - set(hints["shared"])),
        traditional=frozenset(traditional - set(hints["shared"])),
        cantonese=frozenset(hints["cantonese"]),
        simplified_words=re.compile("|".join(map(re.escape, hints["simplified"]))),
        traditional_words=re.compile("|".join(map(re.escape, hints["traditional"])) + "|[「」『』]"),
    )


def _convert(text: str, way: str) -> str:
    if text.isascii():
        return text
    return str(_converter(way).convert(_SURROGATE.sub("\ufffd", text)))


@cache
def _converter(way: str) -> Any:  # opencc ships no types
    import opencc

    return opencc.OpenCC(way)


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(RIVALS)
    return identifier
