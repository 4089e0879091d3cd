"""What is known of customers, in blocks: each a way to see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Block:
    """One way to see each customer; where it is not known it is no zero, it is absent."""

    values: NDArray[np.float32]
    """Shape (n, d); rows where ``has`` is false mean nothing, nan is a part that is not known."""
    has: NDArray[np.bool_]

    @property
    def whole(self) -> NDArray[np.bool_]:
        """Of whom all of it is known, shape (n,)."""
        complete: NDArray[np.bool_] = self.has & ~np.isnan(self.values).any(axis=1)
        return complete

    def choose(self, rows: NDArray[np.int64]) -> "Block":
        """Some customers only."""
        return Block(self.values[rows], self.has[rows])


@dataclass(frozen=True)
class Blocks:
    """All blocks of each customer: ``said``, ``done`` and ``tastes``."""

    customer_ids: tuple[str, ...]
    parts: Mapping[str, Block]

    def choose(self, rows: NDArray[np.int64]) -> "Blocks":
        """Some customers only."""
        ids = tuple(self.customer_ids[row] for row in rows)
        return Blocks(ids, {name: block.choose(rows) for name, block in self.parts.items()})

    def known(self, names: Sequence[str] | None = None) -> NDArray[np.bool_]:
        """Who has any of these blocks (by default of all), shape (n,)."""
        has = [block.has for name, block in self.parts.items() if names is None or name in names]
        return np.any(has, axis=0) if has else np.zeros(len(self.customer_ids), dtype=bool)


def absent(n: int) -> Block:
    """A block that is known of nobody."""
    return Block(np.zeros((n, 1), dtype=np.float32), np.zeros(n, dtype=bool))
