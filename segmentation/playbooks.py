"""The next best action: the first play whose conditions hold.

Complaints and leaving come before money, money before growth; a customer who has lapsed without value is left
in peace.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.records import Action, Axes, Reason, Risk
from segmentation.settings import Settings

CITED = 3


@dataclass(frozen=True)
class Standing:
    """What a play may ask about a customer."""

    tier: str
    abc: str
    lifecycle: str
    axes: Axes
    risk: Risk | None
    signals: Mapping[str, Reason]
    """Those present of complaint, refund, farewell, cart and enquiry, told."""


@dataclass(frozen=True)
class Play:
    """An action and when it fits; an empty condition holds always."""

    key: str
    channel: str
    owner: str
    signals: frozenset[str] = frozenset()
    """Any of these."""
    lifecycles: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    risk_high: bool = False
    because: tuple[str, ...] = ()
    """Groups of reasons that speak for it, told first."""

    def fits(self, standing: Standing, settings: Settings) -> bool:
        """Whether every condition holds."""
        risky = standing.risk is not None and standing.risk.probability >= settings.risk_high
        return (
            (not self.signals or not self.signals.isdisjoint(standing.signals))
            and (not self.lifecycles or standing.lifecycle in self.lifecycles)
            and (not self.tiers or standing.tier in self.tiers)
            and (not self.classes or standing.abc in self.classes)
            and (risky or not self.risk_high)
        )


VALUABLE = frozenset({"vip", "sleeping_vip"})
AWAY = frozenset({"slipping", "lapsed"})
PLAYS = (
    Play(
        "settle_refund", "email", "support", signals=frozenset({"refund"}), because=("refund", "complaints")
    ),
    Play(
        "rescue",
        "phone",
        "account",
        signals=frozenset({"complaint", "farewell"}),
        tiers=VALUABLE,
        because=("farewell", "complaints", "mood"),
    ),
    Play("keep", "phone", "support", signals=frozenset({"farewell"}), because=("farewell", "complaints")),
    Play(
        "answer_complaint",
        "email",
        "support",
        signals=frozenset({"complaint"}),
        because=("complaints", "mood"),
    ),
    Play("rescue", "phone", "account", tiers=VALUABLE, risk_high=True, because=("silence", "pace")),
    Play(
        "win_back", "email", "account", lifecycles=AWAY, classes=frozenset("AB"), because=("silence", "pace")
    ),
    # Nobody at risk is offered more to buy before somebody asked what went wrong.
    Play("check_in", "email", "support", risk_high=True, because=("refund", "complaints", "mood", "pace")),
    Play("follow_up", "message", "account", signals=frozenset({"cart", "enquiry"}), because=("intent",)),
    Play("invite", "email", "marketing", lifecycles=frozenset({"prospect"})),
    Play(
        "second_order", "email", "marketing", lifecycles=frozenset({"first_purchase"}), because=("silence",)
    ),
    Play("welcome_back", "message", "account", lifecycles=frozenset({"won_back"}), because=("silence",)),
    Play("let_rest", "email", "marketing", lifecycles=frozenset({"lapsed"}), because=("silence", "habit")),
    Play("remind", "message", "marketing", lifecycles=frozenset({"slipping"}), because=("silence", "pace")),
    Play("reward", "message", "account", tiers=frozenset({"vip"}), because=("habit", "spend")),
    Play("grow", "email", "marketing", because=("habit", "spend")),
)


def next_action(standing: Standing, settings: Settings) -> Action:
    """The first play that fits, with the reasons that speak for it."""
    play = next(play for play in PLAYS if play.fits(standing, settings))
    return Action(play.key, play.channel, play.owner, _because(play, standing))


def _because(play: Play, standing: Standing) -> tuple[Reason, ...]:
    told: Sequence[Reason] = standing.risk.reasons if standing.risk is not None else ()
    chosen = {r.feature: r for signal, r in standing.signals.items() if signal in play.signals}
    for group in play.because:
        chosen |= {
            r.feature: r for r in told if r.feature.partition(".")[0] == group and r.feature not in chosen
        }
    if standing.tier in VALUABLE or not chosen:
        reason = tier_reason("value", standing.axes.value)
        chosen[reason.feature] = reason
    return tuple(chosen.values())[:CITED]


def tier_reason(axis: str, score: int) -> Reason:
    """An axis as a reason; its size is the distance from the middle."""
    return Reason(f"tier.{axis}", "up" if score >= 50 else "down", float(score - 50), {"score": float(score)})
