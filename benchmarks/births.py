"""Whether a theme comes into being for a subject that is new, and for none that is not.

    .venv/bin/python -m benchmarks.births [--data ../shared/data] [--rows 3000] [--subjects 77] [--quiet 10]

Of a set of texts with human labels a random tenth arrives late. Subject after subject is held out: all of
its texts arrive late too. Themes are found in the rest, what is late is placed as in a refresh, and its
strays may make themes. A subject is found where a birth holds it by half or more; every other birth is a
false one. Quiet trials hold nothing out, so that all births are false. Recall stands with Wilson's interval
of 95 %.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path
from statsmodels.stats.proportion import proportion_confint

from benchmarks.themes import SETS, Labelled, kept_vectors, sample, some_rows
from bot.jobs.arranging import Raw
from bot.jobs.bearing import bear
from index.shapes import FeedbackVectors
from nlp.encoder import EncoderSpec, load
from nlp.findings import Vectors
from nlp.themes import Material, assign, centre, discover

LATE = 10
"""One text of so many arrives late."""
FEWEST = 20
"""A subject with fewer texts is not held out: it may be no theme at all."""


@dataclass(frozen=True)
class Trial:
    """How many texts of each birth there are, and which part of them is of the held-out subject."""

    sizes: tuple[int, ...]
    shares: tuple[float, ...]

    @property
    def found(self) -> bool:
        """Whether a birth holds the subject by half or more."""
        return any(share >= 0.5 for share in self.shares)

    @property
    def false(self) -> int:
        """How many births do not."""
        return sum(share < 0.5 for share in self.shares)


def main() -> int:
    """Print a line a trial, then recall and false births."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--set", default="banking77", choices=list(SETS))
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--subjects", type=int, default=77)
    parser.add_argument("--quiet", type=int, default=10)
    parser.add_argument("--vectors", type=Path, help="a folder that keeps the texts' vectors for another run")
    parser.add_argument("--models", type=Path, default=user_cache_path("earful") / "models")
    arguments = parser.parse_args()
    labelled = sample(SETS[arguments.set](arguments.data), arguments.rows)
    kept = arguments.vectors and arguments.vectors / f"{arguments.set}.npy"
    vectors = kept_vectors(load(EncoderSpec(cache=arguments.models)), labelled, kept)
    quiet = [_told("", _trial(labelled, vectors, "", seed)) for seed in range(arguments.quiet)]
    subjects = _subjects(labelled)[: arguments.subjects]
    new = [_told(subject, _trial(labelled, vectors, subject, seed)) for seed, subject in enumerate(subjects)]
    _report("something new", new)
    _report("nothing new", quiet)
    return 0


def _subjects(labelled: Labelled) -> list[str]:
    often = sorted(label for label, count in Counter(labelled.labels).items() if count >= FEWEST)
    return [often[place] for place in np.random.default_rng(0).permutation(len(often))]


def _trial(labelled: Labelled, vectors: Vectors, subject: str, seed: int) -> Trial:
    labels = np.asarray(labelled.labels)
    late = np.random.default_rng(seed).permutation(len(labels)) < len(labels) // LATE
    late |= labels == subject
    # In a refresh the late texts stand behind the fitted ones.
    order = np.concatenate([np.flatnonzero(~late), np.flatnonzero(late)])
    raw = _placed(some_rows(labelled, order), vectors[order], int((~late).sum()))
    highest = max((theme.number for theme in raw.themes), default=-1)
    grown = bear(raw, highest, int((~late).sum()))
    themes = np.asarray([place.theme for place in grown.places])
    born = [labels[order][themes == theme.number] for theme in grown.themes if theme.number > highest]
    return Trial(tuple(map(len, born)), tuple(float(np.mean(own == subject)) for own in born))


def _placed(labelled: Labelled, vectors: Vectors, fitted: int) -> Raw:
    """Themes of the first ``fitted`` texts, with the others placed in them."""
    texts, languages = tuple(labelled.texts), tuple(labelled.languages)
    found = discover(texts[:fitted], vectors[:fitted], languages[:fitted])
    points = centre(vectors, languages, found.space)
    known = Material(texts[:fitted], languages[:fitted], points[:fitted])
    late = Material(texts[fitted:], languages[fitted:], points[fitted:])
    places = found.places + tuple(assign(late, known, found.places))
    ids, nobody = tuple(map(str, range(len(texts)))), (None,) * len(texts)
    corpus = FeedbackVectors(ids, nobody, languages, texts, vectors)
    return Raw(corpus, found.themes, places, found.space, datetime(2026, 1, 1, tzinfo=UTC))


def _told(subject: str, trial: Trial) -> Trial:
    pairs = zip(trial.sizes, trial.shares, strict=True)
    births = "  ".join(f"{size} texts, {share:.2f} of it" for size, share in pairs)
    print(f"  {subject or 'nothing new':45} {births or 'no birth'}", flush=True)
    return trial


def _report(title: str, trials: Sequence[Trial]) -> None:
    found, false = sum(trial.found for trial in trials), sum(trial.false for trial in trials)
    low, high = proportion_confint(found, max(len(trials), 1), method="wilson")
    recall = f"found {found} of {len(trials)} ({low:.2f}–{high:.2f})  " if title == "something new" else ""
    print(f"{title}: {recall}false births {false} in {len(trials)} trials")


if __name__ == "__main__":
    raise SystemExit(main())
