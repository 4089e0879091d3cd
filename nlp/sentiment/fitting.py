"""Fits the head's networks; torch is used here and nowhere at reading time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nlp.findings import Vectors
from nlp.sentiment.head import GROUPS, LABELS, Floats, Parameters

if TYPE_CHECKING:
    from torch import Tensor

Classes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What was found best on held-out sets."""

    width: int = 64
    networks: int = 3
    epochs: int = 10
    rate: float = 2e-3
    decay: float = 1e-3
    dropout: float = 0.5
    noise: float = 0.3
    """Share of the vector's numbers that are hidden from a network at a time."""
    smoothing: float = 0.05
    batch: int = 256


def fit(vectors: Vectors, truth: Classes, weights: Floats, recipe: Recipe) -> Parameters:
    """Networks for standardised ``vectors``, the standardisation folded in; not calibrated yet."""
    mean, spread = vectors.mean(axis=0), vectors.std(axis=0) + 1e-6
    networks = [
        _network((vectors - mean) / spread, truth, weights, recipe, seed) for seed in range(recipe.networks)
    ]
    hidden = np.stack([one[0] / spread[:, None] for one in networks])
    hidden_bias = np.stack([one[1] for one in networks]) - np.einsum("d,mdh->mh", mean, hidden)
    return Parameters(
        hidden=hidden.astype(np.float32),
        hidden_bias=hidden_bias.astype(np.float32),
        output=np.stack([one[2] for one in networks]),
        output_bias=np.stack([one[3] for one in networks]),
        sharpness=np.ones(len(GROUPS), dtype=np.float32),
        offset=np.zeros((len(GROUPS), len(LABELS)), dtype=np.float32),
    )


def _network(inputs: Vectors, truth: Classes, weights: Floats, recipe: Recipe, seed: int) -> Sequence[Floats]:
    import torch
    from torch import nn

    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Dropout(recipe.noise),
        nn.Linear(inputs.shape[1], recipe.width),
        nn.ReLU(),
        nn.Dropout(recipe.dropout),
        nn.Linear(recipe.width, len(LABELS)),
    )
    data = torch.tensor(inputs, dtype=torch.float32), torch.tensor(truth), torch.tensor(weights)
    _descend(model, data, recipe)
    first, last = model[1], model[4]
    arrays = (first.weight.T, first.bias, last.weight.T, last.bias)
    return [array.detach().numpy().astype(np.float32) for array in arrays]


def _descend(model: Any, data: "tuple[Tensor, Tensor, Tensor]", recipe: Recipe) -> None:
    import torch
    from torch.nn.functional import cross_entropy

    inputs, truth, weights = data
    steps = recipe.epochs * -(-len(inputs) // recipe.batch)
    optimiser = torch.optim.AdamW(model.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.rate, total_steps=steps)
    model.train()
    for _ in range(recipe.epochs):
        for rows in torch.randperm(len(inputs)).split(recipe.batch):
            each = cross_entropy(
                model(inputs[rows]), truth[rows], reduction="none", label_smoothing=recipe.smoothing
            )
            optimiser.zero_grad()
            (each * weights[rows]).mean().backward()
            optimiser.step()
            schedule.step()
