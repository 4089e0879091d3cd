"""What the windows of one text give, as that of the whole text."""

from collections.abc import Sequence

import numpy as np

from nlp.encoder.perceived import Floats, Places
from nlp.encoder.tokens import Window
from nlp.findings import Vectors


def own(windows: Sequence[Window], parts: Sequence[Floats]) -> Floats:
    """An output's rows for the text's own tokens, shape (t, …)."""
    return np.concatenate([part[one.begin : one.end] for one, part in zip(windows, parts, strict=True)])


def places_of(windows: Sequence[Window]) -> Places:
    """Where the text's own tokens begin and end, shape (t, 2)."""
    return np.array([span for one in windows for span in one.spans], dtype=np.int64).reshape(-1, 2)


def mean(windows: Sequence[Window], parts: Sequence[Floats]) -> Floats:
    """The mean of the windows' outputs, each counting by its length."""
    if len(parts) == 1:
        return parts[0]
    lengths = [len(one.ids) for one in windows]
    return np.asarray(np.average(parts, axis=0, weights=lengths), dtype=np.float32)


def joined(windows: Sequence[Window], parts: Sequence[Vectors]) -> Vectors:
    """The mean of the windows' vectors, of unit length."""
    found = mean(windows, parts)
    return found if len(parts) == 1 else np.asarray(found / np.linalg.norm(found), dtype=np.float32)
