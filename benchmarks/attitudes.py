"""What customers care about: are labels right on unseen lines, and can they be recovered from their quotes?

    .venv/bin/python -m benchmarks.attitudes [--home DEMO_HOME]

Lines: ``benchmarks/sets/attitudes.tsv``, written apart from what the product is taught; precision and recall
of what counts, by language. Quotes: of every customer of a filled home and every axis shown, a reader who
sees nothing but the quotes cited names the axis: the nearest by the encoder to those unseen lines, or one
whose words (``attitude_words.toml``) are in a quote. The last column is how often the same reader would grant
an axis drawn at random from the others: what the reader's leniency is worth.
"""

import argparse
import csv
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.bootstrap import Application, build
from bot.jobs.judging import gather
from bot.settings import Settings
from nlp.findings import Vectors
from nlp.language import to_simplified
from segmentation.attitudes import AXES, AxisModel, Embed, prototype_axes, shown
from segmentation.behaviour import seconds
from segmentation.psychographics import psychographics
from segmentation.utterances import centred_by_language, unit

SETS = Path(__file__).parent / "sets"
LANGUAGES = ("en", "zh-Hans", "zh-Hant")


@dataclass(frozen=True)
class Lines:
    """Labelled lines that the product has not seen."""

    axes: NDArray[np.str_]
    languages: NDArray[np.str_]
    vectors: Vectors
    """Without the mean of their language, unit length."""


@dataclass(frozen=True)
class Reader:
    """Names the axis of quotes from nothing else."""

    centres: Vectors
    words: tuple[re.Pattern[str], ...]

    def nearest(self, vectors: Vectors) -> str:
        """The axis whose unseen lines the quotes are nearest to, on the whole."""
        return AXES[int((vectors @ self.centres.T).mean(axis=0).argmax())]

    def named(self, quotes: Sequence[str]) -> frozenset[str]:
        """Axes whose words are in a quote."""
        plain = [to_simplified(quote).lower() for quote in quotes]
        found = zip(AXES, self.words, strict=True)
        return frozenset(axis for axis, words in found if any(words.search(one) for one in plain))


def read_lines(embed: Embed) -> Lines:
    """The unseen lines, embedded."""
    with (SETS / "attitudes.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    vectors = np.array(embed([row["text"] for row in rows]), dtype=np.float32)
    languages = np.array([row["language"] for row in rows])
    for language in LANGUAGES:
        vectors[languages == language] -= vectors[languages == language].mean(axis=0)
    return Lines(np.array([row["axis"] for row in rows]), languages, unit(vectors))


def make_reader(lines: Lines) -> Reader:
    """A reader who knows the unseen lines and the listed words."""
    centres = np.stack([lines.vectors[lines.axes == axis].mean(axis=0) for axis in AXES])
    listed = tomllib.loads((SETS / "attitude_words.toml").read_text(encoding="utf-8"))
    return Reader(unit(centres), tuple(_pattern(listed[axis]) for axis in AXES))


def _pattern(listed: dict[str, list[str]]) -> re.Pattern[str]:
    english = "|".join(map(re.escape, listed["en"]))
    return re.compile(rf"(?<![a-z])(?:{english})(?![a-z])|" + "|".join(map(re.escape, listed["zh"])))


def judge_lines(model: AxisModel, lines: Lines) -> None:
    """Precision and recall of what counts, by language."""
    counts = shown(model, lines.vectors) >= model.least(lines.languages.tolist())[:, None]
    own = lines.axes[:, None] == np.array(AXES)[None, :]
    print("| unseen lines | lines | counted | precision | recall | least probability |\n" + "|---" * 6 + "|")
    for language in LANGUAGES:
        rows = lines.languages == language
        hit, right = counts[rows].sum(), (counts & own)[rows].sum()
        shares = f"{right / max(hit, 1):.2f} | {right / own[rows].sum():.2f} | {model.sure[language]:.2f}"
        print(f"| {language} | {rows.sum()} | {hit} | {shares} |")


def judge_quotes(wired: Application, model: AxisModel, reader: Reader) -> None:
    """How many labels the reader recovers from their quotes, by the language of the first quote."""
    inputs = gather(wired, wired.as_of)
    vectors = inputs.vectors
    assert vectors is not None
    place = {name: row for row, name in enumerate(vectors.ids)}
    centred = centred_by_language(vectors)
    behaviour = inputs.behaviour(seconds(wired.as_of))
    draw = np.random.default_rng(5)
    tally: dict[str, list[tuple[bool, bool, bool, bool]]] = {}
    for scores in psychographics(model, behaviour, inputs.said, vectors):
        for score in scores:
            rows = [place[one] for one in score.evidence]
            near = reader.nearest(centred[rows])
            named = reader.named([vectors.texts[row] for row in rows])
            other = draw.choice([axis for axis in AXES if axis != score.axis])
            outcome = (
                near == score.axis,
                score.axis in named,
                score.axis in named | {near},
                other in named | {near},
            )
            for key in (vectors.languages[rows[0]], score.axis, "all"):
                tally.setdefault(key, []).append(outcome)
    print(
        "\n| quotes | labels | by nearest | by words | by either | another by either |\n" + "|---" * 6 + "|"
    )
    for key in (*LANGUAGES, *AXES, "all"):
        if key in tally:
            shares = np.mean(tally[key], axis=0)
            print(f"| {key} | {len(tally[key])} | " + " | ".join(f"{share:.2f}" for share in shares) + " |")


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", default=".demo", help="a filled data folder, for instance the demo's")
    wired = build(Settings(home=parser.parse_args().home))
    model = prototype_axes(wired.bare_encoder.encode)
    lines = read_lines(wired.bare_encoder.encode)
    judge_lines(model, lines)
    judge_quotes(wired, model, make_reader(lines))
    wired.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
