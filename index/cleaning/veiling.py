"""Takes personal data out of whatever words a row holds, before anything is stored."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from index.cleaning.fields import Fields
from index.cleaning.layout import Layout
from index.readers import BrokenRow
from nlp.findings import Language

MOST_ATTRIBUTES = 20
LONGEST_ATTRIBUTE = 500
REMEMBERED = 50_000

_WORDS = re.compile(r"[@\s]|\d{7}|[\u3400-\u9fff]{2}")
_FRACTION = re.compile(r"-?\d+\.\d+")
_WORDLESS = (
    "feedback_id", "customer_id", "order_id", "at", "rating", "nps", "csat", "scale", "channel", "language",
    "loyalty_id", "platform", "currency", "country",
)  # fmt: skip
"""Fields that hold no words; of a faulty row these are kept as they are."""


class Redaction(Protocol):
    """A text without what identifies a person."""

    @property
    def text(self) -> str:
        """The text with placeholders."""


@dataclass(frozen=True)
class Reading:
    """How texts are made fit for storing."""

    redact: Callable[[str, Language], Redaction]
    detect: Callable[[str], Language]
    _known: dict[str, str] = field(default_factory=dict)

    def clean(self, text: str) -> tuple[str, Language]:
        """The text redacted, and its language."""
        language = self.detect(text)
        return self.redact(text, language).text, language

    def veiled(self, text: str) -> str:
        """A short value redacted; single words and small numbers are left as they are."""
        if not _WORDS.search(text) or _FRACTION.fullmatch(text):
            return text
        if text not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[text] = self.clean(text)[0]
        return self._known[text]

    def attributes(self, fields: Fields) -> list[Mapping[str, str]]:
        """The columns without a field, row by row, bounded and redacted."""
        return [
            {
                name: self.veiled(value[:LONGEST_ATTRIBUTE])
                for name, value in list(row.items())[:MOST_ATTRIBUTES]
            }
            for row in fields.attributes()
        ]

    def veil(self, broken: BrokenRow, layout: Layout) -> BrokenRow:
        """The broken row with every value redacted that may hold words."""
        safe = {layout.fields.get(name) for name in _WORDLESS}
        row = {
            name: value if name in safe else self.veiled(value if isinstance(value, str) else str(value))
            for name, value in broken.row.items()
        }
        return replace(broken, row=row)
