"""All feedback of the demo company: written, scored, numbered; hostile and repeated texts among it."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from importlib.resources import files

from bot.demo.calendar import Period
from bot.demo.catalogue import VOICES
from bot.demo.dice import Dice
from bot.demo.opinions import Opinion
from bot.demo.scoring import score
from bot.demo.wording import Words
from bot.demo.writing import Writer

CHANNELS = ("review", "ticket", "social", "nps", "csat", "chat")
_PREFIXES = {"review": "RV", "ticket": "TK", "social": "SO", "nps": "NP", "csat": "CS", "chat": "CH"}
_RESUBMITTED = 0.006
_REWORDED = 0.008


@dataclass(frozen=True, slots=True)
class Feedback:
    """One text as its channel exports it; ``kind`` is how it came about."""

    feedback_id: str
    opinion: Opinion
    language: str
    words: Words
    score: int | None
    topics: tuple[str, ...]
    """What the text speaks about, which may be less than its writer had in mind."""
    kind: str = "genuine"
    """genuine, hostile, resubmitted or reworded."""
    source: str = ""
    """For a repeated text, the id of the first one."""


def write_all(opinions: Sequence[Opinion], period: Period, dice: Dice) -> list[Feedback]:
    """Feedback in order of time; ids count up within a channel."""
    writer = Writer(dice)
    written = [_written(opinion, writer, dice) for opinion in opinions]
    written += [_hostile(language, text, opinions, dice) for language, text in _hostile_texts()]
    drafts = [replace(each, feedback_id=f"draft {place}") for place, each in enumerate(written)]
    return _numbered([*drafts, *_repeats(drafts, period, dice)])


def _written(opinion: Opinion, writer: Writer, dice: Dice) -> Feedback:
    text = writer.write(opinion)
    language = VOICES[opinion.person.voice]
    return Feedback(
        "", opinion, language, text.words, score(opinion.channel, opinion.mood, dice), text.topics
    )


@cache
def _hostile_texts() -> tuple[tuple[str, str], ...]:
    text = files("bot.demo").joinpath("data", "hostile.toml").read_text(encoding="utf-8")
    return tuple(
        (language, piece) for language, pieces in tomllib.loads(text).items() for piece in pieces["texts"]
    )


def _hostile(language: str, text: str, opinions: Sequence[Opinion], dice: Dice) -> Feedback:
    """Somebody who could have said something says this instead."""
    fitting = [opinion for opinion in opinions if VOICES[opinion.person.voice] == language]
    model = dice.pick(fitting)
    opinion = replace(model, time=model.time + timedelta(seconds=40), mood="neutral", incident="")
    rating = score(opinion.channel, "neutral", dice)
    return Feedback("", opinion, language, Words(text), rating, ("hostile",), "hostile")


def _numbered(drafts: Sequence[Feedback]) -> list[Feedback]:
    """Every draft under its final id; a repeated text points to the final id of the first one."""
    counts = dict.fromkeys(CHANNELS, 10000)
    ordered = sorted(
        drafts, key=lambda each: (each.opinion.time, each.opinion.account.customer_id, each.words.text)
    )
    ids: dict[str, str] = {"": ""}
    for each in ordered:
        channel = each.opinion.channel
        counts[channel] += 1
        ids[each.feedback_id] = f"{_PREFIXES[channel]}{counts[channel]}"
    return [replace(each, feedback_id=ids[each.feedback_id], source=ids[each.source]) for each in ordered]


def _repeats(feedback: Sequence[Feedback], period: Period, dice: Dice) -> list[Feedback]:
    """Sent twice by a nervous finger, or posted again a little differently."""
    repeats: list[Feedback] = []
    for each in feedback:
        if each.kind != "genuine" or each.words.spans or len(each.words.text) < 24:
            continue
        minutes = dice.whole(1, 9)
        if dice.chance(_RESUBMITTED):
            repeats.append(_repeat(each, each.words.text, "resubmitted", minutes))
        elif each.opinion.channel == "review" and dice.chance(_REWORDED * 3):
            repeats.append(_repeat(each, _reworded(each.words.text, dice), "reworded", minutes * 60))
    return [each for each in repeats if each.opinion.time.date() <= period.last]


def _repeat(each: Feedback, text: str, kind: str, minutes: int) -> Feedback:
    opinion = replace(each.opinion, time=each.opinion.time + timedelta(minutes=minutes))
    draft = f"{each.feedback_id} again"
    return replace(
        each, feedback_id=draft, opinion=opinion, words=Words(text), kind=kind, source=each.feedback_id
    )


def _reworded(text: str, dice: Dice) -> str:
    edits = [
        lambda: text.rstrip(".。!！") + dice.pick(["!!", " 🙄", "...", "！"]),
        lambda: (
            text + dice.pick([" (edited)", " Edit: see above.", " UPDATE"])
            if text.isascii()
            else text + "（補充）"
        ),
        lambda: text.replace(",", "").replace("，", " "),
        lambda: text[:-2] if len(text) > 40 else text + "~",
    ]
    other = dice.pick(edits)()
    return other if other != text else text + "!"
