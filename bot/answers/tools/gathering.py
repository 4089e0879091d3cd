"""The texts that carry a signal or an emotion, as a question narrows them, and the words that carry it."""

from datetime import datetime

from bot.answers.evidence import Citation
from bot.answers.question import Arguments, Scope
from bot.answers.toolbox import Toolbox
from bot.answers.tools import heard, rivals
from bot.answers.tools.carrying import MIXED, both_sides, carriers, emotion_of, telling
from bot.answers.tools.quotes import cite
from bot.answers.tools.rivals import COMPETITOR, named_in
from bot.answers.tools.wording import mentions
from bot.answers.understand.speech import normal
from index.records import ReadFeedback


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


def sureness(one: ReadFeedback, scope: Scope) -> float:
    """How sure the reading is of what the scope asks for, 0..1."""
    if one.analysis is None:
        return 0.0
    if scope.signal is not None:
        return max(
            (signal.score for signal in one.analysis.signals if signal.kind == scope.signal), default=0.0
        )
    emotion = one.analysis.emotion
    return 0.0 if emotion is None or scope.emotion in (None, MIXED) else getattr(emotion, scope.emotion)


def cited(one: ReadFeedback, arguments: Arguments) -> Citation:
    """The text as a quote, around the words that carry it."""
    scope = arguments.scope
    words = carriers(one, scope.signal) if scope.signal else telling(one)
    return cite(one, tuple(map(normal, words)))


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
