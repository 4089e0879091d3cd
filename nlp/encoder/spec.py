"""What an encoder is, and how one is asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from nlp.encoder.perceived import Perceived, Without
from nlp.findings import Vectors

SMALL = "e5-small"
"""The shipped model: multilingual-e5-small, built from two packages."""
QUERY = "query: "

Advance = Callable[[int], None]


class Encoder(Protocol):
    """Anything that turns texts into unit vectors; the same text always gives the same vector."""

    @property
    def name(self) -> str:
        """Changes whenever the vectors would."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode(
        self, texts: Sequence[str], *, prefix: str = QUERY, progress: Advance | None = None
    ) -> Vectors:
        """Unit vectors, shape (n, dimension) float32; ``progress`` is told how many more texts are done."""


class Perceiver(Encoder, Protocol):
    """An encoder that also tells feelings and subjects, from the same run where it is the shipped one."""

    def perceive(
        self,
        texts: Sequence[str],
        *,
        states: bool = False,
        without: Without | None = None,
        progress: Advance | None = None,
    ) -> Perceived:
        """Vectors, moods and subjects of ``texts``, with ``states`` what their tokens are, too.

        ``without`` may give another text to read in the stead of one that names somebody.
        """


@dataclass(frozen=True, slots=True)
class EncoderSpec:
    """Which encoder to load, and where it may keep what it builds."""

    cache: Path
    model: str = SMALL
    """``e5-small``, or any sentence-transformers model: a hub id or a folder."""
    runtime: Literal["onnx", "torch"] = "onnx"
    """Of the shipped model: ``onnx`` (int8) or ``torch`` (float32). Other models run on torch."""
    threads: int = 1
