"""The customers' stage of a refresh: everything judged of everyone, from what the store holds by a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.jobs.stages import Outcome, Show, silent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.bootstrap import Application
    from bot.settings import Settings
    from index.ports import Stage, Store
    from segmentation.build import Judged
    from segmentation.models import Inputs, Models
    from segmentation.playbooks import Playbook
    from segmentation.settings import Settings as Rules


UNHAPPY_TEXTS = 100_000
"""So many of the newest negative texts are placed on the journey."""


@dataclass(frozen=True)
class Judgement:
    """What was judged, with the models that judged it."""

    judged: Judged
    models: Models
    fitted: bool
    """Whether the models were learnt just now."""


def judging_settings(settings: Settings) -> Rules:
    """The owner's thresholds as the segmentation room knows them.

    Raises:
        UserError: the owner's file of definitions holds what nothing understands.
    """
    from segmentation.definitions import read_definitions
    from segmentation.settings import Settings as Rules

    rules = Rules(
        horizon_days=settings.horizon_days,
        churn=settings.churn,
        risk_high=settings.high_risk,
        currency=settings.currency,
        holdout=settings.holdout,
        text_weight=settings.text_weight,
        behaviour_weight=settings.behaviour_weight,
        goods_weight=settings.goods_weight,
        values_weight=settings.values_weight,
        minimum_segment=settings.minimum_segment,
        sample=settings.segment_sample,
    )
    return read_definitions(rules, settings.customer_file, settings.rfm)


def playbook_of(settings: Settings) -> Playbook:
    """The owner's plays, or those that come with the product.

    Raises:
        UserError: the owner's file cannot be read or understood.
    """
    from segmentation.playbooks import default_playbook, read_playbook

    return read_playbook(settings.playbook_file) if settings.playbook_file else default_playbook()


def judge(wired: Application, as_of: datetime, before: Stage | None, *, full: bool, show: Show) -> Outcome:
    """Judge every customer, keep what changed as history, and raise alerts."""
    from bot.jobs.outcomes import hold_out
    from index.records import GONE, HIGH_RISK
    from segmentation.segments import events_of

    store = wired.store
    judgement = judge_now(wired, as_of, before, full=full, show=show)
    judged = judgement.judged
    # Alerts first: should the run end here, the next one finds the old profiles and raises them again.
    raised = store.cases.open(judged.alerts)
    hold_out(store, judged.alerts, wired.settings.holdout)
    if judgement.fitted:
        became = judgement.models.segments.became
        store.judgements.save_events(events_of(became, as_of, store.judgements.segments(), judged.segments))
    store.judgements.save_segments(judged.segments)
    store.judgements.save(judged.profiles, judged.changes)
    standing = [one.risk.level for one in judged.profiles if one.risk]
    document = {
        "customers": len(judged.profiles),
        "segments": len(judged.segments),
        "at_risk": standing.count(HIGH_RISK),
        "gone": standing.count(GONE),
        "raised": raised,
    }
    return Outcome(len(judged.profiles), document, judgement.models.to_bytes())


def judge_now(
    wired: Application, as_of: datetime, before: Stage | None, *, full: bool = False, show: Show = silent
) -> Judgement:
    """Judge everyone without storing anything; the models of ``before`` are used while they hold."""
    from bot.jobs.outcomes import taught
    from segmentation.attitudes import prototype_axes
    from segmentation.build import build_profiles
    from segmentation.definitions import read_axes
    from segmentation.models import Models, fit_models, sought

    rules = judging_settings(wired.settings)
    # A moment before the last one judged is history: nothing known later may speak into it.
    known = before if before is not None and before.as_of <= as_of else None
    inputs = gather(wired, as_of)
    axes = prototype_axes(wired.encoder.encode, read_axes(wired.settings.customer_file))
    models = Models.from_bytes(known.blob) if known is not None and known.blob else None
    with show("Judging customers", len(inputs.customer_ids)) as advance:
        fitted = models is None or full or models.stale(as_of, len(inputs.customer_ids))
        fitted = fitted or models is None or models.segments.sought != sought(rules, axes)
        if models is None or fitted:
            models = fit_models(inputs, as_of, rules, models, axes)
        previous = (
            {} if known is None else {one.customer_id: one for one in wired.store.judgements.profiles()}
        )
        book = taught(wired, playbook_of(wired.settings), inputs, as_of)
        if any(play.stages for play in book.plays):
            inputs = replace(inputs, stages=stages_of(wired.store, inputs, as_of))
        judged = build_profiles(inputs, as_of, rules, models, axes, previous, book)
        advance(len(judged.profiles))
    return Judgement(judged, models, fitted)


def gather(wired: Application, as_of: datetime) -> Inputs:
    """What customers did and said by ``as_of``."""
    from bot.jobs.contacts import contacted_by
    from segmentation.behaviour import seconds
    from segmentation.models import Inputs
    from segmentation.playbooks import causes
    from segmentation.recommend import disliked_goods

    store = wired.store
    blames = store.said.blames(as_of)
    return Inputs(
        customer_ids=store.customers.ids(),
        orders=store.activity.orders(as_of),
        events=store.activity.events(as_of),
        said=store.said.columns(as_of),
        vectors=store.said.vectors(wired.encoder_name, as_of),
        categories=store.activity.categories(as_of),
        lines=store.activity.lines(as_of),
        theme_names={theme.id: theme.names for theme in store.themes.all()},
        sales=store.activity.sales(as_of),
        disliked=disliked_goods(blames),
        causes=causes(blames, seconds(as_of)),
        contacted=contacted_by(store, as_of),
    )


def stages_of(store: Store, inputs: Inputs, as_of: datetime) -> Mapping[str, str]:
    """By customer: the stage of the journey at which the newest negative feedback stands."""
    from index.ports import Narrowing
    from segmentation.journey import PAIN_DAYS, Trail, pains

    bounds = Narrowing(
        since=as_of - timedelta(days=PAIN_DAYS), until=as_of + timedelta(seconds=1), labels=("negative",)
    )
    trail = Trail.of(inputs.orders, inputs.events)
    return pains(store.said.listing(bounds, limit=UNHAPPY_TEXTS), trail, as_of)
