"""The next best action: of the plays that fit, the one with the highest priority, then the greatest worth.

Complaints and leaving come before money, money before growth, as the playbook's priorities say.
"""

from collections.abc import Mapping, Sequence

from index.records import Action, Alternative, Reason
from segmentation.contacting import Leave, may_contact
from segmentation.playbooks.phrases import filled
from segmentation.playbooks.plays import Play, Playbook, Standing
from segmentation.playbooks.reading import default_playbook
from segmentation.settings import Settings

CITED = 3
HELD_BACK = "contact.held_back"
OTHERS = 2
VALUABLE = frozenset({"vip", "sleeping_vip"})


def next_action(standing: Standing, settings: Settings, playbook: Playbook | None = None) -> Action:
    """The most useful play that fits, with the reasons that speak for it, its worth and what else fits.

    Where every play that fits has to wait, the first of them is told with the day from which it may be done.
    """
    book = playbook or default_playbook()
    fitting = ranked(standing, settings, book)
    leaves = {id(play): _leave(play, standing, book) for play in fitting}
    chosen = next((play for play in fitting if leaves[id(play)].may), fitting[0])
    leave = leaves[id(chosen)]
    others = [play for play in fitting if play.key != chosen.key][:OTHERS]
    return Action(
        chosen.key,
        chosen.channel,
        chosen.owner,
        _because(chosen, standing),
        wording=filled(chosen.wording, standing, settings.currency),
        owner_names=book.owners.get(chosen.owner, {}),
        worth=_worth(chosen, standing, settings),
        wait_until=leave.until.isoformat() if leave.until is not None else None,
        wait_because=leave.why,
        alternatives=tuple(_alternative(play, standing, settings, book) for play in others),
    )


def ranked(standing: Standing, settings: Settings, book: Playbook) -> list[Play]:
    """Plays that fit, the most useful first, each key once."""
    fitting = [play for play in book.plays if play.fits(standing, settings)]
    fitting.sort(key=lambda play: (-play.priority, -play.worth(standing)))
    return list({play.key: play for play in reversed(fitting)}.values())[::-1]


def _leave(play: Play, standing: Standing, book: Playbook) -> Leave:
    if play.reply or standing.today is None:
        return Leave(True)
    if standing.held_out:
        return Leave(False, None, Reason(HELD_BACK, "down", 0.0))
    return may_contact(
        standing.contacted,
        play.channel,
        standing.today,
        book.cooldown,
        play=play.key,
        play_days=play.cooldown_days,
    )


def _worth(play: Play, standing: Standing, settings: Settings) -> Reason | None:
    """What the play is expected to keep or bring, told with how that is known; None where it is nothing."""
    worth = play.worth(standing)
    if worth <= 0:
        return None
    kind = "kept" if play.basis == "value_at_risk" else "brought"
    values: Mapping[str, float | str] = {
        "worth": round(worth, 2),
        "value": round(float(getattr(standing, play.basis)), 2),
        "share": f"{play.effect:.0%}" if play.effect >= 0.01 else f"{play.effect:.1%}",
        "currency": settings.currency,
    }
    return Reason(f"worth.{kind}_{'observed' if play.observed else 'assumed'}", "up", round(worth, 2), values)


def _alternative(play: Play, standing: Standing, settings: Settings, book: Playbook) -> Alternative:
    return Alternative(
        play.key,
        play.channel,
        play.owner,
        round(play.worth(standing), 2),
        filled(play.wording, standing, settings.currency),
        book.owners.get(play.owner, {}),
    )


def _because(play: Play, standing: Standing) -> tuple[Reason, ...]:
    told: Sequence[Reason] = standing.risk.reasons if standing.risk is not None else ()
    chosen = {r.feature: r for signal, r in standing.signals.items() if signal in play.signals}
    if standing.cause is not None and ("cause" in play.because or play.causes):
        chosen[standing.cause.feature] = standing.cause
    # What speaks against leaving is no reason to hold somebody back.
    speaking = [r for r in told if r.direction == "up" or play.basis != "value_at_risk"]
    for group in play.because:
        chosen |= {
            r.feature: r for r in speaking if r.feature.partition(".")[0] == group and r.feature not in chosen
        }
    if standing.tier in VALUABLE or not chosen:
        reason = tier_reason("value", standing.axes.value)
        chosen[reason.feature] = reason
    return tuple(chosen.values())[:CITED]


def tier_reason(axis: str, score: int) -> Reason:
    """An axis as a reason; its size is the distance from the middle."""
    return Reason(f"tier.{axis}", "up" if score >= 50 else "down", float(score - 50), {"score": float(score)})
