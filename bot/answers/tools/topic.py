"""Everything said about a topic, in any language and by other words for it as well."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answers.evidence import Citation, Evidence, Fact
from bot.answers.question import Arguments, Scope
from bot.answers.toolbox import Toolbox, narrowing
from bot.answers.tools import heard
from bot.answers.tools.aspects import AspectCount, category_asked, counted
from bot.answers.tools.quotes import choose, cite
from bot.answers.tools.wording import Wording, wording
from bot.answers.understand.speech import normal
from index.ports import Hit
from index.records import ReadFeedback
from nlp.language import to_traditional
from nlp.synonyms import category_of

QUOTES = 4
FEW = 3
"""With fewer mentions, what is near in meaning is quoted as well."""
NEAR = {"en": 0.84, "zh": 0.872}
"""Cosine similarity from which a text is near in meaning, by the topic's writing: with the shipped encoder
topics that nobody speaks of reach 0.81 and 0.866."""
HITS = 30
THEMES = 3
OTHER_WORDS = 3
MOST_MATCHES = 2000
"""Mentions that are read in a large store; beyond, "at least" is said."""
FEELINGS = ("negative", "neutral", "positive")


@dataclass(frozen=True)
class TopicEvidence(Evidence):
    """Mentions of a topic by feeling, the themes they belong to, and quotes."""

    topic: str = ""
    others: tuple[str, ...] = ()
    """Other words by which it was spoken of, most frequent first."""
    total: int = 0
    unread: int = 0
    themes: tuple[tuple[str, int], ...] = ()
    near: tuple[Citation, ...] = ()
    """Quotes that speak of something near in meaning only."""
    capped: bool = False
    aspect: AspectCount | None = None
    """How the topic is judged where it is a whole category."""


@dataclass(frozen=True, slots=True)
class _Mention:
    """A text that speaks of the topic: by its own words, and by which other word."""

    read: ReadFeedback
    own: bool
    other: str | None
    feeling: str
    """Of the topic itself where the text's aspects tell it, else of the whole text."""


def about(arguments: Arguments, toolbox: Toolbox, as_of: datetime, language: str) -> TopicEvidence:
    """What is said about ``arguments.topic``: counted where it is mentioned, quoted by relevance."""
    assert arguments.topic is not None
    scope = replace(arguments.scope, theme=None)
    sought = wording(arguments.topic)
    found, capped = _matching(sought, replace(scope, label=None), toolbox, as_of)
    matching = [one.read for one in found]
    hits = toolbox.search.find(arguments.topic, narrowing(scope, as_of), HITS)
    limit = arguments.limit or QUOTES
    others = _others(found, language)
    quotes = _quotes(found, hits, scope, sought, others, limit, language)
    near = _near(hits, matching, arguments.topic, limit) if len(matching) < FEW else ()
    people = heard.own(scope, toolbox, as_of)
    near = tuple(one for one in near if people is None or one.feedback.customer_id in people)
    counts = Counter(one.feeling for one in found)
    name = {"negative": "complaints", "positive": "praise"}.get(scope.label or "", "feedback_found")
    wanted = counts[scope.label] if scope.label else len(matching)
    themes = _themes(
        [one.read for one in found if scope.label in (None, one.feeling)], toolbox, as_of, language
    )
    nearby = tuple(cite(one) for one in near)
    category = category_asked(arguments.topic, toolbox)
    judged = next((one for one in counted(matching) if one.category == category), None)
    return TopicEvidence(
        facts=(
            Fact("feedback", len(matching)),
            Fact(name, wanted),
            *(Fact(feeling, counts[feeling]) for feeling in FEELINGS),
            *(Fact(f"theme:{theme}", size) for theme, size in themes),
        ),
        quotes=(*quotes, *nearby),
        topic=arguments.topic,
        others=others,
        total=len(matching),
        unread=counts["unread"],
        themes=themes,
        near=nearby,
        capped=capped,
        aspect=judged,
    )


def _matching(
    sought: Wording, scope: Scope, toolbox: Toolbox, as_of: datetime
) -> tuple[list[_Mention], bool]:
    """What mentions the topic, newest first, and whether there may be more."""
    bounds, people = narrowing(scope, as_of), heard.own(scope, toolbox, as_of)
    kept = toolbox.book.heard(toolbox.store, as_of)
    if kept is not None:
        pairs = zip(kept.found, kept.plain, strict=True)
        found = [pair for pair in pairs if sought.holds(pair[1]) and heard.within(pair[0], bounds)]
    else:
        ids = toolbox.store.said.by_words(sought.sought, bounds, limit=MOST_MATCHES)
        read = toolbox.store.said.get(ids)
        found = [(one, plain) for one in read if sought.holds(plain := normal(one.feedback.text))]
    own = [
        _Mention(one, sought.own_in(plain), sought.other_in(plain), _feeling(one, sought))
        for one, plain in found
        if one.feedback.duplicate_of is None and (people is None or one.feedback.customer_id in people)
    ]
    return own, kept is None and len(ids) >= MOST_MATCHES


def _quotes(
    found: Sequence[_Mention],
    hits: Sequence[Hit],
    scope: Scope,
    sought: Wording,
    others: Sequence[str],
    limit: int,
    language: str,
) -> tuple[Citation, ...]:
    """The most relevant mentions of the asked feeling; without one, of each feeling by its share."""
    matching = [one.read for one in found]
    counts = Counter(one.feeling for one in found)
    ids = {one.feedback.id for one in matching}
    relevant = [hit.found for hit in hits if hit.found.feedback.id in ids]
    known = {one.feedback.id for one in relevant}
    rest = [one for one in matching if one.feedback.id not in known]
    words = tuple(dict.fromkeys(map(normal, (sought.topic, *others))))
    labels = [scope.label] if scope.label else sorted(counts, key=lambda label: -counts[label])
    chosen: list[Citation] = []
    for label in labels:
        share = limit if scope.label else max(1, round(limit * counts[label] / len(matching)))
        best = choose(relevant, share, label=label, words=words, language=language, only=True)
        if len(best) < share:
            best = choose([*relevant, *rest], share, label=label, words=words, language=language, only=True)
        chosen += best
    return tuple(chosen[:limit])


def _near(
    hits: Sequence[Hit], matching: Sequence[ReadFeedback], topic: str, limit: int
) -> tuple[ReadFeedback, ...]:
    floor = NEAR["en" if topic.isascii() else "zh"]
    ids = {one.feedback.id for one in matching}
    found = [
        hit.found
        for hit in hits
        if hit.found.feedback.id not in ids and hit.similarity is not None and hit.similarity >= floor
    ]
    return tuple(found[: max(limit - len(matching), 0)])


def _others(found: Sequence[_Mention], language: str) -> tuple[str, ...]:
    """The other words that brought most, those of the asker's writing first."""
    counted = Counter(" ".join(one.other.split()) for one in found if one.other and not one.own)
    known = [word for word, _ in counted.most_common()]
    own = [word for word in known if word.isascii() == (language == "en")]
    shown = [*own, *(word for word in known if word not in own)][:OTHER_WORDS]
    return tuple(to_traditional(word) if language == "zh-Hant" else word for word in shown)


def _feeling(one: ReadFeedback, sought: Wording) -> str:
    """How a text speaks of what is sought: in a mixed one, praise for the vase is none for the delivery."""
    spoken = one.analysis.aspects if one.analysis else ()
    if not {"positive", "negative"} <= {aspect.sentiment for aspect in spoken}:
        return heard.label(one)
    category = category_of(sought.topic)
    meant = [one for one in spoken if one.category == category or sought.holds(normal(one.term))]
    moods = Counter(aspect.sentiment for aspect in meant)
    return max(moods, key=lambda mood: moods[mood]) if moods else heard.label(one)


def _themes(
    wanted: Sequence[ReadFeedback], toolbox: Toolbox, as_of: datetime, language: str
) -> tuple[tuple[str, int], ...]:
    named = {
        theme.id: theme.names.get(language) or theme.names.get("en", "") for theme in toolbox.themes(as_of)
    }
    counted = Counter(heard.theme(one) for one in wanted)
    return tuple((named[theme], size) for theme, size in counted.most_common() if theme in named)[:THEMES]
