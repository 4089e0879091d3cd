"""What the name head learns from: written lines, the same with other names, and texts that name nobody."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from random import Random

from nlp import lexicons
from nlp.language import to_traditional
from nlp.redaction.borrowing import Borrower
from nlp.redaction.finding import find
from nlp.redaction.marked import Marked, joined, written
from nlp.sentiment import sources

COPIES = 8
"""Of each written line with names in it, with other names."""
COVERED = 0.5
"""The share of lines with names that are also learned with something else in their stead."""
STANDING_IN = {
    "en": ("[PERSON]", "[PERSON]", "[PERSON]", "the waiter", "my driver", "someone", "the agent", "a nurse"),
    "zh": ("[PERSON]", "[PERSON]", "[PERSON]", "店员", "客服", "师傅", "护士", "老板", "小姐姐", "阿姨"),
}
THINGS = 1500
"""Sentences about things that have the form of names."""
ELSEWHERE = 3
"""Copies of each line of the rules' test file."""
UNSEEN = ("batch 8", "batch 9", "batch 10")
"""The parts of the tests file that only measure."""
PRIVATE = ("then Dana's at 8",)
"""Words of project texts that do name somebody."""


def lessons(tests: Path, seed: int = 0) -> list[Marked]:
    """Written lines but the held ones, those of the rules' ``tests`` file, and both with other names."""
    random = Random(seed)  # noqa: S311 -- a reproducible draw, no secret
    own, others = [line for line in written() if not line.held], list(tested(tests))
    borrower = Borrower([*own, *others], random)
    found = list[Marked]()
    for lines, copies in ((own, COPIES), (others, ELSEWHERE)):
        for line in lines:
            found.append(line)
            if line.names:
                found += [borrower.lend(line) for _ in range(copies)]
            if random.random() < COVERED:
                found.append(covered(line, random) if line.names else small(line))
    return found


def tested(path: Path) -> Iterator[Marked]:
    """Lines of the rules' tests with their names; other personal data stand as placeholders."""
    for line in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        text, spans = line["text"], line["spans"]
        places = [(one.get("start", text.index(one["text"])), one["text"], one["type"]) for one in spans]
        if line["part"] in UNSEEN:
            continue
        between, names, last = [""], list[str](), 0
        for start, words, kind in sorted(places):
            between[-1] += text[last:start]
            last = start + len(words)
            if kind == "person":
                names.append(words)
                between.append("")
            else:
                between[-1] += f"[{kind.upper()}]"
        between[-1] += text[last:]
        yield joined(between, names, line["language"])


def covered(line: Marked, random: Random) -> Marked:
    """``line`` as it is read after its redaction, or with a role: nobody is named any more."""
    borders = [0, *(border for span in line.names for border in span), len(line.text)]
    pieces = [line.text[a:b] for a, b in zip(borders[::2], borders[1::2], strict=True)]
    other = random.choice(STANDING_IN["en" if line.language == "en" else "zh"])
    return Marked(other.join(pieces), line.language)


def small(line: Marked) -> Marked:
    """``line`` in small letters."""
    return replace(line, text=line.text.lower()) if len(line.text.lower()) == len(line.text) else line


def things(seed: int = 0) -> list[Marked]:
    """Sentences about makes, shops, dishes, places and people known to all: nobody private is named."""
    random = Random(seed)  # noqa: S311 -- a reproducible draw, no secret
    listed = tomllib.loads((files("nlp.redaction") / "things.toml").read_text(encoding="utf-8"))
    latin, chinese = lexicons.table("names"), lexicons.table("names_zh")
    brands = "|".join([listed["english"], latin["not_people"], latin["not_people_more"]]).replace("\n", "|")
    english = [entry for entry in brands.split("|") if entry]
    han = " ".join([listed["chinese"], chinese["famous"], chinese["things_by_sound"]]).split()
    found = []
    for _ in range(THINGS):
        language, sentence = random.choice(listed["sentences"])
        thing = random.choice(english if language == "en" else han)
        found.append(
            Marked(
                sentence.replace("{}", to_traditional(thing) if language == "zh-Hant" else thing), language
            )
        )
    return found


def ordinary() -> list[Marked]:
    """The sentiment examples that were written for this project and name nobody."""
    samples = (*sources.examples(), *sources.lines())
    return [
        Marked(one.text, one.language)
        for one in samples
        if _nameless(one) and not any(words in one.text for words in PRIVATE)
    ]


def _nameless(sample: sources.Sample) -> bool:
    return not any(one.type == "person" for one in find(sample.text, sample.language))
