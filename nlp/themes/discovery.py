"""Finds the themes of a corpus: centre by language, refine, group, merge, name, place every text."""

from collections.abc import Sequence

import numpy as np

from nlp.findings import Discovery, Language, ThemePlace, ThemeSpace, Vectors
from nlp.themes.corpus import Corpus, Material, distinct_texts
from nlp.themes.description import describe
from nlp.themes.grouping import group
from nlp.themes.holding import hold, standing
from nlp.themes.merging import merge_alike
from nlp.themes.placing import Placed, place, ranked_by_size
from nlp.themes.refining import refine
from nlp.themes.space import centre, measure_space
from nlp.themes.terms import Reader

FEWEST_TEXTS = 12
"""Fewer different texts than this have no themes."""
MOST_FITTED = 20_000
"""The grouping is fitted on this many texts at most; their neighbours' vote places the rest."""


def discover(
    texts: Sequence[str],
    vectors: Vectors,
    languages: Sequence[Language],
    *,
    seed: int = 0,
    force: bool = True,
    before: Sequence[int] | None = None,
) -> Discovery:
    """Find the themes of ``texts`` from their unit vectors ``(n, d)`` and BCP 47 language tags.

    Repeated texts count once in the fitting. The result does not depend on the order of the rows, nor on
    ``seed``, which is accepted for those who pass one. With ``force``, texts that the clustering leaves out
    go to the theme their neighbours vote for and are marked ``forced``; those without enough support stay
    at -1. Themes are numbered by size. Themes that the texts were in ``before`` (-1: in none, ``NEW``: not
    there yet), by any numbers, stay together as far as the texts do not clearly speak against it.

    Raises:
        ValueError: the three sequences differ in length.
    """
    if not len(texts) == len(vectors) == len(languages):
        raise ValueError(f"{len(texts)} texts, {len(vectors)} vectors and {len(languages)} languages differ")
    corpus = distinct_texts(texts, vectors)
    if len(corpus.rows) < FEWEST_TEXTS:
        return _nothing(len(texts))
    material, space = _prepare(texts, vectors, languages, corpus)
    # The order is that of a hash: its beginning is a random sample.
    first = material.first(MOST_FITTED)
    refined = refine(material)
    earlier = None if before is None else standing(np.asarray(before, dtype=np.int64), corpus)
    fitted = group(refined[:MOST_FITTED], None if earlier is None else earlier[:MOST_FITTED])
    if not fitted.count:
        return _nothing(len(texts))
    reader = Reader(material)
    labels = merge_alike(fitted.labels, first.points, reader)
    placed = place(refined, labels, fitted.strengths, force=force)
    if earlier is not None:
        placed = hold(placed, refined, earlier)
    placed = ranked_by_size(placed, corpus)
    themes = describe(placed, material, corpus, reader)
    return Discovery(themes, _places(placed, corpus), _outlier_rate(placed, corpus), space)


def _prepare(
    texts: Sequence[str], vectors: Vectors, languages: Sequence[Language], corpus: Corpus
) -> tuple[Material, ThemeSpace]:
    own_vectors = np.asarray(vectors, dtype=np.float32)[corpus.rows]
    own_languages = tuple(languages[row] for row in corpus.rows)
    space = measure_space(own_vectors, own_languages)
    points = centre(own_vectors, own_languages, space)
    return Material(tuple(texts[row] for row in corpus.rows), own_languages, points), space


def _nothing(count: int) -> Discovery:
    return Discovery((), (ThemePlace(-1, False, 0.0),) * count, 1.0 if count else 0.0, ThemeSpace({}))


def _places(placed: Placed, corpus: Corpus) -> tuple[ThemePlace, ...]:
    nowhere = ThemePlace(-1, False, 0.0)
    distinct = [
        ThemePlace(int(theme), bool(forced), float(probability)) if theme >= 0 else nowhere
        for theme, forced, probability in zip(placed.labels, placed.forced, placed.probabilities, strict=True)
    ]
    return tuple(distinct[number] if number >= 0 else nowhere for number in corpus.distinct)


def _outlier_rate(placed: Placed, corpus: Corpus) -> float:
    out = [number < 0 or bool(placed.left_out[number]) for number in corpus.distinct]
    return float(np.mean(out))
