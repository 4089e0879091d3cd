"""What a text does, with the words that carry it."""

from nlp.signals.finding import find
from nlp.signals.head import SignalHead, load_head
from nlp.signals.kinds import KINDS
from nlp.signals.rivals import Rivals

__all__ = ["KINDS", "Rivals", "SignalHead", "find", "load_head"]
