"""What the encoder makes of a training corpus, kept in a file between runs."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.encoder import Perceiver
from nlp.findings import Vectors


@dataclass(frozen=True, slots=True)
class Remembered:
    """Vectors (n, d) and moods (n, 3) of texts."""

    vectors: Vectors
    moods: NDArray[np.float32]


def remembered(texts: Sequence[str], encoder: Perceiver, kept: Path | None) -> Remembered:
    """Vectors and moods of ``texts``; only those that ``kept`` (.npz) does not know yet are encoded.

    The file knows texts by encoder, so that one file serves several trainings and encoders.
    """
    keys = [hashlib.sha256(f"{encoder.name}\n{text}".encode()).hexdigest() for text in texts]
    known: dict[str, NDArray[np.float32]] = {}
    if kept and kept.exists():
        with np.load(kept, allow_pickle=False) as file:
            known = dict(zip(file["keys"].tolist(), file["rows"], strict=True))
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        seen = encoder.perceive(list(missing.values()))
        known.update(zip(missing, np.hstack([seen.vectors, seen.moods]), strict=True))
        if kept:
            np.savez(kept, keys=np.array(list(known)), rows=np.stack(list(known.values())))
    rows = np.stack([known[key] for key in keys]).astype(np.float32)
    return Remembered(rows[:, : encoder.dimension], rows[:, encoder.dimension :])
