"""Finds personal data in texts and takes it out."""

from nlp.redaction.finding import find, redact

__all__ = ["find", "redact"]
