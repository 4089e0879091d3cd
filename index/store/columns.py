"""Long lists of strings as small whole numbers, which numpy can sort and count."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


def codes(names: Sequence[str]) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """The distinct names, sorted, and for each name its position among them, shape (n,)."""
    distinct = tuple(sorted(set(names)))
    position = {name: number for number, name in enumerate(distinct)}
    return distinct, np.fromiter(map(position.__getitem__, names), dtype=np.int32, count=len(names))


def people(customer_ids: Sequence[str], kept: Mapping[str, str]) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """``codes`` of the ids that were kept."""
    if kept:
        customer_ids = [kept.get(customer_id, customer_id) for customer_id in customer_ids]
    return codes(customer_ids)
