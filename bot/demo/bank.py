"""The hand-written bank of sentences, and dealing from it so that nothing comes round too often.

A file under ``texts/<voice>/`` holds sections. A heading ``[topic mood role]`` may go on with
``@channel,channel`` and ``#category,category``, which its sentences are then kept for. Below it, one piece a
line: ``{a|b}`` is a choice, ``<product>`` a slot. Roles: ``whole`` (says everything), ``opening``, ``point``,
``more`` (follows a point), ``join`` (turns from good to bad), ``closing`` and ``lead`` (a few
words that lead into a sentence). The topic ``any`` fits every
topic, ``ask`` opens a question, ``contact`` gives personal data away.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.demo.dice import Dice

ROLES = ("whole", "opening", "point", "more", "join", "closing", "lead")
Section = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of the bank; empty ``channels`` or ``categories`` mean all."""

    template: str
    topic: str
    mood: str
    role: str
    channels: frozenset[str]
    categories: frozenset[str]

    def fits(self, channel: str, category: str) -> bool:
        """Whether the piece may be said there and about such an article."""
        return (not self.channels or channel in self.channels) and (
            not self.categories or category in self.categories
        )


@cache
def pieces(voice: str) -> tuple[Piece, ...]:
    """Every piece of a voice (en, hans, tw, hk), in the order of the files.

    Raises:
        ValueError: a heading is not ``[topic mood role]``.
    """
    folder = files("bot.demo").joinpath("texts", voice)
    sheets = sorted(
        (sheet for sheet in folder.iterdir() if sheet.name.endswith(".txt")), key=lambda sheet: sheet.name
    )
    return tuple(piece for sheet in sheets for piece in _parse(sheet.read_text(encoding="utf-8")))


def _parse(text: str) -> Iterator[Piece]:
    words: list[str] = []
    for line in text.splitlines():
        if line.startswith("["):
            words = line.strip("[]").split()
            if len(words) < 3 or words[2] not in ROLES:
                raise ValueError(f"a heading of the bank must read [topic mood role], not {line}")
        elif line.strip() and not line.startswith("//"):
            yield Piece(line.strip(), words[0], words[1], words[2], _marked(words, "@"), _marked(words, "#"))


def _marked(words: list[str], mark: str) -> frozenset[str]:
    return frozenset(part for word in words[3:] if word.startswith(mark) for part in word[1:].split(","))


class Deck:
    """The pieces of one voice, dealt so that each waits its turn before it is said again."""

    def __init__(self, voice: str, dice: Dice) -> None:
        self._dice = dice
        self._piles: dict[Section, list[Piece]] = {}
        for piece in dice.shuffled(pieces(voice)):
            self._piles.setdefault((piece.topic, piece.mood, piece.role), []).append(piece)

    def deal(self, topic: str, mood: str, role: str, channel: str, category: str) -> Piece | None:
        """The next piece that fits, or None where the bank has none; it goes back far down its pile."""
        pile = self._piles.get((topic, mood, role), [])
        for place, piece in enumerate(pile):
            if piece.fits(channel, category):
                del pile[place]
                pile.insert(self._dice.whole(max(place, len(pile) // 2), len(pile)), piece)
                return piece
        return None
