"""The encoder's states under the layers that are trained, computed once for a whole corpus. Training only."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import normalize

from nlp.encoder.legible import legible
from nlp.encoder.spec import QUERY
from nlp.findings import Vectors

CACHED = 8
"""Layers below the states that are kept; layers between these and the trained ones run each time."""
TOKENS, TAIL = 256, 65
"""Tokens of a text that are learned from, and how many of them are its end: many reviews judge there."""
BATCH = 64
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Below:
    """``states`` of all texts one after another, (tokens, d) float16; text i begins at ``starts[i]``."""

    states: NDArray[np.float16]
    starts: NDArray[np.int64]
    """(n + 1,)"""
    vectors: Vectors
    """(n, d): what the encoder made of each text before it was trained further; it shall stay so."""

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Tokens of each text, shape (n,)."""
        return np.diff(self.starts)

    def of(self, text: int) -> NDArray[np.float16]:
        """The states of one text, shape (tokens, d)."""
        return self.states[self.starts[text] : self.starts[text + 1]]


def joined(parts: Sequence[Below]) -> Below:
    """The states of several lists of texts as those of one list, in memory."""
    ends = np.cumsum([0, *(part.starts[-1] for part in parts)])
    starts = [part.starts[:-1] + end for part, end in zip(parts, ends, strict=False)]
    return Below(
        np.concatenate([part.states for part in parts]),
        np.concatenate([*starts, ends[-1:]]).astype(np.int64),
        np.concatenate([part.vectors for part in parts]),
    )


def below(texts: Sequence[str], bert: Any, tokenizer: Any, folder: Path, tell: Tell) -> Below:
    """The states of ``texts``; kept in ``folder`` under a name made of the texts."""
    known = hashlib.sha256("\n".join([f"{CACHED} {TOKENS} {TAIL}", *texts]).encode()).hexdigest()[:16]
    states, meta = folder / f"{known}.states.npy", folder / f"{known}.meta.npz"
    if not meta.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _fill(texts, bert, tokenizer, states, meta, tell)
    with np.load(meta, allow_pickle=False) as kept:
        return Below(np.load(states, mmap_mode="r"), kept["starts"], kept["vectors"])


def _fill(texts: Sequence[str], bert: Any, tokenizer: Any, states: Path, meta: Path, tell: Tell) -> None:
    ids = [_shortened(tokenizer.encode(QUERY + legible(text)).ids) for text in texts]
    starts = np.concatenate([[0], np.cumsum([len(one) for one in ids])]).astype(np.int64)
    width = bert.config.hidden_size
    file = np.lib.format.open_memmap(states, mode="w+", dtype=np.float16, shape=(int(starts[-1]), width))
    vectors = np.zeros((len(ids), width), dtype=np.float32)
    order = np.argsort(np.diff(starts), kind="stable")
    for start in range(0, len(order), BATCH):
        rows = order[start : start + BATCH]
        inside, found = _run([ids[row] for row in rows], bert)
        vectors[rows] = found
        for row, state in zip(rows, inside, strict=True):
            file[starts[row] : starts[row + 1]] = state[: len(ids[row])]
        if start % (BATCH * 50) == 0:
            tell(f"{start} of {len(order)} texts went through the lower layers")
    file.flush()
    np.savez(meta, starts=starts, vectors=vectors)


def _shortened(ids: list[int]) -> list[int]:
    return ids if len(ids) <= TOKENS else ids[: TOKENS - TAIL] + ids[-TAIL:]


def _run(ids: list[list[int]], bert: Any) -> tuple[NDArray[np.float32], Vectors]:
    """States under the trained layers (n, longest, d), and the unit vectors (n, d)."""
    longest = max(len(one) for one in ids)
    mask = torch.tensor([[1] * len(one) + [0] * (longest - len(one)) for one in ids])
    padded = torch.tensor([one + [1] * (longest - len(one)) for one in ids])
    with torch.no_grad():
        found = bert(padded, attention_mask=mask, output_hidden_states=True)
    real = mask[..., None].float()
    mean = (found.last_hidden_state * real).sum(1) / real.sum(1)
    return found.hidden_states[CACHED].numpy(), normalize(mean).numpy()
