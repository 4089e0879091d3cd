"""Describes found themes: names, keywords, exemplars, and where they lie."""

import numpy as np

from nlp.findings import FoundTheme
from nlp.themes.corpus import Corpus, Material, counted
from nlp.themes.exemplars import pick_exemplars
from nlp.themes.keywords import vocabularies
from nlp.themes.merging import centroids_of
from nlp.themes.naming import name_themes
from nlp.themes.phrasing import PhraseReader
from nlp.themes.placing import Placed
from nlp.themes.terms import Reader

RADIUS_QUANTILE = 0.05


def describe(placed: Placed, material: Material, corpus: Corpus, reader: Reader) -> tuple[FoundTheme, ...]:
    """The themes ``0..k-1``: words and exemplars from sure members only, the centroid from all."""
    sure = np.where(placed.left_out, -1, placed.labels)
    sizes = counted(placed.labels, corpus)
    centroids = centroids_of(material.points, placed.labels)
    themes = []
    for number, naming in enumerate(name_themes(vocabularies(PhraseReader(reader), sure))):
        members = np.flatnonzero(sure == number)
        exemplars = pick_exemplars(members, material.points, centroids[number], material.texts)
        closeness = material.points[members] @ centroids[number]
        themes.append(
            FoundTheme(
                number=number,
                names=naming.names,
                keywords=naming.keywords,
                size=int(sizes[number]),
                exemplars=tuple(int(corpus.rows[member]) for member in exemplars),
                centroid=centroids[number],
                radius=float(np.quantile(closeness, RADIUS_QUANTILE)),
            )
        )
    return tuple(themes)
