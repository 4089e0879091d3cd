"""Labelled texts of every training set, as they lie in the data folder; each set has a reader of its own."""

import csv
import gzip
import io
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

from nlp.findings import Language, Polarity


@dataclass(frozen=True, slots=True)
class Sample:
    """A text with the polarity that its author or an annotator gave it."""

    text: str
    label: Polarity
    source: str
    language: Language


Read = Callable[[Path], Iterator[Sample]]
BINARY: Mapping[str, Polarity] = {"0": "negative", "1": "positive"}
STARS: Mapping[str, Polarity] = {
    "1": "negative", "2": "negative", "3": "neutral", "4": "positive", "5": "positive",
}  # fmt: skip
_TAGS = re.compile(r"</?(?:Pros|Cons)>")
_STRENGTH = re.compile(r"\[([+-])\d\]")
_ASKING = re.compile(
    r"^(?:what|how|can|could|where|when|which|who|is|are|do|does|will|may|i (?:want|need))\b", re.I
)


def _table(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    lines = io.StringIO(text, newline="")
    if delimiter == "\t":
        yield from csv.DictReader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        yield from csv.DictReader(lines)


def shopping(data: Path) -> Iterator[Sample]:
    """Mainland shop reviews of ten kinds of goods; the kind is part of the source's name."""
    for row in _table(data / "zh_online_shopping_10_cats/online_shopping_10_cats.csv.gz"):
        yield Sample(row["review"], BINARY[row["label"]], f"shopping/{row['cat']}", "zh-Hans")


def delivery(data: Path) -> Iterator[Sample]:
    """Mainland food deliveries."""
    for row in _table(data / "zh_waimai_10k/waimai_10k.csv"):
        yield Sample(row["review"], BINARY[row["label"]], "delivery", "zh-Hans")


def weibo(data: Path) -> Iterator[Sample]:
    """Mainland social posts by emotion; surprise goes either way, so it is left out."""
    feelings: dict[str, Polarity] = {
        "0": "neutral", "1": "negative", "2": "positive", "3": "negative", "4": "negative",
    }  # fmt: skip
    for name in ("train", "dev"):
        for row in _table(data / f"zh_smp2020_ewect_weibo/usual/{name}.tsv", "\t"):
            if row["label"] in feelings:
                yield Sample(row["text_a"], feelings[row["label"]], "weibo", "zh-Hans")


def openrice(data: Path) -> Iterator[Sample]:
    """Hong Kong restaurants, mostly in Cantonese."""
    faces: dict[str, Polarity] = {"smile": "positive", "ok": "neutral", "cry": "negative"}
    for row in _table(data / "yue_hk_openrice_part/valid.tsv", "\t"):
        yield Sample(row["text_a"], faces[row["label"]], "openrice", "zh-Hant")


def hospitals(data: Path) -> Iterator[Sample]:
    """Hospitals in Taiwan, by stars."""
    for row in _table(data / "zht_tw_hospital_part/reviews.csv"):
        yield Sample(row["review_text"], STARS[row["rating"]], "hospitals", "zh-Hant")


def dining(data: Path) -> Iterator[Sample]:
    """Mainland restaurants, by stars."""
    for name in ("train", "dev", "test"):
        for row in _table(data / f"zh_asap_sample/{name}_sample.csv"):
            yield Sample(row["reviewbody"], STARS[row["star"][0]], "dining", "zh-Hans")


def valence(data: Path) -> Iterator[Sample]:
    """Sentences whose aspects all have the same valence on its scale of 1 to 9; 5 is the middle."""
    for path in sorted((data / "dimabsa2026").glob("*/*_train_*.jsonl")):
        language: Language = "en" if path.parent.name == "eng" else "zh-Hant"
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            aspects = row.get("Quadruplet") or row.get("Aspect_VA")
            label = _agreed([float(aspect["VA"].split("#")[0]) for aspect in aspects])
            if label:
                yield Sample(row["Text"], label, f"valence/{path.name.split('_')[1]}", language)


def _agreed(values: list[float]) -> Polarity | None:
    if max(values) < 4.6:
        return "negative"
    if min(values) > 5.4:
        return "positive"
    # Praise and blame in one sentence is neither; what leans a little is left out.
    level = all(4.6 <= value <= 5.4 for value in values)
    return "neutral" if level or (min(values) < 4.2 and max(values) > 5.8) else None


def opposed(data: Path) -> Iterator[Sample]:
    """American restaurants: sentences that only mention, or praise one thing and blame another."""
    for name in ("train", "val"):
        tree = ElementTree.parse(data / f"en_mams_absa/ATSA/{name}.xml")  # noqa: S314 -- a set we chose
        for sentence in tree.getroot():
            found = {term.get("polarity") for term in sentence.iter("aspectTerm")}
            if found in ({"neutral"}, {"positive", "negative"}):
                yield Sample(sentence.findtext("text", ""), "neutral", "opposed", "en")


def surveys(data: Path) -> Iterator[Sample]:
    """Patients of the NHS: 1 (very positive) to 5 (very negative)."""
    scale: dict[str, Polarity] = {
        "1": "positive", "2": "positive", "3": "neutral", "4": "negative", "5": "negative",
    }  # fmt: skip
    for row in _table(data / "en_nhs_fft_comments/v6framework_230831.csv"):
        if row["Comment sentiment"] in scale:
            yield Sample(row["FFT answer"], scale[row["Comment sentiment"]], "surveys", "en")
    for row in _table(data / "en_nhs_fft_comments/phase1_text_data.csv"):
        # 0 was also given where nobody judged, so it stands for nothing.
        if re.fullmatch(r"-?[2-5]", row["criticality"]):
            label: Polarity = "negative" if row["criticality"][0] == "-" else "positive"
            yield Sample(row["feedback"], label, "surveys", "en")


def sentences(data: Path) -> Iterator[Sample]:
    """Single sentences about phones, films, restaurants and university courses."""
    for name in (
        "kotzias_reviews_amazon_cells",
        "kotzias_reviews_imdb",
        "kotzias_reviews_yelp",
        "course_evaluations",
    ):
        for row in _table(data / f"en_sentimentr_sets/{name}.csv"):
            yield Sample(row["text"], _signed(row["sentiment"]), f"sentences/{name.split('_')[-1]}", "en")


def tweets(data: Path) -> Iterator[Sample]:
    """Tweets about phones and tablets at a conference."""
    for row in _table(data / "en_sentimentr_sets/crowdflower_products.csv"):
        yield Sample(row["text"], _signed(row["sentiment"]), "tweets", "en")


def hotels(data: Path) -> Iterator[Sample]:
    """Hotels, graded from -2.5 to 2.5 around the average of a set that mostly praises."""
    for row in _table(data / "en_sentimentr_sets/hotel_reviews.csv.gz"):
        grade = float(row["sentiment"])
        if grade == -0.5:
            yield Sample(row["text"], "neutral", "hotels", "en")
        elif grade < -1 or grade > 1:
            yield Sample(row["text"], _signed(row["sentiment"]), "hotels", "en")


def _signed(value: str) -> Polarity:
    number = float(value)
    return "negative" if number < 0 else "positive" if number > 0 else "neutral"


def points(data: Path) -> Iterator[Sample]:
    """Short lists of pros and cons of goods."""
    sides: dict[str, Polarity] = {"Pros": "positive", "Cons": "negative"}
    for side, label in sides.items():
        path = data / f"en_nltk_reviews/pros_cons/Integrated{side}.txt"
        for line in path.read_text(encoding="utf-8").splitlines():
            yield Sample(_TAGS.sub("", line).strip(), label, "points", "en")


def films(data: Path) -> Iterator[Sample]:
    """Sentences of film reviews."""
    sides: dict[str, Polarity] = {"pos": "positive", "neg": "negative"}
    for side, label in sides.items():
        path = data / f"en_nltk_reviews/sentence_polarity/rt-polarity.{side}"
        for line in path.read_text(encoding="utf-8").splitlines():
            yield Sample(line.strip(), label, "films", "en")


def goods(data: Path) -> Iterator[Sample]:
    """Sentences of product reviews with the strength given to each feature; none given: only told."""
    for folder in ("product_reviews_1", "product_reviews_2"):
        for path in sorted((data / "en_nltk_reviews" / folder).glob("*.txt")):
            for line in path.read_text(encoding="utf-8").splitlines():
                marks, separator, text = line.partition("##")
                signs = set(_STRENGTH.findall(marks))
                if separator and path.name != "README.txt" and len(signs) < 2:
                    label: Polarity = "neutral" if not signs else "positive" if signs == {"+"} else "negative"
                    yield Sample(text.strip(), label, "goods", "en")


def clothing(data: Path) -> Iterator[Sample]:
    """Women's clothing, by stars."""
    for row in _table(data / "en_womens_clothing_part/part.csv"):
        yield Sample(row["Review Text"], STARS[row["Rating"]], "clothing", "en")


def questions(data: Path) -> Iterator[Sample]:
    """What customers ask a bank, without judging it."""
    for row in _table(data / "en_banking77/train.csv"):
        if _ASKING.match(row["text"]) and "not" not in row["text"] and "n't" not in row["text"]:
            yield Sample(row["text"], "neutral", "questions", "en")


def examples() -> Iterator[Sample]:
    """Short texts written for this project."""
    languages: tuple[Language, ...] = ("en", "zh-Hans", "zh-Hant")
    with (files("nlp.sentiment") / "examples.toml").open("rb") as file:
        lists = tomllib.load(file)
    for label in (*BINARY.values(), STARS["3"]):
        for language in languages:
            for text in lists[label][language]:
                yield Sample(text, label, "examples", language)


def lines() -> Iterator[Sample]:
    """Remarks written for this project, by kind: negation, irony, slang, truly middling ones and more."""
    text = (files("nlp.sentiment") / "lines.jsonl").read_text(encoding="utf-8")
    for row in map(json.loads, text.splitlines()):
        yield Sample(row["text"], row["label"], f"lines/{row['kind']}", row["language"])


def games(data: Path) -> Iterator[Sample]:
    """Reviews of games by the writer's vote; for checking only, by their terms."""
    votes: dict[str, Polarity] = {"True": "positive", "False": "negative"}
    for row in _table(data / "txtbeh_steam_sample102/reviews.csv.gz"):
        yield Sample(row["review"], votes[row["voted_up"]], "games", "en")


def posts(data: Path) -> Iterator[Sample]:
    """Tweets of many kinds: TweetEval's validation part."""
    labels: dict[str, Polarity] = {"0": "negative", "1": "neutral", "2": "positive"}
    folder = data / "en_tweeteval/sentiment"
    texts = (folder / "val_text.txt").read_text(encoding="utf-8").split("\n")
    given = (folder / "val_labels.txt").read_text(encoding="utf-8").split()
    for text, label in zip(texts, given, strict=False):
        yield Sample(text, labels[label], "posts", "en")


READERS: tuple[Read, ...] = (
    shopping, delivery, weibo, openrice, hospitals, dining, valence, opposed, surveys, sentences, tweets,
    hotels, points, films, goods, clothing, questions, games, posts,
)  # fmt: skip
