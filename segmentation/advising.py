"""What to do for every customer: the playbook asked with all that was judged."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.records import Action, Profile, Reason
from segmentation.contacting import NEVER_CONTACTED
from segmentation.models import Inputs
from segmentation.outcomes.holdout import held_out
from segmentation.playbooks import Playbook, Standing, default_playbook, next_action
from segmentation.settings import Settings

UNDECIDED = Action("undecided", "email", "support")
"""The action of a profile that ``advise`` has not seen yet."""


def advise(
    profiles: Sequence[Profile],
    signals: Sequence[Mapping[str, Reason]],
    inputs: Inputs,
    settings: Settings,
    playbook: Playbook | None = None,
) -> tuple[Profile, ...]:
    """The same profiles with what to do next.

    Args:
        profiles: judged, whatever their action.
        signals: what calls for an action, in the order of ``profiles``.
        inputs: causes, stages and contacts of customers.
        settings: thresholds.
        playbook: the owner's; None: the plays that come with the product.
    """
    book = playbook or default_playbook()
    advised = []
    for profile, present in zip(profiles, signals, strict=True):
        asked = standing(profile, present, inputs, held=held_out(profile.customer_id, settings.holdout))
        advised.append(replace(profile, action=next_action(asked, settings, book)))
    return tuple(advised)


def standing(
    profile: Profile, signals: Mapping[str, Reason], inputs: Inputs, *, held: bool = False
) -> Standing:
    """All that a play may ask about one customer."""
    return Standing(
        profile.tier,
        profile.abc,
        profile.lifecycle,
        profile.axes,
        profile.risk,
        signals,
        level=profile.level or "",
        segment=profile.segment.segment_id,
        themes=profile.themes,
        stage=inputs.stages.get(profile.customer_id, ""),
        cause=inputs.causes.get(profile.customer_id),
        expected_value=profile.expected_value,
        value_at_risk=profile.value_at_risk,
        days=profile.rfm.recency_days,
        orders=profile.rfm.frequency,
        goods=profile.recommendations,
        contacted=inputs.contacted.get(profile.customer_id, NEVER_CONTACTED),
        held_out=held,
        today=profile.as_of.date(),
    )
