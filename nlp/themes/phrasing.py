"""Phrases that name a theme: a thing with what is said about it ("card not arrived", "银行卡未收到")."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from nlp import lexicons
from nlp.findings import Language
from nlp.keyphrases import is_noun, splits, stops
from nlp.language import aligned_simplified
from nlp.redaction.page import PLACEHOLDER
from nlp.themes.generic import is_generic
from nlp.themes.glossary import CONCEPT, Concept, Mention, base, read_glossary
from nlp.themes.states import Said, State, read_states
from nlp.themes.stems import stems
from nlp.themes.terms import SPOKEN, Reader, Term

JOINT = "+"
LITERAL = "literal:"
REACH = {"en": 3, "zh": 5}
"""So many meaningful words, or Chinese characters, may stand between a thing and what is said about it."""
SHORTEST_THING = 3
OWN = frozenset(("loss", "pace", "working", "refusal", "liking", "value", "build", "play"))
"""Of the states in these tables a customer's own word may be the thing: its kind is not known."""
_CLAUSE = re.compile(r"[^.!?;,:()\[\]\n。！？；，：（）…~～]+")
_BUT = re.compile(r"\b(?:but|because|although|however|though|when|while|if)\b", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Thing:
    key: str
    surface: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Distances:
    """How far places of a clause are apart: in words that bear meaning or, without ``words``, characters."""

    clause: str
    words: tuple[int, ...] | None
    """Where they begin; found once, as a clause may be as long as its text."""

    def between(self, one: _Thing, said: Said) -> int:
        """How much stands between a thing and a state that do not overlap."""
        start, end = (one.end, said.start) if one.end <= said.start else (said.end, one.start)
        if self.words is None:
            return len(self.clause[start:end].strip())
        return bisect_left(self.words, end) - bisect_left(self.words, start)


@dataclass(frozen=True, slots=True)
class Part:
    """What a phrase is made of: its state and the key of its thing."""

    state: State
    thing: str


def phrases_of(text: str) -> tuple[Term, ...]:
    """The phrases of a text, each once, by clauses; a state goes with the thing nearest to it."""
    text = PLACEHOLDER.sub(lambda match: "." * len(match.group()), text)
    found: dict[str, Term] = {}
    for clause in _clauses(text):
        chinese = _HAN.search(clause) is not None
        simplified = aligned_simplified(clause).lower() if chinese else clause
        if len(simplified) != len(clause):
            continue
        mentions = read_glossary().mentions(clause)
        said = [one for one in _states(simplified, chinese=chinese) if not _is_inside(one, mentions)]
        if not said:
            continue
        things = list(_things(clause, simplified, mentions, chinese=chinese))
        words = None if chinese else tuple(word.start for word in stems(clause))
        for one in said:
            thing = _nearest(one, things, _Distances(clause, words))
            if thing is not None and not _repeats(one.state, thing.surface):
                key = _key(one.state, thing.key)
                found.setdefault(key, Term(key, thing.surface))
    return tuple(found.values())


class PhraseReader:
    """Reads what another reader reads, and phrases with it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def language(self, row: int) -> Language:
        """The language of a text."""
        return self._reader.language(row)

    def terms(self, row: int) -> tuple[Term, ...]:
        """The terms and the phrases of a text, each once."""
        terms = self._reader.terms(row)
        known = {term.key for term in terms}
        return terms + tuple(one for one in phrases_of(self._reader.text(row)) if one.key not in known)


@cache
def concept_of(key: str) -> Concept | None:
    """The concept of a key; that of a phrase of concepts is put together. None for customers' own words."""
    known = read_glossary().concepts
    if key in known or not key.startswith(CONCEPT):
        return known.get(key)
    part = parts(key)
    if part is None:
        return None
    thing = known[part.thing]
    return Concept(key, {tongue: part.state.of(name, tongue) for tongue, name in thing.names.items()})


def parts(key: str) -> Part | None:
    """What a phrase's key is made of; None where the key is no phrase's."""
    state, joint, thing = key.removeprefix(CONCEPT).removeprefix(LITERAL).partition(JOINT)
    if not joint or state not in read_states().by_key:
        return None
    return Part(read_states().by_key[state], f"{CONCEPT}{thing}" if key.startswith(CONCEPT) else thing)


@cache
def tone_of(key: str) -> int:
    """-1, 0 or 1: how what a term says is felt."""
    part = parts(key)
    if part:
        return part.state.tone
    concept = read_glossary().concepts.get(key)
    said = read_states().in_english(concept.names["en"]) if concept else []
    return said[0].state.tone if said else 0


@cache
def is_telling(key: str) -> bool:
    """Whether a term says a thing and what about it."""
    return JOINT in key or (key in read_glossary().concepts and _is_said(key))


def _clauses(text: str) -> Iterator[str]:
    for match in _CLAUSE.finditer(text):
        yield from _BUT.split(match.group())


def _states(simplified: str, *, chinese: bool) -> list[Said]:
    return read_states().in_chinese(simplified) if chinese else read_states().in_english(simplified)


def _is_inside(said: Said, mentions: Sequence[Mention]) -> bool:
    """Whether a longer term of the glossary holds the state with its thing, and so says it itself."""
    return any(
        one.start <= said.start
        and said.end <= one.end
        and one.end - one.start > said.end - said.start
        and not _is_bare(one.concept.key)
        for one in mentions
    )


def _things(clause: str, simplified: str, mentions: Sequence[Mention], *, chinese: bool) -> Iterator[_Thing]:
    end = 0
    for mention in mentions:
        if mention.start < end:
            continue
        yield from _literals(clause, simplified, end, mention.start, chinese=chinese)
        end = mention.end
        if not _is_said(mention.concept.key):
            yield _Thing(mention.concept.key, clause[mention.start : end], mention.start, end)
    yield from _literals(clause, simplified, end, len(clause), chinese=chinese)


def _literals(clause: str, simplified: str, start: int, end: int, *, chinese: bool) -> Iterator[_Thing]:
    if not chinese:
        stop = lexicons.lines("stopwords_en")
        for word in re.finditer(r"[A-Za-z][A-Za-z'-]+", clause[start:end]):
            key = base(word.group())
            if len(key) >= SHORTEST_THING and not {word.group().lower(), key} & stop and not is_generic(key):
                yield _Thing(key, word.group(), start + word.start(), start + word.end())
        return
    place = start
    for part in splits(simplified[start:end]):
        names = is_noun(part) and part not in stops() and not is_generic(part)
        if len(part) > 1 and names and not SPOKEN.intersection(part):
            yield _Thing(part, clause[place : place + len(part)], place, place + len(part))
        place += len(part)


def _nearest(said: Said, things: Sequence[_Thing], distances: _Distances) -> _Thing | None:
    """The thing nearest to a state; what the glossary knows comes before another word as near."""
    reach = REACH["zh" if distances.words is None else "en"]
    best: tuple[int, bool, int] | None = None
    chosen = None
    for thing in things:
        if thing.start < said.end and said.start < thing.end:
            continue
        far = distances.between(thing, said)
        rank = (far - (2 if thing.key.startswith(CONCEPT) else 0), thing.start > said.start, thing.start)
        if far <= reach and (best is None or rank < best) and _suits(said.state, thing.key):
            best, chosen = rank, thing
    return chosen


def _suits(state: State, thing: str) -> bool:
    concept = read_glossary().concepts.get(thing)
    return read_states().suits(state, concept) if concept else state.table in OWN


def _repeats(state: State, thing: str) -> bool:
    """Whether the name of the state would say the thing again ("fee fee")."""
    if thing.isascii():
        return bool({one.stem for one in stems(thing)} & {*_pattern_stems(state), *state.first})
    said = set(state.patterns["zh-Hans"]) | set(state.patterns["zh-Hant"])
    return len(said & set(thing)) > 1 or thing[-1] in said


def _pattern_stems(state: State) -> list[str]:
    return [one.stem for one in stems(state.patterns["en"])]


def _key(state: State, thing: str) -> str:
    if not thing.startswith(CONCEPT):
        return f"{LITERAL}{state.key}{JOINT}{thing}"
    glossary = read_glossary()
    name = state.of(glossary.concepts[thing].names["en"], "en")
    own = glossary.english.get(tuple(base(word) for word in name.split()))
    return own.key if own else f"{CONCEPT}{state.key}{JOINT}{thing.removeprefix(CONCEPT)}"


@cache
def _is_said(key: str) -> bool:
    """Whether a glossary term is, or holds, a state and is no thing that could be in one."""
    name = read_glossary().concepts[key].names["en"]
    said = any(not one.state.is_doing for one in read_states().in_english(name))
    return said or name in read_states().never


@cache
def _is_bare(key: str) -> bool:
    """Whether a glossary term is a state alone, without a thing."""
    name = read_glossary().concepts[key].names["en"]
    return tuple(one.stem for one in stems(name)) in read_states().english
