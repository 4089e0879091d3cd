"""Why a segment is one: behaviour against the others with intervals, and what its members care about."""

import numpy as np
from numpy.typing import NDArray

from index.records import Reason
from segmentation.segments.naming import Contrast, Known
from segmentation.segments.traits import SIGNED, Trait
from segmentation.wording import number

QUOTED = 3
"""Texts cited for what a segment cares about."""


def reasons_of(contrast: Contrast, currency: str) -> tuple[Reason, ...]:
    """What members do otherwise than the others, each with its interval; amounts are of ``currency``."""
    return tuple(
        Reason(
            f"trait.{trait.key}",
            "up" if trait.effect > 0 else "down",
            trait.effect,
            _values(trait, currency),
        )
        for trait in contrast.traits
    )


def _values(trait: Trait, currency: str) -> dict[str, float | str]:
    return {
        "value": round(trait.value, 2),
        "other": round(trait.other, 2),
        "currency": currency,
        **_interval(trait),
    }


def _interval(trait: Trait) -> dict[str, str]:
    """How many times as much, or how many per cent less, with the interval; empty where there is no ratio."""
    if trait.feature in SIGNED:
        return {}
    if trait.value <= 0:
        return {"less": "100", "range": "100"}
    times = trait.value / trait.other
    if times >= 1:
        return {"times": number(times), "range": f"{number(trait.low)}–{number(trait.high)}"}
    least, most = 100 * (1 - trait.high), 100 * (1 - trait.low)
    return {"less": f"{100 * (1 - times):.0f}", "range": f"{least:.0f}–{most:.0f}"}


def cares(
    contrast: Contrast, known: Known, member: NDArray[np.bool_], membership: NDArray[np.float64]
) -> tuple[Reason, ...]:
    """For each axis the shares of members and of others who show it, and texts of the surest members."""
    reasons: list[Reason] = []
    for axis in contrast.axes:
        shows = np.array([any(one.axis == axis for one in scores) for scores in known.axes])
        inside, outside = float(shows[member].mean()), float(shows[~member].mean())
        found = [
            (one, float(membership[row]))
            for row in np.flatnonzero(shows & member).tolist()
            for one in known.axes[row]
            if one.axis == axis
        ]
        # Those who show it most, of them the surest members.
        found.sort(key=lambda pair: (-pair[0].score, -pair[1], pair[0].evidence))
        scores = [one for one, _ in found[:QUOTED]]
        values: dict[str, float | str] = {"value": round(100 * inside), "other": round(100 * outside)}
        values |= {f"axis_{tongue}": name for one in scores[:1] for tongue, name in one.names.items()}
        reasons.append(
            Reason(
                "trait.cares.high",
                "up",
                inside - outside,
                values | {"axis": axis},
                tuple(one.evidence[0] for one in scores if one.evidence),
            )
        )
    return tuple(reasons)
