"""Keeps the ids of segments from run to run: a new group takes the id of the old one it shares most with."""

from collections.abc import Mapping, Sequence

import numpy as np

LEAST_OVERLAP = 0.2
"""Share of common members (Jaccard) below which a group is new."""


def match_ids(
    customer_ids: Sequence[str], labels: Sequence[int], previous: Mapping[str, int], next_id: int = 0
) -> dict[int, int]:
    """New label to id, by Hungarian assignment on the overlap of members.

    Args:
        customer_ids: who was grouped.
        labels: their new labels; negative ones are ignored.
        previous: segment ids by customer, of the last run.
        next_id: ids from here on are free (and above every previous one), so that no id is used again.
    """
    from scipy.optimize import linear_sum_assignment

    new = sorted({label for label in labels if label >= 0})
    old = sorted({segment for segment in previous.values() if segment >= 0})
    row, column = ({name: place for place, name in enumerate(names)} for names in (new, old))
    shared = np.zeros((len(new), len(old)))
    size_new, size_old = np.zeros(len(new)), np.zeros(len(old))
    for customer, label in zip(customer_ids, labels, strict=True):
        before = previous.get(customer, -1)
        # Only who was there both times says anything of what became of a group.
        if label < 0 or before < 0:
            continue
        shared[row[label], column[before]] += 1
        size_new[row[label]] += 1
        size_old[column[before]] += 1
    overlap = shared / np.maximum(size_new[:, None] + size_old[None, :] - shared, 1.0)
    matched: dict[int, int] = {}
    for place, other in zip(*linear_sum_assignment(-overlap), strict=True):
        if overlap[place, other] >= LEAST_OVERLAP:
            matched[new[place]] = old[other]
    free = max([next_id, *(segment + 1 for segment in old)])
    for label in new:
        if label not in matched:
            matched[label] = free
            free += 1
    return matched
