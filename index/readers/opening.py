"""Opens a file: unpacks it, takes its digest and brings text into UTF-8, on disk where it is large."""

import gzip
import hashlib
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from index.readers.encodings import characters, detect
from nlp.failures import UserError

PIECE = 1 << 20
BINARY = 0.01
"""Texts have no more control bytes than this share, unless they are UTF-16 or UTF-32."""
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
IN_MEMORY = 1 << 26
"""Bytes; what is larger goes to a temporary file without a name."""


@dataclass(frozen=True)
class Opened:
    """A file's unpacked bytes; ``name`` is without ``.gz``, ``digest`` that of the unpacked bytes."""

    path: Path
    name: str
    digest: str
    content: IO[bytes]
    zeros: bool = False
    """Whether there are NUL bytes in it."""

    @property
    def suffix(self) -> str:
        """The format's suffix in lower case, such as ``.csv``."""
        return Path(self.name).suffix.lower()

    def head(self, size: int) -> bytes:
        """The first ``size`` bytes."""
        self.content.seek(0)
        return self.content.read(size)


def unpack(path: Path) -> Opened:
    """Read ``path`` once, through gzip where its first bytes say so.

    Raises:
        UserError: the file cannot be read or its packing is damaged.
    """
    spool = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - lives as long as the sheet
    digest = hashlib.sha256()
    zeros = False
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            source = gzip.GzipFile(fileobj=raw) if packed else raw
            while piece := source.read(PIECE):
                digest.update(piece)
                zeros = zeros or 0 in piece
                spool.write(piece)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UserError(f"{path} is damaged ({error}); fetch or pack it again.") from error
    except OSError as error:
        raise UserError(f"Cannot read {path}: {error.strerror or error}.") from error
    name = path.name[:-3] if path.suffix.lower() == ".gz" else path.name
    return Opened(path, name, digest.hexdigest()[:32], spool, zeros)


def text_of(opened: Opened) -> IO[bytes]:
    """The file's text in UTF-8 without a byte order mark or NUL characters.

    Raises:
        UserError: it is no text.
    """
    encoding = detect(opened.content)
    head = opened.head(PIECE)
    if not encoding.startswith("utf-") and sum(map(head.count, CONTROLS)) > len(head) * BINARY:
        raise UserError(f"{opened.path} is no table; give a CSV, TSV, JSONL, Parquet or Excel file.")
    first = head.decode(encoding, "ignore")
    # The line end of old Macs stands alone; beside others it is part of a field.
    old_line_ends = "\r" in first and "\n" not in first
    if encoding == "utf-8" and not opened.zeros and not old_line_ends:
        opened.content.seek(0)
        return opened.content
    spool = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - lives as long as the sheet
    for piece in characters(opened.content, encoding):
        clean = piece.replace("\x00", "")
        spool.write((clean.replace("\r", "\n") if old_line_ends else clean).encode("utf-8", "replace"))
    spool.seek(0)
    return spool
