"""Nearest texts by meaning, in Chroma; a copy of what the database holds."""

from index.vectors.chroma import ChromaIndex, open_index
from index.vectors.delivery import deliver, rebuild

__all__ = ["ChromaIndex", "deliver", "open_index", "rebuild"]
