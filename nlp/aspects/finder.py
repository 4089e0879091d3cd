"""The one door to aspects: by token states where there are any, by word lists otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.aspects.finding import Polarities, find_all, look_at, seen_in
from nlp.aspects.owners import OwnCategory, entries
from nlp.aspects.placing import placed
from nlp.aspects.tagger import Tagger
from nlp.encoder import TokenStates
from nlp.findings import Aspect, Language, Redacted


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds aspects with a tagger and the owner's own categories."""

    tagger: Tagger | None = None
    own: tuple[OwnCategory, ...] = field(default=())

    def by_states(
        self,
        texts: Sequence[str],
        languages: Sequence[Language],
        clean: Sequence[Redacted],
        tokens: Sequence[TokenStates],
    ) -> list[tuple[Aspect, ...]]:
        """The aspects of each of ``texts``; ``tokens`` are those of ``clean``, their redacted forms."""
        if self.tagger is None:
            raise ValueError("a finder without a tagger reads no token states")
        from threadpoolctl import threadpool_limits

        own = entries(self.own)
        # The products are small: spread over the cores they cost more and end no sooner.
        with threadpool_limits(limits=1, user_api="blas"):
            return [
                placed(look_at(one.text, language, seen_in(states), self.tagger, own), text, one)
                for text, language, one, states in zip(texts, languages, clean, tokens, strict=True)
            ]

    def by_lists(
        self, texts: Sequence[str], languages: Sequence[Language], polarity: Polarities
    ) -> list[tuple[Aspect, ...]]:
        """The aspects of each of ``texts`` by the word lists, each clause judged by ``polarity``."""
        return find_all(texts, languages, polarity, entries(self.own))
