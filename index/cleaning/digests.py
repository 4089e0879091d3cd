"""Numbers that stand for content: the same on every machine and with every version of every package."""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import polars as pl

Hashes = NDArray[np.uint64]
_POSITIVE = np.uint64(2**63 - 1)


def string_hashes(values: "pl.Series") -> Hashes:
    """64-bit hashes of strings, shape (n,); None has one of its own. BLAKE2b, once a distinct value."""
    import polars as pl

    distinct = values.drop_nulls().unique()
    table = pl.DataFrame(
        {
            "value": distinct,
            "hash": pl.Series([_hash(value) for value in distinct.to_list()], dtype=pl.UInt64),
        },
        schema={"value": pl.String, "hash": pl.UInt64},
    )
    joined = values.alias("value").to_frame().join(table, on="value", how="left", maintain_order="left")
    return joined["hash"].fill_null(0).to_numpy().astype(np.uint64)


def number_hashes(values: "pl.Series") -> Hashes:
    """64-bit patterns of floats, shape (n,); None counts as zero."""
    # Adding zero makes one zero of the two that floats have.
    return (values.fill_null(0.0).to_numpy().astype(np.float64) + 0.0).view(np.uint64)


def mixed(parts: Sequence[Hashes]) -> Hashes:
    """One 63-bit hash a row of several parts, whose order matters (splitmix64, Steele et al. 2014)."""
    state = np.full(len(parts[0]), 0x9E3779B97F4A7C15, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for part in parts:
            state = (state ^ part) + np.uint64(0x9E3779B97F4A7C15)
            state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            state = state ^ (state >> np.uint64(31))
    return state & _POSITIVE


def name_of(*parts: object) -> str:
    """A short name for content without one: 16 hexadecimal digits."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.blake2b(joined.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _hash(value: str) -> int:
    return (
        int.from_bytes(hashlib.blake2b(value.encode("utf-8", "replace"), digest_size=8).digest(), "little")
        | 1
    )
