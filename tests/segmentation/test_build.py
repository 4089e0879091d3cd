"""The whole composition on a made-up store."""

import io
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.store import open_store
from segmentation.build import Judged, build_profiles
from segmentation.models import Inputs, Models, fit_models
from segmentation.settings import Settings
from tests.segmentation.histories import moment, shop, when

SETTINGS = Settings(horizon_days=45)
NOW = 430


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    """A made-up store, with one customer who never did anything."""
    made = shop(240)
    goods = [(customer, "tea" if kind == "rare" else "lamps", 20.0) for customer, kind in made.kind.items()]
    names = {1: {"en": "late parcels"}, 2: {"en": "kind staff"}}
    return Inputs((*made.kind, "nobody"), made.orders, made.events, made.said, made.vectors, goods, names)


@pytest.fixture(scope="module")
def models(inputs: Inputs) -> Models:
    """Learnt on the day."""
    return fit_models(inputs, when(NOW), SETTINGS)


@pytest.fixture(scope="module")
def judged(inputs: Inputs, models: Models) -> Judged:
    """Judged on the day."""
    return build_profiles(inputs, when(NOW), SETTINGS, models)


def test_everyone_gets_a_profile(inputs: Inputs, judged: Judged) -> None:
    """One a customer, with a risk for all who ever bought and an action for all."""
    assert [p.customer_id for p in judged.profiles] == sorted(inputs.customer_ids)
    for profile in judged.profiles:
        assert profile.action.key
        if profile.rfm.frequency:
            assert profile.risk is not None
            assert 0 < profile.risk.probability < 1
            assert profile.value_at_risk == pytest.approx(
                profile.expected_value * profile.risk.probability, abs=0.02
            )
            total = profile.risk.base + sum(reason.size for reason in profile.risk.reasons)
            assert 1 / (1 + np.exp(-total)) == pytest.approx(profile.risk.probability)
    nobody = next(p for p in judged.profiles if p.customer_id == "nobody")
    assert (nobody.risk, nobody.lifecycle, nobody.segment.segment_id) == (None, "prospect", -1)
    assert nobody.expected_value == nobody.value_at_risk == 0


def test_segments_count_their_members(judged: Judged) -> None:
    """Sizes are those of the profiles, themes are named."""
    for segment in judged.segments:
        assert segment.size == sum(p.segment.segment_id == segment.id for p in judged.profiles)
    assert any(
        "late parcels" in s.portrait["en"] or "kind staff" in s.portrait["en"] for s in judged.segments
    )


def test_alerts_are_of_this_day_and_unique(judged: Judged) -> None:
    """Each has reasons, and no id twice."""
    assert judged.alerts
    assert len({alert.id for alert in judged.alerts}) == len(judged.alerts)
    assert all(alert.at == when(NOW) and alert.reasons for alert in judged.alerts)


def test_judging_again_changes_nothing(inputs: Inputs, models: Models, judged: Judged) -> None:
    """The same day with yesterday's profiles at hand: the same profiles, no changes, no new risk."""
    before = {profile.customer_id: profile for profile in judged.profiles}
    again = build_profiles(inputs, when(NOW), SETTINGS, models, previous=before)
    assert again.profiles == judged.profiles
    assert again.changes == ()
    assert {a.kind for a in again.alerts} <= {"complaint", "farewell"}
    assert {a.id for a in again.alerts} <= {a.id for a in judged.alerts}


def test_later_days_make_history(inputs: Inputs, models: Models, judged: Judged) -> None:
    """A month later some have moved, and each move has an old and a new state."""
    before = {profile.customer_id: profile for profile in judged.profiles}
    later = build_profiles(inputs, when(NOW + 30), SETTINGS, models, previous=before)
    assert later.changes
    assert all(change.old != change.new and change.at == when(NOW + 30) for change in later.changes)


def test_models_come_back_from_bytes(inputs: Inputs, models: Models, judged: Judged) -> None:
    """Judging with stored models gives the same profiles; another format is none."""
    stored = Models.from_bytes(models.to_bytes())
    assert stored is not None
    assert build_profiles(inputs, when(NOW), SETTINGS, stored).profiles == judged.profiles
    other = io.BytesIO()
    np.savez_compressed(other, format=np.array([99]))
    assert Models.from_bytes(other.getvalue()) is None


def test_a_full_refit_keeps_segment_ids(inputs: Inputs, models: Models) -> None:
    """Learning everything again after stored models leaves everyone's segment as it was."""
    again = fit_models(inputs, when(NOW), SETTINGS, Models.from_bytes(models.to_bytes()))
    assert again.segments.places() == models.segments.places()
    assert again.segments.next_id == models.segments.next_id


def test_models_of_unknown_features_are_stale(models: Models) -> None:
    """What was learnt of a feature that is gone is learnt again; its segments can still be read."""
    odd = replace(models.risk.terms[0], feature="shoe_size")
    other = replace(models, risk=replace(models.risk, terms=(odd, *models.risk.terms[1:])))
    stored = Models.from_bytes(other.to_bytes())
    assert stored is not None
    assert stored.stale(when(NOW), models.customers)
    assert not models.stale(when(NOW), models.customers)
    assert stored.segments.places() == models.segments.places()


def test_when_to_learn_again(models: Models) -> None:
    """After a week, after growth, and for any day before the one learnt on."""
    assert not models.stale(when(NOW + 3), models.customers)
    assert models.stale(when(NOW + 8), models.customers)
    assert models.stale(when(NOW), models.customers * 2)
    assert models.stale(when(NOW - 1), models.customers)


def test_rows_after_the_day_change_no_profile(inputs: Inputs, models: Models, judged: Judged) -> None:
    """Without anything later in the columns the profiles are the same."""
    orders, said = inputs.orders, inputs.said
    kept, heard = orders.at <= moment(NOW), said.at <= moment(NOW)
    past = replace(
        orders,
        customer=orders.customer[kept],
        at=orders.at[kept],
        amount=orders.amount[kept],
        lines=orders.lines[kept],
        ids=tuple(np.array(orders.ids)[kept].tolist()),
    )
    spoken = replace(
        said,
        customer=said.customer[heard],
        at=said.at[heard],
        feedback_ids=tuple(np.array(said.feedback_ids)[heard].tolist()),
        score=said.score[heard],
        negative=said.negative[heard],
        theme=said.theme[heard],
        signals={kind: column[heard] for kind, column in said.signals.items()},
        nps=said.nps[heard],
        csat=said.csat[heard],
    )
    cut = replace(inputs, orders=past, said=spoken)
    assert build_profiles(cut, when(NOW), SETTINGS, models).profiles == judged.profiles


def test_history_over_several_days_is_kept_once(
    inputs: Inputs, models: Models, judged: Judged, tmp_path: Path
) -> None:
    """Judged on three days and stored: each day's changes are there once, also when a day is judged again."""
    with closing(open_store(f"sqlite:///{tmp_path / 'earful.db'}", rates={}, currency="GBP")) as store:
        store.judgements.save(judged.profiles, judged.changes)
        for day in (NOW + 20, NOW + 40, NOW + 40):
            held = {one.customer_id: one for one in store.judgements.profiles()}
            later = build_profiles(inputs, when(day), SETTINGS, models, previous=held)
            store.judgements.save(later.profiles, later.changes)
            if held[judged.profiles[0].customer_id].as_of == when(day):
                assert later.changes == ()
        kept = store.judgements.changes(None, when(0))
    assert {one.at for one in kept} == {when(NOW + 20), when(NOW + 40)}
    assert len({(one.customer_id, one.at, one.what) for one in kept}) == len(kept)
    slipped = [one for one in kept if one.what == "lifecycle" and one.new == "slipping"]
    assert slipped and all(one.reasons[0].feature == "moved.silent" for one in slipped)
