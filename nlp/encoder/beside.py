"""Another model for the vectors, the shipped one beside it for what only that was trained for."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

from nlp.encoder.perceived import Perceived, TokenNames, Without
from nlp.encoder.spec import QUERY, Advance, Encoder, Perceiver
from nlp.findings import Vectors


class Beside:
    """Vectors of ``other``; moods, names and token states of the shipped model, loaded when wanted."""

    def __init__(self, other: Encoder, shipped: Callable[[], Perceiver]) -> None:
        self._other = other
        self._load = shipped

    @cached_property
    def _shipped(self) -> Perceiver:
        return self._load()

    @property
    def name(self) -> str:
        """The other model's."""
        return self._other.name

    @property
    def dimension(self) -> int:
        """The other model's."""
        return self._other.dimension

    def encode(
        self, texts: Sequence[str], *, prefix: str = QUERY, progress: Advance | None = None
    ) -> Vectors:
        """Unit vectors of ``texts`` by the other model, shape (n, dimension) float32."""
        return self._other.encode(texts, prefix=prefix, progress=progress)

    def perceive(
        self,
        texts: Sequence[str],
        *,
        states: bool = False,
        without: Without | None = None,
        progress: Advance | None = None,
    ) -> Perceived:
        """Both models' share; a text costs a run of each."""
        final = list(texts)

        def replaced(row: int, told: TokenNames) -> str | None:
            other = without(row, told) if without else None
            final[row] = final[row] if other is None else other
            return other

        found = self._shipped.perceive(texts, states=states, without=replaced if without else None)
        vectors = self._other.encode(final, progress=progress)
        return replace(found, vectors=vectors, subjects=vectors)
