"""Reads the packaged weights: an ``E5S1`` file of named tensors, large ones in 4-bit blocks."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.failures import InternalError

BLOCK = 32
"""Weights that share a scale."""
_BLOCK_BYTES = 2 + BLOCK // 2
_FLOATS, _BLOCKS = 0, 1

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """The architecture's sizes."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Packed:
    """4-bit weights: ``scales`` (rows, blocks) and ``nibbles`` (rows, blocks, 32) of 0..15, each minus 8."""

    scales: Floats
    nibbles: NDArray[np.uint8]

    def floats(self) -> Floats:
        """The weights themselves, shape (rows, columns)."""
        values = (self.nibbles.astype(np.float32) - 8) * self.scales[..., None]
        return values.reshape(len(values), -1)


@dataclass(frozen=True, slots=True)
class Weights:
    """A whole model; tensor names are those of the file."""

    shape: Shape
    content: bytes
    directory: Mapping[str, tuple[int, int, int]]
    """Kind, offset and length in bytes, by name."""

    def floats(self, name: str) -> Floats:
        """A tensor kept in full precision, flat."""
        return np.frombuffer(self._bytes(name, _FLOATS), dtype="<f4")

    def packed(self, name: str, rows: int) -> Packed:
        """A tensor kept in 4-bit blocks."""
        blocks = np.frombuffer(self._bytes(name, _BLOCKS), dtype=np.uint8).reshape(rows, -1, _BLOCK_BYTES)
        scales = blocks[..., :2].copy().view("<f2")[..., 0].astype(np.float32)
        pairs = blocks[..., 2:]
        return Packed(scales, np.concatenate([pairs & 15, pairs >> 4], axis=-1))

    def matrix(self, name: str, rows: int) -> Floats:
        """A tensor kept in 4-bit blocks, as floats of shape (rows, columns)."""
        return self.packed(name, rows).floats()

    def _bytes(self, name: str, kind: int) -> bytes:
        found, offset, size = self.directory[name]
        if found != kind:
            raise InternalError(f"tensor {name} has kind {found}, not {kind}")
        return self.content[offset : offset + size]


def parse(content: bytes) -> Weights:
    """The model in ``content``.

    Raises:
        InternalError: it is not an ``E5S1`` file of version 1.
    """
    if content[:8] != b"E5S1\x01\x00\x00\x00":
        raise InternalError("the weights are not an E5S1 file of version 1")
    shape = Shape(*struct.unpack_from("<7if", content, 8))
    pieces = struct.unpack_from("<i", content, 44)[0]
    (text_bytes,) = struct.unpack_from("<Q", content, 64)
    # Offsets and scores of the pieces come before their text; the tokenizer's own file is used instead.
    position = 72 + (pieces + 1) * 4 + pieces * 4 + text_bytes
    _, normaliser_bytes = struct.unpack_from("<iI", content, position)
    return Weights(shape, content, _directory(content, position + 8 + normaliser_bytes))


def _directory(content: bytes, position: int) -> dict[str, tuple[int, int, int]]:
    (count,) = struct.unpack_from("<i", content, position)
    position += 4
    directory = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content, position)
        name = content[position + 2 : position + 2 + length].decode("ascii")
        position += 2 + length
        kind, _, offset, size = struct.unpack_from("<BIQQ", content, position)
        directory[name] = (kind, offset, size)
        position += 21
    return directory
