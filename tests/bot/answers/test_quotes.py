"""Which texts are quoted, and how much of them."""

from collections.abc import Sequence

import pytest

from bot.answers.tools.excerpt import LONGEST, excerpt
from bot.answers.tools.quotes import choose
from index.records import Analysis, Feedback, Rating, ReadFeedback
from nlp.findings import Signal
from tests.bot.answers.company import AS_OF


def _said(
    key: str,
    text: str,
    label: str,
    score: float,
    *,
    language: str = "en",
    rating: Rating | None = None,
    signals: Sequence[str] = (),
) -> ReadFeedback:
    feedback = Feedback(key, AS_OF, text, "review", "shop", language, f"C{key}", rating=rating)
    marks = tuple(Signal(kind, "", 0, 0) for kind in signals)
    return ReadFeedback(feedback, Analysis(key, "by hand", label, score, 0.3, 0.4, 0.3, marks), None)


BITTER = _said("bitter", "The lid broke and nobody ever answered my letters.", "negative", -0.95)
FAINT = _said("faint", "Would you leave out the catalogue next time?", "negative", -0.1)
HAPPY = _said("happy", "A voucher made it HK$549, chuffed.", "positive", 0.8)
STARRED = _said(
    "starred", "The hardest water in England, wipes off.", "negative", -0.9, rating=Rating("stars", 5, 5)
)
THANKED = _said("thanked", "I want to praise whoever packed all this.", "negative", -0.7, signals=("praise",))
CHINESE = _said("chinese", "壺蓋一直漏水，客服都不理人，太誇張了。", "negative", -0.95, language="zh-Hant")
BARE = _said("bare", "[PERSON] [PHONE] ok", "negative", -0.9)


def _ids(found: Sequence[ReadFeedback], **wishes: object) -> list[str]:
    return [one.feedback_id for one in choose(found, 4, **wishes)]  # type: ignore[arg-type]  # any of its options


def test_complaints_are_quoted_only_where_they_are_plain() -> None:
    """Faint, praising and well-rated texts are no complaints, whatever their label."""
    assert _ids([FAINT, HAPPY, STARRED, THANKED, BITTER], label="negative", only=True) == ["bitter"]


def test_without_need_others_follow() -> None:
    """Where the feeling is only preferred, the others come after it."""
    assert _ids([HAPPY, BITTER], label="negative") == ["bitter", "happy"]


def test_placeholders_are_no_words() -> None:
    """What was redacted says nothing."""
    assert _ids([BARE]) == []


@pytest.mark.parametrize(("language", "first"), [("en", "bitter"), ("zh-Hant", "chinese")])
def test_equally_telling_quotes_go_by_the_language_of_the_asker(language: str, first: str) -> None:
    """The asker reads their own language first, and others too."""
    found = _ids([BITTER, CHINESE], label="negative", language=language)
    assert found[0] == first
    assert len(found) == 2


def test_a_long_text_is_cut_to_the_sentence_that_matters() -> None:
    """The stretch is verbatim and begins with the sentence that holds the word."""
    text = "We moved house in spring. " * 12 + "Then the courier lost our parcel. " + "It rained a lot. " * 12
    found = excerpt(text, "en", ("courier",))
    assert found.text.startswith("Then the courier lost our parcel.")
    assert found.text in text
    assert found.begun
    assert found.ends_early
    assert len(found.text) <= LONGEST["en"]
