"""Files of any format and encoding as rows of strings."""

from index.readers.opening import Opened, unpack
from index.readers.reading import files_under, sheet_of
from index.readers.sheet import ROW, Block, BrokenRow, Sheet, batches

__all__ = ["ROW", "Block", "BrokenRow", "Opened", "Sheet", "batches", "files_under", "sheet_of", "unpack"]
