"""Small makers of an answer's parts."""

from collections.abc import Iterable, Sequence

from bot.answers.evidence import Citation, Part


def lead(text: str, customer: str | None = None) -> Part:
    """The line that answers."""
    return Part("lead", text, customer=customer)


def bullet(text: str, customer: str | None = None) -> Part:
    """A reason, figure or step."""
    return Part("bullet", text, customer=customer)


def note(text: str) -> Part:
    """What limits the answer, or what to try next."""
    return Part("note", text)


def quote(citation: Citation) -> Part:
    """A customer's own words."""
    return Part("quote", citation.shown, citation)


def quotes(citations: Sequence[Citation]) -> list[Part]:
    """Several quotes."""
    return [quote(citation) for citation in citations]


def sentence(text: str) -> str:
    """The text with a capital at its beginning; Chinese stays as it is."""
    return text[:1].upper() + text[1:]


def bullets(texts: Iterable[str]) -> list[Part]:
    """Several bullets."""
    return [bullet(text) for text in texts]
