"""How much each piece of a text tells of its subject: rare pieces much, frequent ones little.

Smooth inverse frequency (Arora, Liang & Ma 2017, https://openreview.net/forum?id=SyK00v5xx): in how many
texts of a language a piece stands was counted once (``python -m nlp.themes.train``).
"""

from importlib.resources import as_file, files

import numpy as np

from nlp.encoder.perceived import Floats
from nlp.failures import InternalError

HALF = 0.02
"""A piece that stands in this share of texts is worth half of one that hardly any text has."""


def load_worth(vocabulary: int) -> Floats:
    """The worth of each piece, shape (vocabulary,), above 0 and at most 1.

    Raises:
        InternalError: the counts are not where the program was installed.
    """
    try:
        with (
            as_file(files("nlp.encoder") / "shares.npz") as path,
            np.load(path, allow_pickle=False) as kept,
        ):
            shares = np.zeros(vocabulary, dtype=np.float32)
            shares[kept["pieces"]] = kept["shares"]
            return np.asarray(HALF / (HALF + shares), dtype=np.float32)
    except (OSError, ValueError, KeyError, IndexError) as broken:
        raise InternalError("nlp/encoder/shares.npz is missing or damaged") from broken
