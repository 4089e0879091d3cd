"""The packaged weights with what was trained further for customers' feedback: upper layers and two heads."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.encoder.weights import Floats, Packed, Shape, Weights
from nlp.failures import InternalError

SEVEN_BITS = 63
"""Largest weight: eight bits would overflow on processors without VNNI; the loss is below 0.001 cosine."""
_MATRICES = ("q", "k", "v", "ao", "fi", "fo")


@dataclass(frozen=True, slots=True)
class Whole:
    """A matrix in whole numbers of 8 bits, (rows, columns), with a scale for each row."""

    numbers: NDArray[np.int8]
    scales: Floats

    def floats(self) -> Floats:
        """The matrix itself."""
        return np.asarray(self.numbers * self.scales[:, None], dtype=np.float32)


def whole(matrix: Floats) -> Whole:
    """``matrix`` rounded to whole numbers of at most ``SEVEN_BITS``; what was rounded before stays."""
    scales = np.maximum(np.abs(matrix).max(axis=1), np.finfo(np.float32).tiny) / SEVEN_BITS
    return Whole(np.round(matrix / scales[:, None]).astype(np.int8), scales.astype(np.float32))


@dataclass(frozen=True, slots=True)
class Retrained:
    """Named tensors as the packaged file names them; those in ``arrays`` take the place of packaged ones."""

    packaged: Weights
    arrays: Mapping[str, NDArray[Any]]

    @property
    def shape(self) -> Shape:
        """The architecture's sizes."""
        return self.packaged.shape

    @property
    def first(self) -> int:
        """The lowest layer that was trained further."""
        return next(layer for layer in range(self.shape.layers) if f"l{layer}.q.w" in self.arrays)

    def packed(self, name: str, rows: int) -> Packed:
        """A tensor that is packaged in 4-bit blocks."""
        return self.packaged.packed(name, rows)

    def floats(self, name: str) -> Floats:
        """A tensor in full precision, flat."""
        if name in self.arrays:
            return np.asarray(self.arrays[name], dtype=np.float32).ravel()
        return self.packaged.floats(name)

    def matrix(self, name: str, rows: int) -> Floats:
        """A matrix of shape (rows, columns)."""
        if name in self.arrays:
            return Whole(self.arrays[name], self.arrays[f"{name}.scales"]).floats()
        return self.packaged.matrix(name, rows)

    def head(self, name: str) -> Floats:
        """A matrix (inputs, outputs) or bias (outputs,) of the heads."""
        return np.asarray(self.arrays[name], dtype=np.float32)


def save(path: Path, layers: Mapping[str, Floats], heads: Mapping[str, Floats]) -> None:
    """Write ``layers`` under the packaged file's names, matrices in 8 bits; ``heads`` in half precision."""
    arrays: dict[str, NDArray[Any]] = {name: value.astype(np.float16) for name, value in heads.items()}
    for name, value in layers.items():
        if name.endswith(".w") and name.split(".")[1] in _MATRICES:
            found = whole(value)
            arrays[name], arrays[f"{name}.scales"] = found.numbers, found.scales
        else:
            arrays[name] = value.astype(np.float32)
    np.savez_compressed(path, allow_pickle=False, **arrays)


def retrain(packaged: Weights) -> Retrained:
    """``packaged`` with the weights shipped beside this module.

    Raises:
        InternalError: they are not where the program was installed.
    """
    try:
        with (
            as_file(files("nlp.encoder") / "feedback.npz") as path,
            np.load(path, allow_pickle=False) as kept,
        ):
            return Retrained(packaged, {name: kept[name] for name in kept.files})
    except (OSError, ValueError) as broken:
        raise InternalError("nlp/encoder/feedback.npz is missing or damaged") from broken
