"""Signals beside a plain list of keywords, on hand-written lines: precision, recall and F1.

    .venv/bin/python -m benchmarks.signals [--set final] [--wrong] [--models FOLDER]

Each line of ``benchmarks/sets/signals_final.tsv`` says of one kind whether a text carries it; half do not and
are written to tempt. They were written when rules and head were done. ``--wrong`` lists the misread ones,
``--bare`` hears the rules of words alone.
"""

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from nlp.findings import Language
from nlp.language import detect
from nlp.signals import KINDS, Rivals, find, load_head

SETS = Path(__file__).with_name("sets")
RIVALS = (
    "Amazon/亚马逊, JD/京东, Taobao/淘宝, IKEA/宜家, John Lewis, Next, Muji/无印良品, momo, PChome, "
    "Shopee/虾皮, HKTVmall, 海底捞"
)
"""The owner's list of competitors in every line."""

KEYWORDS = {
    "question": "? ？ 吗 嗎 how what when where why 怎么 怎麼 什么 什麼",
    "complaint": "complain bad broken late rubbish terrible 差 坏 壞 失望 投诉 投訴",
    "praise": "great good excellent love thank best 好 赞 讚 喜欢 喜歡 满意 滿意",
    "request": "please could_you can_you i_want i_need 请 請 麻烦 麻煩 希望 帮 幫",
    "churn": "cancel leave leaving switch never_again 取消 退订 退訂 再也不 不会再 不會再",
    "urgency": "urgent asap immediately right_now emergency 急 马上 馬上 尽快 盡快 立刻",
    "refund": "refund money_back compensation 退款 退钱 退錢 退货 退貨 赔 賠 退費",
    "legal": "lawyer legal court sue police fraud 律师 律師 法院 报警 報警 法律",
    "competitor": "amazon ikea john_lewis next jd 京东 京東 淘宝 淘寶 宜家 momo 蝦皮",
}
"""What one would write down in a minute; found anywhere in the text."""


@dataclass(frozen=True)
class Line:
    """A text, and whether it carries the signal ``kind``."""

    kind: str
    language: Language
    holds: bool
    text: str


@dataclass
class Counts:
    """Right and wrong of one kind."""

    found: int = 0
    missed: int = 0
    invented: int = 0

    def add(self, other: "Counts") -> None:
        """Count the other's too."""
        self.found += other.found
        self.missed += other.missed
        self.invented += other.invented

    def shares(self) -> tuple[float, float, float]:
        """Precision, recall and F1."""
        precision = self.found / max(self.found + self.invented, 1)
        recall = self.found / max(self.found + self.missed, 1)
        return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main() -> int:
    """Measure both ways and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--set", default="final")
    parser.add_argument("--models", type=Path, default=user_cache_path("earful") / "models")
    parser.add_argument("--wrong", action="store_true", help="list the lines that were misread")
    parser.add_argument("--bare", action="store_true", help="without the sentiment")
    chosen = parser.parse_args()
    lines = read(SETS / f"signals_{chosen.set}.tsv")
    found = _by_words(lines) if chosen.bare else _heard(lines, chosen.models)
    _print(lines, {"earful": found, "keywords": [_keywords(line) for line in lines]})
    if chosen.wrong:
        for line, kinds in zip(lines, found, strict=True):
            if (line.kind in kinds) != line.holds:
                print(f"{'missed' if line.holds else 'invented'}\t{line.kind}\t{line.language}\t{line.text}")
    return 0


def read(path: Path) -> list[Line]:
    """The lines of a set."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Line(row["kind"], detect(row["text"]), row["holds"] == "1", row["text"])
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def _by_words(lines: Sequence[Line]) -> list[frozenset[str]]:
    rivals = Rivals.parse(RIVALS)
    return [frozenset(one.kind for one in find(line.text, line.language, rivals=rivals)) for line in lines]


def _heard(lines: Sequence[Line], models: Path) -> list[frozenset[str]]:
    from nlp.encoder import EncoderSpec, load
    from nlp.sentiment import load_head as load_sentiment

    texts, languages = [line.text for line in lines], [line.language for line in lines]
    seen = load(EncoderSpec(cache=models)).perceive(texts)
    moods = load_sentiment().score(texts, seen.moods, languages)
    heard = load_head(Rivals.parse(RIVALS)).read(texts, languages, seen.vectors, moods)
    return [frozenset(one.kind for one in found) for found in heard]


def _keywords(line: Line) -> frozenset[str]:
    lowered = line.text.lower()
    return frozenset(
        kind
        for kind, words in KEYWORDS.items()
        if any(word.replace("_", " ") in lowered for word in words.split())
    )


def _print(lines: Sequence[Line], ways: dict[str, list[frozenset[str]]]) -> None:
    print(f"{'':<12}{'':<9}{'lines':>6}" + "".join(f"{way + ' P':>12}{'R':>6}{'F1':>6}" for way in ways))
    counts = {way: _count(lines, found) for way, found in ways.items()}
    for kind in KINDS:
        for language in ("en", "zh-Hans", "zh-Hant", "all"):
            of = [line for line in lines if line.kind == kind and language in (line.language, "all")]
            cells = (counts[way][kind, language].shares() for way in ways)
            row = "".join(f"{p:>12.2f}{r:>6.2f}{f:>6.2f}" for p, r, f in cells)
            print(f"{kind:<12}{language:<9}{len(of):>6}{row}")
    means = {way: sum(counts[way][kind, "all"].shares()[2] for kind in KINDS) / len(KINDS) for way in ways}
    print("mean F1 of the kinds: " + ", ".join(f"{way} {mean:.3f}" for way, mean in means.items()))


def _count(lines: Sequence[Line], found: Sequence[frozenset[str]]) -> dict[tuple[str, str], Counts]:
    counts: dict[tuple[str, str], Counts] = defaultdict(Counts)
    for line, kinds in zip(lines, found, strict=True):
        heard = line.kind in kinds
        one = Counts(int(heard and line.holds), int(line.holds and not heard), int(heard and not line.holds))
        counts[line.kind, line.language].add(one)
        counts[line.kind, "all"].add(one)
    return counts


if __name__ == "__main__":
    sys.exit(main())
