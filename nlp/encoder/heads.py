"""The ends of the graph: a text's vector and the logits of its feeling, from the last layers' states."""

from typing import TYPE_CHECKING

import numpy as np

from nlp.encoder.outputs import MOOD, SUBJECT, VECTOR, WORTH
from nlp.encoder.retrained import Retrained

if TYPE_CHECKING:
    from nlp.encoder.graph import Graph

FEELINGS = 3
"""Logits: negative, neutral, positive."""


def add_heads(graph: "Graph", weights: Retrained, layers: list[str]) -> None:
    """Add the outputs ``vector`` and ``subject`` (1, hidden) of unit length and ``mood`` (1, 3).

    ``layers`` are the states (1, tokens, hidden) under the first retrained layer and after each of them. The
    vector is a projection of all their means, the subject the same of means weighed by the tokens' worth; the
    mood reads the last ones through learned pools.
    """
    means = [graph.node("ReduceMean", [states], f"{states}.mean", axes=[1], keepdims=0) for states in layers]
    _unit(graph, weights, means, VECTOR)
    _unit(graph, weights, _weighed(graph, layers), SUBJECT)
    pools = _pools(graph, weights, layers[-1])
    seen = graph.node("Concat", [pools, means[-1]], "seen", axis=1)
    inside = _affine(graph, weights, seen, "inside", "inside.product")
    _affine(graph, weights, graph.node("Gelu", [inside], "inside.wide", "com.microsoft"), "outside", MOOD)


def _unit(graph: "Graph", weights: Retrained, means: list[str], output: str) -> None:
    """The projection of the means side by side, at length 1."""
    joined = graph.node("Concat", means, f"{output}.means", axis=1)
    projected = _affine(graph, weights, joined, "project", f"{output}.projected")
    graph.node("LpNormalization", [projected], output, axis=1, p=2)


def _weighed(graph: "Graph", layers: list[str]) -> list[str]:
    """Each layer's mean, a token counting by its worth: (1, hidden)."""
    axis = graph.constant("worth.axis", np.array([1]))
    shares = graph.node("Unsqueeze", [WORTH, axis], "worth.row")
    sums = [graph.node("MatMul", [shares, states], f"{states}.weighed") for states in layers]
    return [graph.node("Squeeze", [one, axis], f"{one}.mean") for one in sums]


def _pools(graph: "Graph", weights: Retrained, states: str) -> str:
    """Means of the states, weighed in several learned ways, side by side: (1, pools x hidden)."""
    scores = _affine(graph, weights, states, "weigh", "pool.scores")
    shares = graph.node("Softmax", [scores], "pool.shares", axis=1)
    turned = graph.node("Transpose", [shares], "pool.turned", perm=[0, 2, 1])
    pools = graph.node("MatMul", [turned, states], "pools")
    shape = graph.constant("pools.shape", np.array([1, -1]))
    return graph.node("Reshape", [pools, shape], "pools.flat")


def _affine(graph: "Graph", weights: Retrained, states: str, name: str, output: str) -> str:
    matrix, bias = (graph.constant(f"{output}.{part}", weights.head(f"{name}.{part}")) for part in "wb")
    return graph.node("Add", [graph.node("MatMul", [states, matrix], f"{output}.bare"), bias], output)
