"""Themes beside the ways of other tools, on the same vectors (those of subjects) in the same run.

    .venv/bin/python -m benchmarks.themes [--data ../shared/data] [--rows 4000] [--sets banking77 news …]

BERTopic's and Top2Vec's clustering (UMAP to 5 dimensions, then HDBSCAN from 10 or 15 texts on) run with the
libraries at hand; EVoC runs where it is installed (``pip install evoc``).

AMI and ARI are against human labels, once with what the clustering left out as a class of its own ("noise"),
once with that given away by the neighbours' vote ("filled"). Agreement is the AMI of two filled results: of
two seeds, of two orders of the rows, and before and after the corpus grew by 5 %.
"""

import argparse
import csv
import gzip
import random
import resource
import time
import tomllib
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from benchmarks.coherence import coherence
from nlp.encoder import EncoderSpec, Perceiver, load
from nlp.findings import Language, ThemePlace, Vectors
from nlp.themes import NEW, Material, assign, centre, discover
from nlp.themes.voting import vote

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Labelled:
    """Texts with their languages and human labels."""

    texts: list[str]
    languages: list[Language]
    labels: list[str]


@dataclass(frozen=True)
class Outcome:
    """Theme of each text, with -1 for what was left out and with that filled in, and the CPU seconds."""

    noise: Labels
    filled: Labels
    seconds: float


Way = Callable[[Labelled, Vectors, int], Outcome]


def main() -> int:
    """Print a table a set of texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--rows", type=int, default=4000)
    parser.add_argument("--sets", nargs="+", default=list(SETS), choices=list(SETS))
    parser.add_argument("--ways", nargs="+", default=list(_ways()), choices=list(_ways()))
    parser.add_argument("--vectors", type=Path, help="a folder that keeps the texts' vectors for another run")
    parser.add_argument("--models", type=Path, default=user_cache_path("earful") / "models")
    arguments = parser.parse_args()
    encoder = load(EncoderSpec(cache=arguments.models))
    for name in arguments.sets:
        labelled = sample(SETS[name](arguments.data), arguments.rows)
        vectors = kept_vectors(encoder, labelled, arguments.vectors and arguments.vectors / f"{name}.npy")
        print(f"\n{name}: {len(labelled.texts)} texts, {len(set(labelled.labels))} labels")
        for title in arguments.ways:
            _report(title, _ways()[title], labelled, vectors)
        _placing(labelled, vectors)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory {peak:.0f} MB")
    return 0


def kept_vectors(encoder: Perceiver, labelled: Labelled, kept: Path | None) -> Vectors:
    """The vectors of the texts' subjects, from a file that keeps them where one is named."""
    if kept is None:
        return encoder.perceive(labelled.texts).subjects
    if not kept.exists() or len(np.load(kept, mmap_mode="r")) < len(labelled.texts):
        np.save(kept, encoder.perceive(labelled.texts).subjects)
    return np.asarray(np.load(kept)[: len(labelled.texts)], dtype=np.float32)


def ours(labelled: Labelled, vectors: Vectors, seed: int) -> Outcome:
    """``nlp.themes.discover``."""
    start = time.process_time()
    found = discover(labelled.texts, vectors, labelled.languages, seed=seed)
    seconds = time.process_time() - start
    filled = np.asarray([place.theme for place in found.places])
    forced = np.asarray([place.forced for place in found.places])
    return Outcome(np.where(forced, -1, filled), filled, seconds)


def bertopic(labelled: Labelled, vectors: Vectors, seed: int) -> Outcome:
    """BERTopic's default clustering: themes of 10 texts and more."""
    return _laid_out(vectors, seed, 10)


def top2vec(labelled: Labelled, vectors: Vectors, seed: int) -> Outcome:
    """Top2Vec's default clustering: themes of 15 texts and more."""
    return _laid_out(vectors, seed, 15)


def evoc(labelled: Labelled, vectors: Vectors, seed: int) -> Outcome:
    """EVoC with its defaults."""
    from evoc import EVoC

    start = time.process_time()
    noise = np.asarray(EVoC(random_state=seed).fit_predict(vectors), dtype=np.int64)
    return _voted(vectors, noise, time.process_time() - start)


def _ways() -> dict[str, Way]:
    """Everything that can run here, ours first."""
    ways: dict[str, Way] = {"earful": ours, "BERTopic": bertopic, "Top2Vec": top2vec}
    return ways | {"EVoC": evoc} if find_spec("evoc") else ways


def _laid_out(vectors: Vectors, seed: int, least: int) -> Outcome:
    from hdbscan import HDBSCAN
    from umap import UMAP

    start = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        layout = UMAP(
            n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed, n_jobs=1
        ).fit_transform(vectors)
    noise = HDBSCAN(min_cluster_size=least).fit(layout).labels_.astype(np.int64)
    return _voted(vectors, noise, time.process_time() - start)


def _voted(vectors: Vectors, noise: Labels, seconds: float) -> Outcome:
    """What was left out goes where its neighbours are."""
    filled, out = noise.copy(), noise < 0
    if out.any() and not out.all():
        filled[out] = vote(vectors[out], vectors[~out], noise[~out]).winners
    return Outcome(noise, filled, seconds)


def _report(title: str, way: Way, labelled: Labelled, vectors: Vectors) -> None:
    first = way(labelled, vectors, 0)
    size = len(labelled.texts)
    order = np.random.default_rng(9).permutation(size)
    shuffled = way(some_rows(labelled, order), vectors[order], 0)
    fewer = np.sort(order[: int(size / 1.05)])
    smaller = way(some_rows(labelled, fewer), vectors[fewer], 0)
    again = way(labelled, vectors, 1)
    count, wanted = len(set(first.noise.tolist()) - {-1}), len(set(labelled.labels))
    ami, ari = adjusted_mutual_info_score, adjusted_rand_score
    print(
        f"  {title:14} K {count} |log K/K*| {abs(np.log(max(count, 1) / wanted)):.2f}"
        f"  left out {np.mean(first.noise < 0):.3f}  largest {_largest(first.filled):.2f}"
        f"  AMI noise {ami(labelled.labels, first.noise):.3f} filled {ami(labelled.labels, first.filled):.3f}"
        f"  ARI noise {ari(labelled.labels, first.noise):.3f} filled {ari(labelled.labels, first.filled):.3f}"
        f"  agree: seed {ami(first.filled, again.filled):.3f}"
        f" order {ami(first.filled[order], shuffled.filled):.3f}"
        f" growth {ami(first.filled[fewer], smaller.filled):.3f}"
        f"{_as_refit(labelled, vectors, fewer, smaller) if way is ours else ''}"
        f"  {_hanging_together(labelled, first.filled)}"
        f"  CPU s first {first.seconds:.1f} later {again.seconds:.1f}",
        flush=True,
    )


def _hanging_together(labelled: Labelled, themes: Labels) -> str:
    found = coherence(labelled.texts, labelled.languages, themes)
    return f"NPMI {found.npmi:.3f} C_v {found.c_v:.3f} diversity {found.diversity:.2f}"


def _as_refit(labelled: Labelled, vectors: Vectors, rows: Labels, smaller: Outcome) -> str:
    """The same growth where the grown corpus knows its themes, as in every refresh after the first."""
    before = np.full(len(vectors), NEW)
    before[rows] = smaller.filled
    found = discover(labelled.texts, vectors, labelled.languages, before=before.tolist())
    themes = np.asarray([place.theme for place in found.places])
    agreed = adjusted_mutual_info_score(smaller.filled, themes[rows])
    labels = adjusted_mutual_info_score(labelled.labels, themes)
    return f" growth as a refit {agreed:.3f} (labels {labels:.3f}, K {len(found.themes)})"


def _placing(labelled: Labelled, vectors: Vectors) -> None:
    """Fit on four fifths and place the rest; place the fitted ones again, also each tenth by the others."""
    cut = len(labelled.texts) * 4 // 5
    part = some_rows(labelled, np.arange(cut))
    found = discover(part.texts, vectors[:cut], part.languages)
    points = centre(vectors, labelled.languages, found.space)
    known = Material(tuple(part.texts), tuple(part.languages), points[:cut])
    said = set(part.texts)
    new = np.asarray([row for row in range(cut, len(labelled.texts)) if labelled.texts[row] not in said])
    rest = some_rows(labelled, new)
    places = assign(Material(tuple(rest.texts), tuple(rest.languages), points[new]), known, found.places)
    themes = np.asarray([place.theme for place in places])
    again = assign(known, known, found.places)
    same = np.mean([one.theme == other.theme for one, other in zip(again, found.places, strict=True)])
    print(
        f"  placing without a fit: members {same:.3f}, by others alone {_by_others(known, found.places):.3f},"
        f" new texts AMI {adjusted_mutual_info_score(rest.labels, themes):.3f},"
        f" nowhere {np.mean(themes < 0):.3f}"
        f" forced {np.mean([place.forced for place in places]):.3f}"
    )


def _by_others(known: Material, places: Sequence[ThemePlace]) -> float:
    """Share of the sure members that nine tenths of the texts place where the clustering had put them."""
    agreed, fold = [], np.arange(len(known.texts)) % 10
    for number in range(10):
        out, rest = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
        found = assign(_some(known, out), _some(known, rest), [places[row] for row in rest.tolist()])
        for row, place in zip(out.tolist(), found, strict=True):
            if places[row].theme >= 0 and not places[row].forced:
                agreed.append(place.theme == places[row].theme)
    return float(np.mean(agreed))


def _some(material: Material, rows: Labels) -> Material:
    texts, languages = material.texts, material.languages
    return Material(
        tuple(texts[row] for row in rows), tuple(languages[row] for row in rows), material.points[rows]
    )


def _largest(labels: Labels) -> float:
    return float(np.bincount(labels + 1)[1:].max() / len(labels))


def some_rows(labelled: Labelled, rows: Labels) -> Labelled:
    """The texts of these rows."""
    return Labelled(
        [labelled.texts[row] for row in rows],
        [labelled.languages[row] for row in rows],
        [labelled.labels[row] for row in rows],
    )


def sample(labelled: Labelled, rows: int) -> Labelled:
    """So many texts at random, always the same."""
    order = list(range(len(labelled.texts)))
    random.Random(0).shuffle(order)
    return some_rows(labelled, np.asarray(order[:rows]))


def _banking(data: Path) -> Labelled:
    rows = [
        row
        for part in ("train", "test")
        for row in csv.DictReader((data / "en_banking77" / f"{part}.csv").open(encoding="utf-8"))
    ]
    return _in_one("en", [(row["text"], row["category"]) for row in rows])


def _short(name: str) -> Callable[[Path], Labelled]:
    """A set of short texts, lines of words beside lines of labels."""

    def read(data: Path) -> Labelled:
        folder = data / "topics_sttm_short"
        texts = (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        (named,) = folder.glob(f"{name}_[lL]*.txt")
        labels = named.read_text(encoding="utf-8").splitlines()
        return _in_one("en", list(zip(texts, labels, strict=True)))

    return read


def _bbc(data: Path) -> Labelled:
    """Stemmed articles as topic models are compared on."""
    with (data / "topics_octis/BBC_News/corpus.tsv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return _in_one("en", [(row[0], row[-1]) for row in rows])


def _shopping(data: Path) -> Labelled:
    path = data / "zh_online_shopping_10_cats" / "online_shopping_10_cats.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    return _in_one("zh-Hans", [(row["review"], row["cat"]) for row in rows if row["review"].strip()])


def _nhs(data: Path) -> Labelled:
    """Comments that people gave exactly one topic."""
    path = data / "en_nhs_fft_comments" / "v6framework_230831.csv"
    rows = list(csv.DictReader(path.open(encoding="utf-8-sig")))
    columns = list(rows[0])
    topics = columns[columns.index("Not assigned") + 1 :]
    chosen = [(row["FFT answer"], [topic for topic in topics if row[topic] in ("1", "1.0")]) for row in rows]
    return _in_one("en", [(text, own[0]) for text, own in chosen if len(own) == 1 and len(text) > 3])


def _complaints(_: Path) -> Labelled:
    """Written for the tests: eight topics in three languages."""
    path = Path(__file__).parents[1] / "tests" / "nlp" / "complaints.toml"
    topics = tomllib.loads(path.read_text(encoding="utf-8"))
    rows = [
        (text, language, topic)
        for topic, own in topics.items()
        for language, texts in own.items()
        for text in texts
    ]
    texts, languages, labels = (list(column) for column in zip(*rows, strict=True))
    return Labelled(texts, languages, labels)


def _in_one(language: Language, rows: list[tuple[str, str]]) -> Labelled:
    return Labelled([text for text, _ in rows], [language] * len(rows), [label for _, label in rows])


SETS: dict[str, Callable[[Path], Labelled]] = {
    "banking77": _banking,
    "news": _short("GoogleNews"),
    "stack": _short("StackOverflow"),
    "snippets": _short("SearchSnippets"),
    "tweet": _short("Tweet"),
    "bbc": _bbc,
    "shopping": _shopping,
    "nhs": _nhs,
    "complaints": _complaints,
}

if __name__ == "__main__":
    raise SystemExit(main())
