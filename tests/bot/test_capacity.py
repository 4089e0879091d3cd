"""Whom a day holds."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.capacity import Capacity
from bot.settings import Settings
from bot.views.capacity import rests, today
from index.records import Action, Axes, Mood, Profile, Reason, Rfm, SegmentPlace
from nlp.failures import UserError
from prompts import LANGUAGES

DAY = date(2026, 11, 22)


def profile(customer_id: str, action: Action) -> Profile:
    """A customer of whom nothing matters but the action."""
    return Profile(
        customer_id, datetime(2026, 11, 22, tzinfo=UTC), Rfm(1, 1, 1.0, 1, 1, 1, "lost"), "A", "active",
        Axes(0, 0, 0, 0), "none", None, 0.0, 0.0, SegmentPlace(-1, 0.0, False), (),
        Mood(0, 0, 0, None, None), (), None, None, action,
    )  # fmt: skip


def ranked(owners: list[str], waiting: list[bool]) -> list[Profile]:
    """Customers of these owners, some of whom were contacted yesterday."""
    made = []
    for number, (owner, wait) in enumerate(zip(owners, waiting, strict=True)):
        why = Reason("contact.email", "down", 0.0, {"count": 1.0}) if wait else None
        until = "2026-11-29" if wait else None
        action = Action("rescue", "email", owner, wait_because=why, wait_until=until)
        made.append(profile(f"c{number}", action))
    return made


@given(
    st.lists(st.tuples(st.sampled_from(["account", "support"]), st.booleans()), max_size=30),
    st.none() | st.integers(0, 12),
    st.dictionaries(st.sampled_from(["account", "support"]), st.integers(0, 5)),
    st.integers(1, 10),
)
def test_a_day_is_never_overfull(
    people: list[tuple[str, bool]], whole: int | None, by_owner: dict[str, int], limit: int
) -> None:
    """Neither in all nor by owner; nobody who rests is chosen, and the ranking is kept."""
    everyone = ranked([owner for owner, _ in people], [wait for _, wait in people])
    found = today(everyone, Capacity(whole, by_owner), DAY, limit)
    assert len(found.chosen) <= min(limit, found.fitting)
    assert whole is None or found.fitting <= whole
    assert found.callable + found.resting == len(everyone)
    assert found.resting == sum(wait for _, wait in people)
    for owner, most in by_owner.items():
        assert sum(one.action.owner == owner for one in found.chosen) <= most
    places = [int(one.customer_id[1:]) for one in found.chosen]
    assert places == sorted(places)
    assert not any(rests(one, DAY) for one in found.chosen)
    if whole is None and not by_owner:
        assert found.fitting == found.callable


def test_a_rest_ends_on_its_day() -> None:
    """Until a day, not on it; without a day it does not end."""
    waiting = ranked(["account"], [True])[0]
    assert rests(waiting, date(2026, 11, 28))
    assert not rests(waiting, date(2026, 11, 29))
    assert rests(replace(waiting, action=replace(waiting.action, wait_until=None)), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", Capacity()),
        ("12", Capacity(12)),
        ("account=5, support=8", Capacity(None, {"account": 5, "support": 8})),
        ("20,account=5", Capacity(20, {"account": 5})),
    ],
)
def test_capacity_is_read(text: str, wanted: Capacity) -> None:
    """In all, by owner, both, or not at all."""
    assert Settings(capacity=text).day_holds == wanted


@pytest.mark.parametrize("text", ["many", "-1", "account=", "=5", "1,2", "account=x"])
def test_what_is_no_capacity_is_refused(text: str) -> None:
    """With a sentence that says how to write it."""
    with pytest.raises(UserError, match="EARFUL_CAPACITY"):
        Settings(capacity=text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_is_told_where_it_is_news(language: str) -> None:
    """How many fit and how many rest; without a capacity and without rests, nothing."""
    people = ranked(["account"] * 3, [False, False, True])
    told = today(people, Capacity(1), DAY, 10).told(language)
    assert "1" in told
    assert "2" in told
    assert today(people[:2], Capacity(), DAY, 10).told(language) == ""
