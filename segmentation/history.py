"""What changed between two profiles of a customer, with what moved it.

Reasons of a change are facts of the day it was found: silence against the own rhythm, orders since, axes that
moved, spend then and now. A change that only the other customers brought about (scores and classes are shares
of all) says so.
"""

from collections.abc import Mapping

from index.records import Profile, ProfileChange, Reason
from segmentation.settings import Settings

CITED = 3
Facts = Mapping[str, float]
AWAY = frozenset({"slipping", "lapsed"})


def risk_level(profile: Profile, settings: Settings) -> str:
    """``high``, ``gone``, ``low``, or ``none`` for those who never bought."""
    return "none" if profile.risk is None else profile.risk.stands(settings.risk_high)


def changes(
    old: Profile,
    new: Profile,
    settings: Settings,
    facts: Facts | None = None,
    evidence: tuple[str, ...] = (),
) -> tuple[ProfileChange, ...]:
    """Changes of tier, level, lifecycle, RFM group, ABC class, segment and risk level.

    Args:
        old: as judged before.
        new: as judged now.
        settings: thresholds.
        facts: the customer's behaviour by feature, as of ``new``.
        evidence: ids of the last order.
    """
    known = facts or {}
    standing = (*_axes(old, new), *_spend(old, new)) or _others()
    compared: tuple[tuple[str, str, str, tuple[Reason, ...]], ...] = (
        ("tier", old.tier, new.tier, _axes(old, new) or _others()),
        # A profile judged before there were levels has none to move from.
        ("level", old.level or new.level or "", new.level or "", standing),
        ("lifecycle", old.lifecycle, new.lifecycle, _lifecycle(old, new, known, evidence)),
        ("rfm", old.rfm.label, new.rfm.label, _scores(old, new, evidence)),
        ("abc", old.abc, new.abc, _spend(old, new) or _others()),
        ("segment", str(old.segment.segment_id), str(new.segment.segment_id), ()),
        ("risk", risk_level(old, settings), risk_level(new, settings), _first(new)),
    )
    return tuple(
        ProfileChange(new.customer_id, new.as_of, what, before, after, reasons[:CITED])
        for what, before, after, reasons in compared
        if before != after
    )


def _lifecycle(old: Profile, new: Profile, facts: Facts, evidence: tuple[str, ...]) -> tuple[Reason, ...]:
    """What the rhythm says."""
    days = new.rfm.recency_days
    if new.lifecycle in AWAY and days is not None:
        if facts.get("rhythm_days", 0) > 0:
            told = {"rhythm": round(facts["rhythm_days"]), "recency": float(days)}
            return (Reason("moved.silent", "down", -facts.get("overdue", 0.0), told, evidence),)
        return (Reason("moved.quiet", "down", -float(days), {"recency": float(days)}, evidence),)
    if new.lifecycle == "won_back" and facts.get("last_gap_days", 0) > 0:
        gap = {"gap": round(facts["last_gap_days"])}
        return (Reason("moved.returned", "up", facts["last_gap_days"], gap, evidence),)
    more = new.rfm.frequency - old.rfm.frequency
    if more > 0:
        key = "moved.first" if old.rfm.frequency == 0 else "moved.ordered"
        return (Reason(key, "up", float(more), {"count": float(new.rfm.frequency)}, evidence),)
    return _others()


def _scores(old: Profile, new: Profile, evidence: tuple[str, ...]) -> tuple[Reason, ...]:
    """The scores that moved: recency, frequency, money."""
    moved = []
    for part in ("r", "f", "m"):
        before, now = getattr(old.rfm, part), getattr(new.rfm, part)
        if before != now:
            values = {"before": float(before), "now": float(now)}
            direction = "up" if now > before else "down"
            cited = evidence if part == "r" else ()
            moved.append(Reason(f"moved.{part}", direction, float(now - before), values, cited))
    return tuple(sorted(moved, key=lambda reason: -abs(reason.size))) or _others()


def _axes(old: Profile, new: Profile) -> tuple[Reason, ...]:
    """The axes that moved, most first."""
    moved = []
    for axis in ("activity", "value", "intent"):
        before, now = getattr(old.axes, axis), getattr(new.axes, axis)
        if before != now:
            way = "rose" if now > before else "fell"
            values = {"before": float(before), "now": float(now)}
            direction = "up" if now > before else "down"
            moved.append(Reason(f"moved.{axis}_{way}", direction, float(now - before), values))
    return tuple(sorted(moved, key=lambda reason: -abs(reason.size)))


def _spend(old: Profile, new: Profile) -> tuple[Reason, ...]:
    before, now = old.rfm.monetary, new.rfm.monetary
    if before == now:
        return ()
    values = {"before": before, "now": now}
    return (Reason("moved.spend", "up" if now > before else "down", now - before, values),)


def _others() -> tuple[Reason, ...]:
    """Nothing of the customer's own moved it."""
    return (Reason("moved.others", "down", 0.0),)


def _first(profile: Profile) -> tuple[Reason, ...]:
    return profile.risk.reasons[:CITED] if profile.risk is not None else ()
