"""What each clause of a text speaks about, and how."""

from nlp.aspects.finding import Polarities, find, find_all

__all__ = ["Polarities", "find", "find_all"]
