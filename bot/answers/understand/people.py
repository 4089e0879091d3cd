"""Which customers a question names: by id, mail, phone or handle, or by a name among other words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice

from bot.answers.question import Candidate
from bot.answers.understand.cues import FEW, TASK, cues
from bot.answers.understand.knowledge import Knowledge
from bot.answers.understand.speech import HOLE, Speech, normal
from nlp import lexicons
from prompts import read

SURE = 0.89
"""From this score on a mention means somebody, whatever the question is about."""
LIKELY = 0.6
"""From this score on it does where the question asks about somebody."""
CLEAR_LEAD = 0.06
"""A best match is the one meant when it is this much better than the second."""
MOST_TRIES = 6
LONGEST_NAME = 4
SHORT_HAN = 2
"""Fewer Chinese characters than this are never a name."""

_HANDLES = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        r"(?<![\w@])@\w[\w.]*\w",
        r"(?:(?<![\w-])(?:customer|client|user|account)|客户|顾客|用户|会员|客人)"
        r"\s*(?:id|no\.?|number|编号|号)?\s*[#:]?\s*(?P<id>[a-z]*[-_]?\d[\w-]*)",
        r"\+\d[\d\s()-]{6,}\d|(?<![\w-])\d[\d\s()-]{7,}\d(?![\w-])",
        r"(?<![\w.@-])[a-z]+[-_]?\d[\w-]*(?![\w-])",
        r"(?<![\w.@-])[a-z0-9]+(?:_[a-z0-9]+)+(?![\w-])",
        r"(?<![\w.-])#?(?P<id>\d{4,12})(?![\w.-])",
    )
)
_AROUND_NAMES: Mapping[str, tuple[str, ...]] = {
    "intent": ("customer", "customer_action", "at_risk", "complaints", "opinions", "segments", "themes"),
    "focus": ("members", "who"),
    "pronoun": ("customer", "also"),
    "measure": ("orders", "sentiment", "nps", "csat"),
    "spoken": (),
    "signal": (),
    "emotion": (),
}
PARTICLES = "的了吗呢啊呀是在很都吧给对嘅喺系咗"
"""Single characters that end or begin a word beside a name, and seldom stand in one."""

_DATE = re.compile(r"(?:19|20)\d\d(?:[-/.]\d\d?){0,2}|q[1-4]|[a-z]{3,9}\d{0,2}")
_HAN_RUN = re.compile(r"[\u3400-\u9fff·]{2,}")
_LATIN_RUN = re.compile(
    r"[a-z\u00e0-\u024f][a-z\u00e0-\u024f'’.-]*(?: [a-z\u00e0-\u024f][a-z\u00e0-\u024f'’.-]*)*"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """The words that name somebody, and whom they may mean, best first."""

    words: str
    candidates: tuple[Candidate, ...]
    speech: Speech
    handle: bool = False
    """Named by id, mail, phone or handle, so that nobody found means that there is nobody."""

    @property
    def certain(self) -> bool:
        """Whether one customer clearly fits best."""
        first, *others = self.candidates or (None,)
        return first is not None and all(other.score + CLEAR_LEAD < first.score for other in others)


def find_handle(speech: Speech, knowledge: Knowledge) -> Mention | None:
    """A customer named by id, mail, phone or handle."""
    missing: Mention | None = None
    for pattern in _HANDLES:
        for match in pattern.finditer(speech.plain):
            start, end = match.span("id" if "id" in pattern.groupindex else 0)
            words = speech.original[start:end].strip()
            if _DATE.fullmatch(words.lower()) and not pattern.groupindex:
                continue
            candidates = _exact(knowledge.find(words))
            mention = Mention(words, candidates, speech.without(start, end), handle=True)
            if candidates:
                return mention
            if missing is None and _unmistakable(pattern, words):
                missing = mention
    return missing


def find_name(speech: Speech, knowledge: Knowledge, *, asked: bool) -> Mention | None:
    """A customer named among other words; ``asked``: the question asks about somebody."""
    best: Mention | None = None
    for words, start in _runs(speech):
        candidates = knowledge.find(speech.original[start : start + len(words)])
        wanted = LIKELY if asked else SURE
        good = tuple(
            one for one in candidates if one.score >= wanted and _plausible(words, one, speech, start, asked)
        )
        if good and (best is None or good[0].score > best.candidates[0].score):
            best = Mention(
                speech.original[start : start + len(words)], good, speech.without(start, start + len(words))
            )
        if best and best.candidates[0].score >= 1.0:
            break
    return best


def stranger(speech: Speech, *, full: bool = False) -> Mention | None:
    """What looks like the name of somebody, though nobody has it: unknown words with capitals.

    With ``full`` it takes two of them.
    """
    for words, start in _latin_runs(speech):
        written = speech.original[start : start + len(words)]
        if all(word[:1].isupper() for word in written.split()) and (not full or " " in written):
            return Mention(written, (), speech.without(start, start + len(words)))
    return None


def _exact(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Those who have the very handle; near ones only where nobody has it."""
    best = tuple(one for one in candidates if one.score >= 1.0)
    return best or tuple(one for one in candidates if one.score >= SURE)


def _unmistakable(pattern: re.Pattern[str], words: str) -> bool:
    return pattern in _HANDLES[:3] or (pattern is _HANDLES[3] and not _DATE.fullmatch(words))


def _plausible(words: str, candidate: Candidate, speech: Speech, start: int, asked: bool) -> bool:
    """A single Latin word must look like a name; a short Chinese one must be nearly the name."""
    if not words.isascii():
        return candidate.score >= SURE or (asked and len(words) >= SHORT_HAN)
    if " " in words or candidate.score >= 1.0:
        return candidate.score >= (0.75 if asked else SURE)
    return speech.original[start].isupper() or (asked and candidate.score >= SURE)


def _runs(speech: Speech) -> Iterator[tuple[str, int]]:
    """Stretches of words that no cue and no everyday word explains; the likeliest names first."""
    yield from islice(chain(_latin_runs(speech), _han_runs(speech)), MOST_TRIES)


def _latin_runs(speech: Speech) -> Iterator[tuple[str, int]]:
    common = _common_words()
    plain = re.sub(r"'s\b", HOLE * 2, speech.plain)
    for match in _LATIN_RUN.finditer(plain):
        words = match.group().split(" ")
        starts = [match.start() + len(" ".join(words[:place])) + (place > 0) for place in range(len(words))]
        unknown = [word.strip(".'") not in common for word in words]
        # A capital inside a sentence makes a name of a common word such as Grace.
        unknown = [
            new or (at > 0 and speech.original[at].isupper() and len(word) > 2)
            for new, at, word in zip(unknown, starts, words, strict=True)
        ]
        place = 0
        while place < len(words):
            stop = place
            while stop < len(words) and unknown[stop]:
                stop += 1
            if stop > place:
                capitals = _capitals(speech.original, starts[place:stop])
                if 0 < capitals < stop - place:
                    yield " ".join(words[place : place + capitals]).rstrip(".'-"), starts[place]
                yield " ".join(words[place:stop]).rstrip(".'-"), starts[place]
            place = stop + 1


def _capitals(original: str, starts: list[int]) -> int:
    """How many words at the beginning of a run are written with a capital."""
    return next((count for count, at in enumerate(starts) if not original[at].isupper()), len(starts))


def _han_runs(speech: Speech) -> Iterator[tuple[str, int]]:
    plain = speech.plain
    for pattern in _explained():
        plain = pattern.sub(lambda match: HOLE * len(match.group()), plain)
    runs = [(match.group(), match.start()) for match in _HAN_RUN.finditer(plain)]
    # Names have two to four characters.
    runs.sort(key=lambda run: (not 2 <= len(run[0]) <= 4, run[1]))
    for run, start in runs:
        if len(run) <= LONGEST_NAME:
            yield run, start
        else:
            # A name is said first: what follows it is a word that nothing explains.
            yield from ((run[:length], start) for length in (3, 2))


@cache
def _explained() -> tuple[re.Pattern[str], ...]:
    """Chinese words of questions about somebody: cues first, then everyday words, longest first."""
    written = [
        cue.written
        for slot, names in _AROUND_NAMES.items()
        for name, group in cues(slot).items()
        for cue in group
        if cue.language != "en" and (name in names or not names)
    ]
    # What "~" stands for may be the name itself: only the words around it are explained.
    parts = [part for pattern in written for part in pattern.split(FEW) if _whole(part)]
    stops = {word for language in ("zh-Hans", "zh-Hant") for word in _stops(language) if len(word) > 1}
    everyday = "|".join(map(re.escape, sorted(stops, key=len, reverse=True)))
    return (*map(re.compile, parts), re.compile(f"{everyday}|[{PARTICLES}]"))


def _whole(part: str) -> bool:
    """Whether a part of a pattern is a pattern of its own."""
    return bool(part) and part.count("(") == part.count(")") and part[0] not in "?*+"


def _stops(language: str) -> frozenset[str]:
    return frozenset(normal(word) for word in read(TASK, language).say("topic.stop").split("|"))


@cache
def _common_words() -> frozenset[str]:
    """English words that are no names: the everyday ones and those of the catalogue."""
    catalogue = read(TASK, "en").sentences
    said: Iterable[str] = re.findall(r"[a-z']+", " ".join(catalogue[key] for key in sorted(catalogue)))
    return lexicons.lines("english") | frozenset(said) | _stops("en")
