"""The vector index in Chroma. What cannot be read is said so, and is made anew from the database."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import numpy as np

from index.ports import IndexUnavailableError
from index.vectors.places import Folder, Place, Server
from nlp.failures import InternalError, UserError
from nlp.findings import Vectors

if TYPE_CHECKING:
    from chromadb import Collection

COLLECTION = "feedback"
Result = TypeVar("Result")


class NoEmbedding:
    """Chroma's embedding function: never called, since every vector comes from our own encoder."""

    def __call__(self, input: object) -> NoReturn:
        """Refuse."""
        raise InternalError("Chroma was asked to embed a text; only ready vectors may be given to it")

    def embed_query(self, input: object) -> NoReturn:
        """Refuse."""
        self(input)

    @staticmethod
    def name() -> str:
        """Under which Chroma notes it."""
        return "earful-vectors-only"

    def get_config(self) -> dict[str, object]:
        """Nothing to note."""
        return {}

    @staticmethod
    def build_from_config(config: dict[str, object]) -> "NoEmbedding":
        """What Chroma calls on reopening."""
        return NoEmbedding()

    @staticmethod
    def is_legacy() -> bool:
        """It follows the present interface."""
        return False

    def default_space(self) -> str:
        """Cosine."""
        return "cosine"

    def supported_spaces(self) -> list[str]:
        """Cosine alone."""
        return ["cosine"]


class ChromaIndex:
    """Vectors by key in one collection with cosine distance; opened when it is first used."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._client: Any = None
        self._collection: Collection | None = None
        self._lock = RLock()

    def add(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Insert or replace by key; vectors of another length than those held take their place.

        Raises:
            UserError: another process keeps writing, or the server cannot be reached.
        """
        if not keys:
            return
        with self._lock, self._place.writing():
            collection = self._writable()
            if self._other_length(collection, vectors.shape[1]):
                collection = self._emptied()
            size = self._client.get_max_batch_size()
            for start in range(0, len(keys), size):
                part = slice(start, start + size)
                collection.upsert(ids=list(keys[part]), embeddings=np.asarray(vectors[part], np.float32))

    def nearest(self, vector: Vectors, *, limit: int) -> tuple[tuple[str, float], ...]:
        """Keys with cosine similarity, best first.

        Raises:
            IndexUnavailableError: it is damaged or incomplete and must be rebuilt.
        """
        if self._place.incomplete:
            raise IndexUnavailableError("vectors were lost")

        def query(collection: "Collection") -> tuple[tuple[str, float], ...]:
            held = collection.count()
            if not held:
                return ()
            wanted = min(limit, held)
            found = collection.query(
                query_embeddings=np.asarray(vector, dtype=np.float32).reshape(1, -1),
                n_results=wanted,
                include=["distances"],
            )
            keys, distances = found["ids"][0], (found["distances"] or [[]])[0]
            # Chroma answers from what is left when a part of its files is gone.
            if len(keys) < wanted:
                raise IndexUnavailableError(f"{wanted} vectors asked for, {len(keys)} found")
            return tuple((key, 1.0 - distance) for key, distance in zip(keys, distances, strict=True))

        return self._read(query)

    def remove(self, keys: Sequence[str]) -> int:
        """Delete; how many were there."""
        removed = 0
        with self._lock, self._place.writing():
            collection = self._writable()
            size = self._client.get_max_batch_size()
            for start in range(0, len(keys), size):
                known = collection.get(ids=list(keys[start : start + size]), include=[])["ids"]
                if known:
                    collection.delete(ids=known)
                removed += len(known)
        return removed

    def count(self) -> int:
        """How many vectors are held."""
        return self._read(lambda collection: int(collection.count()))

    def check(self) -> None:
        """Ask for the nearest of a vector that is held.

        Raises:
            IndexUnavailableError: it does not answer.
        """
        sample = self._read(lambda collection: collection.peek(1)["embeddings"])
        if sample is not None and len(sample):
            self.nearest(np.asarray(sample[0], dtype=np.float32), limit=1)

    def clear(self) -> None:
        """Delete all, and what could not be read with it."""
        with self._lock, self._place.writing():
            self._writable()
            self._emptied()
            self._place.complete()

    def close(self) -> None:
        """Give back the client; it is opened again when it is needed."""
        with self._lock:
            client, self._client, self._collection = self._client, None, None
            if client is not None:
                client.close()

    def _read(self, question: Callable[["Collection"], Result]) -> Result:
        with self._lock:
            try:
                return question(self._opened())
            except IndexUnavailableError:
                self.close()
                raise
            except _failures() as error:
                self.close()
                raise IndexUnavailableError(str(error)) from error

    def _opened(self) -> "Collection":
        if self._collection is not None and self._place.changed():
            self.close()
        if self._collection is None:
            self._client = self._place.open()
            self._collection = self._made()
        return self._collection

    def _writable(self) -> "Collection":
        """The collection; a damaged folder is set aside and an empty one takes its place."""
        try:
            collection = self._opened()
            collection.peek(1)
        except _failures():
            self.close()
            if not self._place.set_aside():
                raise
            return self._opened()
        return collection

    def _made(self) -> "Collection":
        collection: Collection = self._client.get_or_create_collection(
            COLLECTION, embedding_function=NoEmbedding(), configuration={"hnsw": {"space": "cosine"}}
        )
        return collection

    def _emptied(self) -> "Collection":
        self._client.delete_collection(COLLECTION)
        self._collection = self._made()
        return self._collection

    @staticmethod
    def _other_length(collection: "Collection", length: int) -> bool:
        held = collection.peek(1)["embeddings"]
        return held is not None and len(held) > 0 and len(held[0]) != length


def _failures() -> tuple[type[Exception], ...]:
    """What Chroma raises for damaged files and servers that do not answer."""
    from chromadb.errors import ChromaError
    from httpx import HTTPError

    return (ChromaError, HTTPError, OSError, ValueError, UserError)


def open_index(where: str | Path) -> ChromaIndex:
    """The index in a folder, or on the server at an ``http(s)://`` address; nothing is opened yet."""
    if isinstance(where, str) and "://" in where:
        return ChromaIndex(Server(where))
    return ChromaIndex(Folder(Path(where)))
