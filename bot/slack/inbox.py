"""Every event is answered once: it is written down before it is acknowledged, and worked on afterwards."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from bot.logs import log_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from index.ports import Runs

    Handle = Callable[[Mapping[str, object]], None]


class Inbox:
    """A persistent queue: repeated deliveries are dropped, unanswered ones are taken up after a restart."""

    def __init__(self, runs: Runs, clock: Callable[[], datetime], *, workers: int = 4) -> None:
        self._runs = runs
        self._clock = clock
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="answer")
        # One run at a time in a conversation, so that a follow-up sees the turn before it. A fixed
        # set of locks, shared by hash, stays as small after a million conversations.
        self._turns = tuple(threading.Lock() for _ in range(64))

    def take(self, key: str, payload: Mapping[str, object], handle: Handle) -> Future[None] | None:
        """Write the event down and work on it in the background; None when it was here before."""
        if not self._runs.receive(key, payload, self._clock()):
            return None
        return self._pool.submit(self._work, key, payload, handle)

    def resume(self, handle: Handle) -> int:
        """Work on what was received and not answered before a stop; how many events that were."""
        waiting = self._runs.unsettled()
        for key, payload in waiting:
            self._pool.submit(self._work, key, payload, handle)
        return len(waiting)

    def _work(self, key: str, payload: Mapping[str, object], handle: Handle) -> None:
        with self._turns[hash(payload.get("thread", key)) % len(self._turns)]:
            try:
                handle(payload)
            except Exception as failure:  # the boundary of a worker: nobody above it would see the failure
                log_failure(failure)
                self._runs.settle(key, "failed")
            else:
                self._runs.settle(key, "answered")

    def close(self) -> None:
        """Let what is being worked on end."""
        self._pool.shutdown(wait=True)
