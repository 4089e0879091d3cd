"""Every event is answered once: it is written down before it is acknowledged, and worked on afterwards."""

from __future__ import annotations

import threading
from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.logs import log_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from index.ports import Runs

    Handle = Callable[[Mapping[str, object]], None]

TRIES = 5
"""How often an answer that Slack did not take is tried again."""


@dataclass(frozen=True)
class _Job:
    key: str
    payload: Mapping[str, object]
    handle: Handle


class Inbox:
    """A persistent queue: repeated deliveries are dropped, unanswered ones are taken up again.

    A conversation is worked on in order, one event at a time, so that a follow-up sees the turn before it.
    """

    def __init__(self, runs: Runs, clock: Callable[[], datetime], *, workers: int = 4) -> None:
        self._runs = runs
        self._clock = clock
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="answer")
        self._lock = threading.Lock()
        self._lines: dict[object, deque[_Job]] = {}
        self._held: set[str] = set()
        self._tries: Counter[str] = Counter()

    def take(self, key: str, payload: Mapping[str, object], handle: Handle) -> bool:
        """Write the event down and work on it in the background; False when it was here before."""
        with self._lock:
            # Held before it is written down, so that a resumption beside us leaves it to us.
            if key in self._held:
                return False
            self._held.add(key)
        try:
            new = self._runs.receive(key, payload, self._clock())
        except BaseException:
            self._release(key)
            raise
        if not new:
            self._release(key)
            return False
        self._queue(_Job(key, payload, handle))
        return True

    def resume(self, handle: Handle) -> int:
        """Take up what was received and not answered; how many events that were.

        Their payloads say ``again``: the answer may have been sent just before we were stopped.
        """
        taken = 0
        for key, payload in self._runs.unsettled():
            with self._lock:
                if key in self._held:
                    continue
                self._held.add(key)
            self._queue(_Job(key, {**payload, "again": True}, handle))
            taken += 1
        return taken

    def close(self) -> None:
        """Let what is being worked on end."""
        self._pool.shutdown(wait=True)

    def _queue(self, job: _Job) -> None:
        conversation = job.payload.get("conversation", job.key)
        with self._lock:
            line = self._lines.setdefault(conversation, deque())
            line.append(job)
            if len(line) > 1:
                return
        self._pool.submit(self._drain, conversation, line)

    def _drain(self, conversation: object, line: deque[_Job]) -> None:
        while True:
            self._work(line[0])
            with self._lock:
                self._held.discard(line.popleft().key)
                if not line:
                    del self._lines[conversation]
                    return

    def _work(self, job: _Job) -> None:
        try:
            try:
                job.handle(job.payload)
            except Exception as failure:  # not even the failure could be told: Slack is away, try again later
                log_failure(failure)
                self._tries[job.key] += 1
                if self._tries[job.key] < TRIES:
                    return
            state = "failed" if self._tries.pop(job.key, 0) >= TRIES else "answered"
            self._runs.settle(job.key, state)
        except Exception as failure:  # the boundary of a worker: nobody above it would see the failure
            log_failure(failure)

    def _release(self, key: str) -> None:
        with self._lock:
            self._held.discard(key)
