"""Puts all judgements together: inputs and models in, profiles, changes, alerts and segments out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from index.records import (
    Alert,
    Axes,
    AxisScore,
    Expectation,
    Loyalty,
    Mood,
    Profile,
    ProfileChange,
    Reason,
    Rfm,
    Risk,
    Segment,
    SegmentPlace,
    Suggestion,
)
from segmentation.abc import abc
from segmentation.advising import UNDECIDED, advise
from segmentation.alerts import alerts
from segmentation.attitudes import AxisModel
from segmentation.axes import axes
from segmentation.behaviour import Behaviour, seconds
from segmentation.behaviour.rows import rows_until
from segmentation.behaviour.saying import SURE
from segmentation.history import changes
from segmentation.levels import Placed, level_of
from segmentation.lifecycle import lifecycle
from segmentation.loyalty import loyalty
from segmentation.models import Inputs, Models
from segmentation.playbooks import Playbook
from segmentation.psychographics import psychographics
from segmentation.recommend import suggestions
from segmentation.rfm import rfm
from segmentation.risk.evidence import Evidence, evidence_of
from segmentation.risk.judging import judge_risk
from segmentation.risk.reasons import SIGNALS, signals
from segmentation.segments import Known, place, portraits
from segmentation.settings import Settings
from segmentation.tags import Ground, Tags, tag
from segmentation.tiers import tier
from segmentation.value import Expected, expect
from segmentation.vectors import blocks_of

THEMES = 5
"""Themes kept in a profile, most mentioned first."""


@dataclass(frozen=True)
class Judged:
    """Everything judged as of one moment."""

    profiles: tuple[Profile, ...]
    changes: tuple[ProfileChange, ...]
    alerts: tuple[Alert, ...]
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class _Columns:
    """Judgements of every customer, each in the order of ``behaviour``."""

    rfm: Sequence[Rfm]
    abc: Sequence[str]
    lifecycle: Sequence[str]
    axes: Sequence[Axes]
    risks: Sequence[Risk | None]
    expected: Expected
    places: Sequence[SegmentPlace]
    attitudes: Sequence[Sequence[AxisScore]]
    moods: Sequence[Mood]
    themes: Sequence[tuple[int, ...]]
    signals: Sequence[Mapping[str, Reason]]
    suggested: Mapping[str, tuple[Suggestion, ...]] = field(default_factory=dict)
    last_order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tags: Tags = field(default_factory=lambda: Tags((), ()))
    loyalty: Sequence[Loyalty | None] = ()


def build_profiles(
    inputs: Inputs,
    as_of: datetime,
    settings: Settings,
    models: Models,
    attitudes: AxisModel | None = None,
    previous: Mapping[str, Profile] | None = None,
    playbook: Playbook | None = None,
) -> Judged:
    """Judge every customer as of a moment with models already learnt; nothing later is read.

    Args:
        inputs: what the memory holds.
        as_of: the moment, aware.
        settings: thresholds.
        models: from ``fit_models``.
        attitudes: from ``prototype_axes``; None leaves psychographics out.
        previous: profiles as last stored, for changes and alerts.
        playbook: the owner's; None: the plays that come with the product.
    """
    moment = seconds(as_of)
    behaviour = inputs.behaviour(moment)
    blocks = blocks_of(behaviour, inputs.said, inputs.vectors, inputs.categories, attitudes, settings)
    columns = _judge(inputs, behaviour, models, settings, attitudes, place(models.segments, blocks))
    drafts = tuple(
        _profile(row, behaviour, as_of, columns, settings) for row in range(len(behaviour.customer_ids))
    )
    profiles = advise(drafts, columns.signals, inputs, settings, playbook)
    old = previous or {}
    moved = _moved(profiles, behaviour, columns, old, settings)
    known = Known(inputs.said, inputs.categories, inputs.theme_names, columns.attitudes)
    segments = portraits(behaviour, blocks, columns.places, known, as_of, settings.currency)
    return Judged(profiles, moved, _alerts(profiles, columns, old, settings), segments)


def _moved(
    profiles: Sequence[Profile],
    behaviour: Behaviour,
    columns: "_Columns",
    old: Mapping[str, Profile],
    settings: Settings,
) -> tuple[ProfileChange, ...]:
    """What changed for whom, each with what moved it."""
    found: list[ProfileChange] = []
    for row, profile in enumerate(profiles):
        if profile.customer_id in old:
            facts = dict(zip(behaviour.names, behaviour.values[row].tolist(), strict=True))
            last = columns.last_order.get(profile.customer_id, ())
            found += changes(old[profile.customer_id], profile, settings, facts, last)
    return tuple(found)


def _judge(
    inputs: Inputs,
    behaviour: Behaviour,
    models: Models,
    settings: Settings,
    attitudes: AxisModel | None,
    places: tuple[SegmentPlace, ...],
) -> _Columns:
    evidence = evidence_of(inputs.orders, inputs.said, behaviour.moment, inputs.theme_names)
    judged = judge_risk(models.risk, inputs.history, behaviour, evidence, settings)
    horizon = models.risk.horizon_days
    return _Columns(
        rfm(behaviour, settings),
        abc(behaviour.column("net"), settings),
        lifecycle(behaviour, settings),
        axes(behaviour, judged.chance),
        judged.risks,
        expect(models.value, behaviour, horizon),
        places,
        psychographics(attitudes, behaviour, inputs.said, inputs.vectors),
        _moods(inputs, behaviour),
        _themes(inputs, behaviour),
        _signals(behaviour, evidence),
        _suggested(inputs, behaviour, places),
        evidence.orders,
        tag(behaviour, Ground(inputs.orders, inputs.events, inputs.said, inputs.lines)),
        loyalty(behaviour, inputs.orders),
    )


def _suggested(
    inputs: Inputs, behaviour: Behaviour, places: Sequence[SegmentPlace]
) -> Mapping[str, tuple[Suggestion, ...]]:
    if inputs.sales is None:
        return {}
    ids = behaviour.customer_ids
    segments = {who: place.segment_id for who, place in zip(ids, places, strict=True)}
    return suggestions(inputs.sales, behaviour.moment, ids, segments, inputs.disliked)


def _signals(behaviour: Behaviour, evidence: Evidence) -> list[Mapping[str, Reason]]:
    calling = (behaviour.columns([signal.feature for signal in SIGNALS.values()]) > 0).max(axis=1)
    found: list[Mapping[str, Reason]] = [{}] * len(calling)
    for row in np.flatnonzero(calling).tolist():
        known = dict(zip(behaviour.names, behaviour.values[row].tolist(), strict=True))
        found[row] = signals(known, behaviour.customer_ids[row], evidence)
    return found


def _moods(inputs: Inputs, behaviour: Behaviour) -> list[Mood]:
    """Counts by what the reading made of each text, mean and recent score."""
    said, ids = inputs.said, behaviour.customer_ids
    rows = rows_until(ids, said.customer_ids, said.customer, said.at, behaviour.moment)
    score, negative = said.score[rows.kept], said.negative[rows.kept]
    read = ~np.isnan(score)
    dark = read & (negative >= SURE)
    bright = read & ~dark & (score > 1.0 / 3.0)
    even = read & ~dark & ~bright
    counts = np.column_stack([rows.count(dark), rows.count(even), rows.count(bright)]).astype(int).tolist()
    means = zip(behaviour.column("mood").tolist(), behaviour.column("mood_90").tolist(), strict=True)
    return [
        Mood(negative, neutral, positive, _known(mean), _known(recent))
        for (negative, neutral, positive), (mean, recent) in zip(counts, means, strict=True)
    ]


def _themes(inputs: Inputs, behaviour: Behaviour) -> list[tuple[int, ...]]:
    """Each customer's themes, most mentioned first."""
    said, ids = inputs.said, behaviour.customer_ids
    rows = rows_until(ids, said.customer_ids, said.customer, said.at, behaviour.moment)
    counted: list[dict[int, int]] = [{} for _ in ids]
    for customer, theme in zip(rows.customer.tolist(), said.theme[rows.kept].tolist(), strict=True):
        if theme >= 0:
            counted[customer][theme] = counted[customer].get(theme, 0) + 1
    return [tuple(sorted(found, key=lambda t: (-found[t], t))[:THEMES]) for found in counted]


def _profile(
    row: int, behaviour: Behaviour, as_of: datetime, columns: _Columns, settings: Settings
) -> Profile:
    customer, risk = behaviour.customer_ids[row], columns.risks[row]
    combined = tier(columns.axes[row], settings)
    expected = round(float(columns.expected.spend[row]), 2)
    nps, csat = (behaviour.values[row, behaviour.names.index(name)] for name in ("nps", "csat"))
    return Profile(
        customer_id=customer,
        as_of=as_of,
        rfm=columns.rfm[row],
        abc=columns.abc[row],
        lifecycle=columns.lifecycle[row],
        axes=columns.axes[row],
        tier=combined,
        risk=risk,
        expected_value=expected,
        value_at_risk=round(expected * risk.probability, 2) if risk is not None else 0.0,
        segment=columns.places[row],
        psychographics=tuple(columns.attitudes[row]),
        mood=columns.moods[row],
        themes=columns.themes[row],
        nps=_known(nps),
        csat=_known(csat),
        action=UNDECIDED,
        recommendations=tuple(one.name for one in columns.suggested.get(customer, ())),
        suggestions=columns.suggested.get(customer, ()),
        tags=columns.tags.by_customer[row],
        tags_unknown=columns.tags.unknown,
        loyalty=columns.loyalty[row],
        expectation=_expectation(columns.expected, row) if risk is not None else None,
        level=level_of(
            settings.levels,
            Placed(combined, columns.abc[row], columns.lifecycle[row], columns.rfm[row], columns.axes[row]),
        ),
    )


def _expectation(expected: Expected, row: int) -> Expectation:
    purchases, low, high = (
        float(column[row]) for column in (expected.purchases, expected.low, expected.high)
    )
    return Expectation(round(purchases, 3), round(low, 2), round(high, 2), expected.level)


def _alerts(
    profiles: Sequence[Profile], columns: _Columns, old: Mapping[str, Profile], settings: Settings
) -> tuple[Alert, ...]:
    at_risk = [profile.value_at_risk for profile in profiles if profile.risk is not None]
    worth = float(np.quantile(at_risk, settings.value_quantile)) if at_risk else 0.0
    return tuple(
        alert
        for profile, found in zip(profiles, columns.signals, strict=True)
        for alert in alerts(profile, old.get(profile.customer_id), found, worth, settings)
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 3)
