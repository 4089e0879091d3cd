"""The tagger's network as torch modules whose weights have the names that `Network` reads. Training only."""

import math

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu

from nlp.aspects.corpus import POLARITIES
from nlp.aspects.kinds import categories
from nlp.aspects.network import AROUND, NEAR


class Layer(nn.Module):  # type: ignore[misc]  # torch is not typed here
    """Attention that knows how far apart tokens stand, then two wide steps; each beside what came in."""

    def __init__(self, size: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.before, self.between = nn.LayerNorm(size), nn.LayerNorm(size)
        self.attend, self.join = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.wide, self.narrow = nn.Linear(size, 2 * size), nn.Linear(2 * size, size)
        self.near = nn.Parameter(torch.zeros(heads, 2 * NEAR + 1))
        self.drop = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """States (n, tokens, size) and what of them is real (n, tokens) → states."""
        place = torch.arange(hidden.shape[1])
        bias = self.near[:, (place - place[:, None]).clamp(-NEAR, NEAR) + NEAR]
        parts = self.attend(self.before(hidden)).chunk(3, -1)
        asked, keys, values = (_split(part, self.heads) for part in parts)
        seen = _looks(asked, keys, values, bias, mask[:, None, None])
        hidden = hidden + self.drop(self.join(seen.transpose(1, 2).flatten(-2)))
        wide = self.drop(gelu(self.wide(self.between(hidden)), approximate="tanh"))
        return hidden + self.drop(self.narrow(wide))


class Tagger(nn.Module):  # type: ignore[misc]  # torch is not typed here
    """Layers over the encoder's states of ``width``; ``term`` and ``opinion`` tag tokens, ``judge`` spans."""

    def __init__(self, width: int, size: int, layers: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.norm, self.project = nn.LayerNorm(width), nn.Linear(width, size)
        self.layers = nn.ModuleList(Layer(size, heads, dropout) for _ in range(layers))
        self.after = nn.LayerNorm(size)
        self.term, self.opinion = nn.Linear(size, 3), nn.Linear(size, 3)
        self.query, self.key, self.value = (nn.Linear(size, size) for _ in range(3))
        self.around = nn.Parameter(torch.zeros(heads, 2 * AROUND + 1))
        self.mix, self.polarity = nn.Linear(2 * size, size), nn.Linear(size, len(POLARITIES))
        self.category = nn.Linear(2 * size, len(categories()))
        self.drop = nn.Dropout(dropout)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """States (n, tokens, width) and what of them is real → states (n, tokens, size)."""
        hidden = self.drop(self.project(self.norm(states)))
        for layer in self.layers:
            hidden = layer(hidden, mask)
        return self.after(hidden)

    def judge(self, hidden: Tensor, mask: Tensor, spans: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of polarity and category of ``spans``, rows of text, start and end."""
        text, starts, ends = spans[:, 0], spans[:, 1:2], spans[:, 2:3]
        place = torch.arange(hidden.shape[1])[None]
        inside = ((place >= starts) & (place < ends)).float()[..., None]
        means = (inside * hidden[text]).sum(1) / inside.sum(1)
        away = torch.where(place < starts, place - starts, (place - ends + 1).clamp(min=0))
        bias = self.around[:, away.clamp(-AROUND, AROUND) + AROUND].transpose(0, 1)[:, :, None]
        asked = _split(self.query(means)[:, None], self.heads)
        keys, values = (_split(part(hidden), self.heads)[text] for part in (self.key, self.value))
        seen = _looks(asked, keys, values, bias, mask[text][:, None, None])
        both = self.drop(torch.cat([means, seen.transpose(1, 2).flatten(1)], -1))
        mixed = self.drop(gelu(self.mix(both), approximate="tanh"))
        return self.polarity(mixed), self.category(both)


def _split(states: Tensor, heads: int) -> Tensor:
    """(…, tokens, size) → (…, heads, tokens, size / heads)."""
    return states.unflatten(-1, (heads, states.shape[-1] // heads)).transpose(-2, -3)


def _looks(asked: Tensor, keys: Tensor, values: Tensor, bias: Tensor, mask: Tensor) -> Tensor:
    scores = asked @ keys.transpose(-1, -2) / math.sqrt(asked.shape[-1]) + bias
    return scores.masked_fill(~mask, -1e9).softmax(-1) @ values
