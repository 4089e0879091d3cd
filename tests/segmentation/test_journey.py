"""Each text at one stage of the journey: by what it speaks of, where it was said, and when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from index.records import Analysis, Feedback, Rating, ReadFeedback
from nlp.aspects.kinds import categories
from nlp.findings import Aspect, Signal
from segmentation.journey import PAIN_DAYS, STAGES, Trail, pains, place
from segmentation.journey.stages import OF_CATEGORY, WORDS, stage_named
from tests.segmentation.histories import events_of, orders_of, when

TRAIL = Trail.of(
    orders_of([("old", float(day), 20.0) for day in (0, 30, 60, 90)] + [("back", 5.0, -3.0)]),
    events_of([("keen", 99.0, "add_to_cart"), ("keen", 10.0, "enquiry"), ("idle", 50.0, "visit")]),
)


def text(
    who: str | None = "old",
    day: float = 200.0,
    aspects: Sequence[tuple[str, str]] = (),
    *,
    channel: str = "review",
    signals: Sequence[str] = (),
    nps: float | None = None,
    theme: int | None = None,
    touchpoint: str = "",
) -> ReadFeedback:
    rating = None if nps is None else Rating("nps", nps, 10.0)
    attributes = {"触点": touchpoint} if touchpoint else {}
    said = Feedback("f1", when(day), "…", channel, "s", "en", who, rating=rating, attributes=attributes)
    found = tuple(Aspect("it", category, mood, 0, 2) for category, mood in aspects)  # type: ignore[arg-type]
    heard = tuple(Signal(kind, "it", 0, 2, 0.9) for kind in signals)  # type: ignore[arg-type]
    read = Analysis("f1", "m", "negative", -0.5, 0.7, 0.2, 0.1, heard, found)
    return ReadFeedback(said, read, theme)


@pytest.mark.parametrize(
    ("said", "stage"),
    [
        (text(aspects=[("delivery", "negative")]), "delivery"),
        (text(aspects=[("payment", "negative")]), "purchase"),
        (text(aspects=[("website", "positive")]), "consideration"),
        (text(aspects=[("quality", "negative"), ("delivery", "positive")]), "use"),
        (text(nps=9.0, channel="survey"), "loyalty"),
        (text(signals=["churn"]), "loyalty"),
        (text("keen", 100.0), "consideration"),
        (text("keen", 60.0), "awareness"),
        (text("idle", 60.0), "awareness"),
        (text("back", 60.0), "awareness"),
        (text(day=90.5), "purchase"),
        (text(day=95.0), "delivery"),
        (text(day=200.0), "use"),
        (text(touchpoint="配送"), "delivery"),
        (text(touchpoint="Checkout page", day=95.0), "purchase"),
        (text(touchpoint="配送", aspects=[("quality", "negative"), ("design", "negative")]), "use"),
        (text(None, aspects=[("packaging", "negative")]), "delivery"),
    ],
)
def test_one_text_by_the_documented_votes(said: ReadFeedback, stage: str) -> None:
    """Each row of the table of votes, and how they weigh against each other."""
    (found,) = place([said], TRAIL)
    assert (found.stage, found.said) == (stage, said)
    assert 0 < found.share <= 1


def test_a_theme_speaks_for_its_texts() -> None:
    """A text without aspects goes where its theme's aspects are more than those of all texts are."""
    crowd = [
        text(None, aspects=[("payment", "negative"), ("quality", "negative")], theme=3) for _ in range(5)
    ]
    others = [text(None, aspects=[("quality", "negative")], theme=4) for _ in range(20)]
    found = place([*crowd, *others, text(None, theme=3), text(None, theme=5)], TRAIL)
    assert [one.stage for one in found[-2:]] == ["use", "purchase"]
    assert len(found) == 26


def test_only_orders_before_a_text_count() -> None:
    """What was bought later says nothing of when a text was written."""
    early = text("old", -2.0)
    assert place([early], TRAIL)[0].stage == "awareness"
    assert when(0) - early.feedback.at == timedelta(days=2)


def test_every_category_and_word_names_a_known_stage() -> None:
    """No stage is misspelt, and the categories are those that aspects have."""
    assert set(OF_CATEGORY.values()) <= set(STAGES)
    assert set(OF_CATEGORY) <= set(categories())
    assert set(WORDS) == set(STAGES)
    assert stage_named("售后") == "use" and stage_named("something") is None


def test_a_customer_stands_where_the_newest_unhappy_text_does() -> None:
    """Nothing older than the span, later than the day, nobody's or not negative counts."""
    late = text("old", 190.0, [("delivery", "negative")])
    broken = text("old", 150.0, [("quality", "negative")])
    happy = text("old", 199.0, [("payment", "positive")])
    assert happy.analysis is not None
    happy = replace(happy, analysis=replace(happy.analysis, label="positive"))
    unread = replace(text("back", 198.0), analysis=None)
    nobody = text(None, 198.0, [("delivery", "negative")])
    long_ago = text("idle", 200.0 - PAIN_DAYS, [("delivery", "negative")])
    tomorrow = text("keen", 201.0, [("delivery", "negative")])
    said = [late, broken, happy, unread, nobody, long_ago, tomorrow]
    assert pains(said, TRAIL, when(200.0)) == {"old": "delivery"}
    assert pains(said, TRAIL, when(160.0)) == {"old": "use", "idle": "awareness"}
