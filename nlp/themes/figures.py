"""Figures that tell how far a discovery can be trusted."""

from dataclasses import dataclass

import numpy as np

from nlp.findings import Discovery


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares are of all texts, 0..1."""

    texts: int
    themes: int
    outlier_rate: float
    """Left out by the clustering itself."""
    forced_rate: float
    """Of those, given to a theme by their neighbours' vote."""
    unplaced_rate: float
    """In no theme at the end."""
    largest_share: float
    median_size: float
    mean_probability: float
    """Over the texts placed for sure."""


def measure(found: Discovery) -> Figures:
    """Sum a discovery up."""
    count = max(len(found.places), 1)
    sizes = [theme.size for theme in found.themes]
    sure = [place.probability for place in found.places if place.theme >= 0 and not place.forced]
    return Figures(
        texts=len(found.places),
        themes=len(found.themes),
        outlier_rate=found.outlier_rate,
        forced_rate=sum(place.forced for place in found.places) / count,
        unplaced_rate=sum(place.theme < 0 for place in found.places) / count,
        largest_share=max(sizes, default=0) / count,
        median_size=float(np.median(sizes)) if sizes else 0.0,
        mean_probability=float(np.mean(sure)) if sure else 0.0,
    )
