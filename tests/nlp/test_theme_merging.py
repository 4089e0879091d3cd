"""Themes that fell apart come together again, others stay apart; texts outside the fit find their place."""

import tomllib
from pathlib import Path

import numpy as np

from nlp.findings import Language, Vectors
from nlp.themes.corpus import Material, Positions
from nlp.themes.merging import merge_alike
from nlp.themes.placing import place
from nlp.themes.space import unit
from nlp.themes.terms import Reader

COMPLAINTS: dict[str, dict[Language, list[str]]] = tomllib.loads(
    Path(__file__).with_name("complaints.toml").read_text(encoding="utf-8")
)
DIMENSION = 32


def merge(split_by_language: set[str], *, apart: float) -> dict[str, set[int]]:
    """Labels of each topic after merging; those in ``split_by_language`` had a label a family of languages.

    ``apart`` moves the Chinese half of a topic off the English one.
    """
    random = np.random.default_rng(3)
    texts, languages, names, points = [], [], [], []
    for number, (topic, own) in enumerate(COMPLAINTS.items()):
        for language, said in own.items():
            chinese = language != "en"
            centre = np.zeros(DIMENSION)
            centre[number] = 1.0
            centre[number + 10] = apart if chinese else -apart
            for text in said:
                texts.append(text)
                languages.append(language)
                names.append(f"{topic}-{chinese}" if topic in split_by_language else topic)
                points.append(centre + 0.05 * random.normal(size=DIMENSION))
    labels = np.unique(names, return_inverse=True)[1].astype(np.int64)
    vectors = unit(np.asarray(points, dtype=np.float32))
    merged = merge_alike(labels, vectors, Reader(Material(tuple(texts), tuple(languages), vectors)))
    found: dict[str, set[int]] = {}
    for name, label in zip(names, merged.tolist(), strict=True):
        found.setdefault(name.split("-")[0], set()).add(label)
    return found


def test_a_theme_split_by_language_is_joined() -> None:
    """Late deliveries in English and Chinese become one theme when both halves speak of the same."""
    found = merge({"late", "refund"}, apart=0.5)
    assert all(len(labels) == 1 for labels in found.values())
    assert len(set.union(*found.values())) == len(COMPLAINTS)


def test_distant_halves_stay_apart() -> None:
    """Themes that share words but lie far apart are not joined."""
    assert len(merge({"late"}, apart=2.0)["late"]) == 2


def test_a_text_outside_the_fit_follows_its_neighbours() -> None:
    """Points beyond the fitted ones go where most of their neighbours are, left-out neighbours included."""
    points, fitted = _blobs()
    placed = place(points, fitted, np.ones(len(fitted)), force=False)
    assert placed.labels[60:].tolist() == [0, 1, -1]
    assert not placed.forced.any()


def test_force_moves_only_what_was_left_out() -> None:
    """Forcing gives left-out points near a theme to it, with the votes as probability, and flags them."""
    points, fitted = _blobs()
    placed = place(points, fitted, np.ones(len(fitted)), force=True)
    free = place(points, fitted, np.ones(len(fitted)), force=False)
    assert (placed.forced <= (free.labels < 0)).all()
    assert (placed.labels[free.labels >= 0] == free.labels[free.labels >= 0]).all()
    missed = fitted.copy()
    missed[[3, 25]] = -1
    nudged = place(points[:60], missed, np.ones(60), force=True)
    assert nudged.forced[[3, 25]].all()
    assert nudged.labels[[3, 25]].tolist() == [0, 1]
    assert (nudged.probabilities[[3, 25]] > 0.5).all()


def _blobs() -> tuple[Vectors, Positions]:
    """Two themes of twenty, twenty left out, and one more point near each of the three groups."""
    random = np.random.default_rng(0)
    centres = np.eye(3, DIMENSION)
    groups = np.repeat([0, 1, 2], 20)
    fitted = np.where(groups == 2, -1, groups).astype(np.int64)
    every = np.append(groups, [0, 1, 2])
    points = centres[every] + 0.08 * random.normal(size=(len(every), DIMENSION))
    return unit(points.astype(np.float32)), fitted
