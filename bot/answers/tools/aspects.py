"""What the parts of the business are said to be like: aspects by category, with how sure a share is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.answers.evidence import Citation, Evidence, Fact
from bot.answers.question import Arguments
from bot.answers.toolbox import Toolbox
from bot.answers.tools import heard
from bot.answers.tools.quotes import cite
from bot.answers.understand.speech import normal
from index.records import ReadFeedback
from nlp.findings import Aspect
from nlp.language import to_traditional
from nlp.synonyms import category_of
from prompts import read
from segmentation.measures import interval

SHOWN = 6
FEWEST = 20
"""Texts from which a category takes part in a ranking, where there are such categories at all."""
TERMS, MOST_TERMS = 3, 12
SIDES = ("negative", "positive")
BOTH = "both"


@dataclass(frozen=True, slots=True)
class AspectCount:
    """A category: texts that judge it, each as it mostly feels, and the words they name it by."""

    category: str
    negative: int
    neutral: int
    positive: int
    terms: tuple[str, ...] = ()
    texts: tuple[ReadFeedback, ...] = ()

    @property
    def n(self) -> int:
        """Texts that judge it."""
        return self.negative + self.neutral + self.positive

    def share(self, side: str) -> float:
        """The share of one feeling, 0..1."""
        return float(getattr(self, side)) / self.n if self.n else 0.0

    def bounds(self, side: str) -> tuple[float, float]:
        """The 95 % interval of that share."""
        return interval(getattr(self, side), self.n)


@dataclass(frozen=True)
class AspectsEvidence(Evidence):
    """Categories in the order asked for, each with a quote by its id; ``side`` is the feeling that ranks."""

    shown: tuple[AspectCount, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, Citation] = field(default_factory=dict)
    side: str = "negative"
    good: int = 0
    """Where the best and the worst were asked for: so many of those shown are the best."""
    few: bool = False
    """No category has enough texts to be ranked surely."""


def aspects(arguments: Arguments, toolbox: Toolbox, as_of: datetime, language: str) -> AspectsEvidence:
    """The categories of the narrowed feedback, the worst, the best or the most blamed first."""
    found = heard.listing(replace(arguments.scope, label=None), toolbox, as_of, limit=heard.MOST)
    every = counted(one for one in found if one.feedback.duplicate_of is None)
    enough = [one for one in every if one.n >= FEWEST]
    side = "positive" if arguments.focus in ("best", BOTH) else "negative"
    ranked = sorted(enough or every, key=lambda one: _place(one, side, arguments.focus))
    most = arguments.limit or SHOWN
    good = [one for one in ranked if one.positive > one.negative][: (most + 1) // 2]
    if arguments.focus == BOTH:
        ranked = [*good, *(one for one in _worst_first(enough or every) if one not in good)]
    shown = tuple(replace(one, terms=_spoken(one, language)) for one in ranked[:most])
    names = {one.category: category_name(one.category, toolbox, language) for one in every}
    half = min(len(good), len(shown)) if arguments.focus == BOTH else len(shown)
    own = _quotes(shown[:half], side, language) | _quotes(shown[half:], "negative", language)
    return AspectsEvidence(
        facts=tuple(fact for one in shown for fact in _facts(one, names[one.category])),
        rows=tuple(_row(one, names[one.category]) for one in shown),
        quotes=tuple(own.values()),
        shown=shown,
        names=names,
        own=own,
        side=side,
        good=half,
        few=not enough and bool(every),
    )


def counted(found: Iterable[ReadFeedback]) -> list[AspectCount]:
    """All categories that the texts judge, most texts first; a text has one vote in each."""
    moods: dict[str, Counter[str]] = defaultdict(Counter)
    terms: dict[str, Counter[str]] = defaultdict(Counter)
    texts: dict[str, list[ReadFeedback]] = defaultdict(list)
    for one in found:
        for category, mood in votes(one).items():
            moods[category][mood] += 1
            texts[category].append(one)
        for aspect in one.analysis.aspects if one.analysis else ():
            if not aspect.implied and len(aspect.term) > 1:
                terms[aspect.category][normal(aspect.term)] += 1
    counts = [
        AspectCount(
            category,
            felt["negative"],
            felt["neutral"],
            felt["positive"],
            tuple(term for term, said in terms[category].most_common(MOST_TERMS) if said > 1),
            tuple(texts[category]),
        )
        for category, felt in moods.items()
    ]
    return sorted(counts, key=lambda one: (-one.n, one.category))


def votes(one: ReadFeedback) -> Mapping[str, str]:
    """How a text judges each category that it speaks of: as it mostly does, neutral where that is even."""
    felt: dict[str, int] = defaultdict(int)
    for aspect in one.analysis.aspects if one.analysis else ():
        felt[aspect.category] += {"positive": 1, "negative": -1}.get(aspect.sentiment, 0)
    return {
        category: "positive" if balance > 0 else "negative" if balance < 0 else "neutral"
        for category, balance in felt.items()
    }


def category_asked(topic: str, toolbox: Toolbox) -> str | None:
    """The category that a topic names as a whole: the owner's own first."""
    plain = normal(topic)
    for own in toolbox.categories:
        if plain in map(normal, (*own.names.values(), *own.words)):
            return own.id
    return category_of(topic)


def category_name(category: str, toolbox: Toolbox, language: str) -> str:
    """What a category is called: by its owner, or by us."""
    for own in toolbox.categories:
        if own.id == category:
            return own.names.get(language) or own.names.get("en") or category
    words = read("heard", language)
    return words.say(f"category.{category}") if words.has(f"category.{category}") else category


def _place(one: AspectCount, side: str, focus: str | None) -> tuple[float, float, str]:
    """By the lower end of the interval, so that a few texts make nothing the worst."""
    rank = float(one.negative) if focus == "critic" else one.bounds(side)[0]
    return -rank, -one.n, one.category


def _spoken(one: AspectCount, language: str) -> tuple[str, ...]:
    """The most frequent words for it in the asker's language."""
    own = [term for term in one.terms if term.isascii() == (language == "en")][:TERMS]
    return tuple(to_traditional(term) if language == "zh-Hant" else term for term in own)


def _worst_first(every: Sequence[AspectCount]) -> list[AspectCount]:
    return sorted(every, key=lambda one: _place(one, "negative", None))


def _quotes(shown: Sequence[AspectCount], side: str, language: str) -> dict[str, Citation]:
    """For each category a text that judges it this way and little else, no text twice."""
    chosen: dict[str, Citation] = {}
    taken: set[str] = set()
    for one in shown:
        judging = [
            text
            for text in one.texts
            if text.feedback.id not in taken
            and votes(text)[one.category] == side
            and heard.label(text) == side
        ]
        if judging:
            best = min(judging, key=lambda text: _aside(text, one.category, side, language))
            words = tuple(normal(aspect.term) for aspect in _judgements(best, one.category, side))
            chosen[one.category] = cite(best, words)
            taken.add(best.feedback.id)
    return chosen


def _aside(one: ReadFeedback, category: str, side: str, language: str) -> tuple[bool, bool, int, bool, float]:
    """How far a text is from saying one thing, about this category, in the asker's language."""
    judging = _judgements(one, category, side)
    return (
        all(aspect.implied for aspect in judging),
        not any(aspect.words for aspect in judging),
        len(votes(one)),
        one.feedback.language != language,
        -abs(one.analysis.score) if one.analysis else 0.0,
    )


def _judgements(one: ReadFeedback, category: str, side: str) -> list[Aspect]:
    found = one.analysis.aspects if one.analysis else ()
    return [aspect for aspect in found if aspect.category == category and aspect.sentiment == side]


def _facts(one: AspectCount, name: str) -> tuple[Fact, ...]:
    return (
        Fact(f"aspect:{name}", one.n),
        *(Fact(f"{side}:{name}", round(100 * one.share(side), 1), "percent") for side in SIDES),
    )


def _row(one: AspectCount, name: str) -> dict[str, object]:
    low, high = one.bounds("negative")
    return {
        "category": one.category,
        "name": name,
        "texts": one.n,
        "negative": one.negative,
        "neutral": one.neutral,
        "positive": one.positive,
        "negative_share": round(one.share("negative"), 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "terms": list(one.terms),
    }
