"""Held-out figures of the sentiment head, beside a plain logistic regression on the same vectors.

    .venv/bin/python -m benchmarks.sentiment --data ../shared/data --models FOLDER [--vectors FILE] [--card]

"strangers": trained without these sets, so that they are domains never seen; calibrated without them too.
"relatives": a tenth of the texts of the sets that are trained on, kept out. "either" leaves neutral aside and
asks whether the surer pole is the true one. ``--card`` writes the tables into the model card.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from nlp.sentiment.corpus import CHECKED_ONLY, key
from nlp.sentiment.experiment import Corpus, train, weigh
from nlp.sentiment.fitting import Recipe
from nlp.sentiment.head import Floats, Parameters, SentimentHead
from nlp.sentiment.measures import Quality, quality
from nlp.sentiment.train import arguments, prepare

GOODS = tuple(f"shopping/{kind}" for kind in ("手机", "计算机", "热水器", "水果", "衣服"))
STRANGERS: dict[str, tuple[str, ...]] = {
    "shop reviews of five unseen kinds (zh-Hans)": GOODS,
    "hospitals in Taiwan (zh-Hant)": ("hospitals",),
    "restaurants in Hong Kong (zh-Hant, Cantonese)": ("openrice",),
    "tweets about products (en)": ("tweets",),
    "TweetEval, validation (en)": ("posts",),
    "games (en)": ("games",),
    "clothing (en)": ("clothing",),
}
CARD = Path(__file__).parents[1] / "nlp/sentiment/MODEL_CARD.md"
START, STOP = "<!-- figures -->", "<!-- /figures -->"
HEAD = "| set | texts | accuracy | macro recall | macro F1 | either | ECE |"


@dataclass(frozen=True)
class Row:
    """The quality of one head on one set."""

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
    chosen = parser.parse_args()
    corpus = prepare(chosen.data, chosen.models, chosen.vectors, chosen.threads)
    tables = "\n\n".join([_strangers(corpus), _relatives(corpus)])
    print(tables)
    if chosen.card:
        before, _, rest = CARD.read_text(encoding="utf-8").partition(START)
        CARD.write_text(f"{before}{START}\n\n{tables}\n\n{STOP}{rest.partition(STOP)[2]}", encoding="utf-8")


def _strangers(corpus: Corpus) -> str:
    names = [name for part in STRANGERS.values() for name in part]
    known = corpus.part(~corpus.of([*names, *CHECKED_ONLY, "dining"]))
    head = train(known, Recipe())
    sets = {name: corpus.part(corpus.of(parts)) for name, parts in STRANGERS.items()}
    rows = [Row(name, _judge(head, part)) for name, part in sets.items()]
    linear = _linear(known)
    plain = [Row(name, quality(part.truth, linear(part.vectors))) for name, part in sets.items()]
    return "\n\n".join(
        [
            _table(f"Strangers: trained on {len(known.samples)} texts of other sets", rows),
            _table("The same with logistic regression", plain),
        ]
    )


def _relatives(corpus: Corpus) -> str:
    usable = corpus.part(~corpus.of(CHECKED_ONLY))
    kept = np.array([crc32(key(one.text).encode()) % 10 == 0 for one in usable.samples], dtype=bool)
    head = train(usable.part(~kept), Recipe())
    rest = usable.part(kept)
    languages = np.array([one.language for one in rest.samples])
    rows = [
        Row(language, _judge(head, rest.part(languages == language)))
        for language in ("en", "zh-Hans", "zh-Hant")
    ]
    return _table(f"Relatives: trained on {len(usable.samples) - len(rest.samples)} texts of all sets", rows)


def _judge(head: Parameters, part: Corpus) -> Quality:
    languages = [one.language for one in part.samples]
    return quality(part.truth, SentimentHead(head).probabilities(part.vectors, languages))


def _linear(known: Corpus) -> Callable[[Floats], Floats]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=300))
    model.fit(known.vectors, known.truth, logisticregression__sample_weight=weigh(known))

    def judge(vectors: Floats) -> Floats:
        return np.asarray(model.predict_proba(vectors), dtype=np.float32)

    return judge


def _table(title: str, rows: list[Row]) -> str:
    lines = [f"**{title}**", "", HEAD, "|---|" + "---:|" * 6, *(row.line() for row in rows)]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
