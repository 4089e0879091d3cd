"""The shipped encoder, multilingual-e5-small, on ONNX Runtime: one text a run, several runs at a time."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nlp.encoder.building import Tell, kept
from nlp.encoder.legible import legible
from nlp.encoder.packages import TOKENIZER, WEIGHTS, read
from nlp.encoder.spec import QUERY, Advance
from nlp.encoder.windows import ENDS, cut
from nlp.findings import Vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

VERSION = 2
"""Of graph and preparation; another one gives other vectors."""
DIMENSION = 384
LIMIT = 512
LONGEST = 40_000
"""Characters of a text that are read; more do not change what it is about."""
SLICE = 256
"""Texts that are tokenised together: few, so that memory stays level."""
FIRST, LAST = 0, 2
"""The tokens around every text."""


class SmallEncoder:
    """Runs the built graph; a text longer than the model's 512 tokens is the mean of its windows."""

    def __init__(self, session: "InferenceSession", tokenizer: "Tokenizer", threads: int) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._threads = max(threads, 1)

    @property
    def name(self) -> str:
        """Model, precision and version of the graph."""
        return f"multilingual-e5-small/int8-{VERSION}"

    @property
    def dimension(self) -> int:
        """384."""
        return DIMENSION

    def encode(
        self, texts: Sequence[str], *, prefix: str = QUERY, progress: Advance | None = None
    ) -> Vectors:
        """Unit vectors of ``texts``, shape (n, 384) float32."""
        vectors = np.empty((len(texts), DIMENSION), dtype=np.float32)
        with _workers(self._threads) as work:
            for start in range(0, len(texts), SLICE):
                pieces = self._tokenise(texts[start : start + SLICE], prefix)
                for place, vector in enumerate(work(self._vector, pieces), start):
                    vectors[place] = vector
                if progress:
                    progress(len(pieces))
        return vectors

    def _tokenise(self, texts: Sequence[str], prefix: str) -> list[list[list[int]]]:
        """For each text the token ids of its windows; one window for nearly all."""
        clean = [legible(text[:LONGEST]) for text in texts]
        whole = self._tokenizer.encode_batch_fast([prefix + text for text in clean])
        return [
            [found.ids] if len(found.ids) <= LIMIT else self._windows(text, prefix)
            for text, found in zip(clean, whole, strict=True)
        ]

    def _windows(self, text: str, prefix: str) -> list[list[int]]:
        head = self._tokenizer.encode(prefix, add_special_tokens=False).ids
        body = self._tokenizer.encode(text, add_special_tokens=False)
        ends = [place for place, (_, stop) in enumerate(body.offsets, 1) if stop and text[stop - 1] in ENDS]
        room = LIMIT - len(head) - 2
        return [[FIRST, *head, *body.ids[start:stop], LAST] for start, stop in cut(len(body.ids), ends, room)]

    def _vector(self, windows: list[list[int]]) -> Vectors:
        if len(windows) == 1:
            return self._run(windows[0])
        total = sum(len(ids) * self._run(ids) for ids in windows)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)

    def _run(self, ids: list[int]) -> Vectors:
        (vector,) = self._session.run(None, {"ids": np.array([ids], dtype=np.int64)})
        return np.asarray(vector[0], dtype=np.float32)


@contextmanager
def _workers(threads: int) -> Iterator[Any]:
    """Something that maps in order, like ``map``; the runtime computes without holding the interpreter."""
    if threads == 1:
        yield map
        return
    with ThreadPoolExecutor(threads, thread_name_prefix="encoder") as pool:
        yield pool.map


def load_small(cache: Path, threads: int, tell: Tell) -> SmallEncoder:
    """The shipped encoder, built into ``cache`` at first.

    Raises:
        UserError: a package is missing or altered, or the cache cannot be written.
    """
    folder = kept(
        cache / f"e5-small-int8-{VERSION}", _fill, tell, "Building the language model (once, some seconds)"
    )
    return SmallEncoder(_session(folder / "model.onnx"), _tokenizer(folder / "tokenizer.json"), threads)


def _fill(folder: Path) -> None:
    from nlp.encoder.graph import build
    from nlp.encoder.weights import parse

    (folder / "tokenizer.json").write_bytes(read(TOKENIZER))
    (folder / "model.onnx").write_bytes(build(parse(read(WEIGHTS))))


def _session(path: Path) -> "InferenceSession":
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    # One thread a run: sums are always made in the same order, and texts beside each other use the cores.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _tokenizer(path: Path) -> "Tokenizer":
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(path))
