"""Themes of a corpus: found, named in three languages, kept over refits, and given to new texts."""

from nlp.themes.assignment import assign
from nlp.themes.discovery import discover
from nlp.themes.figures import Figures, measure
from nlp.themes.matching import keep_numbers, match
from nlp.themes.state import KnownThemes, pack, unpack

__all__ = [
    "Figures",
    "KnownThemes",
    "assign",
    "discover",
    "keep_numbers",
    "match",
    "measure",
    "pack",
    "unpack",
]
