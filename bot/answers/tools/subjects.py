"""What texts that carry something speak of: the themes of most of them, with a quote where that is asked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.answers.evidence import Citation
from bot.answers.question import Arguments
from bot.answers.toolbox import Toolbox
from bot.answers.tools import heard
from bot.answers.tools.gathering import cited, sureness
from index.records import ReadFeedback

THEMES = 3
SHOWN = 5
NAMED = frozenset({"churn", "refund", "legal", "urgency", "competitor", "mixed"})
"""Here whoever says it matters; of the others it is asked what they speak of, unless "who" is said."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is spoken of: a theme, how many of the texts belong to it, and one of them."""

    theme_id: int
    name: str
    texts: int
    quote: Citation | None


def asks_what(arguments: Arguments) -> bool:
    """Whether it is asked what is spoken of, not by whom."""
    kind = arguments.scope.signal or arguments.scope.emotion
    return arguments.focus is None and kind is not None and kind not in NAMED


def subjects(
    found: Sequence[ReadFeedback], arguments: Arguments, toolbox: Toolbox, as_of: datetime, language: str
) -> tuple[Subject, ...]:
    """The themes of most of the texts; with a quote of each where they are what is asked for."""
    named = {one.id: one.names.get(language) or one.names.get("en", "") for one in toolbox.themes(as_of)}
    counted = Counter(heard.theme(one) for one in found)
    most = [(theme, texts) for theme, texts in counted.most_common() if theme in named]
    if not asks_what(arguments):
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
            -round(sureness(one, arguments.scope), 1),
            len(one.feedback.text),
        ),
    )
    return cited(best, arguments)
