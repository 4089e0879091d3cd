"""What customers say: complaints and praise, by theme, with quotes; or everything about a topic."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answers.evidence import Citation, Evidence, Fact
from bot.answers.question import Arguments, Scope
from bot.answers.toolbox import KEYWORDS, Toolbox, narrowing
from bot.answers.tools import heard
from bot.answers.tools.quotes import choose
from bot.answers.understand.speech import normal
from bot.answers.understand.stems import stem
from index.ports import Hit, ThemeCount
from index.records import Theme
from nlp.language import to_simplified, to_traditional

THEMES = 5
QUOTES = 4
NEAR = {"en": 0.84, "zh": 0.872}
"""Cosine similarity from which a text is near in meaning, by the topic's writing: with the shipped encoder
topics that nobody speaks of reach 0.81 and 0.866."""
NEWEST = 40
"""Texts of a theme among which its quote is chosen."""
MOST_MATCHES = 1000
"""Texts with the words of a topic that are counted; beyond, "at least" is said."""

_LATIN = re.compile(r"[a-z0-9]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True)
class ThemeVoice:
    """A theme in the narrowed feedback: its size now and before, and a quote for it."""

    theme_id: int
    name: str
    size: int
    before: int | None
    customers: int
    quote: Citation | None = None


@dataclass(frozen=True)
class VoicesEvidence(Evidence):
    """Counts by feeling, the themes behind them, and quotes."""

    total: int = 0
    wanted: int = 0
    """Those of the feeling asked for."""
    before: int | None = None
    """As many in the period before, where a period was asked for."""
    unread: int = 0
    themes: tuple[ThemeVoice, ...] = ()
    theme: str | None = None
    topic: str | None = None
    near_only: bool = False
    """Nothing says the topic's words; what is quoted is near in meaning."""
    capped: bool = False


def by_theme(arguments: Arguments, toolbox: Toolbox, as_of: datetime, language: str) -> VoicesEvidence:
    """The themes of the narrowed feedback of the wanted feeling, largest first."""
    scope = arguments.scope
    counts = heard.count(replace(scope, label=None), toolbox, as_of)
    wanted = _wanted(counts, scope.label)
    before = _before(arguments, toolbox, as_of)
    themes = {theme.id: theme for theme in toolbox.themes(as_of)}
    earlier = {one.theme_id: one.size for one in before} if before is not None else None
    sizes = [one for one in heard.by_theme(scope, toolbox, as_of) if one.theme_id in themes]
    voices = tuple(
        _voice(
            one,
            themes[one.theme_id],
            earlier.get(one.theme_id, 0) if earlier is not None else None,
            arguments,
            toolbox,
            as_of,
            language,
        )
        for one in sizes[: arguments.limit or THEMES]
    )
    asked = themes.get(scope.theme) if scope.theme is not None else None
    loose = choose(
        heard.listing(scope, toolbox, as_of, limit=60),
        arguments.limit or QUOTES,
        label=scope.label,
        words=theme_words(asked) if asked else (),
    )
    quotes = (
        tuple(voice.quote for voice in voices if voice.quote) if scope.theme is None and voices else loose
    )
    return VoicesEvidence(
        facts=_facts(counts, scope, voices, before),
        rows=tuple(_row(voice) for voice in voices),
        quotes=quotes,
        total=sum(counts.values()),
        wanted=wanted,
        before=sum(one.size for one in before) if before is not None else None,
        unread=counts.get("unread", 0),
        themes=voices if scope.theme is None else (),
        theme=(asked.names.get(language) or asked.names.get("en")) if asked else None,
    )


def about(arguments: Arguments, toolbox: Toolbox, as_of: datetime) -> VoicesEvidence:
    """What is said about ``arguments.topic``: counted where its words occur, quoted by relevance."""
    assert arguments.topic is not None
    scope = replace(arguments.scope, theme=None)
    bounds = narrowing(replace(scope, label=None), as_of)
    phrases = tuple({arguments.topic, to_simplified(arguments.topic), to_traditional(arguments.topic)})
    found = toolbox.store.said.by_words(phrases, bounds, limit=MOST_MATCHES)
    own = None if scope.segment is None else heard.members(scope.segment, toolbox, as_of)
    matching = [
        one
        for one in toolbox.store.said.get(found)
        if mentions(one.feedback.text, arguments.topic) and (own is None or one.feedback.customer_id in own)
    ]
    ids = {one.feedback.id for one in matching}
    counts = {
        label: sum(heard.label(one) == label for one in matching)
        for label in ("negative", "neutral", "positive", "unread")
    }
    hits = toolbox.search.find(arguments.topic, narrowing(scope, as_of), 30)
    said = [hit.found for hit in hits if hit.found.feedback.id in ids]
    wanted = [one for one in matching if scope.label is None or heard.label(one) == scope.label]
    near = [] if matching or own is not None else [hit.found for hit in hits if _near(hit, arguments.topic)]
    quotes = choose([*said, *wanted] or near, arguments.limit or QUOTES, label=scope.label)
    return VoicesEvidence(
        facts=_facts(counts, scope, (), None),
        quotes=quotes,
        total=len(matching),
        wanted=_wanted(counts, scope.label),
        unread=counts["unread"],
        topic=arguments.topic,
        near_only=not matching and bool(quotes),
        capped=len(found) >= MOST_MATCHES,
    )


def _near(hit: Hit, topic: str) -> bool:
    writing = "zh" if _HAN.search(topic) else "en"
    return hit.similarity is not None and hit.similarity >= NEAR[writing]


def mentions(text: str, topic: str) -> bool:
    """Whether ``text`` has every word of ``topic``, in either script and with any ending."""
    spoken, sought = normal(text), normal(topic)
    words = _LATIN.findall(sought)
    han = _HAN.findall(sought)
    return all(re.search(rf"(?<![a-z0-9]){re.escape(stem(word))}", spoken) for word in words) and all(
        run in spoken for run in han
    )


def _wanted(counts: Mapping[str, int], label: str | None) -> int:
    return sum(counts.values()) if label is None else counts.get(label, 0)


def _before(arguments: Arguments, toolbox: Toolbox, as_of: datetime) -> tuple[ThemeCount, ...] | None:
    previous = arguments.scope.period.before(as_of)
    if previous is None:
        return None
    return heard.by_theme(replace(arguments.scope, period=previous), toolbox, as_of)


def _voice(
    one: ThemeCount,
    theme: Theme,
    before: int | None,
    arguments: Arguments,
    toolbox: Toolbox,
    as_of: datetime,
    language: str,
) -> ThemeVoice:
    inside = replace(arguments.scope, theme=one.theme_id)
    found = heard.listing(inside, toolbox, as_of, limit=NEWEST)
    quotes = choose(found, 1, label=inside.label, words=theme_words(theme))
    name = theme.names.get(language) or theme.names.get("en", "")
    return ThemeVoice(one.theme_id, name, one.size, before, one.customers, quotes[0] if quotes else None)


def theme_words(theme: Theme) -> tuple[str, ...]:
    """The first keywords of a theme in every language, normalised."""
    return tuple(normal(word) for words in theme.keywords.values() for word in words[:KEYWORDS])


def _facts(
    counts: Mapping[str, int],
    scope: Scope,
    voices: tuple[ThemeVoice, ...],
    before: tuple[ThemeCount, ...] | None,
) -> tuple[Fact, ...]:
    wanted = _wanted(counts, scope.label)
    name = {"negative": "complaints", "positive": "praise"}.get(scope.label or "", "feedback_found")
    found = [Fact("feedback", sum(counts.values())), Fact(name, wanted)]
    found += [Fact(label, counts.get(label, 0)) for label in ("negative", "neutral", "positive")]
    if before is not None:
        found.append(Fact(f"{name}_before", sum(one.size for one in before)))
    return tuple(found + [Fact(f"theme:{voice.name}", voice.size) for voice in voices])


def _row(voice: ThemeVoice) -> dict[str, object]:
    row: dict[str, object] = {
        "theme": voice.theme_id,
        "name": voice.name,
        "size": voice.size,
        "customers": voice.customers,
    }
    return row if voice.before is None else row | {"before": voice.before}
