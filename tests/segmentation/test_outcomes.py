"""Outcomes: planted effects are covered by their intervals, none is told where there is none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from index.ports import OrderColumns
from segmentation.behaviour.matrix import no_events, no_feedback
from segmentation.contacting import Contact
from segmentation.models import Inputs
from segmentation.outcomes import (
    Effect,
    Past,
    drawn_outcome,
    effect_of_draw,
    effect_on_contacted,
    held_out,
    learnt,
    outcomes,
)
from segmentation.playbooks import default_playbook

START = datetime(2024, 1, 1, tzinfo=UTC)


def world(seed: int, effect: float, n: int = 700) -> tuple[np.ndarray, ...]:
    """Customers whom a manager contacts the rather the longer they are silent, and who then return less."""
    draw = np.random.default_rng(seed)
    silent, worth = draw.gamma(2.0, 30.0, n), draw.lognormal(4.0, 1.0, n)
    chance = 1 / (1 + np.exp(1.4 - silent / 45 - np.log(worth / 60) / 3))
    contacted = draw.random(n) < 0.45 * chance
    alone = 1 / (1 + np.exp(-1.0 + silent / 50 - np.log(worth / 60) / 4))
    came = draw.random(n) < np.clip(alone + effect * contacted, 0, 1)
    return contacted, came, np.column_stack([silent, worth]), np.arange(n)


@pytest.mark.slow
@pytest.mark.parametrize("effect", [0.0, 0.12, -0.1])
def test_the_interval_covers_what_was_planted(effect: float) -> None:
    """In about 95 of 100 worlds, although those contacted differ from the others."""
    covered, plain = 0, []
    for seed in range(200):
        contacted, came, features, person = world(seed, effect)
        found = effect_on_contacted(contacted, came, features, person)
        low, high = found.interval()
        covered += low <= effect <= high
        plain.append(came[contacted].mean() - came[~contacted].mean())
    # 200 fair draws lie within 183 and 197 nearly always.
    assert 183 <= covered <= 198
    # Without adjustment contacting would look bad: the test has something to find.
    assert np.mean(plain) < effect - 0.05


def test_rows_of_one_person_are_not_independent() -> None:
    """The same customers counted four times make nothing surer."""
    contacted, came, features, person = world(3, 0.1)
    once = effect_on_contacted(contacted, came, features, person)
    four = effect_on_contacted(*(np.concatenate([part] * 4) for part in (contacted, came, features, person)))
    assert four.difference == pytest.approx(once.difference, abs=0.01)
    assert four.error == pytest.approx(once.error, rel=0.05)


def test_a_draw_needs_no_adjustment() -> None:
    """The plain difference, covered in about 95 of 100 worlds."""
    covered = 0
    for seed in range(300):
        draw = np.random.default_rng(seed)
        held = draw.random(500) < 0.2
        came = draw.random(500) < np.where(held, 0.3, 0.38)
        low, high = effect_of_draw(held, came).interval()
        covered += low <= 0.08 <= high
    assert 275 <= covered <= 297


def test_who_is_held_out_is_fixed_and_fair() -> None:
    """The same customer always, the asked share of all, and more with a greater share, never others."""
    ids = [f"c{number}" for number in range(5000)]
    tenth = {one for one in ids if held_out(one, 0.1)}
    fifth = {one for one in ids if held_out(one, 0.2)}
    assert 420 <= len(tenth) <= 580
    assert tenth < fifth
    assert not any(held_out(one, 0.0) for one in ids)


def company(effect: float, seed: int, plays: tuple[str, ...] = ("win_back",)) -> Past:
    """Half a year of orders; from day 180 on some of those long silent are called, with an effect."""
    draw = np.random.default_rng(seed)
    n, days = 400, 300
    rate = draw.gamma(2.0, 1 / 120, n)
    rows: list[tuple[int, float]] = []
    contacts = []
    for who in range(n):
        at = np.cumsum(draw.exponential(1 / rate[who], 60))
        mine = [float(t) for t in at if t < days]
        day = 180 + draw.random() * 20
        last = max((t for t in mine if t < day), default=0.0)
        if draw.random() < 0.2 + 0.4 * (day - last > 60):
            contacts.append(
                Contact(f"c{who:03d}", START + timedelta(days=day), "email", plays[who % len(plays)])
            )
            if draw.random() < effect:
                mine.append(day + 1 + draw.random() * 40)
        rows += [(who, t) for t in sorted(mine)]
    orders = OrderColumns(
        tuple(f"c{who:03d}" for who in range(n)),
        np.array([who for who, _ in rows], dtype=np.int32),
        np.array([int(START.timestamp() + t * 86_400) for _, t in rows], dtype=np.int64),
        np.full(len(rows), 20.0),
    )
    inputs = Inputs(orders.customer_ids, orders, no_events(), no_feedback())
    return Past(inputs, contacts, START + timedelta(days=280), 60)


@pytest.mark.slow
def test_a_real_effect_is_told_and_none_is_not() -> None:
    """Winning back that works helps; one that does nothing is never said to help."""
    found = outcomes(company(0.5, 1))
    assert [one.play for one in found] == ["", "win_back"]
    assert found[1].verdict == "helps"
    assert found[1].effect is not None
    assert not found[1].randomised
    for seed in range(8):
        plays = ("win_back", "check_in", "remind")
        assert all(one.verdict != "helps" for one in outcomes(company(0.0, 10 + seed, plays)))


def test_too_few_and_too_recent_are_said() -> None:
    """Contacts whose horizon is not over wait; few are not judged."""
    past = company(0.3, 2)
    early = outcomes(replace(past, as_of=START + timedelta(days=215)))[0]
    assert (early.verdict, early.contacted) == ("too_few", 0)
    assert early.waiting > 50
    few = outcomes(replace(past, contacts=past.contacts[:10]))[0]
    assert (few.verdict, few.effect, few.contacted) == ("too_few", None, 10)
    assert outcomes(replace(past, contacts=())) == ()


def test_chance_decides_who_is_left_out() -> None:
    """Alerted customers of whom some were held out are a trial; before that there is none."""
    past = company(0.0, 4)
    alerted = [(one.customer_id, one.at) for one in past.contacts]
    assert drawn_outcome(alerted, past) is None
    held = {who: (at,) for who, at in alerted if held_out(who, 0.4)}
    first = min(at for times in held.values() for at in times)
    found = drawn_outcome(alerted, replace(past, held=held))
    assert found is not None
    assert found.randomised
    assert found.others == len(held)
    assert found.contacted == sum(at >= first for _, at in alerted) - len(held)


def test_plays_learn_what_they_bring() -> None:
    """A sure observation replaces the assumption, a vague one hardly moves it."""
    book = default_playbook()
    base = outcomes(company(0.5, 1))[1]
    sure = replace(base, effect=Effect(0.4, 0.2, 0.2, 0.01), risk=0.8)
    vague = replace(base, effect=Effect(0.4, 0.2, 0.2, 0.5), risk=0.8)
    after, before = learnt(book, [sure]).play("win_back"), book.play("win_back")
    assert before is not None
    assert after is not None
    assert after.observed
    assert after.effect == pytest.approx(0.25, abs=0.02)
    unsure = learnt(book, [vague]).play("win_back")
    assert unsure is not None
    assert not unsure.observed
    assert unsure.effect == pytest.approx(before.effect, abs=0.01)
