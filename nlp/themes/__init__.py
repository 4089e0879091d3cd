"""Themes of a corpus: found, named in three languages, kept over refits, and given to new texts."""

from nlp.themes.areas import area_of, find_areas
from nlp.themes.assignment import assign
from nlp.themes.births import Born, Pool, find_born
from nlp.themes.bursts import Burst, Onset, adjust, bursts, onsets
from nlp.themes.corpus import Material
from nlp.themes.discovery import discover
from nlp.themes.drift import LATE_DAYS, shift_of
from nlp.themes.editing import ACTIONS, Edited, Texts, apply_edits
from nlp.themes.figures import Figures, measure
from nlp.themes.holding import NEW
from nlp.themes.matching import keep_numbers, match, moved
from nlp.themes.pieces import inner_pieces, phrase_piece
from nlp.themes.pinning import keep_pinned
from nlp.themes.quoting import quote
from nlp.themes.space import centre
from nlp.themes.state import KnownThemes, pack, unpack

__all__ = [
    "ACTIONS",
    "LATE_DAYS",
    "NEW",
    "Born",
    "Burst",
    "Edited",
    "Figures",
    "KnownThemes",
    "Material",
    "Onset",
    "Pool",
    "Texts",
    "adjust",
    "apply_edits",
    "area_of",
    "assign",
    "bursts",
    "centre",
    "discover",
    "find_areas",
    "find_born",
    "inner_pieces",
    "keep_numbers",
    "keep_pinned",
    "match",
    "measure",
    "moved",
    "onsets",
    "pack",
    "phrase_piece",
    "quote",
    "shift_of",
    "unpack",
]
