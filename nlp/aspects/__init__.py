"""What a text speaks about, and how."""

from nlp.aspects.finder import Finder
from nlp.aspects.finding import Polarities, Seen, find, find_all, look_at
from nlp.aspects.owners import OwnCategory, read_categories
from nlp.aspects.tagger import Tagger, load_tagger

__all__ = [
    "Finder",
    "OwnCategory",
    "Polarities",
    "Seen",
    "Tagger",
    "find",
    "find_all",
    "load_tagger",
    "look_at",
    "read_categories",
]
