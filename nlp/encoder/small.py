"""The shipped model on ONNX Runtime: one text a run, several runs at a time."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nlp.encoder.building import Tell, kept
from nlp.encoder.joining import joined, mean, own, places_of
from nlp.encoder.packages import TOKENIZER, WEIGHTS, read
from nlp.encoder.perceived import Floats, Perceived, TokenNames, TokenStates
from nlp.encoder.spec import QUERY, Advance
from nlp.encoder.tokens import Tokens, Window
from nlp.findings import Vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

VERSION = 6
"""Of graph, weights and preparation; another one gives other vectors or moods."""
NAME = f"multilingual-e5-small/int8-{VERSION}"
"""Model, precision and version of the graph."""
DIMENSION = 384
FEELINGS = 3
SLICE = 256
"""Texts that are tokenised together: few, so that memory stays level."""
FAINT = 0.1
"""A text none of whose tokens is so surely part of a name names nobody."""
VECTOR, MOOD, NAMES, LOWER, STATES = "vector", "mood", "names", "lower", "states"


@dataclass(frozen=True, slots=True)
class _Run:
    """Outputs for one text."""

    vector: Vectors
    mood: Floats
    names: list[Floats]
    """Of each window, one for every token; empty where they were not asked for."""
    tokens: TokenStates | None = None


class SmallEncoder:
    """Runs the built graph; a text longer than the model's 512 tokens is the mean of its windows."""

    def __init__(self, session: "InferenceSession", tokens: Tokens, threads: int) -> None:
        self._session = session
        self._tokens = tokens
        self._threads = max(threads, 1)

    @property
    def name(self) -> str:
        """That of the one graph there is."""
        return NAME

    @property
    def dimension(self) -> int:
        """384."""
        return DIMENSION

    def encode(
        self, texts: Sequence[str], *, prefix: str = QUERY, progress: Advance | None = None
    ) -> Vectors:
        """Unit vectors of ``texts``, shape (n, 384) float32."""
        vectors = np.empty((len(texts), DIMENSION), dtype=np.float32)
        for place, vector in enumerate(self._each(texts, prefix, self._vector, progress)):
            vectors[place] = vector
        return vectors

    def perceive(
        self,
        texts: Sequence[str],
        *,
        states: bool = False,
        names: bool = False,
        progress: Advance | None = None,
    ) -> Perceived:
        """Vectors and moods of ``texts`` from one run each; what their tokens are where asked for."""
        outputs = (VECTOR, MOOD, *((NAMES,) if names else ()), *((LOWER, STATES) if states else ()))
        runs = list(self._each(texts, QUERY, partial(self._wanted, outputs), progress, places=states))
        vectors, moods = (
            np.empty((len(runs), DIMENSION), np.float32),
            np.empty((len(runs), FEELINGS), np.float32),
        )
        for place, run in enumerate(runs):
            vectors[place], moods[place] = run.vector, run.mood
        tokens = tuple(run.tokens for run in runs if run.tokens is not None)
        return Perceived(vectors, moods, tokens, self._names(texts, runs) if names else ())

    def below(self, texts: Sequence[str]) -> Iterator[list[tuple[Window, Floats]]]:
        """Each text's windows with the ``lower`` states (ids, d) of all their tokens. For training."""
        for windows in self._tokens.windows(texts, QUERY, places=True):
            yield [(one, self._run(one, LOWER)[0]) for one in windows]

    def _names(self, texts: Sequence[str], runs: Sequence[_Run]) -> tuple[TokenNames | None, ...]:
        """Names need places, which cost; they are sought in the few texts that seem to name somebody."""
        rows = [row for row, run in enumerate(runs) if max(map(np.max, run.names)) >= FAINT]
        pieces = self._tokens.windows([texts[row] for row in rows], QUERY, places=True)
        found: list[TokenNames | None] = [None] * len(runs)
        for row, windows in zip(rows, pieces, strict=True):
            spans = places_of(windows)
            found[row] = TokenNames(own(windows, runs[row].names), spans[:, 0], spans[:, 1])
        return tuple(found)

    def _each(
        self,
        texts: Sequence[str],
        prefix: str,
        work: Callable[[list[Window]], Any],
        progress: Advance | None,
        *,
        places: bool = False,
    ) -> Iterator[Any]:
        """What ``work`` makes of each text's windows, in order."""
        with _workers(self._threads) as spread:
            for start in range(0, len(texts), SLICE):
                pieces = self._tokens.windows(texts[start : start + SLICE], prefix, places=places)
                yield from spread(work, pieces)
                if progress:
                    progress(len(pieces))

    def _vector(self, windows: list[Window]) -> Vectors:
        return joined(windows, [self._run(one, VECTOR)[0] for one in windows])

    def _wanted(self, outputs: Sequence[str], windows: list[Window]) -> _Run:
        """One run of each window for these outputs."""
        runs = [self._run(one, *outputs) for one in windows]
        found = {name: list(parts) for name, parts in zip(outputs, zip(*runs, strict=True), strict=True)}
        tokens = None
        if STATES in found:
            spans = places_of(windows)
            lower, states = own(windows, found[LOWER]), own(windows, found[STATES])
            tokens = TokenStates(lower, states, spans[:, 0], spans[:, 1])
        vector, mood = joined(windows, found[VECTOR]), mean(windows, found[MOOD])
        return _Run(vector, mood, found.get(NAMES, []), tokens)

    def _run(self, window: Window, *outputs: str) -> list[Floats]:
        found = self._session.run(list(outputs), {"ids": np.array([window.ids], dtype=np.int64)})
        return [np.asarray(output[0], dtype=np.float32) for output in found]


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
    return SmallEncoder(_session(folder / "model.onnx"), _tokens(folder / "tokenizer.json"), threads)


def _fill(folder: Path) -> None:
    from nlp.encoder.graph import build
    from nlp.encoder.names import load_names
    from nlp.encoder.retrained import retrain
    from nlp.encoder.weights import parse

    (folder / "tokenizer.json").write_bytes(read(TOKENIZER))
    (folder / "model.onnx").write_bytes(build(retrain(parse(read(WEIGHTS))), load_names()))


def _session(path: Path) -> "InferenceSession":
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    # One thread a run: sums are always made in the same order, and texts beside each other use the cores.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _tokens(path: Path) -> Tokens:
    from tokenizers import Tokenizer

    return Tokens(Tokenizer.from_file(str(path)))
