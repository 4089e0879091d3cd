"""Texts through the encoder without what is personal in them; the encoder itself tells further names."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nlp.encoder import Perceived, Perceiver
from nlp.findings import Language, Redacted
from nlp.redaction.finding import draft, finish, redact
from nlp.redaction.learned import names_in


def perceive_redacted(
    texts: Sequence[str], languages: Sequence[Language], encoder: Perceiver, *, states: bool = False
) -> tuple[list[Redacted], Perceived]:
    """Each text redacted, and what ``encoder`` makes of the redacted texts.

    What the rules are sure of is taken out before the first run, which tells the names that are left; the
    few texts with such names are run again without them. An encoder that tells no names leaves it to rules.
    """
    begun = [draft(text, language) for text, language in zip(texts, languages, strict=True)]
    seen = encoder.perceive([one.text for one in begun], states=states, names=True)
    if seen.names:
        rows = zip(begun, seen.names, languages, strict=True)
        clean = [finish(one, names_in(one, told), language) for one, told, language in rows]
    else:
        clean = [redact(text, language) for text, language in zip(texts, languages, strict=True)]
    again = [row for row, one in enumerate(clean) if one.text != begun[row].text]
    if again:
        seen = _renewed(seen, again, encoder.perceive([clean[row].text for row in again], states=states))
    return clean, seen


def _renewed(seen: Perceived, rows: Sequence[int], found: Perceived) -> Perceived:
    """``seen`` with what a further run has found for some of the texts."""
    vectors, moods, tokens = np.array(seen.vectors), np.array(seen.moods), list(seen.tokens)
    vectors[rows], moods[rows] = found.vectors, found.moods
    for row, one in zip(rows, found.tokens, strict=False):
        tokens[row] = one
    return replace(seen, vectors=vectors, moods=moods, tokens=tuple(tokens))
