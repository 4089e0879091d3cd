"""Who newly needs attention. An alert's id names its episode, so the same episode never alerts twice.

The episode of a silence is the last purchase; that of a complaint or of words of leaving, the newest message.
"""

import hashlib
from collections.abc import Mapping

from index.records import HIGH_RISK, Alert, Profile, Reason
from segmentation.settings import Settings

KINDS = ("farewell", "complaint", "value_at_risk", "risk_high")


def alerts(
    profile: Profile,
    previous: Profile | None,
    signals: Mapping[str, Reason],
    worth: float,
    settings: Settings,
) -> tuple[Alert, ...]:
    """Alerts of one customer.

    Args:
        profile: as judged now.
        previous: as judged before; None when this is the first time.
        signals: as in ``Standing``.
        worth: value at risk from which on it counts as high in this store.
        settings: thresholds.
    """
    told = profile.risk.reasons if profile.risk is not None else ()
    found: list[Alert] = []
    if "farewell" in signals:
        found.append(_alert(profile, "farewell", (signals["farewell"], *told)))
    if "complaint" in signals and (profile.abc == "A" or profile.tier == "vip"):
        found.append(_alert(profile, "complaint", (signals["complaint"], *told)))
    dear = profile.value_at_risk >= worth > 0
    # Seen for the first time, nothing is new: only where much money is at stake does it call somebody.
    if _newly_high(profile, previous, settings) and (dear or previous is not None):
        found.append(_alert(profile, "value_at_risk" if dear else "risk_high", told))
    return tuple(found)


def digest_alert(profile: Profile) -> Alert:
    """The alert that opens a case for a customer whom a digest shows; one a day."""
    told = profile.risk.reasons if profile.risk is not None else ()
    text = "|".join(("digest", profile.customer_id, profile.as_of.date().isoformat()))
    return Alert(
        hashlib.sha256(text.encode()).hexdigest()[:16], profile.customer_id, profile.as_of, "digest", told
    )


def _newly_high(profile: Profile, previous: Profile | None, settings: Settings) -> bool:
    """High now, and low before or clearly risen.

    Somebody must look into every alert: customers who are gone, lapsed long ago or bring little (class C)
    raise none; whoever was gone and came back to be at risk does.
    """
    if profile.risk is None or profile.lifecycle == "lapsed" or profile.abc == "C":
        return False
    if profile.risk.stands(settings.risk_high) != HIGH_RISK:
        return False
    if previous is None or previous.risk is None or previous.risk.stands(settings.risk_high) != HIGH_RISK:
        return True
    return profile.risk.probability - previous.risk.probability >= settings.alert_rise


def _alert(profile: Profile, kind: str, reasons: tuple[Reason, ...]) -> Alert:
    episode = _episode(profile, kind, reasons)
    text = "|".join((kind, profile.customer_id, episode))
    return Alert(
        hashlib.sha256(text.encode()).hexdigest()[:16], profile.customer_id, profile.as_of, kind, reasons
    )


def _episode(profile: Profile, kind: str, reasons: tuple[Reason, ...]) -> str:
    cited = next((reason.evidence[0] for reason in reasons if reason.evidence), None)
    if kind in ("farewell", "complaint") and cited is not None:
        return cited
    days = profile.rfm.recency_days
    return "never" if days is None else str(profile.as_of.date().toordinal() - days)
