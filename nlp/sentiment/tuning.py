"""Trains the encoder's upper layers for feelings, its vectors held where they were. Training only."""

import copy
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from nlp.sentiment.below import Below
from nlp.sentiment.network import Upper

Rows = NDArray[np.int64]
Floats = NDArray[np.float32]
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What was found best on held-out sets."""

    first: int = 8
    """The lowest layer that is trained, counted from 0."""
    epochs: int = 2
    rate: float = 1e-4
    head_rate: float = 1e-3
    projection_rate: float = 5e-4
    warming: float = 0.06
    """Share of the steps in which the rates rise; then they fall along a cosine."""
    decay: float = 0.01
    smoothing: float = 0.05
    hold: float = 8.0
    """Weight of 1 - cosine between a text's vector and its former one."""
    hidden: float = 0.1
    """Share of the tokens that are hidden, in every other text."""
    tokens: int = 1400
    """In a batch, about; 64 texts at most."""
    seed: int = 0


REFINING = Recipe(epochs=1, rate=5e-5, head_rate=3e-4, projection_rate=2.5e-4, seed=1)
"""The second run, which goes on from the first one's end at lower rates."""
ONWARD = Recipe(epochs=1, rate=7e-5, head_rate=4e-4, projection_rate=3e-4, seed=2)
"""A run that goes on from the shipped weights, over texts new to them and a part of the others."""
NEARER = 2 / 3
"""How far from the first run's end to the second one's the shipped weights lie."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """What is learned: the states, the true class of each text (n,) and its weight (n,)."""

    below: Below
    truth: NDArray[np.int64]
    weights: Floats


class Tuning:
    """One training run; ``state`` and ``resume`` let it be stopped after any step and taken up again."""

    def __init__(self, lessons: Lessons, rows: Rows, bert: Any, recipe: Recipe) -> None:
        torch.manual_seed(recipe.seed)
        self._lessons, self._recipe = lessons, recipe
        self._random = np.random.default_rng(recipe.seed)
        self.network = Upper(copy.deepcopy(bert), recipe.first)
        self._optimiser = torch.optim.AdamW(self._groups(), weight_decay=recipe.decay)
        self._plan = [batch for _ in range(recipe.epochs) for batch in self._batches(rows)]
        self._done = 0

    def _groups(self) -> list[dict[str, Any]]:
        recipe, network = self._recipe, self.network
        heads = [*network.weigh.parameters(), *network.head.parameters()]
        return [
            {"params": list(network.layers.parameters()), "peak": recipe.rate},
            {"params": heads, "peak": recipe.head_rate},
            {"params": list(network.project.parameters()), "peak": recipe.projection_rate},
        ]

    def _batches(self, rows: Rows, pool: int = 4000) -> list[Rows]:
        """Batches of texts of about one length, in random order."""
        lengths = self._lessons.below.lengths
        found: list[Rows] = []
        shuffled = self._random.permutation(rows)
        for start in range(0, len(shuffled), pool):
            part = shuffled[start : start + pool]
            part = part[np.argsort(lengths[part] + self._random.random(len(part)))]
            found += _packed(part, lengths, self._recipe.tokens)
        return [found[at] for at in self._random.permutation(len(found))]

    def run(self, tell: Tell, keep: Callable[[dict[str, Any]], None], every: int = 200) -> None:
        """Go on to the end; ``keep`` is handed the whole state every so many steps."""
        losses: list[float] = []
        while self._done < len(self._plan):
            losses.append(self._step(self._plan[self._done]))
            self._done += 1
            if self._done % every == 0:
                tell(f"step {self._done} of {len(self._plan)}, loss {np.mean(losses[-every:]):.3f}")
                keep(self.state())

    def _step(self, rows: Rows) -> float:
        recipe, lessons = self._recipe, self._lessons
        self.network.train()
        for group in self._optimiser.param_groups:
            group["lr"] = group["peak"] * _pace(self._done / len(self._plan), recipe.warming)
        states, mask = gathered(lessons.below, rows)
        partly = self._hide(mask)
        logits, vectors = self.network(states, mask)
        each = cross_entropy(
            logits, torch.tensor(lessons.truth[rows]), reduction="none", label_smoothing=recipe.smoothing
        )
        felt = (each * torch.tensor(lessons.weights[rows])).mean()
        moved = 1 - (vectors * torch.tensor(lessons.below.vectors[rows])).sum(1)
        # A text with hidden words need not have the vector of the whole one.
        held = (moved * ~partly).sum() / torch.clamp((~partly).sum(), min=1)
        (felt + recipe.hold * held).backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self._optimiser.step()
        self._optimiser.zero_grad()
        return float(felt.detach())

    def _hide(self, mask: Tensor) -> Tensor:
        """Hide some tokens of every other text, never the first four; which texts it befell."""
        chosen = torch.from_numpy(self._random.random(len(mask)) < 0.5)
        hidden = torch.from_numpy(self._random.random(tuple(mask.shape)) < self._recipe.hidden)
        hidden[:, :4] = False
        mask[hidden & chosen[:, None]] = 0
        return chosen

    def begin_with(self, network: Upper) -> None:
        """Start from the weights of ``network`` instead of the published model's."""
        self.network.load_state_dict(network.state_dict())

    def state(self) -> dict[str, Any]:
        """All that ``resume`` needs."""
        return {
            "done": self._done,
            "network": self.network.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "random": self._random.bit_generator.state,
            "torch": torch.get_rng_state(),
        }

    def resume(self, state: dict[str, Any]) -> None:
        """Take up a run of the same lessons and recipe where it was."""
        self._done = state["done"]
        self.network.load_state_dict(state["network"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._random.bit_generator.state = state["random"]
        torch.set_rng_state(state["torch"])


def between(one: Upper, other: Upper) -> Upper:
    """A network on the way from ``one`` to ``other``, which was trained on from it; ``NEARER`` says how far.

    Means of such weights generalise better than either end (Izmailov et al. 2018,
    https://arxiv.org/abs/1803.05407).
    """
    found = copy.deepcopy(one)
    theirs = other.state_dict()
    found.load_state_dict(
        {name: torch.lerp(value, theirs[name], NEARER) for name, value in one.state_dict().items()}
    )
    return found


def logits_of(network: Upper, below: Below, rows: Rows, size: int = 32) -> tuple[Floats, Floats]:
    """Logits (n, 3) of the texts ``rows``, and the cosine (n,) of each one's vector with its former one."""
    network.eval()
    logits, kept = np.zeros((len(rows), 3), np.float32), np.zeros(len(rows), np.float32)
    order = np.argsort(below.lengths[rows], kind="stable")
    with torch.no_grad():
        for start in range(0, len(order), size):
            places = order[start : start + size]
            found, vectors = network(*gathered(below, rows[places]))
            logits[places] = found.numpy()
            kept[places] = (vectors.numpy() * below.vectors[rows[places]]).sum(axis=1)
    return logits, kept


def gathered(below: Below, rows: Rows) -> tuple[Tensor, Tensor]:
    """The states of these texts, filled up to one length, and the mask of what is real."""
    parts = [below.of(int(row)) for row in rows]
    longest = max(len(part) for part in parts)
    states = np.zeros((len(parts), longest, below.states.shape[1]), dtype=np.float32)
    mask = np.zeros((len(parts), longest), dtype=np.int64)
    for place, part in enumerate(parts):
        states[place, : len(part)] = part
        mask[place, : len(part)] = 1
    return torch.from_numpy(states), torch.from_numpy(mask)


def _packed(rows: Rows, lengths: Rows, tokens: int, most: int = 64) -> list[Rows]:
    packs: list[list[int]] = [[]]
    for row in rows:
        packs[-1].append(int(row))
        if len(packs[-1]) * lengths[row] >= tokens or len(packs[-1]) == most:
            packs.append([])
    return [np.array(pack) for pack in packs if pack]


def _pace(share: float, warming: float) -> float:
    return min(1.0, share / warming) * (0.5 + 0.5 * math.cos(math.pi * share))
