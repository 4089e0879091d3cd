"""Who does what in words: texts that carry a signal or an emotion, and the customers behind them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answers.evidence import Evidence, Fact
from bot.answers.question import Arguments
from bot.answers.toolbox import Toolbox
from bot.answers.tools import heard, rivals
from bot.answers.tools.carrying import FEELINGS, emotion_of
from bot.answers.tools.gathering import carrying, cited
from bot.answers.tools.rivals import COMPETITOR, RivalCount
from bot.answers.tools.speakers import Speaker, naming_first, ordered, speaker
from bot.answers.tools.subjects import Subject, asks_what, subjects
from index.records import ReadFeedback

SHOWN = 5
LOOSE = 3
"""Quotes where nobody known said it."""


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
    order = ordered(found, arguments.scope, profiles)
    if arguments.scope.signal == COMPETITOR:
        order = naming_first(order, found, toolbox)
    shown = tuple(
        speaker(who, [one for one in found if one.feedback.customer_id == who], arguments, toolbox, profiles)
        for who in order[: arguments.limit or SHOWN]
    )
    names = toolbox.names(tuple(one.customer_id for one in shown))
    shown = tuple(replace(one, name=names[one.customer_id]) for one in shown)
    loose = [one for one in found if one.feedback.customer_id is None and one.feedback.duplicate_of is None]
    themes = subjects(found, arguments, toolbox, as_of, language)
    by_subject = bool(themes) and asks_what(arguments)
    quotes = tuple(one.quote for one in shown) or tuple(cited(one, arguments) for one in loose[:LOOSE])
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


def _before(arguments: Arguments, toolbox: Toolbox, as_of: datetime) -> int | None:
    previous = arguments.scope.period.before(as_of)
    if previous is None:
        return None
    return len(carrying(replace(arguments, scope=replace(arguments.scope, period=previous)), toolbox, as_of))


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
