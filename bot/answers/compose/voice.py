"""What somebody's words do and feel, in a few lines of a card."""

from bot.answers.compose.figures import day, listed
from bot.answers.toolbox import Toolbox
from bot.answers.tools.aspects import AspectCount, category_name
from bot.answers.tools.voice import ACTED_ON, SignalSeen, Voice
from prompts import Words, read

SHOWN = 3


def card(heard: Voice, toolbox: Toolbox, words: Words) -> list[str]:
    """Signals to act upon with their words and day, the tone, and what is liked and disliked; often less."""
    said = read("heard", words.language)
    told = []
    signals = [_signal(one, words, said) for one in heard.signals if one.kind in ACTED_ON][:SHOWN]
    if signals:
        told.append(said.say("card.signals", told=_joined(signals, said)))
    if heard.emotions:
        emotions = [
            said.say("card.emotion", name=said.say(f"emotion.{name}"), texts=texts)
            for name, texts in heard.emotions[:SHOWN]
        ]
        told.append(said.say("card.emotions", told=listed(emotions, words)))
    sides = (("liked", heard.liked, "positive"), ("disliked", heard.disliked, "negative"))
    tastes = [
        said.say(f"card.{key}", told=listed([_aspect(one, side, toolbox, said) for one in found], words))
        for key, found, side in sides
        if found
    ]
    return [*told, *([(" " if words.language == "en" else "").join(tastes)] if tastes else [])]


def _signal(one: SignalSeen, words: Words, said: Words) -> str:
    key = "card.signal" if one.words else "card.signal_bare"
    name = said.say(f"signal.{one.kind}")
    return said.say(key, name=name, words=" ".join(one.words.split()), day=day(one.at, words.language))


def _aspect(one: AspectCount, side: str, toolbox: Toolbox, said: Words) -> str:
    name = category_name(one.category, toolbox, said.language)
    return said.say("card.aspect", name=name, texts=getattr(one, side))


def _joined(parts: list[str], said: Words) -> str:
    return ("; " if said.language == "en" else "；").join(parts)
