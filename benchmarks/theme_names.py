"""Names of themes on bank tickets beside human labels, and the plainest faults of names on other texts.

    .venv/bin/python -m benchmarks.theme_names [--data ../shared/data] [--rows 3000] [--list]

Told: a label is told if one of the themes that are mostly about it has a name with a content word of the
label (by its stem). Peer, in the same run on the same themes: the three words of highest c-TF-IDF
(Grootendorst 2022), as BERTopic names topics. Same: the share of themes whose name another theme has too, in
any order of its words.
"""

import argparse
import csv
import gzip
import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from nlp import lexicons
from nlp.encoder import EncoderSpec, load
from nlp.findings import Discovery
from nlp.language import detect
from nlp.themes import discover
from nlp.themes.stems import stems

LITTLE = frozenset(("not", "or", "and", "up", "by", "via", "my", "for", "into", "after", "about", "getting"))
PEER_WORDS = 3
Rows = list[tuple[str, str]]


def main() -> int:
    """Print a line a set of texts, and with ``--list`` every name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--sets", nargs="+", default=list(SETS), choices=list(SETS))
    parser.add_argument("--models", type=Path, default=user_cache_path("earful") / "models")
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    encoder = load(EncoderSpec(cache=arguments.models))
    for name in arguments.sets:
        rows = SETS[name](arguments.data)
        random.Random(0).shuffle(rows)
        rows = rows[: arguments.rows]
        texts = [text for text, _ in rows]
        found = discover(texts, encoder.perceive(texts).subjects, [detect(text) for text in texts])
        own = [theme.names["en"] for theme in found.themes]
        peer = _c_tf_idf(texts, found) if name == "banking77" else []
        print(
            f"{name}: {len(own)} themes, same {_same(own):.3f}, in Chinese {_same(_chinese(found)):.3f}",
            end="",
        )
        for title, names in (("told", own), ("c-TF-IDF", peer)):
            told = _told(names, found, [label for _, label in rows]) if peer else ""
            print(f", {title} {told}" if told else "", end="")
        print(flush=True)
        for theme in found.themes if arguments.list else ():
            print("  ", theme.size, " | ".join(theme.names.values()))
    return 0


def _told(names: Sequence[str], found: Discovery, labels: Sequence[str]) -> str:
    """How many labels have a theme of their own, and how many of these are told."""
    themes = np.asarray([place.theme for place in found.places])
    sure = np.asarray([place.theme >= 0 and not place.forced for place in found.places])
    matched: dict[str, bool] = {}
    for number, name in enumerate(names):
        rows = np.flatnonzero(sure & (themes == number)).tolist()
        label = Counter(labels[row] for row in rows).most_common(1)[0][0]
        matched[label] = matched.get(label, False) or bool(_content(name) & _content(label))
    return f"{sum(matched.values())} of {len(matched)}"


def _content(words: str) -> set[str]:
    plain = words.lower().replace("_", " ").replace("?", "").replace("-", " ").replace("topping", "top")
    return {one.stem for one in stems(plain)} - LITTLE


def _same(names: Sequence[str]) -> float:
    sets = Counter(frozenset(name.replace("、", ", ").split(", ")) for name in names)
    return sum(count for count in sets.values() if count > 1) / max(len(names), 1)


def _chinese(found: Discovery) -> list[str]:
    return [theme.names["zh-Hans"] for theme in found.themes]


def _c_tf_idf(texts: Sequence[str], found: Discovery) -> list[str]:
    from sklearn.feature_extraction.text import CountVectorizer

    members: list[list[str]] = [[] for _ in found.themes]
    for text, place in zip(texts, found.places, strict=True):
        if place.theme >= 0 and not place.forced:
            members[place.theme].append(text)
    vectorizer = CountVectorizer(
        stop_words=sorted(lexicons.lines("stopwords_en")), token_pattern=r"[a-z]{2,}"
    )
    counts = vectorizer.fit_transform([" ".join(texts) for texts in members]).toarray().astype(float)
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    weights = share * np.log(1 + counts.sum() / len(members) / counts.sum(axis=0))
    words = vectorizer.get_feature_names_out()
    return [", ".join(words[place] for place in np.argsort(-row)[:PEER_WORDS]) for row in weights]


def _banking(data: Path) -> Rows:
    parts = ((data / "en_banking77" / f"{part}.csv").open(encoding="utf-8") for part in ("train", "test"))
    return [(row["text"], row["category"]) for part in parts for row in csv.DictReader(part)]


def _shopping(data: Path) -> Rows:
    path = data / "zh_online_shopping_10_cats" / "online_shopping_10_cats.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as source:
        return [(row["review"], row["cat"]) for row in csv.DictReader(source) if row["review"].strip()]


def _nhs(data: Path) -> Rows:
    with (data / "en_nhs_fft_comments" / "v6framework_230831.csv").open(encoding="utf-8-sig") as source:
        return [(row["FFT answer"], "") for row in csv.DictReader(source) if len(row["FFT answer"]) > 3]


def _takeaway(data: Path) -> Rows:
    with (data / "zh_waimai_10k" / "waimai_10k.csv").open(encoding="utf-8-sig") as source:
        return [(row["review"], "") for row in csv.DictReader(source)]


SETS: dict[str, Callable[[Path], Rows]] = {
    "banking77": _banking,
    "shopping": _shopping,
    "nhs": _nhs,
    "takeaway": _takeaway,
}

if __name__ == "__main__":
    raise SystemExit(main())
