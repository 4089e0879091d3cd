"""The end of the graph that tells names: how surely each token belongs to a private person's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nlp.encoder.weights import Floats
from nlp.failures import InternalError

if TYPE_CHECKING:
    from nlp.encoder.graph import Graph


@dataclass(frozen=True, slots=True)
class NameHead:
    """Weights by name: ``inside`` reads a token, ``around`` it and its neighbours, ``outside`` judges."""

    arrays: Mapping[str, NDArray[Any]]

    def floats(self, name: str) -> Floats:
        """One of the arrays."""
        return np.asarray(self.arrays[name], dtype=np.float32)


def add_names(graph: "Graph", head: NameHead, states: str) -> None:
    """Add the output ``names`` (1, tokens), probabilities, read from ``states`` (1, tokens, hidden)."""
    seen = _gelu(graph, _affine(graph, head, states, "inside"), "names.inside.wide")
    turned = graph.node("Transpose", [seen], "names.turned", perm=[0, 2, 1])
    kernel = head.floats("around.w")
    weights = [
        graph.constant("names.around.kernel", kernel),
        graph.constant("names.around.bias", head.floats("around.b")),
    ]
    margin = kernel.shape[2] // 2
    near = graph.node("Conv", [turned, *weights], "names.near", pads=[margin, margin])
    back = graph.node("Transpose", [_gelu(graph, near, "names.near.wide")], "names.back", perm=[0, 2, 1])
    logits = _affine(graph, head, back, "outside")
    flat = graph.node("Squeeze", [logits, graph.constant("names.axis", np.array([2]))], "names.logits")
    graph.node("Sigmoid", [flat], "names")


def _gelu(graph: "Graph", states: str, output: str) -> str:
    return graph.node("Gelu", [states], output, "com.microsoft")


def _affine(graph: "Graph", head: NameHead, states: str, part: str) -> str:
    matrix = graph.constant(f"names.{part}.matrix", head.floats(f"{part}.w"))
    product = graph.node("MatMul", [states, matrix], f"names.{part}.bare")
    bias = graph.constant(f"names.{part}.bias", head.floats(f"{part}.b"))
    return graph.node("Add", [product, bias], f"names.{part}.product")


def load_names() -> NameHead:
    """The head shipped beside the redaction.

    Raises:
        InternalError: it is not where the program was installed.
    """
    try:
        with (
            as_file(files("nlp.redaction") / "names.npz") as path,
            np.load(path, allow_pickle=False) as kept,
        ):
            return NameHead({name: kept[name] for name in kept.files})
    except (OSError, ValueError) as broken:
        raise InternalError("nlp/redaction/names.npz is missing or damaged") from broken
