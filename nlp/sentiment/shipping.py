"""From a trained network to the files that the encoder is built from. Training only."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.encoder.retrained import save
from nlp.encoder.unpacking import MATRICES, NORMS
from nlp.sentiment.network import Upper

Floats = NDArray[np.float32]


def ship(network: Upper, first: int, path: Path) -> None:
    """Write the trained layers, numbered from ``first``, and the heads to ``path``."""
    layers: dict[str, Floats] = {}
    for place, layer in enumerate(network.layers, first):
        layers |= {f"l{place}.{name}": value for name, value in _tensors(layer).items()}
    save(path, layers, _heads(network))


def _tensors(layer: Any) -> dict[str, Floats]:
    """A layer's tensors under the packaged file's names."""
    own = layer.state_dict()
    return {
        f"{short}.{kind}": own[f"{name}.{word}"].numpy()
        for short, name in (MATRICES | NORMS).items()
        for kind, word in (("w", "weight"), ("b", "bias"))
    }


def _heads(network: Upper) -> dict[str, Floats]:
    parts = {
        "project": network.project,
        "weigh": network.weigh,
        "inside": network.head[1],
        "outside": network.head[4],
    }
    heads: dict[str, Floats] = {}
    for name, part in parts.items():
        heads[f"{name}.w"] = part.weight.detach().numpy().T
        heads[f"{name}.b"] = part.bias.detach().numpy()
    return heads
