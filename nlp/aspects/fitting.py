"""Fits the tagger's network on aligned examples, in torch; `Network` runs what comes out."""

import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlp.aspects.corpus import UNKNOWN, Example
from nlp.aspects.kinds import categories
from nlp.aspects.network import Network

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

    from nlp.aspects.module import Tagger

    torch.manual_seed(recipe.seed)
    draw = random.Random(recipe.seed)  # noqa: S311 -- a reproducible draw, no secret
    width = examples[0].states.shape[1]
    model = Tagger(width, recipe.size, recipe.layers, recipe.heads, recipe.dropout).train()
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
