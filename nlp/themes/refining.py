"""Sets texts apart for grouping: what all of them share is played down, and the words they use count too.

Sentence encoders squeeze all texts into a narrow cone: a few directions carry most of the variance and say
little about the topic. Dividing each principal direction by a power of its spread (partial whitening, after
Mu & Viswanath 2018 and Huang et al. 2021) opens the cone; the words tell apart what the encoder confuses.
Texts of one trade lie in a narrower cone than texts of many, whose directions are all worth what they weigh.
"""

import numpy as np
from numpy.typing import NDArray

from nlp.findings import Vectors
from nlp.themes.corpus import Material
from nlp.themes.space import measure_space, unit
from nlp.themes.wording import word_vectors

OPENING = 0.2
"""The power of a direction's spread that is divided out of a narrow cone: 0 leaves it as it is, 1 makes all
spreads equal."""
NARROW, WIDE = 130.0, 200.0
"""Texts that fill no more directions than the first lie in a narrow cone, from the second on in none."""
MEASURED = 10_000
"""The spreads are measured on so many texts at most."""
WORDS = 0.5
"""Length of the part that the words of a large corpus make, beside 1 for the meaning."""
HALF_KNOWN = 1_000
"""From so many texts words count half: in a small corpus they repeat by chance."""


def refine(material: Material) -> Vectors:
    """Unit vectors ``(m, d + w)`` of the material in which near neighbours share a theme more often."""
    words = word_vectors(material.texts)
    if words.shape[1]:
        # Words of one language are no nearer to each other than to those of another.
        means = measure_space(words, material.languages).means
        words = unit(words - np.stack([means[tag] for tag in material.languages]))
    weight = WORDS * len(words) / (len(words) + HALF_KNOWN)
    return unit(np.hstack([whitened(material.points), np.float32(weight) * words]))


def whitened(points: Vectors) -> Vectors:
    """The points ``(m, d)`` along their principal directions, the wide ones narrowed, at length 1.

    The fewer points there are, the more the measured spreads are drawn to their mean.
    """
    centred = points - points.mean(axis=0)
    some = centred[:MEASURED].astype(np.float64)
    spreads, axes = np.linalg.eigh(some.T @ some / len(some))
    spreads = np.maximum(spreads, 0.0)
    steadied = spreads + spreads.mean() * points.shape[1] / len(some) + 1e-12
    power = -OPENING / 2 * np.clip((WIDE - directions(spreads)) / (WIDE - NARROW), 0.0, 1.0)
    return unit((centred @ axes.astype(np.float32)) * (steadied**power).astype(np.float32))


def directions(spreads: NDArray[np.float64]) -> float:
    """How many directions points fill, by the entropy of their spreads (Roy & Vetterli 2007)."""
    shares = spreads / max(float(spreads.sum()), 1e-12)
    some = shares[shares > 0]
    return float(np.exp(-(some * np.log(some)).sum()))
