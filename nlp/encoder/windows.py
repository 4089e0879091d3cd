"""Cuts a long text's tokens into windows that a model can read, at the ends of sentences where it can."""

from collections.abc import Sequence

ENDS = frozenset(".!?。！？…；;\n")
"""Characters that end a sentence."""


def cut(length: int, ends: Sequence[int], limit: int) -> list[tuple[int, int]]:
    """Half-open ranges that cover ``length`` tokens, each of ``limit`` at most.

    ``ends`` are the ascending positions after which a sentence ends. A window stops after the last sentence
    that fits, unless that would leave it less than half full; then it stops where it is full.
    """
    windows: list[tuple[int, int]] = []
    start, waiting = 0, 0
    while length - start > limit:
        stop = start + limit
        while waiting < len(ends) and ends[waiting] <= start + limit:
            if ends[waiting] > start + limit // 2:
                stop = ends[waiting]
            waiting += 1
        windows.append((start, stop))
        start = stop
    if start < length:
        windows.append((start, length))
    return windows
