"""How well found aspects agree with marked ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from nlp.aspects.kinds import category_of
from nlp.aspects.labelled import Labelled, Term
from nlp.findings import Aspect


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found, marked and agreed on; sums of texts add up."""

    found: int = 0
    marked: int = 0
    exact: int = 0
    exact_and_felt: int = 0
    """Exact places with the marked polarity."""
    found_overlapping: int = 0
    marked_overlapping: int = 0
    felt: int = 0
    """Marked terms that a found one overlaps with the same polarity."""
    signed: int = 0
    """Marked terms that lean to a side and are overlapped by a found one."""
    sign_agreed: int = 0
    categories: int = 0
    """Marked terms with a category that are overlapped by a found one."""
    category_agreed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Field by field."""
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def exact_f1(self) -> float:
        """F1 of places letter for letter."""
        return f1(self.exact / max(self.found, 1), self.exact / max(self.marked, 1))

    @property
    def overlap_precision(self) -> float:
        """Share of found terms that overlap a marked one."""
        return self.found_overlapping / max(self.found, 1)

    @property
    def overlap_recall(self) -> float:
        """Share of marked terms that overlap a found one."""
        return self.marked_overlapping / max(self.marked, 1)

    @property
    def overlap_f1(self) -> float:
        """Of the two shares."""
        return f1(self.overlap_precision, self.overlap_recall)

    @property
    def exact_felt_f1(self) -> float:
        """F1 of place and polarity together, letter for letter."""
        return f1(self.exact_and_felt / max(self.found, 1), self.exact_and_felt / max(self.marked, 1))

    @property
    def polarity(self) -> float:
        """Accuracy of three polarities on the marked terms that were found at all."""
        return self.felt / max(self.marked_overlapping, 1)

    @property
    def sign(self) -> float:
        """Accuracy of the side, among found terms that are marked as leaning to one."""
        return self.sign_agreed / max(self.signed, 1)

    @property
    def category(self) -> float:
        """Accuracy of the category on the marked terms that were found at all."""
        return self.category_agreed / max(self.categories, 1)


def f1(precision: float, recall: float) -> float:
    """Harmonic mean; 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def compare(marked: Labelled, found: Iterable[Aspect]) -> Counts:
    """One text; terms that are not named in it count on neither side."""
    named = [one for one in found if not one.implied]
    terms = [term for term in marked.terms if term.span]
    partners = [_partner(term, named) for term in terms]
    places = {term.span: term for term in terms}
    exact = [one for one in named if (one.start, one.end) in places]
    met = [(term, one) for term, one in zip(terms, partners, strict=True) if one]
    leaning = [(term, one) for term, one in met if term.polarity != "neutral" and one.sentiment != "neutral"]
    known = [(term, one) for term, one in met if term.category]
    return Counts(
        found=len(named),
        marked=len(terms),
        exact=len(exact),
        exact_and_felt=sum(places[one.start, one.end].polarity == one.sentiment for one in exact),
        found_overlapping=sum(any(_meet(term, one) for term in terms) for one in named),
        marked_overlapping=len(met),
        felt=sum(term.polarity == one.sentiment for term, one in met),
        signed=len(leaning),
        sign_agreed=sum(term.polarity == one.sentiment for term, one in leaning),
        categories=len(known),
        category_agreed=sum(category_of(term.category) == one.category for term, one in known),
    )


def total(parts: Iterable[Counts]) -> Counts:
    """The sum of all texts."""
    return sum(parts, Counts())


def _partner(term: Term, found: Sequence[Aspect]) -> Aspect | None:
    """The found aspect that shares most letters with a marked term."""
    shared = [(_shared(term, one), one) for one in found]
    best = max(shared, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] > 0 else None


def _meet(term: Term, one: Aspect) -> bool:
    return _shared(term, one) > 0


def _shared(term: Term, one: Aspect) -> int:
    if term.span is None:
        return 0
    return min(term.span[1], one.end) - max(term.span[0], one.start)
