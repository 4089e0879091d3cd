"""The shipped model on ONNX Runtime: one text a run, several runs at a time."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nlp.encoder.building import Tell, kept
from nlp.encoder.joining import joined, mean, own, places_of
from nlp.encoder.outputs import IDS, LOWER, MOOD, NAMES, STATES, SUBJECT, VECTOR, WORTH
from nlp.encoder.packages import TOKENIZER, WEIGHTS, read
from nlp.encoder.perceived import Floats, Perceived, TokenNames, TokenStates, Without
from nlp.encoder.spec import QUERY, Advance
from nlp.encoder.tokens import Tokens, Window
from nlp.encoder.worth import load_worth
from nlp.findings import Vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

VERSION = 7
"""Of graph, weights and preparation; another one gives other vectors or moods."""
NAME = f"multilingual-e5-small/int8-{VERSION}"
"""Model, precision and version of the graph."""
SUBJECTS = f"{NAME}/subjects"
"""Under this name the vectors of subjects are kept."""
DIMENSION = 384
FEELINGS = 3
SLICE = 256
"""Texts that are tokenised together: few, so that memory stays level."""
FAINT = 0.1
"""A text none of whose tokens is so surely part of a name names nobody."""
BELOW, ABOVE = "below.onnx", "above.onnx"
OUTPUTS = (VECTOR, SUBJECT, MOOD)


@dataclass(frozen=True, slots=True)
class _Item:
    """A text with its position and the windows that it is read in."""

    row: int
    text: str
    windows: list[Window]


@dataclass(frozen=True, slots=True)
class _Run:
    """Outputs for one text."""

    vector: Vectors
    subject: Vectors
    mood: Floats
    tokens: TokenStates | None = None


@dataclass(frozen=True, slots=True)
class Sessions:
    """The lower layers with the name head, and the upper ones with the others."""

    below: "InferenceSession"
    above: "InferenceSession"


class SmallEncoder:
    """Runs the built graphs; a text longer than the model's 512 tokens is the mean of its windows."""

    def __init__(self, sessions: Sessions, tokens: Tokens, threads: int) -> None:
        self.tokens = tokens
        self._sessions = sessions
        self._worth = load_worth(tokens.vocabulary)
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
        without: Without | None = None,
        progress: Advance | None = None,
    ) -> Perceived:
        """Vectors and moods of ``texts`` from one run each; what their tokens are where asked for.

        A text that ``without`` replaces costs two thirds of a run more.
        """
        work = partial(self._read, states, without)
        runs = list(self._each(texts, QUERY, work, progress, places=states))
        vectors, subjects = np.empty((2, len(runs), DIMENSION), dtype=np.float32)
        moods = np.empty((len(runs), FEELINGS), dtype=np.float32)
        for place, run in enumerate(runs):
            vectors[place], subjects[place], moods[place] = run.vector, run.subject, run.mood
        tokens = tuple(run.tokens for run in runs if run.tokens is not None)
        return Perceived(vectors, moods, subjects, tokens)

    def below(self, texts: Sequence[str]) -> Iterator[list[tuple[Window, Floats]]]:
        """Each text's windows with the ``lower`` states (ids, d) of all their tokens. For training."""
        for windows in self.tokens.windows(texts, QUERY, places=True):
            yield [(one, self._lower(one, LOWER)[0]) for one in windows]

    def _each(
        self,
        texts: Sequence[str],
        prefix: str,
        work: Callable[[_Item], Any],
        progress: Advance | None,
        *,
        places: bool = False,
    ) -> Iterator[Any]:
        """What ``work`` makes of each text, in order."""
        with _workers(self._threads) as spread:
            for start in range(0, len(texts), SLICE):
                part = texts[start : start + SLICE]
                pieces = self.tokens.windows(part, prefix, places=places)
                yield from spread(work, map(_Item, count(start), part, pieces))
                if progress:
                    progress(len(pieces))

    def _vector(self, item: _Item) -> Vectors:
        parts = [self._upper(one, self._lower(one, LOWER)[0], VECTOR)[0] for one in item.windows]
        return joined(item.windows, parts)

    def _read(self, states: bool, without: Without | None, item: _Item) -> _Run:
        windows, lower = self._settled(item, without, places=states)
        outputs = (*OUTPUTS, *((STATES,) if states else ()))
        runs = [self._upper(one, part, *outputs) for one, part in zip(windows, lower, strict=True)]
        vectors, subjects, moods, *last = zip(*runs, strict=True)
        tokens = None
        if states:
            spans = places_of(windows)
            tokens = TokenStates(own(windows, lower), own(windows, last[0]), spans[:, 0], spans[:, 1])
        return _Run(joined(windows, vectors), joined(windows, subjects), mean(windows, moods), tokens)

    def _settled(
        self, item: _Item, without: Without | None, *, places: bool
    ) -> tuple[list[Window], list[Floats]]:
        """The windows of the text that ``without`` lets pass, and their lower states."""
        text, windows = item.text, item.windows
        while True:
            runs = [self._lower(one, LOWER, NAMES) for one in windows]
            lower, names = [one[0] for one in runs], [one[1] for one in runs]
            # Names need places, which cost; they are sought in the few texts that seem to name somebody.
            if without is None or max(map(np.max, names)) < FAINT:
                return windows, lower
            other = without(item.row, self._told(text, names))
            if other is None:
                return windows, lower
            text, (windows,) = other, self.tokens.windows([other], QUERY, places=places)

    def _told(self, text: str, names: Sequence[Floats]) -> TokenNames:
        (windows,) = self.tokens.windows([text], QUERY, places=True)
        spans = places_of(windows)
        return TokenNames(own(windows, names), spans[:, 0], spans[:, 1])

    def _lower(self, window: Window, *outputs: str) -> list[Floats]:
        ids = np.array([window.ids], dtype=np.int64)
        return _outputs(self._sessions.below, outputs, {IDS: ids})

    def _upper(self, window: Window, lower: Floats, *outputs: str) -> list[Floats]:
        worth = self._worth[window.ids]
        given = {LOWER: lower[None], WORTH: worth[None] / worth.sum()}
        return _outputs(self._sessions.above, outputs, given)


def _outputs(
    session: "InferenceSession", outputs: Sequence[str], given: dict[str, NDArray[Any]]
) -> list[Floats]:
    return [np.asarray(output[0], dtype=np.float32) for output in session.run(list(outputs), given)]


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
    sessions = Sessions(_session(folder / BELOW), _session(folder / ABOVE))
    return SmallEncoder(sessions, _tokens(folder / "tokenizer.json"), threads)


def _fill(folder: Path) -> None:
    from nlp.encoder.graph import above, below
    from nlp.encoder.names import load_names
    from nlp.encoder.retrained import retrain
    from nlp.encoder.weights import parse

    (folder / "tokenizer.json").write_bytes(read(TOKENIZER))
    weights = retrain(parse(read(WEIGHTS)))
    (folder / BELOW).write_bytes(below(weights, load_names()))
    (folder / ABOVE).write_bytes(above(weights))


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
