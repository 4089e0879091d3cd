"""Vectors of what was said, made comparable between languages."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from index.ports import FeedbackVectors, SaidColumns

LEAST_LANGUAGE = 20
"""Texts a language needs before its mean is taken out."""


def centred_by_language(vectors: FeedbackVectors) -> NDArray[np.float32]:
    """The vectors without the mean of their language, so that a language is no opinion; unit length."""
    matrix = np.array(vectors.matrix, dtype=np.float32)
    languages = np.array(vectors.languages)
    for language in set(vectors.languages):
        rows = languages == language
        if rows.sum() >= LEAST_LANGUAGE:
            matrix[rows] -= matrix[rows].mean(axis=0)
    return unit(matrix)


def unit(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length 1; zero rows stay zero."""
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = (matrix / np.maximum(length, 1e-12)).astype(np.float32)
    return scaled


def moments_of(said: SaidColumns | None) -> Mapping[str, int]:
    """When each feedback was said, UTC seconds."""
    return {} if said is None else dict(zip(said.feedback_ids, said.at.tolist(), strict=True))


def owners_of(
    vectors: FeedbackVectors, customers: tuple[str, ...], said: SaidColumns | None, moment: int
) -> NDArray[np.int64]:
    """Position of each text's customer in ``customers``, -1 where there is none or it was said later."""
    position = {name: place for place, name in enumerate(customers)}
    moments = moments_of(said)
    return np.array(
        [
            position.get(customer or "", -1) if moments.get(text, moment + 1) <= moment else -1
            for text, customer in zip(vectors.ids, vectors.customer_ids, strict=True)
        ],
        dtype=np.int64,
    )
