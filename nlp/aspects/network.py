"""The aspect tagger's network in numpy alone: token states in, tags, polarities and categories out.

Two small pre-norm transformer layers with relative positions (Shaw et al. 2018, as a bias) over the encoder's
states, a tag for each token, and for each tagged span a look around it (attention from the span's mean,
biased by distance) that decides its polarity and category.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

NEAR = 12
"""Tokens that are told apart by their distance within a layer; farther ones count as this far."""
AROUND = 20
"""The same for what stands around a span."""
EPSILON = 1e-5


@dataclass(frozen=True, slots=True)
class Network:
    """Weights by name, as training named them; ``heads`` attention heads each."""

    weights: Mapping[str, Floats]
    categories: tuple[str, ...]
    layers: int
    heads: int

    def save(self, path: Path) -> None:
        """Write to ``path``, in half precision."""
        arrays: dict[str, NDArray[Any]] = {
            name: value.astype(np.float16) for name, value in self.weights.items()
        }
        arrays["#categories"] = np.array(self.categories)
        arrays["#shape"] = np.array([self.layers, self.heads])
        np.savez_compressed(path, allow_pickle=False, **arrays)

    @staticmethod
    def load(path: Path) -> "Network":
        """Read what ``save`` wrote."""
        with np.load(path, allow_pickle=False) as kept:
            weights = {name: kept[name].astype(np.float32) for name in kept.files if not name.startswith("#")}
            layers, heads = kept["#shape"].tolist()
            return Network(weights, tuple(kept["#categories"].tolist()), layers, heads)

    @property
    def width(self) -> int:
        """Numbers a token's state must have."""
        return len(self.weights["norm.weight"])

    def read(self, states: Floats) -> Floats:
        """Hidden states (t, d) of a text from its token states (t, width)."""
        hidden = self._linear("project", _normed(states, *self._pair("norm")))
        for layer in range(self.layers):
            at = f"layers.{layer}."
            hidden = hidden + self._attended(at, _normed(hidden, *self._pair(f"{at}before")))
            wide = gelu(self._linear(f"{at}wide", _normed(hidden, *self._pair(f"{at}between"))))
            hidden = hidden + self._linear(f"{at}narrow", wide)
        return _normed(hidden, *self._pair("after"))

    def tags(self, hidden: Floats) -> tuple[Floats, Floats]:
        """Probabilities (t, 3) of outside, begin and inside: of a term, and of words of opinion."""
        return softmax(self._linear("term", hidden)), softmax(self._linear("opinion", hidden))

    def judge(self, hidden: Floats, spans: Sequence[tuple[int, int]]) -> tuple[Floats, Floats]:
        """Probabilities of polarity (n, 3) and category (n, categories) of half-open token ranges."""
        means = np.stack([hidden[start:end].mean(axis=0) for start, end in spans])
        place = np.arange(len(hidden))
        starts, ends = (np.array(side)[:, None] for side in zip(*spans, strict=True))
        away = np.where(place < starts, place - starts, np.where(place >= ends, place - ends + 1, 0))
        bias = self.weights["around"][:, np.clip(away, -AROUND, AROUND) + AROUND]
        asked = self._split(self._linear("query", means))
        keys, values = (self._split(self._linear(name, hidden)) for name in ("key", "value"))
        looks = softmax(asked @ keys.transpose(0, 2, 1) / np.sqrt(asked.shape[-1]) + bias)
        seen = (looks @ values).transpose(1, 0, 2).reshape(len(means), -1)
        both = np.concatenate([means, seen], axis=1)
        polarity = self._linear("polarity", gelu(self._linear("mix", both)))
        return softmax(polarity), softmax(self._linear("category", both))

    def _attended(self, at: str, hidden: Floats) -> Floats:
        place = np.arange(len(hidden))
        bias = self.weights[f"{at}near"][:, np.clip(place - place[:, None], -NEAR, NEAR) + NEAR]
        three = np.split(self._linear(f"{at}attend", hidden), 3, axis=-1)
        asked, keys, values = (self._split(part) for part in three)
        looks = softmax(asked @ keys.transpose(0, 2, 1) / np.sqrt(asked.shape[-1]) + bias)
        return self._linear(f"{at}join", (looks @ values).transpose(1, 0, 2).reshape(hidden.shape))

    def _split(self, states: Floats) -> Floats:
        return states.reshape(len(states), self.heads, -1).transpose(1, 0, 2)

    def _linear(self, name: str, states: Floats) -> Floats:
        return np.asarray(states @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"])

    def _pair(self, name: str) -> tuple[Floats, Floats]:
        return self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]


def gelu(values: Floats) -> Floats:
    """Gaussian error linear units, by the tanh formula of Hendrycks and Gimpel (2016)."""
    inner = np.float32(0.7978845608) * (values + np.float32(0.044715) * values * values * values)
    return np.asarray(0.5 * values * (1 + np.tanh(inner)), dtype=np.float32)


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def _normed(states: Floats, gain: Floats, shift: Floats) -> Floats:
    centred = states - states.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + EPSILON)
    return np.asarray(centred / spread * gain + shift, dtype=np.float32)
