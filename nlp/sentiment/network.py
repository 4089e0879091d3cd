"""The part that is trained: the encoder's upper layers, the projection that keeps its vectors, the head."""

import copy
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from nlp.sentiment.below import CACHED
from nlp.sentiment.head import LABELS

POOLS = 4
"""Ways of weighing a text's tokens that are learned for the feeling, beside their plain mean."""
WIDTH = 192
"""Units of the head's hidden layer."""
DROPOUT = 0.2


class Upper(nn.Module):  # type: ignore[misc]  # torch is not typed here
    """States of the lower layers in; logits of the feeling and the text's unit vector out.

    The vector is projected from the mean states of all layers from the frozen one upwards, so that it can
    stay what it was while the states themselves learn to tell feelings.
    """

    def __init__(self, bert: Any, first: int) -> None:
        super().__init__()
        layers, width = bert.encoder.layer, bert.config.hidden_size
        self.frozen = nn.ModuleList([copy.deepcopy(layers[at]) for at in range(CACHED, first)])
        self.layers = nn.ModuleList([copy.deepcopy(layers[at]) for at in range(first, len(layers))])
        self.project = nn.Linear(width * (len(self.layers) + 1), width)
        self.weigh = nn.Linear(width, POOLS)
        self.head = nn.Sequential(
            nn.Dropout(DROPOUT),
            nn.Linear(width * (POOLS + 1), WIDTH),
            nn.GELU(),
            nn.Dropout(DROPOUT),
            nn.Linear(WIDTH, len(LABELS)),
        )
        self._begin_unchanged(width)

    def _begin_unchanged(self, width: int) -> None:
        with torch.no_grad():
            self.weigh.weight.zero_()
            self.project.weight.zero_()
            self.project.bias.zero_()
            self.project.weight[:, -width:] = torch.eye(width)
        for parameter in self.frozen.parameters():
            parameter.requires_grad_(False)

    def forward(self, states: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """``states`` (n, tokens, d) and ``mask`` (n, tokens) → logits (n, 3) and unit vectors (n, d)."""
        hidden = torch.zeros_like(mask, dtype=torch.float32).masked_fill(mask == 0, -1e9)
        with torch.no_grad():
            self.frozen.eval()
            for layer in self.frozen:
                states = _through(layer, states, hidden)
        means = [_mean(states, mask)]
        for layer in self.layers:
            states = _through(layer, states, hidden)
            means.append(_mean(states, mask))
        shares = (self.weigh(states) + hidden[..., None]).softmax(dim=1)
        pools = torch.einsum("ntk,ntd->nkd", shares, states).flatten(1)
        logits = self.head(torch.cat([pools, means[-1]], dim=1))
        return logits, normalize(self.project(torch.cat(means, dim=1)))


def _through(layer: nn.Module, states: Tensor, hidden: Tensor) -> Tensor:
    found = layer(states, attention_mask=hidden[:, None, None, :])
    return found[0] if isinstance(found, tuple) else found


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    real = mask[..., None].float()
    return (states * real).sum(1) / real.sum(1)
