"""One person under several handles."""

from index.identity.handles import Handle
from index.identity.joining import join

__all__ = ["Handle", "join"]
