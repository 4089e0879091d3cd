"""How a writer types: carefully, all in small letters, without commas, with slips of the finger."""

import re
from collections.abc import Callable

from bot.demo.dice import Dice

Manner = Callable[[str], str]
_APOSTROPHE = re.compile(r"(?<=[a-z])'(?=[a-z])")
_WORD = re.compile(r"[a-z]{5,}")
_SLIPS = {
    "en": [
        ("definitely", "definately"),
        ("received", "recieved"),
        ("really", "realy"),
        ("because", "cos"),
        (" you ", " u "),
    ],
    "hans": [
        ("再", "在"),
        ("的时候", "得时候"),
        ("已经", "以经"),
        ("什么", "啥"),
        ("没有", "木有"),
        ("但是", "但"),
    ],
    "tw": [("再", "在"), ("真的", "真滴"), ("什麼", "啥"), ("應該", "因該"), ("的", "ㄉ")],
    "hk": [("嘅", "既"), ("咗", "左"), ("嗰", "果"), ("喺", "係"), ("佢", "渠"), ("嚟", "黎")],
}


def manner(voice: str, haste: float, dice: Dice) -> Manner:
    """The writer's way with letters for one text; more haste (0..1), more slips."""
    if haste < 0.35 or dice.chance(0.4):
        return str
    steps: list[Manner] = []
    if dice.chance(haste * 0.7):
        steps.append(lambda text: _slip(text, voice, dice))
    if voice == "en":
        steps += _hasty_english(haste, dice)
    elif dice.chance(haste * 0.45):
        steps.append(_commas_to_blanks)
    return lambda text: _apply(text, steps)


def _apply(text: str, steps: list[Manner]) -> str:
    for step in steps:
        text = step(text)
    return text


def _hasty_english(haste: float, dice: Dice) -> list[Manner]:
    steps: list[Manner] = []
    if dice.chance(haste * 0.5):
        steps.append(str.lower)
    if dice.chance(haste * 0.5):
        steps.append(lambda text: _APOSTROPHE.sub("", text))
    if dice.chance(haste * 0.35):
        steps.append(lambda text: _swap(text, dice))
    return steps


def _slip(text: str, voice: str, dice: Dice) -> str:
    for right, wrong in _SLIPS[voice]:
        if right in text and dice.chance(0.5):
            text = text.replace(right, wrong)
    return text


def _swap(text: str, dice: Dice) -> str:
    """Two letters of one long word change places."""
    found = list(_WORD.finditer(text))
    if not found or dice.chance(0.8):
        return text
    word = dice.pick(found)
    place = word.start() + dice.whole(1, len(word[0]) - 3)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _commas_to_blanks(text: str) -> str:
    return re.sub(r"[，、；]", " ", text).replace("。", " ")
