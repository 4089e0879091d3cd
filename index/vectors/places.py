"""Where Chroma lives: in a folder of this machine, with one writer at a time, or on a server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from nlp.failures import UserError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

PATIENCE_SECONDS = 120
"""How long a writer waits for another process' turn with the folder."""


class Place(Protocol):
    """How a client is had, and what must be watched while it is used."""

    def open(self) -> Any:
        """A chromadb client."""

    def writing(self) -> "AbstractContextManager[None]":
        """The turn to write; others may still read."""

    def changed(self) -> bool:
        """Whether another process wrote since this one last looked."""

    def set_aside(self) -> bool:
        """Move damaged data out of the way, if that can be done from here."""

    @property
    def incomplete(self) -> bool:
        """Whether data was set aside and not made anew yet."""

    def complete(self) -> None:
        """Note that everything starts anew, whole."""


class Folder:
    """The embedded Chroma in ``path``; marks beside it tell other processes what happened."""

    def __init__(self, path: Path, *, patience: float = PATIENCE_SECONDS) -> None:
        self._path = path
        self._patience = patience
        self._seen: int | None = None

    def open(self) -> Any:
        """A client of the folder, made when it is missing."""
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings

        self._seen = self._written()
        self._path.mkdir(parents=True, exist_ok=True)
        settings = Settings(anonymized_telemetry=False, allow_reset=False)
        try:
            return chromadb.PersistentClient(path=str(self._path), settings=settings)
        except Exception:
            # Chroma keeps the half-started system, and would hand it out again for the mended folder.
            SharedSystemClient.clear_system_cache()
            raise

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The one writer's turn.

        Raises:
            UserError: another process has had it for too long.
        """
        from filelock import FileLock, Timeout

        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._beside("lock"), timeout=self._patience):
                yield
                self._beside("written").write_text(f"{os.getpid()}\n", encoding="utf-8")
                self._seen = self._written()
        except Timeout as error:
            raise UserError(
                f"Another earful process has been writing to {self._path} for over {self._patience:g} s. "
                "Wait for it to end, then run this again."
            ) from error

    def changed(self) -> bool:
        """Whether another process wrote since: an open client would go on showing the old state."""
        return self._written() != self._seen

    def set_aside(self) -> bool:
        """Rename the folder, and remember that a new one lacks what this one held."""
        self._beside("incomplete").touch()
        for number in range(1, 1000):
            aside = self._beside(f"damaged-{number}")
            if not aside.exists():
                if self._path.exists():
                    self._path.rename(aside)
                return True
        return False

    @property
    def incomplete(self) -> bool:
        """Whether the folder was set aside and not made anew yet."""
        return self._beside("incomplete").exists()

    def complete(self) -> None:
        """Forget that a folder was set aside."""
        self._beside("incomplete").unlink(missing_ok=True)

    def _written(self) -> int:
        try:
            return self._beside("written").stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def _beside(self, mark: str) -> Path:
        return self._path.with_name(f"{self._path.name}.{mark}")


class Server:
    """A Chroma server; it keeps its own order."""

    incomplete = False

    def __init__(self, address: str) -> None:
        self._address = address

    def open(self) -> Any:
        """A client of the server.

        Raises:
            UserError: the address cannot be read, or nobody answers there.
        """
        import chromadb
        from chromadb.config import Settings

        parts = urlsplit(self._address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UserError(f"EARFUL_CHROMA_URL is {self._address!r}; write it as http://host:port.")
        secure = parts.scheme == "https"
        try:
            return chromadb.HttpClient(
                host=parts.hostname,
                port=parts.port or (443 if secure else 8000),
                ssl=secure,
                settings=Settings(anonymized_telemetry=False),
            )
        except Exception as error:  # httpx's and Chroma's own errors have no common family
            raise UserError(
                f"Cannot reach Chroma at {self._address}: {error}. Check EARFUL_CHROMA_URL and that the "
                "server runs; without the setting an embedded one is used."
            ) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """No turn is needed."""
        yield

    def changed(self) -> bool:
        """A server always shows the newest state."""
        return False

    def set_aside(self) -> bool:
        """A server's data cannot be moved from here."""
        return False

    def complete(self) -> None:
        """Nothing was set aside."""
