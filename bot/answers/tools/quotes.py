"""Chooses quotes: telling, clear in feeling, different from each other, verbatim."""

import re
from collections.abc import Iterable, Sequence

from bot.answers.evidence import Citation
from bot.answers.tools.excerpt import excerpt, writing
from bot.answers.understand.speech import normal
from index.records import ReadFeedback

FEWEST = {"en": 3, "zh": 5}
"""Words, or Chinese characters, below which a text says too little to be quoted."""
TELLING = {"en": 30, "zh": 10}
"""Characters from which a text tells enough to come first."""
BANDS = (0.65, 0.45)
"""Strengths of feeling: within a band no text comes before another for its feeling."""
CLEAR = 0.35
"""A text that feels less is quoted neither as a complaint nor as praise."""
AGAINST = {"negative": ("praise", "complaint"), "positive": ("complaint", "praise")}
"""Signals that contradict a feeling, unless the second speaks for it as well."""
MIDDLE = 0.6
"""Share of the highest rating above which nobody complains, and up to which nobody praises."""
ALIKE = 0.6
"""Share of common character pairs from which two texts say the same."""

_PLACEHOLDER = re.compile(r"\[[A-Z_]+\]|https?://\S+")
"""What stands for something that was taken out, and addresses of pages: no words of the customer."""
_WORD = re.compile(r"[^\W_\u3400-\u9fff]+(?:['’][^\W_]+)?")
_HAN = re.compile(r"[\u3400-\u9fff]")


def cite(read: ReadFeedback, words: Sequence[str] = ()) -> Citation:
    """The feedback as a quote; of a long one the stretch around ``words``."""
    said = read.feedback
    shown = excerpt(said.text.strip(), said.language, words)
    return Citation(
        said.id,
        shown.text,
        said.language,
        said.channel,
        said.at,
        shortened=shown.ends_early,
        begun=shown.begun,
    )


def choose(
    found: Iterable[ReadFeedback],
    limit: int,
    *,
    label: str | None = None,
    words: Sequence[str] = (),
    language: str | None = None,
    only: bool = False,
) -> tuple[Citation, ...]:
    """At most ``limit`` quotes: no repetitions, one a customer and theme first.

    Those of the feeling ``label`` come before others (with ``only`` there are no others), those that hold any
    of ``words`` (normalised) before those that do not, stronger feelings before fainter ones, and, where all
    that is equal, the asker's ``language`` and the given order.
    """
    usable = [one for one in found if _usable(one) and (not only or _clear(one, label))]
    ranked = sorted(
        usable,
        key=lambda one: (
            label is not None and not _feels(one, label),
            bool(words) and not _holds(one, words),
            _faintness(one, label),
            _short(one),
            language is not None and one.feedback.language != language,
            one.forced,
        ),
    )
    chosen: list[ReadFeedback] = []
    for strict in (True, False):
        for one in ranked:
            if len(chosen) < limit and one not in chosen and _new(one, chosen, strict=strict):
                chosen.append(one)
    return tuple(cite(one, words) for one in chosen)


def _usable(one: ReadFeedback) -> bool:
    text = _PLACEHOLDER.sub(" ", one.feedback.text)
    enough = len(_WORD.findall(text)) >= FEWEST["en"] or len(_HAN.findall(text)) >= FEWEST["zh"]
    return one.feedback.duplicate_of is None and enough


def _holds(one: ReadFeedback, words: Sequence[str]) -> bool:
    spoken = normal(one.feedback.text)
    return any(word in spoken for word in words)


def _feels(one: ReadFeedback, label: str | None) -> bool:
    return one.analysis is not None and one.analysis.label == label


def _clear(one: ReadFeedback, label: str | None) -> bool:
    """Whether the text plainly has the feeling: by its score, its signals and its rating."""
    if not _feels(one, label) or one.analysis is None:
        return False
    if label not in AGAINST:
        return True
    against, speaks = AGAINST[label]
    signals = {signal.kind for signal in one.analysis.signals}
    rating = one.feedback.rating
    share = rating.value / rating.maximum if rating and rating.maximum else None
    rated = share is None or (share > MIDDLE if label == "positive" else share <= MIDDLE)
    doubtful = against in signals and speaks not in signals
    return abs(one.analysis.score) >= CLEAR and rated and not doubtful


def _faintness(one: ReadFeedback, label: str | None) -> int:
    """How many bands the asked feeling lies below the strongest; always 0 where none is asked for."""
    if label not in ("negative", "positive") or one.analysis is None:
        return 0
    strength = one.analysis.score if label == "positive" else -one.analysis.score
    return sum(strength < bound for bound in BANDS)


def _short(one: ReadFeedback) -> bool:
    return len(one.feedback.text.strip()) < TELLING[writing(one.feedback.language)]


def _new(one: ReadFeedback, chosen: Sequence[ReadFeedback], *, strict: bool) -> bool:
    pairs = _pairs(one.feedback.text)
    for other in chosen:
        known = _pairs(other.feedback.text)
        if len(pairs & known) > ALIKE * min(len(pairs), len(known)):
            return False
        same = one.feedback.customer_id is not None and one.feedback.customer_id == other.feedback.customer_id
        if strict and same and one.theme_id == other.theme_id:
            return False
    return True


def _pairs(text: str) -> set[str]:
    lowered = text.lower()
    return {lowered[place : place + 2] for place in range(len(lowered) - 1)} or {lowered}
