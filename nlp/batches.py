"""The one seam where work goes wide: here in this process; elsewhere on several machines."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def map_batches(
    items: Iterable[Item],
    work: Callable[[list[Item]], Result],
    size: int,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Result]:
    """What ``work`` makes of each batch of ``size`` items, in order; one batch is in memory at a time.

    ``progress`` is told how many items a batch had once its result has been taken.
    """
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield work(batch)
        if progress:
            progress(len(batch))
