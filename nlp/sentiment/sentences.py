"""Sentences and clauses of a text, how each feels, and whether praise and blame are mixed in it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from nlp.findings import Mixed, PersonalData, SentenceMood, Sentiment, Signal, Stretch

ROOMY = 240.0
"""Weight from which a text is long: letters count one, Chinese characters three."""
MOST = 40
"""Sentences of a text that are scored; more do not change the picture."""
CLEAR = 0.55
"""Probability from which a part is clearly praise or clearly blame."""
TURNED = 0.02
"""Least probability of either side from which a word of contrast leaves it open whether a text is mixed."""
TELLING = 2
"""Sentences of a long text that are felt for each of praise and blame, unless all are asked for."""
LEAST = 10.0
"""Weight below which a part is joined to the one before it."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_END = re.compile(r"[.!?。！？…；;\n]+[\"'”’」』)）\s]*")
_ABBREVIATED = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|no|vs|etc|e\.g|i\.e|approx|a\.m|p\.m)|\d)\.$", re.IGNORECASE
)
_TURN = re.compile(
    r"[,，、\s]*(?<![a-z])(?:but|however|although|though|except|while|whereas|yet|pity)(?![a-z])"
    r"|[,，\s]*(?:不過|不过|可惜|可是|但是|但系|但係|唯獨|唯独|唯一|只是|然而|就是|雖然|虽然|儘管|尽管|倒是|反而|至於|至于|但|惟)",
    re.IGNORECASE,
)
_COMMA = re.compile(r"[，,](?!\d)")
_CONTRAST = re.compile(
    r"\b(?:but|however|although|though|except|whereas|yet|pity|shame|let down|downside|only thing)\b"
    r"|不過|不过|可惜|可是|但|唯獨|唯独|唯一|只是|然而|雖然|虽然|儘管|尽管|就是|惟",
    re.IGNORECASE,
)

_FEARED = re.compile(
    r"^\W*(?:but )?(?:i|we)?(?: was| were|'d been)? ?(?:worried|afraid|scared|nervous|feared|unsure)\b"
    r"|\bnever got to\b"
    r"|^\W*(?:my|our|the) (?:old|previous|last)\b|担心|擔心|怕|以为|以為"
    r"|^(?:说好|說好|话好|話好|以前|之前|旧|舊)",
    re.IGNORECASE,
)
"""What was feared or promised, or is of another time, and so neither blame nor praise."""

Feel = Callable[[Sequence[str]], list[Sentiment]]


@dataclass(frozen=True, slots=True)
class Parted:
    """What the parts of a text tell."""

    sentences: tuple[SentenceMood, ...] = ()
    mixed: Mixed | None = None


WHOLE = Parted()
"""Of a text that was not taken apart."""


def read_parts(
    texts: Sequence[str],
    moods: Sequence[Sentiment],
    signals: Sequence[Sequence[Signal]],
    personal: Sequence[Sequence[PersonalData]],
    feel: Feel,
    *,
    every: bool = False,
) -> list[Parted]:
    """Mixed feelings of any text and, with ``every``, the sentence scores of the long ones.

    Parts cost the encoder as much as the whole text did, so a short text is taken apart only where its words
    or its vector leave it open whether it praises and blames, and of a long one only telling sentences are
    felt, unless ``every`` one is asked for. The parts of all texts are felt in one go, without what is
    ``personal`` in them.
    """
    chosen = [
        _chosen(text, mood, found, every=every)
        for text, mood, found in zip(texts, moods, signals, strict=True)
    ]
    wanted = [
        _veiled(text, one, found)
        for text, spans, found in zip(texts, chosen, personal, strict=True)
        for one in spans
    ]
    felt = iter(feel(wanted) if wanted else [])
    return [
        _parted(text, spans, [next(felt) for _ in spans], tell=every and is_long(text)) if spans else WHOLE
        for text, spans in zip(texts, chosen, strict=True)
    ]


def _veiled(text: str, part: Stretch, personal: Sequence[PersonalData]) -> str:
    inside = [one for one in personal if part.start < one.end and one.start < part.end]
    said, at = "", part.start
    for one in sorted(inside, key=lambda one: one.start):
        said += text[at : max(at, one.start)] + f"[{one.type.upper()}]"
        at = one.end
    return said + text[at : part.end]


def _chosen(text: str, mood: Sentiment, found: Sequence[Signal], *, every: bool) -> list[Stretch]:
    if is_long(text):
        spans = sentences(text)[:MOST]
        spans = spans if every else _telling(spans, found)
    else:
        spans = clauses(text) if is_torn(text, mood, found) else []
    return spans if len(spans) > 1 else []


def _telling(spans: Sequence[Stretch], found: Sequence[Signal]) -> list[Stretch]:
    """The first sentences that hold words of praise, and of complaint; none unless there are both."""
    held = {kind: [one.start for one in found if one.kind == kind] for kind in ("praise", "complaint")}
    picked = {
        kind: [one for one in spans if any(one.start <= at < one.end for at in places)][:TELLING]
        for kind, places in held.items()
    }
    return (
        sorted({*picked["praise"], *picked["complaint"]}, key=lambda one: one.start)
        if all(picked.values())
        else []
    )


def is_long(text: str) -> bool:
    """Whether a text has room for several sentences that may feel differently."""
    return weight(text) >= ROOMY


def weight(text: str) -> float:
    """How much a text says: a Chinese character as much as three letters."""
    return len(text) + 2 * len(_HAN.findall(text))


def is_torn(text: str, mood: Sentiment, found: Sequence[Signal]) -> bool:
    """Whether a text may praise and blame at once: by its words, or by a turn and a divided vector."""
    kinds = {one.kind for one in found}
    if {"praise", "complaint"} <= kinds:
        return True
    return min(mood.positive, mood.negative) >= TURNED and bool(_CONTRAST.search(text))


def sentences(text: str) -> list[Stretch]:
    """The sentences of ``text`` in order, without white space around them; tiny ones join the one before."""
    cuts = [one.end() for one in _END.finditer(text) if not _ABBREVIATED.search(text[: one.start() + 1][-6:])]
    return _joined(text, cuts)


def clauses(text: str) -> list[Stretch]:
    """Sentences, cut again where they turn ('but', 但是); one that does not turn is cut at its commas."""
    ends = [one.end for one in sentences(text)]
    turned = _joined(text, sorted([*ends, *(one.start() for one in _TURN.finditer(text))]))
    if len(turned) > 1:
        return turned
    return _joined(text, sorted([*ends, *(one.start() for one in _COMMA.finditer(text))]))


def _joined(text: str, cuts: Sequence[int]) -> list[Stretch]:
    spans: list[Stretch] = []
    for start, end in _between(cuts, len(text)):
        piece = text[start:end]
        begin, stop = start + len(piece) - len(piece.lstrip(" \n\t,，、")), start + len(piece.rstrip())
        if begin >= stop:
            continue
        if spans and weight(text[begin:stop]) < LEAST:
            spans[-1] = Stretch(spans[-1].start, stop)
        else:
            spans.append(Stretch(begin, stop))
    return spans


def _between(cuts: Sequence[int], length: int) -> Iterator[tuple[int, int]]:
    start = 0
    for cut in (*cuts, length):
        if cut > start:
            yield start, cut
            start = cut


def _parted(text: str, spans: Sequence[Stretch], felt: Sequence[Sentiment], *, tell: bool) -> Parted:
    scored = tuple(
        SentenceMood(span.start, span.end, mood.label, mood.score)
        for span, mood in zip(spans, felt, strict=True)
    )
    real = [place for place, span in enumerate(spans) if not _FEARED.search(text[span.start : span.end])] or [
        0
    ]
    best = max(real, key=lambda place: felt[place].positive)
    worst = max(real, key=lambda place: felt[place].negative)
    mixed = None
    if best != worst and felt[best].positive >= CLEAR and felt[worst].negative >= CLEAR:
        mixed = Mixed(spans[best], spans[worst])
    return Parted(scored if tell else (), mixed)
