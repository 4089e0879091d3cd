"""What a question is about, in the asker's own words: ``the kettle``, ``包装``."""

import re
from functools import cache

from bot.answers.understand.cues import TASK, compiled
from bot.answers.understand.speech import HOLE, Speech, normal
from prompts import read

LONGEST = 60

_EDGE = re.compile(r"^[\s\x00,.;:!?，。？！、~'\"“”‘’「」()]+|[\s\x00,.;:!?，。？！、~'\"“”‘’「」()]+$")
_QUOTED = re.compile(r"[\"“「『](?P<topic>[^\"”」』]{2,60})[\"”」』]")
_WORDS = re.compile(r"[a-z0-9][a-z0-9'&-]*")


def read_topic(speech: Speech, table: str = "topic.patterns") -> str | None:
    """The words spoken about, as they were written, or None when the question names nothing in particular."""
    for start, end in _places(speech.plain, table):
        trimmed = _trim(speech.plain, start, end)
        if trimmed:
            return speech.original[trimmed[0] : trimmed[1]]
    return None


def quoted_topic(speech: Speech) -> str | None:
    """What stands in quotation marks, as it was written."""
    quoted = _QUOTED.search(speech.plain)
    return speech.original[slice(*quoted.span("topic"))].strip() if quoted else None


def bare_topic(speech: Speech) -> str | None:
    """A question that is nothing but a topic: a few words, none of them explained."""
    trimmed = _trim(speech.plain, 0, len(speech.plain))
    if trimmed is None or trimmed[1] - trimmed[0] > LONGEST // 2:
        return None
    return speech.original[trimmed[0] : trimmed[1]]


def _places(plain: str, table: str) -> list[tuple[int, int]]:
    quoted = _QUOTED.search(plain)
    found = [quoted.span("topic")] if quoted else []
    for pattern in _patterns(table):
        match = pattern.search(plain)
        if match:
            found.append(match.span("topic"))
    return found


def _trim(plain: str, start: int, end: int) -> tuple[int, int] | None:
    """Take stop words off both ends until none is left; what lies behind a hole is another part."""
    # The longest stretch without a hole is what was spoken about.
    parts = [
        (match.start() + start, match.end() + start)
        for match in re.finditer(rf"[^{HOLE}]+", plain[start:end])
    ]
    trimmed = [part for part in (_strip(plain, *part) for part in parts) if part[1] - part[0] > 1]
    if not trimmed:
        return None
    start, end = max(trimmed, key=lambda part: part[1] - part[0])
    return (start, end) if end - start <= LONGEST else None


def _strip(plain: str, start: int, end: int) -> tuple[int, int]:
    while start < end:
        part = plain[start:end]
        left, right = _leading(part), _trailing(part)
        if not left and not right:
            break
        start, end = start + left, max(start + left, end - right)
    return start, end


def _leading(part: str) -> int:
    edge = _EDGE.match(part)
    if edge and edge.start() == 0 and edge.end():
        return edge.end()
    word = _WORDS.match(part)
    if word:
        return word.end() if word.group() in _english() else 0
    found = _chinese_start().match(part)
    return found.end() if found else 0


def _trailing(part: str) -> int:
    edges = [edge for edge in _EDGE.finditer(part) if edge.end() == len(part)]
    if edges:
        return len(part) - edges[0].start()
    words = list(_WORDS.finditer(part))
    if words and words[-1].end() == len(part):
        return len(words[-1].group()) if words[-1].group() in _english() else 0
    found = _chinese_end().search(part)
    return len(part) - found.start() if found else 0


@cache
def _patterns(table: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        compiled(line.strip())
        for language in ("en", "zh-Hans", "zh-Hant")
        for line in read(TASK, language).say(table).splitlines()
        if line.strip()
    )


@cache
def _english() -> frozenset[str]:
    return frozenset(
        word for entry in read(TASK, "en").say("topic.stop").split("|") for word in entry.split()
    )


def _chinese(particles: str) -> str:
    both = (read(TASK, language).say("topic.stop").split("|") for language in ("zh-Hans", "zh-Hant"))
    every = {normal(word) for words in both for word in words if len(word) > 1} | set(particles)
    return "|".join(re.escape(word) for word in sorted(every, key=len, reverse=True))


@cache
def _chinese_start() -> re.Pattern[str]:
    return re.compile(_chinese("的嘅了在都是把对"))


@cache
def _chinese_end() -> re.Pattern[str]:
    return re.compile(f"(?:{_chinese('的了吗呢啊呀上里吧嘛都很不有嘅')})$")
