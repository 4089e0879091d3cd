"""The ends of the graph: a text's vector and the logits of its feeling, from the last layers' states."""

from typing import TYPE_CHECKING

import numpy as np

from nlp.encoder.retrained import Retrained

if TYPE_CHECKING:
    from nlp.encoder.graph import Graph

FEELINGS = 3
"""Logits: negative, neutral, positive."""


def add_heads(graph: "Graph", weights: Retrained, layers: list[str]) -> None:
    """Add the outputs ``vector`` (1, hidden) of unit length and ``mood`` (1, 3).

    ``layers`` are the states (1, tokens, hidden) under the first retrained layer and after each of them. The
    vector is a projection of all their means, the mood reads the last ones through learned pools.
    """
    means = [graph.node("ReduceMean", [states], f"{states}.mean", axes=[1], keepdims=0) for states in layers]
    joined = graph.node("Concat", means, "means", axis=1)
    _affine(graph, weights, joined, "project", "projected")
    graph.node("LpNormalization", ["projected"], "vector", axis=1, p=2)
    pools = _pools(graph, weights, layers[-1])
    seen = graph.node("Concat", [pools, means[-1]], "seen", axis=1)
    inside = _affine(graph, weights, seen, "inside", "inside.product")
    _affine(graph, weights, graph.node("Gelu", [inside], "inside.wide", "com.microsoft"), "outside", "mood")


def _pools(graph: "Graph", weights: Retrained, states: str) -> str:
    """Means of the states, weighed in several learned ways, side by side: (1, pools x hidden)."""
    scores = _affine(graph, weights, states, "weigh", "pool.scores")
    shares = graph.node("Softmax", [scores], "pool.shares", axis=1)
    turned = graph.node("Transpose", [shares], "pool.turned", perm=[0, 2, 1])
    pools = graph.node("MatMul", [turned, states], "pools")
    shape = graph.constant("pools.shape", np.array([1, -1]))
    return graph.node("Reshape", [pools, shape], "pools.flat")


def _affine(graph: "Graph", weights: Retrained, states: str, name: str, output: str) -> str:
    product = graph.node(
        "MatMul", [states, graph.constant(f"{name}.matrix", weights.head(f"{name}.w"))], f"{name}.bare"
    )
    return graph.node("Add", [product, graph.constant(f"{name}.bias", weights.head(f"{name}.b"))], output)
