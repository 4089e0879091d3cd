"""Puts opinions into words: one to four sentences that go together, in the writer's own voice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.demo.bank import Deck, Piece
from bot.demo.catalogue import VOICES
from bot.demo.dice import Dice
from bot.demo.manner import Manner, manner
from bot.demo.memory import Memory
from bot.demo.opinions import Opinion
from bot.demo.slots import slots
from bot.demo.wording import Words, choose, fill

_WHOLE = {"review": 0.22, "ticket": 0.12, "social": 0.4, "nps": 0.42, "csat": 0.42, "chat": 0.32}
_MORE = {"review": 0.55, "ticket": 0.6, "social": 0.25, "nps": 0.3, "csat": 0.25, "chat": 0.3}
_OPENING = {"review": 0.4, "ticket": 0.75, "social": 0.2, "nps": 0.1, "csat": 0.1, "chat": 0.55}
_CLOSING = {"review": 0.4, "ticket": 0.65, "social": 0.45, "nps": 0.15, "csat": 0.15, "chat": 0.35}
_CONTACT = {"ticket": 0.2, "chat": 0.12, "social": 0.02, "csat": 0.02, "review": 0.012, "nps": 0.015}
_MIXED = 0.3
"""Share of the neutral texts that praise one thing and blame another."""
_LONG = 0.1
"""Share of the reviews and tickets by people who go on and on."""
_TRIES = 4
_OTHERS = 3
"""How often a piece is worded anew, and how many are tried, before a lead-in makes the words new."""
_FRAMES = ("any", "ask", "contact")
"""Topics of the bank that are no topic of the customer's."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text and what it speaks about; a text that names nothing is ``general``."""

    words: Words
    topics: tuple[str, ...]


class Writer:
    """Writes for everybody; remembers what has been said, so that chance seldom says it again."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._decks = {voice: Deck(voice, dice) for voice in VOICES}
        self._memory = Memory()

    def write(self, opinion: Opinion) -> Written:
        """The opinion in words."""
        voice = opinion.person.voice
        hand = manner(voice, opinion.person.haste, self._dice)
        values = slots(opinion, self._dice)
        plan = self._plan(opinion)
        sentences = [self._say(piece, opinion, values, hand) for piece in plan]
        text = sentences[0]
        for following in sentences[1:]:
            goes_on = text.text.endswith((",", ":"))
            text = text.then(_lowered(following) if goes_on else following, self._gap(opinion, text.text))
        topics = dict.fromkeys(piece.topic for piece in plan if piece.topic not in _FRAMES)
        return Written(_trimmed(text, opinion, self._dice), tuple(topics) or ("general",))

    def _say(
        self, piece: Piece, opinion: Opinion, values: Mapping[str, Callable[[], str]], hand: Manner
    ) -> Words:
        """The piece in words that nobody has used: worded anew, or another piece, or behind a lead-in."""
        trial: Piece | None = piece
        for _ in range(_OTHERS):
            for _ in range(_TRIES if trial else 0):
                piece = trial or piece
                words = fill(choose(piece.template, self._dice), values, hand)
                if not self._memory.knows(words.text):
                    self._memory.keep(words.text)
                    return words
            trial = self._from(opinion, piece.topic, piece.mood, piece.role)
        lead = self._from(opinion, "any", "any", "lead")
        return self._led(lead, words, values, hand)

    def _led(
        self, lead: Piece | None, words: Words, values: Mapping[str, Callable[[], str]], hand: Manner
    ) -> Words:
        if lead is None:
            return words
        gap = " " if lead.template.isascii() else ""
        together = fill(choose(lead.template, self._dice), values, hand).then(_lowered(words), gap)
        self._memory.keep(together.text)
        return together

    def _gap(self, opinion: Opinion, before: str) -> str:
        if opinion.channel == "chat" and self._dice.chance(0.5):
            return "\n"
        if opinion.channel == "ticket" and self._dice.chance(0.15):
            return "\n\n"
        closed = before.endswith(("。", "！", "？", "~", "～", "…", "，", "!", "?"))
        return "" if opinion.person.voice != "en" and closed else " "

    def _plan(self, opinion: Opinion) -> list[Piece]:
        if opinion.mood == "neutral" and opinion.order_id and self._dice.chance(_MIXED):
            return self._mixed(opinion)
        if self._dice.chance(_WHOLE[opinion.channel]):
            whole = self._deal(opinion, "whole")
            if whole:
                return [whole, *self._contact(opinion)]
        return self._composed(opinion)

    def _composed(self, opinion: Opinion) -> list[Piece]:
        dice, channel = self._dice, opinion.channel
        point = self._deal(opinion, "point")
        opening = self._opening(opinion, point) if dice.chance(_OPENING[channel]) else None
        share = _MORE[channel] * (0.7 if opinion.mood == "positive" else 1.0)
        more = self._deal(opinion, "more") if dice.chance(share) else None
        closing = self._any(opinion, "closing") if dice.chance(_CLOSING[channel]) else None
        plan = [opening, point, more, *self._further(opinion), *self._contact(opinion), closing]
        return [piece for piece in plan if piece]

    def _opening(self, opinion: Opinion, point: Piece | None) -> Piece | None:
        asks = point is not None and point.template.rstrip("}").endswith(("?", "？"))
        if asks and opinion.mood == "neutral" and self._dice.chance(0.6):
            return self._from(opinion, "ask", "neutral", "opening")
        return self._any(opinion, "opening")

    def _further(self, opinion: Opinion) -> list[Piece | None]:
        """A second point for those with two things on their mind; the talkative go on."""
        further = [self._second(opinion)]
        if opinion.mood != "neutral" and opinion.channel in ("review", "ticket") and self._dice.chance(_LONG):
            further += [self._any(opinion, "more"), self._from(opinion, "service", opinion.mood, "point")]
            further += [self._any(opinion, "more")] if self._dice.chance(0.5) else []
        return further

    def _second(self, opinion: Opinion) -> Piece | None:
        """A second point of the same mood, for those who have two things on their mind."""
        if len(opinion.topics) < 2 or opinion.channel not in ("review", "ticket", "social"):
            return None
        return self._from(opinion, opinion.topics[1], opinion.mood, "point")

    def _mixed(self, opinion: Opinion) -> list[Piece]:
        topics = list(opinion.topics) if len(opinion.topics) > 1 else [opinion.topics[0], "delivery"]
        if topics[0] == topics[1]:
            topics[1] = "quality"
        good, bad = self._dice.shuffled(topics)
        plan = [
            self._from(opinion, good, "positive", "point"),
            self._from(opinion, "any", "neutral", "join"),
            self._from(opinion, bad, "negative", "point"),
        ]
        return [piece for piece in plan if piece]

    def _contact(self, opinion: Opinion) -> list[Piece]:
        share = _CONTACT[opinion.channel] * (0.15 if opinion.mood == "positive" else 1.0)
        piece = self._from(opinion, "contact", "any", "more") if self._dice.chance(share) else None
        return [piece] if piece else []

    def _deal(self, opinion: Opinion, role: str) -> Piece | None:
        """From the topic's own pieces, or where it has few, from those that fit any topic."""
        own = self._from(opinion, opinion.topics[0], opinion.mood, role)
        if own and (role == "point" or opinion.incident or self._dice.chance(0.65)):
            return own
        return self._any(opinion, role) or own

    def _any(self, opinion: Opinion, role: str) -> Piece | None:
        return self._from(opinion, "any", opinion.mood, role)

    def _from(self, opinion: Opinion, topic: str, mood: str, role: str) -> Piece | None:
        deck = self._decks[opinion.person.voice]
        return deck.deal(topic, mood, role, opinion.channel, opinion.product.category)


def _trimmed(words: Words, opinion: Opinion, dice: Dice) -> Words:
    """Many leave the last full stop out, above all in chats and posts; blanks at the end go always."""
    words = replace(words, text=words.text.rstrip())
    careless = {"chat": 0.6, "social": 0.4, "nps": 0.4, "csat": 0.4}.get(opinion.channel, 0.12)
    if words.text.endswith((".", "。")) and not words.text.endswith("..") and dice.chance(careless):
        return replace(words, text=words.text[:-1])
    return words


def _lowered(words: Words) -> Words:
    """Without a capital at its start, unless that is an I or a name of several capitals."""
    first, second = words.text[:1], words.text[1:2]
    if first == "I" or not second.islower():
        return words
    return replace(words, text=first.lower() + words.text[1:])
