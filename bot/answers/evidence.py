"""What tools find and answers are made of: figures, quotes, and the parts of an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Row = Mapping[str, object]
"""One line of a table; values are JSON values."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure from the store; ``unit`` such as ``percent`` or a currency, ``customer`` whom it is of."""

    name: str
    value: float | int | str
    unit: str | None = None
    customer: str | None = None

    def document(self) -> dict[str, object]:
        """As JSON; unit and customer only where there are any."""
        found: dict[str, object] = {"name": self.name, "value": self.value}
        found |= {"unit": self.unit} if self.unit else {}
        return found | ({"customer": self.customer} if self.customer else {})


@dataclass(frozen=True, slots=True)
class Citation:
    """A customer's own words: ``quote`` is a verbatim stretch of the feedback's text."""

    feedback_id: str
    quote: str
    language: str
    channel: str
    at: datetime
    shortened: bool = False
    begun: bool = False
    """Something stood before the quote."""

    @property
    def shown(self) -> str:
        """The quote as it is displayed: on one line, an ellipsis wherever it was shortened."""
        line = " ".join(self.quote.split())
        return f"{'…' if self.begun else ''}{line}{'…' if self.shortened else ''}"

    def document(self) -> dict[str, object]:
        """As JSON."""
        return {"feedback_id": self.feedback_id, "quote": self.quote}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an answer: ``kind`` is lead, bullet, quote, row or note; ``text`` has no markup."""

    kind: str
    text: str
    citation: Citation | None = None
    customer: str | None = None
    """Whom the piece is about, so that a surface can lead there."""


@dataclass(frozen=True)
class Answer:
    """What is said in reply: ``parts`` in their order; ``text`` is the same as one plain text."""

    language: str
    intent: str
    arguments: Mapping[str, object]
    status: str
    """``answered``, ``clarify``, ``refused`` or ``unknown``."""
    parts: tuple[Part, ...]
    facts: tuple[Fact, ...] = ()
    rows: tuple[Row, ...] = ()
    citations: tuple[Citation, ...] = ()

    @property
    def text(self) -> str:
        """The parts as lines, bullets marked; a quote is followed by the feedback it comes from."""
        marks = "「」" if self.language == "zh-Hant" else "“”"
        return "\n".join(_line(part, marks) for part in self.parts)

    def document(self) -> dict[str, object]:
        """As JSON; the caller adds how long it took."""
        return {
            "language": self.language,
            "intent": self.intent,
            "arguments": dict(self.arguments),
            "answer": self.text,
            "facts": [fact.document() for fact in self.facts],
            "rows": [dict(row) for row in self.rows],
            "citations": [citation.document() for citation in self.citations],
            "status": self.status,
        }


@dataclass(frozen=True)
class Evidence:
    """What a tool found; ``values`` are the words and figures that its sentences need."""

    facts: tuple[Fact, ...] = ()
    rows: tuple[Row, ...] = ()
    quotes: tuple[Citation, ...] = ()
    listed: tuple[tuple[str, str], ...] = ()
    """Customers in the order of the answer, id and name: "the second one" picks from them."""
    values: Mapping[str, object] = field(default_factory=dict)
    status: str = "answered"
    """``clarify`` where what was meant is not there."""

    def figure(self, name: str, default: float = 0) -> float | int:
        """The first fact of that name, as a number."""
        for fact in self.facts:
            if fact.name == name and not isinstance(fact.value, str):
                return fact.value
        return default


def _line(part: Part, marks: str) -> str:
    if part.kind == "bullet":
        return f"• {part.text}"
    if part.kind == "row":
        return f"  {part.text}"
    if part.kind == "quote" and part.citation is not None:
        return f"  {marks[0]}{part.text}{marks[1]} [{part.citation.feedback_id}]"
    return part.text
