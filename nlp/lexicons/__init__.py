"""The word lists that the rooms of ``nlp`` read, as data files, and their reader."""

from nlp.lexicons.reading import lines, table

__all__ = ["lines", "table"]
