"""From a trained network to the files that the encoder is built from. Training only."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from nlp.encoder.retrained import Whole, save
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


def _parts(network: Upper) -> dict[str, Any]:
    """The heads under the names that the encoder's graph has for them."""
    return {
        "project": network.project,
        "weigh": network.weigh,
        "inside": network.head[1],
        "outside": network.head[4],
    }


def _heads(network: Upper) -> dict[str, Floats]:
    heads: dict[str, Floats] = {}
    for name, part in _parts(network).items():
        heads[f"{name}.w"] = part.weight.detach().numpy().T
        heads[f"{name}.b"] = part.bias.detach().numpy()
    return heads


def shipped(network: Upper, first: int, path: Path) -> Upper:
    """``network``, its layers numbered from ``first``, with the weights that ``ship`` wrote to ``path``."""
    with np.load(path, allow_pickle=False) as file:
        kept = dict(file)
    with torch.no_grad():
        for place, layer in enumerate(network.layers, first):
            for short, name in (MATRICES | NORMS).items():
                own = layer.get_submodule(name)
                for kind, tensor in (("w", own.weight), ("b", own.bias)):
                    value = _full(kept, f"l{place}.{short}.{kind}", tuple(tensor.shape))
                    tensor.copy_(torch.from_numpy(value))
        for name, part in _parts(network).items():
            part.weight.copy_(torch.from_numpy(kept[f"{name}.w"].astype(np.float32).T))
            part.bias.copy_(torch.from_numpy(kept[f"{name}.b"].astype(np.float32)))
    return network


def _full(kept: dict[str, NDArray[Any]], name: str, shape: tuple[int, ...]) -> Floats:
    value = kept[name]
    if f"{name}.scales" in kept:
        value = Whole(value, kept[f"{name}.scales"]).floats()
    return np.asarray(value, dtype=np.float32).reshape(shape)
