"""Records as stored documents and back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Action, Axes, Mood, Profile, Reason, Rfm, Risk, SegmentPlace
from index.store.documents import from_document, records, to_document, to_text

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=8))])
MOMENTS = st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001  (zones are given beside)
st.register_type_strategy(float, NUMBERS)
st.register_type_strategy(datetime, MOMENTS)


def load(text: str) -> object:
    """What a database gives back."""
    import json

    return json.loads(text)


@given(st.from_type(Profile))
def test_a_profile_comes_back_exactly(profile: Profile) -> None:
    """Any profile, written as JSON text and read again, is equal to itself."""
    assert from_document(Profile, load(to_text(to_document(profile)))) == profile


@given(st.lists(st.from_type(Reason)).map(tuple))
def test_reasons_come_back_exactly(reasons: tuple[Reason, ...]) -> None:
    """Any reasons, whatever their texts hold, come back."""
    assert records(Reason, load(to_text(to_document(reasons)))) == reasons


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_becomes_ascii(text: str) -> None:
    """Control characters, lone surrogates and all else are written in ASCII and come back."""
    written = to_text({"text": text})
    assert written.isascii()
    assert load(written) == {"text": text}


def simple() -> Profile:
    """A profile with little in it."""
    return Profile(
        customer_id="c1",
        as_of=datetime(2024, 1, 1, tzinfo=UTC),
        rfm=Rfm(1, 1, 1.0, 1, 1, 1, "new"),
        abc="C",
        lifecycle="new",
        axes=Axes(1, 2, 3, 4),
        tier="new",
        risk=Risk(0.5, 90, (), "rules"),
        expected_value=0.0,
        value_at_risk=0.0,
        segment=SegmentPlace(-1, 0.0, False),
        psychographics=(),
        mood=Mood(0, 0, 0, None, None),
        themes=(),
        nps=None,
        csat=None,
        action=Action("wait", "none", "nobody"),
    )


def test_numbers_of_numpy_are_numbers() -> None:
    """What a model reckoned is stored like any number."""
    reckoned = replace(simple(), value_at_risk=np.float32(0.5), themes=(np.int64(3),))
    assert from_document(Profile, load(to_text(to_document(reckoned)))) == replace(
        simple(), value_at_risk=0.5, themes=(3,)
    )


def test_an_older_document_takes_the_defaults() -> None:
    """Fields added since have their default; one without a default is named."""
    document = to_document(simple())
    del document["recommendations"], document["axes"]["parts"]
    assert from_document(Profile, {**document, "dropped": 1}) == simple()
    del document["tier"]
    with pytest.raises(ValueError, match="Profile lacks tier"):
        from_document(Profile, document)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_without_a_word_is_refused(value: float) -> None:
    """Not a number is never stored: PostgreSQL's JSON would refuse it, and nobody could say it."""
    with pytest.raises(ValueError, match="JSON compliant"):
        to_text({"x": value})


def test_what_is_no_record_is_refused() -> None:
    """An object of another kind has no place in a document."""
    with pytest.raises(TypeError, match="object has no place"):
        to_document({"x": object()})
