"""Fits the tagger's network on aligned examples, in torch; `Network` runs what comes out."""

import logging
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlp.aspects.corpus import POLARITIES, UNKNOWN, Example
from nlp.aspects.kinds import categories
from nlp.aspects.network import AROUND, NEAR, Network

if TYPE_CHECKING:
    from torch import Tensor

log = logging.getLogger("aspects")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the network is shaped and fitted; chosen on the dev parts."""

    size: int = 160
    layers: int = 2
    heads: int = 4
    epochs: float = 3.5
    rate: float = 1.5e-3
    dropout: float = 0.15
    tokens: int = 1200
    """Tokens a batch."""
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    states: "Tensor"
    mask: "Tensor"
    tags: "Tensor"
    words: "Tensor"
    spans: "Tensor"
    """Rows of text, start, end, polarity, category."""


def fit(examples: Sequence[Example], recipe: Recipe) -> Network:
    """The network fitted on ``examples``; the same for the same examples, recipe and machine."""
    import torch

    torch.manual_seed(recipe.seed)
    draw = random.Random(recipe.seed)  # noqa: S311 -- a reproducible draw, no secret
    model = _module(examples[0].states.shape[1], recipe)
    optimizer = torch.optim.AdamW(model.parameters(), lr=recipe.rate, weight_decay=0.01)
    total = int(recipe.epochs * sum(1 for _ in _groups(examples, recipe.tokens, draw)))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step, total))
    step = 0
    while step < total:
        for group in _groups(examples, recipe.tokens, draw):
            loss = _loss(model, _batch(group))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step % 250 == 0:
                log.info("step %d of %d, loss %.2f", step, total, loss.item())
            if step == total:
                break
    weights = {name: value.detach().numpy().copy() for name, value in model.state_dict().items()}
    return Network(weights, categories(), recipe.layers, recipe.heads)


def _pace(step: int, total: int) -> float:
    return min(1.0, (step + 1) / (0.06 * total)) * max(0.02, 1 - step / total)


def _groups(examples: Sequence[Example], tokens: int, draw: random.Random) -> Iterator[list[Example]]:
    """Examples of about the same length together, the groups in random order."""
    ordered = sorted(examples, key=lambda one: len(one.tags) + 4 * draw.random())
    groups: list[list[Example]] = [[]]
    for one in ordered:
        if groups[-1] and (len(groups[-1]) + 1) * len(one.tags) > tokens:
            groups.append([])
        groups[-1].append(one)
    draw.shuffle(groups)
    yield from groups


def _batch(group: Sequence[Example]) -> _Batch:
    import torch

    longest = max(len(one.tags) for one in group)
    states = np.zeros((len(group), longest, group[0].states.shape[1]), dtype=np.float32)
    mask = np.zeros((len(group), longest), dtype=bool)
    tags, words = (np.full((len(group), longest), UNKNOWN) for _ in range(2))
    spans = []
    for row, one in enumerate(group):
        length = len(one.tags)
        states[row, :length], mask[row, :length] = one.states, True
        tags[row, :length], words[row, :length] = one.tags, one.words
        spans += [(row, *span) for span in one.spans]
    return _Batch(
        states=torch.from_numpy(states),
        mask=torch.from_numpy(mask),
        tags=torch.from_numpy(tags),
        words=torch.from_numpy(words),
        spans=torch.tensor(spans, dtype=torch.int64).view(-1, 5),
    )


def _loss(model: Any, batch: _Batch) -> "Tensor":
    hidden = model(batch.states, batch.mask)
    loss = 3 * _known(model.term(hidden), batch.tags) + 1.5 * _known(model.opinion(hidden), batch.words)
    if len(batch.spans):
        polarity, category = model.judge(hidden, batch.mask, batch.spans[:, :3])
        loss = loss + _known(polarity, batch.spans[:, 3]) + 0.3 * _known(category, batch.spans[:, 4])
    return loss


def _known(scores: "Tensor", wanted: "Tensor") -> "Tensor":
    """Mean cross entropy where something is wanted; 0 where nothing is."""
    from torch.nn.functional import cross_entropy

    count = (wanted != UNKNOWN).sum().clamp(min=1)
    flat = scores.flatten(0, -2)
    return cross_entropy(flat, wanted.flatten(), ignore_index=UNKNOWN, reduction="sum") / count


def _module(width: int, recipe: Recipe) -> Any:
    """The network as a torch module whose weights have the names that `Network` reads."""
    import torch
    from torch import nn
    from torch.nn.functional import gelu

    size, heads = recipe.size, recipe.heads

    def looks(asked: "Tensor", keys: "Tensor", values: "Tensor", bias: "Tensor", mask: "Tensor") -> "Tensor":
        scores = asked @ keys.transpose(-1, -2) / math.sqrt(size // heads) + bias
        return scores.masked_fill(~mask, -1e9).softmax(-1) @ values

    def split(states: "Tensor") -> "Tensor":
        return states.unflatten(-1, (heads, size // heads)).transpose(-2, -3)

    class Layer(nn.Module):  # type: ignore[misc]  # torch is not typed here
        def __init__(self) -> None:
            super().__init__()
            self.before, self.between = nn.LayerNorm(size), nn.LayerNorm(size)
            self.attend, self.join = nn.Linear(size, 3 * size), nn.Linear(size, size)
            self.wide, self.narrow = nn.Linear(size, 2 * size), nn.Linear(2 * size, size)
            self.near = nn.Parameter(torch.zeros(heads, 2 * NEAR + 1))
            self.drop = nn.Dropout(recipe.dropout)

        def forward(self, hidden: "Tensor", mask: "Tensor") -> "Tensor":
            place = torch.arange(hidden.shape[1])
            bias = self.near[:, (place - place[:, None]).clamp(-NEAR, NEAR) + NEAR]
            asked, keys, values = (split(part) for part in self.attend(self.before(hidden)).chunk(3, -1))
            seen = looks(asked, keys, values, bias, mask[:, None, None])
            hidden = hidden + self.drop(self.join(seen.transpose(1, 2).flatten(-2)))
            wide = self.drop(gelu(self.wide(self.between(hidden)), approximate="tanh"))
            return hidden + self.drop(self.narrow(wide))

    class Tagger(nn.Module):  # type: ignore[misc]  # torch is not typed here
        def __init__(self) -> None:
            super().__init__()
            self.norm, self.project = nn.LayerNorm(width), nn.Linear(width, size)
            self.layers = nn.ModuleList(Layer() for _ in range(recipe.layers))
            self.after = nn.LayerNorm(size)
            self.term, self.opinion = nn.Linear(size, 3), nn.Linear(size, 3)
            self.query, self.key, self.value = (nn.Linear(size, size) for _ in range(3))
            self.around = nn.Parameter(torch.zeros(heads, 2 * AROUND + 1))
            self.mix, self.polarity = nn.Linear(2 * size, size), nn.Linear(size, len(POLARITIES))
            self.category = nn.Linear(2 * size, len(categories()))
            self.drop = nn.Dropout(recipe.dropout)

        def forward(self, states: "Tensor", mask: "Tensor") -> "Tensor":
            hidden = self.drop(self.project(self.norm(states)))
            for layer in self.layers:
                hidden = layer(hidden, mask)
            return self.after(hidden)

        def judge(self, hidden: "Tensor", mask: "Tensor", spans: "Tensor") -> tuple["Tensor", "Tensor"]:
            text, starts, ends = spans[:, 0], spans[:, 1:2], spans[:, 2:3]
            place = torch.arange(hidden.shape[1])[None]
            inside = ((place >= starts) & (place < ends)).float()[..., None]
            means = (inside * hidden[text]).sum(1) / inside.sum(1)
            away = torch.where(place < starts, place - starts, (place - ends + 1).clamp(min=0))
            bias = self.around[:, away.clamp(-AROUND, AROUND) + AROUND].transpose(0, 1)[:, :, None]
            asked = split(self.query(means)[:, None])
            keys, values = (split(part(hidden))[text] for part in (self.key, self.value))
            seen = looks(asked, keys, values, bias, mask[text][:, None, None])
            both = self.drop(torch.cat([means, seen.transpose(1, 2).flatten(1)], -1))
            mixed = self.drop(gelu(self.mix(both), approximate="tanh"))
            return self.polarity(mixed), self.category(both)

    return Tagger().train()
