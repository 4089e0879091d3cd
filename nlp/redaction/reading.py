"""Texts through the encoder without what is personal in them; the encoder itself tells further names."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.encoder import Perceived, Perceiver, TokenNames
from nlp.findings import Language, PersonalData, Redacted
from nlp.redaction.finding import Draft, draft, further
from nlp.redaction.learned import names_in

ROUNDS = 3
"""So often names are taken out of a text: one may show once another is gone."""


@dataclass(slots=True)
class _Reading:
    """One text while it is read, and what was taken out of it on the way."""

    draft: Draft
    language: Language
    names: list[tuple[PersonalData, ...]] = field(default_factory=list)

    def without(self, told: TokenNames) -> str | None:
        """The text without the names in it; None if it has none."""
        found = names_in(self.draft, told) if len(self.names) < ROUNDS else ()
        if not found:
            return None
        self.names.append(found)
        self.draft = further(self.draft, found, self.language)
        return self.draft.text

    def applied(self, other: Draft) -> Draft:
        """What is left of another draft of the same text."""
        for names in self.names:
            other = further(other, names, self.language)
        return other


def perceive_redacted(
    texts: Sequence[str], languages: Sequence[Language], encoder: Perceiver, *, states: bool = False
) -> tuple[list[Redacted], Perceived]:
    """Each text redacted, and what ``encoder`` makes of the redacted texts.

    What the rules are sure of is taken out first. The encoder tells the names that are left half-way, and
    reads the few texts with such names again without them, until none is told. A text that occurs several
    times is read once.
    """
    begun = [draft(text, language) for text, language in zip(texts, languages, strict=True)]
    keys = [(one.text, language) for one, language in zip(begun, languages, strict=True)]
    reading = {key: _Reading(one, key[1]) for one, key in zip(begun, keys, strict=True)}
    places, once = {key: place for place, key in enumerate(reading)}, list(reading.values())

    def without(row: int, told: TokenNames) -> str | None:
        return once[row].without(told)

    seen = encoder.perceive([one.draft.text for one in once], states=states, without=without)
    clean = [reading[key].applied(one).redacted for one, key in zip(begun, keys, strict=True)]
    return clean, seen.of([places[key] for key in keys])
