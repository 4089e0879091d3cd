"""Gives the vector index what the database holds: what is new, or everything anew."""

from collections.abc import Callable

from index.ports import IndexUnavailableError, Store, VectorIndex

SLICE = 2000
"""Vectors given at a time; each slice is noted as delivered once the index has it."""

Advance = Callable[[int], None]
Stop = Callable[[], bool]


def deliver(
    store: Store,
    index: VectorIndex,
    model: str,
    *,
    progress: Advance = lambda _: None,
    stop: Stop = lambda: False,
) -> int:
    """Add what the index lacks; an index that lost something is made anew. How many were added.

    Stopped at any point, the next call goes on: a slice given twice is held once.
    """
    if _lost(store, index, model):
        index.clear()
        store.said.undelivered(model)
    added = 0
    while not stop() and (batch := store.said.waiting(model, limit=SLICE)).keys:
        index.add(batch.keys, batch.matrix)
        store.said.delivered(batch.keys, model)
        added += len(batch.keys)
        progress(len(batch.keys))
    return added


def rebuild(store: Store, index: VectorIndex, model: str, progress: Advance = lambda _: None) -> int:
    """Empty the index and fill it from the database; how many vectors it holds then."""
    index.clear()
    store.said.undelivered(model)
    return deliver(store, index, model, progress=progress)


def _lost(store: Store, index: VectorIndex, model: str) -> bool:
    delivered = store.said.count_delivered(model)
    if not delivered:
        return False
    try:
        index.check()
        return index.count() < delivered
    except IndexUnavailableError:
        return True
