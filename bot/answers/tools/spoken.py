"""Who does what in words: texts that carry a signal or an emotion, and the customers behind them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answers.evidence import Citation, Evidence, Fact
from bot.answers.question import Arguments, Scope
from bot.answers.toolbox import Toolbox
from bot.answers.tools import heard, rivals
from bot.answers.tools.carrying import FEELINGS, MIXED, both_sides, carriers, emotion_of, telling
from bot.answers.tools.quotes import cite
from bot.answers.tools.rivals import COMPETITOR, RivalCount, named_in
from bot.answers.tools.wording import mentions
from bot.answers.understand.speech import normal
from index.records import Profile, ReadFeedback

SHOWN = 5
LOOSE = 3
"""Quotes where nobody known said it."""
THEMES = 3
WORDS = 2
"""Carrying words told of one customer."""
NEWEST_FIRST = "urgency"
NAMED = frozenset({"churn", "refund", "legal", "urgency", "competitor", "mixed"})
"""Here whoever says it matters; of the others it is asked what they speak of, unless "who" is said."""
GRAVE = frozenset({"churn", "refund", "legal", "urgency", "competitor", "anger", "disappointment", "fear"})
"""Here those with most at stake come first; elsewhere those who say it most often."""


@dataclass(frozen=True)
class Speaker:
    """A customer: in how many texts, since when last, with which words, and what is at stake."""

    customer_id: str
    name: str
    texts: int
    last: datetime
    words: tuple[str, ...]
    quote: Citation
    profile: Profile | None = None
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What is spoken of: a theme, how many of the texts belong to it, and one of them."""

    theme_id: int
    name: str
    texts: int
    quote: Citation | None


@dataclass(frozen=True)
class SpokenEvidence(Evidence):
    """Texts of one signal or emotion in a scope; ``heard`` is all feedback there."""

    texts: int = 0
    heard: int = 0
    customers: int = 0
    nameless: int = 0
    """Texts without a known customer."""
    before: int | None = None
    themes: tuple[Subject, ...] = ()
    by_subject: bool = False
    """What is spoken of was asked for, not who speaks."""
    shown: tuple[Speaker, ...] = ()
    groups: tuple[tuple[str, int], ...] = ()
    rivals: tuple[RivalCount, ...] = ()
    emotions: tuple[tuple[str, int], ...] = ()
    """Where no emotion was asked for: texts by emotion, most first."""


def spoken(arguments: Arguments, toolbox: Toolbox, as_of: datetime, language: str) -> SpokenEvidence:
    """What the arguments narrow to, counted, and the customers behind it in the order of what is at stake."""
    found = carrying(arguments, toolbox, as_of)
    profiles = {one.customer_id: one for one in toolbox.profiles(as_of)}
    order = _ordered(found, arguments.scope, profiles)
    if arguments.scope.signal == COMPETITOR:
        order = _naming_first(order, found, toolbox)
    shown = tuple(
        _speaker(who, [one for one in found if one.feedback.customer_id == who], arguments, toolbox, profiles)
        for who in order[: arguments.limit or SHOWN]
    )
    names = toolbox.names(tuple(one.customer_id for one in shown))
    shown = tuple(replace(one, name=names[one.customer_id]) for one in shown)
    loose = [one for one in found if one.feedback.customer_id is None and one.feedback.duplicate_of is None]
    themes = _themes(found, arguments, toolbox, as_of, language)
    by_subject = bool(themes) and _asks_what(arguments)
    quotes = tuple(one.quote for one in shown) or tuple(_cited(one, arguments) for one in loose[:LOOSE])
    if by_subject:
        quotes = tuple(one.quote for one in themes if one.quote is not None)
    everything = replace(arguments.scope, signal=None, emotion=None, label=None)
    before = _before(arguments, toolbox, as_of)
    evidence = SpokenEvidence(
        quotes=quotes,
        listed=tuple(names.items()),
        texts=len(found),
        heard=sum(heard.count(everything, toolbox, as_of).values()),
        customers=len(order),
        nameless=sum(one.feedback.customer_id is None for one in found),
        before=before,
        themes=themes,
        by_subject=by_subject,
        shown=shown,
        groups=_groups(found, arguments.by),
        rivals=rivals.counted(found, toolbox.rivals) if arguments.scope.signal == COMPETITOR else (),
        emotions=_emotions(found) if (arguments.scope.signal or arguments.scope.emotion) is None else (),
    )
    return replace(evidence, facts=_facts(evidence, arguments, toolbox), rows=_rows(evidence))


def carrying(arguments: Arguments, toolbox: Toolbox, as_of: datetime) -> list[ReadFeedback]:
    """The texts, newest first: a signal counts where words carry it, and every filter holds."""
    scope = arguments.scope
    if scope.signal == COMPETITOR:
        found = list(rivals.speaking(scope, toolbox, as_of))
        wanted = arguments.rival
        named = [(one, {named.name for named in named_in(one, toolbox.rivals)}) for one in found]
        found = [one for one, names in named if (names if wanted is None else wanted in map(normal, names))]
    else:
        found = list(heard.listing(scope, toolbox, as_of, limit=heard.MOST))
    if scope.signal is not None and scope.signal != COMPETITOR:
        found = [one for one in found if carriers(one, scope.signal)]
    if scope.signal is None and scope.emotion != MIXED:
        found = [one for one in found if emotion_of(one) is not None]
    if arguments.topic is not None:
        found = [one for one in found if mentions(one.feedback.text, arguments.topic)]
    people = _judged(arguments, toolbox, as_of)
    return found if people is None else [one for one in found if one.feedback.customer_id in people]


def words_of(one: ReadFeedback, scope: Scope, toolbox: Toolbox) -> tuple[str, ...]:
    """The words in a text that carry what the scope asks for; none where the whole text does."""
    if scope.signal == COMPETITOR:
        found = tuple(named.words for named in named_in(one, toolbox.rivals))
    elif scope.signal is not None:
        found = carriers(one, scope.signal)
    elif scope.emotion == MIXED:
        found = both_sides(one) or ()
    else:
        found = telling(one)
    return tuple(words for words in found if words.strip() != one.feedback.text.strip())


def _judged(arguments: Arguments, toolbox: Toolbox, as_of: datetime) -> frozenset[str] | None:
    """The customers of a tier, stage and grade; None where none of these is asked for."""
    given = {"tier": arguments.tier, "lifecycle": arguments.stage, "abc": arguments.grade}
    wanted = {name: value for name, value in given.items() if value is not None}
    if not wanted:
        return None
    return frozenset(
        one.customer_id
        for one in toolbox.profiles(as_of)
        if all(getattr(one, name) == value for name, value in wanted.items())
    )


def _ordered(found: Sequence[ReadFeedback], scope: Scope, profiles: dict[str, Profile]) -> list[str]:
    counted = Counter(one.feedback.customer_id for one in found if one.feedback.customer_id is not None)
    grave = (scope.signal or scope.emotion) in GRAVE

    if scope.signal == NEWEST_FIRST:
        # The texts come newest first already.
        return list(counted)

    def place(who: str) -> tuple[float, float, str]:
        at_stake = profiles[who].value_at_risk if who in profiles else 0.0
        return (-at_stake, -counted[who], who) if grave else (-counted[who], -at_stake, who)

    return sorted(counted, key=place)


def _naming_first(order: list[str], found: Sequence[ReadFeedback], toolbox: Toolbox) -> list[str]:
    """Those who name a competitor of the list before those who speak of another shop."""
    naming = {
        one.feedback.customer_id
        for one in found
        if any(named.listed for named in named_in(one, toolbox.rivals))
    }
    return sorted(order, key=lambda who: who not in naming)


def _speaker(
    who: str,
    own: Sequence[ReadFeedback],
    arguments: Arguments,
    toolbox: Toolbox,
    profiles: dict[str, Profile],
) -> Speaker:
    best = max(own, key=lambda one: (one.feedback.duplicate_of is None, _sureness(one, arguments.scope)))
    words = [word for one in (best, *own) for word in words_of(one, arguments.scope, toolbox)]
    named = (
        {named.name for one in own for named in named_in(one, toolbox.rivals)} if toolbox.rivals.names else ()
    )
    return Speaker(
        customer_id=who,
        name=who,
        texts=len(own),
        last=own[0].feedback.at,
        words=tuple(dict.fromkeys(words))[:WORDS],
        quote=_cited(best, arguments),
        profile=profiles.get(who),
        rivals=tuple(sorted(filter(None, named))) if arguments.scope.signal == COMPETITOR else (),
    )


def _sureness(one: ReadFeedback, scope: Scope) -> float:
    if one.analysis is None:
        return 0.0
    if scope.signal is not None:
        return max(
            (signal.score for signal in one.analysis.signals if signal.kind == scope.signal), default=0.0
        )
    emotion = one.analysis.emotion
    return 0.0 if emotion is None or scope.emotion in (None, MIXED) else getattr(emotion, scope.emotion)


def _cited(one: ReadFeedback, arguments: Arguments) -> Citation:
    scope = arguments.scope
    words = carriers(one, scope.signal) if scope.signal else telling(one)
    return cite(one, tuple(map(normal, words)))


def _before(arguments: Arguments, toolbox: Toolbox, as_of: datetime) -> int | None:
    previous = arguments.scope.period.before(as_of)
    if previous is None:
        return None
    return len(carrying(replace(arguments, scope=replace(arguments.scope, period=previous)), toolbox, as_of))


def _asks_what(arguments: Arguments) -> bool:
    kind = arguments.scope.signal or arguments.scope.emotion
    return arguments.focus is None and kind is not None and kind not in NAMED


def _themes(
    found: Sequence[ReadFeedback], arguments: Arguments, toolbox: Toolbox, as_of: datetime, language: str
) -> tuple[Subject, ...]:
    """The themes of most of the texts; with a quote of each where they are what is asked for."""
    named = {one.id: one.names.get(language) or one.names.get("en", "") for one in toolbox.themes(as_of)}
    counted = Counter(heard.theme(one) for one in found)
    most = [(theme, texts) for theme, texts in counted.most_common() if theme in named]
    if not _asks_what(arguments):
        return tuple(Subject(theme, named[theme], texts, None) for theme, texts in most[:THEMES])
    own = {
        theme: _telling([one for one in found if heard.theme(one) == theme], arguments, language)
        for theme, _ in most[: arguments.limit or SHOWN]
    }
    return tuple(
        Subject(theme, named[theme], texts, own[theme]) for theme, texts in most[: arguments.limit or SHOWN]
    )


def _telling(found: Sequence[ReadFeedback], arguments: Arguments, language: str) -> Citation:
    """The text that shows it best: no repetition, in the asker's language, surely and shortly."""
    best = min(
        found,
        key=lambda one: (
            one.feedback.duplicate_of is not None,
            one.forced,
            one.feedback.language != language,
            -round(_sureness(one, arguments.scope), 1),
            len(one.feedback.text),
        ),
    )
    return _cited(best, arguments)


def _groups(found: Sequence[ReadFeedback], by: str | None) -> tuple[tuple[str, int], ...]:
    if by is None or by not in heard.GROUPS:
        return ()
    counted = Counter(group for one in found if (group := heard.GROUPS[by](one)) is not None)
    if by in heard.SPANS:
        return tuple(sorted(counted.items())[-heard.MOST_GROUPS :])
    return tuple(counted.most_common(heard.MOST_GROUPS))


def _emotions(found: Sequence[ReadFeedback]) -> tuple[tuple[str, int], ...]:
    counted = Counter(emotion_of(one) for one in found)
    return tuple(
        sorted(((name, counted[name]) for name in FEELINGS if counted[name]), key=lambda one: -one[1])
    )


def _facts(found: SpokenEvidence, arguments: Arguments, toolbox: Toolbox) -> tuple[Fact, ...]:
    name = arguments.scope.signal or arguments.scope.emotion or "emotions"
    facts = [Fact(name, found.texts), Fact("customers", found.customers), Fact("feedback", found.heard)]
    if found.before is not None:
        facts.append(Fact(f"{name}_before", found.before))
    facts += [Fact(f"rival:{one.name}", one.texts) for one in found.rivals if one.name]
    facts += [Fact(f"emotion:{emotion}", texts) for emotion, texts in found.emotions]
    facts += [Fact(f"theme:{one.name}", one.texts) for one in found.themes]
    facts += [Fact(f"{arguments.by}:{group}", size) for group, size in found.groups]
    for one in found.shown:
        facts.append(Fact(name, one.texts, None, one.customer_id))
        if one.profile is not None:
            facts.append(
                Fact("value_at_risk", round(one.profile.value_at_risk, 2), toolbox.currency, one.customer_id)
            )
            if one.profile.risk is not None:
                risk = round(one.profile.risk.probability, 3)
                facts.append(Fact("risk_probability", risk, "probability", one.customer_id))
    return tuple(facts)


def _rows(found: SpokenEvidence) -> tuple[dict[str, object], ...]:
    if found.groups:
        return tuple({"group": group, "value": size} for group, size in found.groups)
    if found.emotions:
        return tuple({"emotion": emotion, "texts": texts} for emotion, texts in found.emotions)
    if found.by_subject:
        return tuple({"theme": one.theme_id, "name": one.name, "texts": one.texts} for one in found.themes)
    return tuple(_row(one) for one in found.shown)


def _row(one: Speaker) -> dict[str, object]:
    row: dict[str, object] = {
        "customer_id": one.customer_id,
        "name": one.name,
        "texts": one.texts,
        "last": one.last.date().isoformat(),
        "words": list(one.words),
        "feedback_id": one.quote.feedback_id,
    }
    row |= {"rivals": list(one.rivals)} if one.rivals else {}
    if one.profile is None:
        return row
    risk = one.profile.risk
    return row | {
        "probability": None if risk is None else round(risk.probability, 3),
        "value_at_risk": round(one.profile.value_at_risk, 2),
        "spent": round(one.profile.rfm.monetary, 2),
    }
