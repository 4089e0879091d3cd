"""The sentiment of the shipped model beside its peers, on texts that no model here was trained on.

    .venv/bin/python -m benchmarks.sentiment --data ../shared/data --models FOLDER --work FOLDER [--card]

Every line reads the same texts: those that ``nlp.sentiment.experiment.split`` keeps out of training, by set.
"plain linear head" is a logistic regression on the published encoder's vectors, of the texts that training
goes on with; "TF-IDF" is one on words, single characters and pairs, of all texts that the shipped model
learned from. VADER reads English, SnowNLP Chinese (it was itself trained on Chinese shop reviews):
``pip install vaderSentiment snownlp``.
``--strangers`` trains once more without whole sets, for a quarter of an hour, and reports on those.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch

from nlp.encoder import EncoderSpec, load
from nlp.sentiment import load_head
from nlp.sentiment.corpus import gather
from nlp.sentiment.experiment import renewal, split, truth, weigh
from nlp.sentiment.head import Floats, softmax
from nlp.sentiment.measures import Quality, quality
from nlp.sentiment.sources import Sample
from nlp.sentiment.train import Prepared, arguments, by_source, prepare, tune
from nlp.sentiment.tuning import Recipe, logits_of

STRANGERS: dict[str, tuple[str, ...]] = {
    "shop reviews of five unseen kinds (zh-Hans)": tuple(
        f"shopping/{kind}" for kind in ("手机", "计算机", "热水器", "水果", "衣服")
    ),
    "hospitals in Taiwan (zh-Hant)": ("hospitals",),
    "restaurants in Hong Kong (zh-Hant, Cantonese)": ("openrice",),
    "tweets about products (en)": ("tweets",),
    "TweetEval, validation (en)": ("posts",),
    "games (en)": ("games",),
    "clothing (en)": ("clothing",),
}
CARD = Path(__file__).parents[1] / "nlp/sentiment/MODEL_CARD.md"
COLUMNS = "| way or set | texts | accuracy | macro recall | macro F1 | either | ECE |"

Judge = Callable[[Sequence[Sample]], Floats]
"""Texts in, probabilities (n, 3) out."""


@dataclass(frozen=True)
class Row:
    """The quality of one way on one set."""

    name: str
    found: Quality

    def line(self) -> str:
        """As a line of a Markdown table."""
        one = self.found
        figures = (one.accuracy, one.macro_recall, one.macro_f1, one.either, one.calibration_error)
        return f"| {self.name} | {one.count} | " + " | ".join(f"{value:.3f}" for value in figures) + " |"


def main() -> None:
    """Print the tables, and put them into the model card when asked to."""
    parser = arguments()
    parser.add_argument("--card", action="store_true", help="write the tables into the model card")
    parser.add_argument(
        "--strangers", action="store_true", help="train without whole sets, and judge on those"
    )
    parser.add_argument("--most", type=int, default=2000, help="texts of a set")
    parser.add_argument("--learn", type=int, default=1_000_000, help="texts that --strangers learns from")
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    samples = by_source(gather(chosen.data))
    if chosen.strangers:
        tables = _strangers(samples, chosen.models, chosen.work, chosen.learn, chosen.most)
        _put("strangers", tables, chosen.card)
    else:
        tables = _beside_peers(samples, chosen.models, chosen.work, chosen.most)
        _put("figures", tables, chosen.card)


def _put(mark: str, tables: str, card: bool) -> None:
    print(tables)
    if card:
        start, stop = f"<!-- {mark} -->", f"<!-- /{mark} -->"
        before, _, rest = CARD.read_text(encoding="utf-8").partition(start)
        CARD.write_text(f"{before}{start}\n\n{tables}\n\n{stop}{rest.partition(stop)[2]}", encoding="utf-8")


def _beside_peers(samples: Sequence[Sample], models: Path, work: Path, most: int) -> str:
    learned, kept = split(samples)
    families: dict[str, list[Sample]] = {}
    for row in np.random.default_rng(0).permutation(kept):
        families.setdefault(samples[row].source.split("/")[0], []).append(samples[row])
    shown = {family: texts[:most] for family, texts in sorted(families.items())}
    every = [one for texts in shown.values() for one in texts]
    taught = prepare([samples[row] for row in renewal(samples, learned)], models, work)
    asked = prepare(by_source(every), models, work)
    judges = _judges(taught, asked, [samples[row] for row in learned], models)
    tables = []
    for family, texts in shown.items():
        own = truth(texts)
        found = [
            Row(name, quality(own, judge(texts))) for name, judge in judges.items() if _reads(name, texts)
        ]
        tables.append(_table(f"{family} ({', '.join(sorted({one.language for one in texts}))})", found))
    return "\n\n".join([*tables, _copies(shown["shopping"], judges["earful"]), _held(asked, models)])


def _copies(samples: Sequence[Sample], judge: Judge) -> str:
    """The same reviews in Simplified characters, in Traditional ones, in those of Taiwan and Hong Kong."""
    from opencc import OpenCC

    rows = [Row("Simplified", quality(truth(samples), judge(samples)))]
    for name in ("s2t", "s2twp", "s2hk"):
        convert = OpenCC(name).convert
        copies = [replace(one, text=convert(one.text), language="zh-Hant") for one in samples]
        rows.append(Row(name, quality(truth(copies), judge(copies))))
    return _table("shopping, as it is and as Traditional copies (OpenCC)", rows)


def _held(prepared: Prepared, models: Path, count: int = 1000) -> str:
    """How near the shipped vectors are to those of the published model in full precision."""
    order = np.random.default_rng(1).permutation(len(prepared.samples))[:count]
    texts = [prepared.samples[place].text for place in order]
    ours = load(EncoderSpec(cache=models)).encode(texts)
    theirs = load(EncoderSpec(cache=models, runtime="torch")).encode(texts)
    near = (ours * theirs).sum(axis=1)
    worst = float(np.quantile(near, 0.01))
    return (
        f"Cosine to the published model's vectors in float32, {len(texts)} texts: "
        f"{near.mean():.4f} on average, {worst:.4f} at the 1st percentile."
    )


def _reads(name: str, samples: Sequence[Sample]) -> bool:
    """Whether a way is for the language of these texts."""
    chinese = samples[0].language.startswith("zh")
    return {"VADER": not chinese, "SnowNLP": chinese}.get(name, True)


def _judges(taught: Prepared, asked: Prepared, learned: Sequence[Sample], models: Path) -> dict[str, Judge]:
    judges: dict[str, Judge] = {
        "earful": _shipped(models),
        "plain linear head": _linear(taught, asked),
        "TF-IDF": _tfidf(learned),
    }
    if find_spec("vaderSentiment"):
        judges["VADER"] = _vader()
    if find_spec("snownlp"):
        judges["SnowNLP"] = _snownlp()
    return judges


def _shipped(models: Path) -> Judge:
    encoder, head = load(EncoderSpec(cache=models)), load_head()

    def judge(samples: Sequence[Sample]) -> Floats:
        texts = [one.text for one in samples]
        return head.probabilities(texts, encoder.perceive(texts).moods, [one.language for one in samples])

    return judge


def _linear(taught: Prepared, asked: Prepared) -> Judge:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    samples = taught.samples
    vectors = {one.text: vector for one, vector in zip(asked.samples, asked.below.vectors, strict=True)}
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=200))
    model.fit(taught.below.vectors, truth(samples), logisticregression__sample_weight=weigh(samples))
    return lambda some: np.asarray(
        model.predict_proba(np.stack([vectors[one.text] for one in some])), np.float32
    )


def _tfidf(samples: Sequence[Sample]) -> Judge:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    from nlp.encoder.legible import legible

    words = TfidfVectorizer(
        analyzer="word",
        token_pattern=r"[a-z']+|[\u4e00-\u9fff]",
        ngram_range=(1, 2),
        min_df=3,
        sublinear_tf=True,
    )
    model = make_pipeline(words, LogisticRegression(C=3, max_iter=200))
    texts = [legible(one.text) for one in samples]
    model.fit(texts, truth(samples), logisticregression__sample_weight=weigh(samples))
    return lambda some: np.asarray(model.predict_proba([legible(one.text) for one in some]), np.float32)


def _vader() -> Judge:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyser = SentimentIntensityAnalyzer()
    return lambda some: _graded([analyser.polarity_scores(one.text)["compound"] for one in some], 0.05)


def _snownlp() -> Judge:
    from snownlp import SnowNLP

    from nlp.encoder.legible import legible

    return lambda some: _graded([2 * SnowNLP(legible(one.text)).sentiments - 1 for one in some], 0.2)


def _graded(scores: Sequence[float], level: float) -> Floats:
    """Scores in -1..1 as classes: neutral within ``level``, which is each tool's own custom."""
    rows = []
    for score in scores:
        poles = [(1 - score) / 2, (1 + score) / 2]
        rows.append([poles[0], 1.0 if abs(score) < level else 0.0, poles[1]])
    return np.array(rows, dtype=np.float32)


def _strangers(samples: Sequence[Sample], models: Path, work: Path, learn: int, most: int) -> str:
    out = {name for part in STRANGERS.values() for name in part} | {"dining", "lines"}
    known = [one for one in samples if not {one.source, one.source.split("/")[0]} & out]
    order = np.random.default_rng(0).permutation(len(known))[:learn]
    sets = [
        [one for one in samples if {one.source, one.source.split("/")[0]} & set(parts)][:most]
        for parts in STRANGERS.values()
    ]
    strange = [one for part in sets for one in part]
    prepared = prepare(by_source([*(known[place] for place in order), *strange]), models, work)
    sources = {one.source for one in strange}
    learned = np.flatnonzero([one.source not in sources for one in prepared.samples])
    tuning = tune(prepared, learned, Recipe(epochs=1), work / f"strangers-{len(learned)}.pt")
    rows = []
    for name, part in zip(STRANGERS, sets, strict=True):
        own = {one.source for one in part}
        chosen = np.flatnonzero([one.source in own for one in prepared.samples])
        logits, _ = logits_of(tuning.network, prepared.below, chosen)
        rows.append(Row(name, quality(truth([prepared.samples[place] for place in chosen]), softmax(logits))))
    return _table(
        f"Layers and head alone, trained for one epoch on {len(learned)} texts of other sets, not calibrated",
        rows,
    )


def _table(title: str, rows: list[Row]) -> str:
    lines = [f"**{title}**", "", COLUMNS, "|---|" + "---:|" * 6, *(row.line() for row in rows)]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
