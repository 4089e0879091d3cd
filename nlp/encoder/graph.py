"""Writes the shipped model as two ONNX graphs: a BERT encoder whose matrix products run in 8 bits.

The lower one tells names, so that a text that names somebody can be read again without them before the upper
one has run.

A text runs alone, so activations are scaled by that text only: its vector cannot depend on its neighbours,
and nothing is padded. Operators: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from nlp.encoder.heads import FEELINGS, add_heads
from nlp.encoder.names import NameHead, add_names
from nlp.encoder.outputs import IDS, LOWER, MOOD, NAMES, STATES, SUBJECT, VECTOR, WORTH
from nlp.encoder.retrained import Retrained, whole
from nlp.encoder.weights import BLOCK

if TYPE_CHECKING:
    from numpy.typing import NDArray

MICROSOFT = "com.microsoft"
Axes = dict[str, list[int | str]]
IN_FULL = "l4.fo"
"""Its input has outliers that eight bits cannot hold; floats here halve the whole error for 4 % of time."""


class Graph:
    """Nodes and constants as they are added."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, value: "NDArray[Any]") -> str:
        """Add a constant; its name."""
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, operator: str, inputs: list[str], output: str, domain: str = "", **values: Any) -> str:
        """Add a node of one output; the output's name."""
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **values))
        return output

    def split(self, states: str, outputs: list[str]) -> list[str]:
        """Add a split of the last axis into equal parts; their names."""
        from onnx import helper

        self.nodes.append(helper.make_node("Split", [states], outputs, axis=2))
        return outputs

    def serialised(self, given: Axes, told: Axes) -> bytes:
        """The model of these inputs and outputs; all are floats but ``ids``."""
        from onnx import TensorProto, helper

        def infos(values: Axes) -> list[Any]:
            types = {IDS: TensorProto.INT64}
            return [
                helper.make_tensor_value_info(name, types.get(name, TensorProto.FLOAT), axes)
                for name, axes in values.items()
            ]

        graph = helper.make_graph(self.nodes, "encoder", infos(given), infos(told), self.constants)
        versions = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
        model: bytes = helper.make_model(graph, opset_imports=versions, ir_version=9).SerializeToString()
        return model


def below(weights: Retrained, names: NameHead) -> bytes:
    """The layers as they were published, serialised: ``ids`` (1, tokens) int64 → two float32 outputs.

    ``lower`` (1, tokens, hidden) are the states under the first retrained layer; ``names`` (1, tokens) tells
    how surely each token belongs to a private person's name.
    """
    graph = Graph()
    states = _embeddings(graph, weights)
    for layer in range(weights.first):
        states = _layer(graph, weights, f"l{layer}.", states)
    add_names(graph, names, states)
    graph.node("Identity", [states], LOWER)
    told: Axes = {LOWER: [1, "tokens", weights.shape.hidden], NAMES: [1, "tokens"]}
    return graph.serialised({IDS: [1, "tokens"]}, told)


def above(weights: Retrained) -> bytes:
    """The retrained layers, serialised: ``lower`` (1, tokens, hidden), ``worth`` (1, tokens) → four outputs.

    ``worth`` is the share that each token has in the text's subject. ``vector`` and ``subject`` (1, hidden)
    are of unit length, ``mood`` (1, 3) are logits, ``states`` (1, tokens, hidden) those of the last layer.
    """
    graph, hidden = Graph(), weights.shape.hidden
    layers = [LOWER]
    for layer in range(weights.first, weights.shape.layers):
        layers.append(_layer(graph, weights, f"l{layer}.", layers[-1]))
    add_heads(graph, weights, layers)
    graph.node("Identity", [layers[-1]], STATES)
    return graph.serialised(
        {LOWER: [1, "tokens", hidden], WORTH: [1, "tokens"]},
        {
            VECTOR: [1, hidden],
            SUBJECT: [1, hidden],
            MOOD: [1, FEELINGS],
            STATES: [1, "tokens", hidden],
        },
    )


def _embeddings(graph: Graph, weights: Retrained) -> str:
    shape = weights.shape
    words = weights.packed("emb.word", shape.vocabulary)
    pairs = words.nibbles[..., 0::2] | (words.nibbles[..., 1::2] << 4)
    graph.constant("words", pairs.reshape(shape.vocabulary, -1))
    graph.constant("words.scales", words.scales)
    graph.node(
        "GatherBlockQuantized",
        ["words", "ids", "words.scales"],
        "word",
        MICROSOFT,
        bits=4,
        block_size=BLOCK,
        gather_axis=0,
        quantize_axis=1,
    )
    types = weights.floats("emb.type").reshape(shape.types, -1)
    graph.constant("positions", weights.floats("emb.pos").reshape(shape.positions, -1) + types[0])
    graph.constant("start", np.array([0]))
    graph.node("Shape", ["ids"], "length", start=1, end=2)
    graph.node("Slice", ["positions", "start", "length"], "position")
    graph.node("Add", ["word", "position"], "embedded")
    gain, shift = _norm(graph, weights, "emb.ln")
    return graph.node("LayerNormalization", ["embedded", gain, shift], "first.states", epsilon=shape.epsilon)


def _layer(graph: Graph, weights: Retrained, at: str, states: str) -> str:
    shape, hidden = weights.shape, weights.shape.hidden
    joined = _product(graph, weights, states, [f"{at}q", f"{at}k", f"{at}v"], hidden)
    heads = graph.split(joined, [f"{at}queries", f"{at}keys", f"{at}values"])
    attended = graph.node("MultiHeadAttention", heads, f"{at}attended", MICROSOFT, num_heads=shape.heads)
    attended = _product(graph, weights, attended, [f"{at}ao"], hidden)
    between = _add_and_norm(graph, weights, attended, states, f"{at}aln")
    wide = _product(graph, weights, between, [f"{at}fi"], shape.intermediate)
    wide = graph.node("Gelu", [wide], f"{at}wide", MICROSOFT)
    narrow = _product(graph, weights, wide, [f"{at}fo"], hidden)
    return _add_and_norm(graph, weights, narrow, between, f"{at}oln")


def _product(graph: Graph, weights: Retrained, states: str, names: list[str], rows: int) -> str:
    """One product for several matrices that read the same states, with a scale for each output column."""
    matrix = np.concatenate([weights.matrix(f"{name}.w", rows) for name in names])
    name, bias = names[0], np.concatenate([weights.floats(f"{name}.b") for name in names])
    if name == IN_FULL:
        product = graph.node("MatMul", [states, graph.constant(f"{name}.matrix", matrix.T)], f"{name}.bare")
        return graph.node("Add", [product, graph.constant(f"{name}.bias", bias)], f"{name}.product")
    found = whole(matrix)
    inputs = [
        states,
        graph.constant(f"{name}.whole", found.numbers.T),
        graph.constant(f"{name}.scales", found.scales),
        graph.constant(f"{name}.zero", np.zeros(len(matrix), dtype=np.int8)),
        graph.constant(f"{name}.bias", bias),
    ]
    return graph.node("DynamicQuantizeMatMul", inputs, f"{name}.product", MICROSOFT)


def _add_and_norm(graph: Graph, weights: Retrained, states: str, skipped: str, name: str) -> str:
    inputs = [states, skipped, *_norm(graph, weights, name)]
    return graph.node(
        "SkipLayerNormalization", inputs, f"{name}.states", MICROSOFT, epsilon=weights.shape.epsilon
    )


def _norm(graph: Graph, weights: Retrained, name: str) -> tuple[str, str]:
    gain = graph.constant(f"{name}.gain", weights.floats(f"{name}.w"))
    return gain, graph.constant(f"{name}.shift", weights.floats(f"{name}.b"))
