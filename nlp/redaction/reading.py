"""Texts through the encoder without what is personal in them; the encoder itself tells further names."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nlp.encoder import Perceived, Perceiver
from nlp.findings import Language, Redacted
from nlp.redaction.finding import Draft, draft, further, redact
from nlp.redaction.learned import names_in

ROUNDS = 3
"""Runs that a text with names may cost beside the first: a name may show once another one is gone."""


def perceive_redacted(
    texts: Sequence[str], languages: Sequence[Language], encoder: Perceiver, *, states: bool = False
) -> tuple[list[Redacted], Perceived]:
    """Each text redacted, and what ``encoder`` makes of the redacted texts.

    What the rules are sure of is taken out before the first run, which tells the names that are left; the
    few texts with such names are run again without them, until none is told. An encoder that tells no names
    leaves it to rules.
    """
    begun = [draft(text, language) for text, language in zip(texts, languages, strict=True)]
    seen = encoder.perceive([one.text for one in begun], states=states, names=True)
    if not seen.names:
        return _by_rules(texts, languages, begun, seen, encoder, states=states)
    rows, told = list(range(len(texts))), seen.names
    for _ in range(ROUNDS):
        names = {row: names_in(begun[row], one) for row, one in zip(rows, told, strict=True)}
        rows = [row for row, found in names.items() if found]
        if not rows:
            break
        for row in rows:
            begun[row] = further(begun[row], names[row], languages[row])
        again = encoder.perceive([begun[row].text for row in rows], states=states, names=True)
        seen, told = _renewed(seen, rows, again), again.names
    return [one.redacted for one in begun], seen


def _by_rules(
    texts: Sequence[str],
    languages: Sequence[Language],
    begun: Sequence[Draft],
    seen: Perceived,
    encoder: Perceiver,
    *,
    states: bool,
) -> tuple[list[Redacted], Perceived]:
    clean = [redact(text, language) for text, language in zip(texts, languages, strict=True)]
    rows = [row for row, one in enumerate(clean) if one.text != begun[row].text]
    if not rows:
        return clean, seen
    return clean, _renewed(seen, rows, encoder.perceive([clean[row].text for row in rows], states=states))


def _renewed(seen: Perceived, rows: Sequence[int], found: Perceived) -> Perceived:
    """``seen`` with what a further run has found for some of the texts; names are those of no run then."""
    vectors, moods, tokens = np.array(seen.vectors), np.array(seen.moods), list(seen.tokens)
    vectors[rows], moods[rows] = found.vectors, found.moods
    for row, one in zip(rows, found.tokens, strict=False):
        tokens[row] = one
    return replace(seen, vectors=vectors, moods=moods, tokens=tuple(tokens), names=())
