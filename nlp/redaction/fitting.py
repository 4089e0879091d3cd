"""Fits the name head: which tokens of a text belong to a private person's name. Training only."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, gelu

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lesson:
    """One text: states of its tokens (t, d), and which of them belong to a name (t,)."""

    states: NDArray[np.float16]
    names: Floats


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the head is fitted; chosen on the lines that are held out."""

    size: int = 128
    width: int = 5
    """Tokens that are read together: two on either side."""
    epochs: int = 4
    rate: float = 2e-3
    decay: float = 1e-2
    dropout: float = 0.2
    batch: int = 64
    seed: int = 0


class Namer(nn.Module):  # type: ignore[misc]  # torch is not typed here
    """A step for each token, one for it and its neighbours, and a judgement."""

    def __init__(self, hidden: int, recipe: Recipe) -> None:
        super().__init__()
        self.inside = nn.Linear(hidden, recipe.size)
        self.around = nn.Conv1d(recipe.size, recipe.size, recipe.width, padding=recipe.width // 2)
        self.outside = nn.Linear(recipe.size, 1)
        self.drop = nn.Dropout(recipe.dropout)

    def forward(self, states: Tensor) -> Tensor:
        """States (n, tokens, hidden) → logits (n, tokens)."""
        seen = gelu(self.inside(self.drop(states)))
        near = gelu(self.around(self.drop(seen).transpose(1, 2)).transpose(1, 2))
        return torch.squeeze(self.outside(self.drop(near)), -1)


def fit(lessons: Sequence[Lesson], recipe: Recipe) -> Namer:
    """The head after ``recipe.epochs`` rounds over texts of like length side by side."""
    torch.manual_seed(recipe.seed)
    random = np.random.default_rng(recipe.seed)
    namer = Namer(lessons[0].states.shape[1], recipe)
    optimiser = torch.optim.AdamW(namer.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    steps = recipe.epochs * (len(lessons) // recipe.batch + 1)
    slope = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps))
    lengths = np.array([len(one.names) for one in lessons])
    for _ in range(recipe.epochs):
        order = np.argsort(lengths // 8 + 2 * random.random(len(lessons)), kind="stable")
        starts = random.permutation(np.arange(0, len(order), recipe.batch))
        for start in starts:
            chosen = [lessons[row] for row in order[start : start + recipe.batch]]
            optimiser.zero_grad()
            _loss(namer, chosen).backward()
            optimiser.step()
            slope.step()
    namer.eval()
    return namer


def _rate(step: int, steps: int) -> float:
    """Up over the first hundred steps, then evenly down."""
    return min(1.0, step / 100) * max(0.02, 1 - step / steps)


def _loss(namer: Namer, chosen: Sequence[Lesson]) -> Tensor:
    longest = max(len(one.names) for one in chosen)
    states = torch.zeros(len(chosen), longest, chosen[0].states.shape[1])
    names, real = torch.zeros(len(chosen), longest), torch.zeros(len(chosen), longest)
    for row, one in enumerate(chosen):
        end = len(one.names)
        states[row, :end] = torch.from_numpy(one.states.astype(np.float32))
        names[row, :end], real[row, :end] = torch.from_numpy(one.names), 1
    each = binary_cross_entropy_with_logits(namer(states), names, reduction="none")
    return 10 * (each * real).sum() / real.sum()


def surest(namer: Namer, lesson: Lesson) -> float:
    """The probability of the token that most likely belongs to a name."""
    with torch.no_grad():
        logits = namer(torch.from_numpy(lesson.states.astype(np.float32))[None])
    return float(torch.sigmoid(logits).max())


def save(namer: Namer, path: Path) -> None:
    """Write the weights in half precision as the encoder's graph reads them."""
    arrays: dict[str, Any] = {}
    for part in ("inside", "outside"):
        layer = namer.get_submodule(part)
        arrays[f"{part}.w"] = layer.weight.detach().numpy().T.astype(np.float16)
        arrays[f"{part}.b"] = layer.bias.detach().numpy().astype(np.float16)
    arrays["around.w"] = namer.around.weight.detach().numpy().astype(np.float16)
    arrays["around.b"] = namer.around.bias.detach().numpy().astype(np.float16)
    np.savez_compressed(path, allow_pickle=False, **arrays)
