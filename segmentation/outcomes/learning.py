"""Lets a playbook learn from its outcomes: assumed effects give way to observed ones as these get surer."""

from collections.abc import Iterable
from dataclasses import replace
from math import isnan

from segmentation.outcomes.measuring import Outcome
from segmentation.playbooks import Play, Playbook

HIGHEST = 0.5
MOSTLY = 0.5
"""From this weight on the effect is called observed."""


def learnt(book: Playbook, found: Iterable[Outcome]) -> Playbook:
    """The same plays, their effects moved towards what was observed.

    The assumed effect counts like an observation as uncertain as itself; a play is never thought to do harm
    here (that is for people to see), and never to keep more than half.
    """
    seen = {one.play: one for one in found if one.play and one.effect is not None}
    return replace(book, plays=tuple(_learnt(play, seen.get(play.key)) for play in book.plays))


def _learnt(play: Play, seen: Outcome | None) -> Play:
    if seen is None or seen.effect is None or play.effect <= 0 or play.basis != "value_at_risk":
        return play
    if isnan(seen.risk) or seen.risk < 0.02 or seen.effect.error <= 0:
        return play
    # A customer who comes back with so many points more chance keeps that share of what was at risk.
    observed, error = seen.effect.difference / seen.risk, seen.effect.error / seen.risk
    trust = play.effect**2 / (play.effect**2 + error**2)
    effect = min(max(trust * observed + (1 - trust) * play.effect, 0.0), HIGHEST)
    return replace(play, effect=round(effect, 4), observed=trust >= MOSTLY)
