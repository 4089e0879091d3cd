"""What the words of somebody do and feel, and what they like and dislike: counted, with the words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.answers.tools.aspects import AspectCount, counted
from bot.answers.tools.carrying import FEELINGS, emotion_of, signals_of
from bot.answers.tools.heard import label
from index.records import ReadFeedback
from nlp.signals import KINDS

ACTED_ON = ("legal", "churn", "refund", "urgency", "competitor", "request")
"""Signals that somebody acts upon, the gravest first; the others say what the mood says."""
ORDER = (*ACTED_ON, *(kind for kind in KINDS if kind not in ACTED_ON))
LIKED = 3
MONTHS = 12
READ = 500
"""Texts of one customer that are looked at, the newest."""


@dataclass(frozen=True, slots=True)
class SignalSeen:
    """A kind of signal: in how many texts, and the latest words that carry it."""

    kind: str
    texts: int
    words: str
    """Empty where the whole text carries it."""
    at: datetime
    feedback_id: str


@dataclass(frozen=True, slots=True)
class MonthFelt:
    """A month (``2026-03``) and its texts by emotion."""

    month: str
    emotions: Mapping[str, int]


@dataclass(frozen=True)
class Voice:
    """Signals by gravity, emotions by how often and by month, and aspects by who prevails in them."""

    signals: tuple[SignalSeen, ...] = ()
    emotions: tuple[tuple[str, int], ...] = ()
    months: tuple[MonthFelt, ...] = ()
    liked: tuple[AspectCount, ...] = ()
    disliked: tuple[AspectCount, ...] = ()


def voice(found: Sequence[ReadFeedback]) -> Voice:
    """What the texts (newest first) do and feel."""
    judged = counted(found)
    return Voice(
        signals=signals_seen(found),
        emotions=emotions_felt(found),
        months=_months(found),
        liked=_prevailing(judged, "positive", "negative"),
        disliked=_prevailing(judged, "negative", "positive"),
    )


def signals_seen(found: Iterable[ReadFeedback]) -> tuple[SignalSeen, ...]:
    """Each kind of signal with its latest words, the gravest kind first."""
    texts: Counter[str] = Counter()
    latest: dict[str, SignalSeen] = {}
    for one in found:
        carried = signals_of(one)
        texts.update({signal.kind for signal in carried})
        for signal in sorted(carried, key=lambda signal: -signal.score):
            words = signal.words if signal.words.strip() != one.feedback.text.strip() else ""
            seen = SignalSeen(signal.kind, 0, words, one.feedback.at, one.feedback.id)
            latest.setdefault(signal.kind, seen)
    return tuple(
        SignalSeen(kind, texts[kind], latest[kind].words, latest[kind].at, latest[kind].feedback_id)
        for kind in ORDER
        if kind in latest
    )


def emotions_felt(found: Iterable[ReadFeedback]) -> tuple[tuple[str, int], ...]:
    """Texts by emotion, most first; those that speak with none are left out."""
    counts = Counter(emotion for one in found if (emotion := emotion_of(one)) is not None)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], FEELINGS.index(pair[0]))))


def _months(found: Iterable[ReadFeedback]) -> tuple[MonthFelt, ...]:
    months: dict[str, Counter[str]] = {}
    for one in found:
        emotion = emotion_of(one)
        if emotion is not None:
            months.setdefault(one.feedback.at.date().isoformat()[:7], Counter())[emotion] += 1
    return tuple(MonthFelt(month, dict(months[month])) for month in sorted(months)[-MONTHS:])


def _prevailing(judged: Sequence[AspectCount], side: str, other: str) -> tuple[AspectCount, ...]:
    """Categories judged more in one way, in one text at least that does not feel the other way."""
    mostly = [
        one
        for one in judged
        if getattr(one, side) > getattr(one, other) and any(label(text) != other for text in one.texts)
    ]
    return tuple(sorted(mostly, key=lambda one: (-getattr(one, side), one.category))[:LIKED])
