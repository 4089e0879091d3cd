"""What the owner means by a good customer: definitions in a settings file, and all of them as one table."""

from segmentation.definitions.reading import read_definitions
from segmentation.definitions.table import Definition, as_markdown, definitions
from segmentation.definitions.values import read_axes

__all__ = ["Definition", "as_markdown", "definitions", "read_axes", "read_definitions"]
