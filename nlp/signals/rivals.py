"""Competitors: those the owner lists, by any of their names, and others by the words of a comparison."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from nlp import lexicons
from nlp.findings import Signal
from nlp.keyphrases import pieces
from nlp.language import aligned_simplified
from nlp.signals.kinds import COMPETITOR, LIKELY, SURE

BETWEEN = re.compile(r"[,，;；、\n]")
"""What stands between two competitors of a list; ``/`` stands between two names of one."""
AROUND = 12
"""Characters on each side of a Chinese name that show where words begin and end."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_PLACE_BEFORE = re.compile(
    r"\b(?:near|opposite|behind|beside|next to|close to|outside|by)(?: the| an?)? $", re.I
)
_PLACE_AFTER = re.compile(r"^(?:附近|旁|对面|隔壁|楼下|门口|那边|站)")
_THING = re.compile(r"\bthe $", re.I)
_SHOP = re.compile(r"^ (?:app|website|site|store|shop|price|one|version|card|branch)", re.I)
_VERB = re.compile(
    r"^(?:['’]s\b| (?:has|have|is|are|does|do|sells?|charges?|delivers?|offers?|will|would|can)\b)"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?。！？\n])\W*$")


@dataclass(frozen=True)
class Rivals:
    """The owner's competitors: each with its first name and all of its names."""

    names: tuple[tuple[str, ...], ...] = field(default=())

    @staticmethod
    def parse(listed: str) -> "Rivals":
        """From a setting such as ``Amazon/亚马逊, JD/京东``."""
        companies = ([name.strip() for name in one.split("/")] for one in BETWEEN.split(listed))
        return Rivals(tuple(tuple(filter(None, names)) for names in companies if any(names)))

    def find(self, text: str, simplified: str) -> Iterator[Signal]:
        """Mentions in ``text``; ``simplified`` is as long and has Chinese in Simplified characters."""
        taken: list[tuple[int, int]] = []
        for start, end, about, sure in (*self._listed(simplified), *_compared(text, simplified)):
            if not any(start < last and first < end for first, last in taken):
                taken.append((start, end))
                yield Signal(COMPETITOR, text[start:end], start, end, sure, about)

    def _listed(self, simplified: str) -> Iterator[tuple[int, int, str, float]]:
        if self._pattern is None:
            return
        for match in self._pattern.finditer(simplified):
            written, about = match.group(), self._first[match.group().casefold()]
            if _is_company(simplified, match.start(), match.end(), written, about):
                yield match.start(), match.end(), about, SURE

    @cached_property
    def _first(self) -> dict[str, str]:
        return {aligned_simplified(name).casefold(): company[0] for company in self.names for name in company}

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        if not self.names:
            return None
        longest_first = sorted(self._first, key=len, reverse=True)
        return re.compile("|".join(_bounded(name) for name in longest_first), re.IGNORECASE)


NOBODY = Rivals()


def _bounded(name: str) -> str:
    before = r"(?<![A-Za-z0-9])" if name[0].isascii() else ""
    after = r"(?![A-Za-z0-9])" if name[-1].isascii() else ""
    return before + re.escape(name) + after


def _is_company(text: str, start: int, end: int, written: str, about: str) -> bool:
    """Whether the name names the company here, and is no part of another word, no landmark, no plain word."""
    before, after = text[max(0, start - 20) : start], text[end : end + 20]
    if _PLACE_BEFORE.search(before) or _PLACE_AFTER.search(after):
        return False
    if _HAN.search(written):
        return _is_word(text, start, end)
    if _THING.search(before) and not _SHOP.search(after):
        return False
    if written.casefold() not in lexicons.lines("english"):
        return True
    # A company that is called like a word: as written in the list, and not merely for opening a sentence.
    return written[0].isupper() and (not _SENTENCE_START.search(before) or bool(_VERB.search(after)))


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether words begin and end where the name does (北京东站 holds no 京东)."""
    begin = max(0, start - AROUND)
    edges, at = {0}, 0
    for word in pieces(text[begin : end + AROUND]):
        at += len(word)
        edges.add(at)
    return start - begin in edges and end - begin in edges


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a language speaks of another company."""

    named: re.Pattern[str]
    unnamed: re.Pattern[str]
    not_before: re.Pattern[str]


@cache
def _comparisons() -> tuple[Comparison, Comparison]:
    english, chinese = (_comparison(lexicons.table("rivals")[tongue]) for tongue in ("en", "zh"))
    return english, chinese


def _comparison(table: dict[str, Any]) -> Comparison:
    names = [one.replace("?P<name>", f"?P<name{place}>") for place, one in enumerate(table["named"])]
    return Comparison(
        re.compile("|".join(names)),
        re.compile(
            rf"\b(?:{'|'.join(table['unnamed'])})\b" if "never" in table else "|".join(table["unnamed"]), re.I
        ),
        re.compile("|".join(table["not_before"]), re.I),
    )


def _compared(text: str, simplified: str) -> Iterator[tuple[int, int, str, float]]:
    never = set(lexicons.table("rivals")["en"]["never"])
    for way in _comparisons():
        for match in way.named.finditer(simplified):
            group = match.lastgroup or 0
            name = match.group(group)
            if name.split(" ")[0] not in never:
                yield (
                    match.start(group),
                    match.end(group),
                    text[match.start(group) : match.end(group)],
                    LIKELY,
                )
        for match in way.unnamed.finditer(simplified):
            if not way.not_before.search(simplified[max(0, match.start() - 20) : match.start()]):
                yield match.start(), match.end(), "", LIKELY
