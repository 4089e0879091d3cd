"""Mixed feelings: texts that praise and blame at once, by hand-written lines and by MAMS.

    .venv/bin/python -m benchmarks.mixed --data ../shared/data [--models FOLDER] [--rows 400]

A MAMS sentence (ATSA, test part) is mixed where its aspects are given positive as well as negative. Prints
precision, recall and F1 beside a word of contrast alone, and how much more text went through the encoder.
"""

import argparse
import csv
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from platformdirs import user_cache_path

from nlp.encoder import EncoderSpec, Perceiver, load
from nlp.reader import Reader
from nlp.sentiment import load_head

WRITTEN = Path(__file__).with_name("sets") / "mixed.tsv"
CONTRAST = re.compile(
    r"\b(?:but|however|although|though|except|shame)\b|但|不过|不過|可惜|就是|虽然|雖然", re.I
)


@dataclass(frozen=True)
class Case:
    """A text, and whether it is mixed."""

    text: str
    mixed: bool
    group: str


class Counting:
    """An encoder that counts what it is given."""

    def __init__(self, encoder: Perceiver) -> None:
        self._encoder = encoder
        self.given = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._encoder, name)

    def perceive(self, texts: Sequence[str], **more: object) -> object:
        """What the encoder makes of them."""
        self.given += sum(map(len, texts))
        return self._encoder.perceive(texts, **more)  # type: ignore[arg-type]  # handed on as they came


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=user_cache_path("earful") / "models")
    parser.add_argument("--rows", type=int, default=400, help="sentences of MAMS")
    parser.add_argument("--wrong", action="store_true", help="list the written lines that were misread")
    chosen = parser.parse_args()
    encoder = Counting(load(EncoderSpec(cache=chosen.models)))
    reader = Reader(encoder, load_head())  # type: ignore[arg-type]  # stands in for the encoder it counts for
    print(
        f"{'texts':<18}{'n':>5}{'P':>7}{'R':>6}{'F1':>6}{'contrast P':>12}{'R':>6}{'F1':>6}{'more text':>11}"
    )
    for cases in (written(), opposed(chosen.data)[: chosen.rows]):
        encoder.given = 0
        found = [one.mixed is not None for one in reader.read([case.text for case in cases])[0]]
        more = encoder.given / sum(len(case.text) for case in cases) - 1
        for group in sorted({case.group for case in cases}):
            of = [(case, got) for case, got in zip(cases, found, strict=True) if case.group == group]
            ours = shares([(case.mixed, got) for case, got in of])
            plain = shares([(case.mixed, bool(CONTRAST.search(case.text))) for case, _ in of])
            print(
                f"{group:<18}{len(of):>5}{ours[0]:>7.2f}{ours[1]:>6.2f}{ours[2]:>6.2f}"
                f"{plain[0]:>12.2f}{plain[1]:>6.2f}{plain[2]:>6.2f}{more:>10.0%}"
            )
        if chosen.wrong:
            for case, got in zip(cases, found, strict=True):
                if got != case.mixed and case.group != "MAMS":
                    print("invented" if got else "missed", case.text)
    return 0


def written() -> list[Case]:
    """The lines written for this."""
    with WRITTEN.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Case(row["text"], row["mixed"] == "1", f"written {row['language']}") for row in rows]


def opposed(data: Path) -> list[Case]:
    """Sentences of MAMS."""
    tree = ElementTree.parse(data / "en_mams_absa" / "ATSA" / "test.xml")
    cases = []
    for sentence in tree.iter("sentence"):
        signs = {term.get("polarity") for term in sentence.iter("aspectTerm")}
        cases.append(Case(sentence.findtext("text", ""), {"positive", "negative"} <= signs, "MAMS"))
    return cases


def shares(pairs: Sequence[tuple[bool, bool]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of pairs of truth and finding."""
    right = sum(true and got for true, got in pairs)
    precision = right / max(sum(got for _, got in pairs), 1)
    recall = right / max(sum(true for true, _ in pairs), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


if __name__ == "__main__":
    sys.exit(main())
