"""Chance with a seed: the few draws that the made-up company needs."""

from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TypeVar

import numpy as np

T = TypeVar("T")
_AHEAD = 4096


class Dice:
    """Repeatable draws from one stream, named by a seed and a stage: no stage disturbs another."""

    def __init__(self, seed: int, stage: str) -> None:
        self._generator = np.random.default_rng([seed, *stage.encode()])
        self._numbers: list[float] = []

    def unit(self) -> float:
        """A number in 0..1 (1 excluded); drawn ahead in blocks, since single draws cost ten times more."""
        if not self._numbers:
            self._numbers = self._generator.random(_AHEAD).tolist()
        return self._numbers.pop()

    def chance(self, probability: float) -> bool:
        """True with the given probability."""
        return self.unit() < probability

    def between(self, low: float, high: float) -> float:
        """A number in low..high, evenly."""
        return low + (high - low) * self.unit()

    def whole(self, low: int, high: int) -> int:
        """A whole number in low..high, both included."""
        return low + int(self.unit() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        """One of the items, evenly."""
        return items[int(self.unit() * len(items))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One of the keys, in proportion to its weight."""
        sums = list(accumulate(weights.values()))
        return list(weights)[bisect(sums, self.unit() * sums[-1])]

    def gamma(self, shape: float, mean: float) -> float:
        """A gamma variate with the given mean: small ``shape`` means uneven."""
        return float(self._generator.gamma(shape, mean / shape))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in another order."""
        return [items[int(place)] for place in self._generator.permutation(len(items))]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """``count`` different items, or all of them when there are fewer."""
        return self.shuffled(items)[:count]
