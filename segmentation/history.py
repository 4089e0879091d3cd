"""What changed between two profiles of a customer, with the reasons of the new one."""

from index.records import Profile, ProfileChange, Reason
from segmentation.playbooks import tier_reason
from segmentation.settings import Settings

CITED = 3


def risk_level(profile: Profile, settings: Settings) -> str:
    """``high``, ``low``, or ``none`` for those who never bought."""
    if profile.risk is None:
        return "none"
    return "high" if profile.risk.probability >= settings.risk_high else "low"


def changes(old: Profile, new: Profile, settings: Settings) -> tuple[ProfileChange, ...]:
    """Changes of tier, lifecycle, RFM group, segment and risk level."""
    silence = _told(new, "silence", "pace", "habit")
    compared: tuple[tuple[str, str, str, tuple[Reason, ...]], ...] = (
        ("tier", old.tier, new.tier, _axes(old, new)),
        ("lifecycle", old.lifecycle, new.lifecycle, silence),
        ("rfm", old.rfm.label, new.rfm.label, silence),
        ("segment", str(old.segment.segment_id), str(new.segment.segment_id), ()),
        ("risk", risk_level(old, settings), risk_level(new, settings), _first(new)),
    )
    return tuple(
        ProfileChange(new.customer_id, new.as_of, what, before, after, reasons)
        for what, before, after, reasons in compared
        if before != after
    )


def _axes(old: Profile, new: Profile) -> tuple[Reason, ...]:
    """The axes that moved, most first."""
    moved = {
        axis: getattr(new.axes, axis) - getattr(old.axes, axis) for axis in ("activity", "value", "intent")
    }
    ordered = sorted((axis for axis in moved if moved[axis]), key=lambda axis: -abs(moved[axis]))
    return tuple(tier_reason(axis, getattr(new.axes, axis)) for axis in ordered)


def _told(profile: Profile, *groups: str) -> tuple[Reason, ...]:
    reasons = profile.risk.reasons if profile.risk is not None else ()
    return tuple(r for group in groups for r in reasons if r.feature.partition(".")[0] == group)


def _first(profile: Profile) -> tuple[Reason, ...]:
    return profile.risk.reasons[:CITED] if profile.risk is not None else ()
