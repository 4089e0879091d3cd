"""The catalogue ``understanding`` as patterns: which words speak for which intent, measure or channel."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bot.answers.understand.numerals import NUMBER
from bot.answers.understand.speech import normal
from prompts import LANGUAGES, read

TASK = "understanding"
USUAL_WEIGHT = 2.0
FEW = ".{0,14}?"
"""What ``~`` in a pattern stands for."""

_BOUND = "(?:(?<![a-z0-9])|(?![a-z0-9]))(?:%s)(?:(?![a-z0-9])|(?<![a-z0-9]))"
"""Latin letters and digits are matched as whole words, in Chinese sentences too."""
_LATIN = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern over normalised text, and how strongly it speaks."""

    pattern: re.Pattern[str]
    written: str
    """The pattern as the catalogue has it, normalised."""
    weight: float
    language: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a cue's word was found: half-open range into the speech."""

    name: str
    start: int
    end: int
    weight: float
    number: str | None = None


@cache
def cues(slot: str) -> Mapping[str, tuple[Cue, ...]]:
    """All patterns of a table of the catalogue, by name; the three languages together."""
    found: dict[str, tuple[Cue, ...]] = {}
    for language in LANGUAGES:
        for key, text in read(TASK, language).sentences.items():
            if key.startswith(f"{slot}."):
                name = key.removeprefix(f"{slot}.")
                found[name] = found.get(name, ()) + tuple(_parse(text, language))
    return found


def sightings(slot: str, plain: str) -> tuple[Sighting, ...]:
    """Every cue of ``slot`` that occurs in ``plain``; the same words count once."""
    found: dict[tuple[str, int, int], Sighting] = {}
    for name, group in cues(slot).items():
        for cue in group:
            match = cue.pattern.search(plain)
            if match:
                sighting = Sighting(name, match.start(), match.end(), cue.weight, _number(match))
                key = (name, match.start(), match.end())
                found[key] = max(found.get(key, sighting), sighting, key=lambda one: one.weight)
    return tuple(found.values())


def compiled(pattern: str) -> re.Pattern[str]:
    """A catalogue's pattern made to fit normalised speech."""
    written = spelled(pattern)
    for name in ("number", "number2"):
        written = written.replace("#", f"(?P<{name}>{NUMBER})", 1)
    return re.compile(_BOUND % written)


def spelled(pattern: str) -> str:
    """The pattern normalised, with "~" spelled out."""
    return normal_pattern(pattern).replace("~", FEW)


def normal_pattern(pattern: str) -> str:
    r"""The pattern in Simplified characters; escapes such as ``\d`` stay as they are."""
    return "".join(part if part.isascii() else normal(part) for part in re.split(r"([ -~]+)", pattern))


def _parse(text: str, language: str) -> Iterator[Cue]:
    for line in filter(None, (line.strip() for line in text.splitlines())):
        head, _, rest = line.partition(" ")
        weighted = len(head) == 1 and head.isdigit() and rest
        pattern = rest if weighted else line
        weight = float(head) if weighted else USUAL_WEIGHT
        yield Cue(compiled(pattern), spelled(pattern), weight, language)


def _number(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    return groups.get("number") or groups.get("number2")
