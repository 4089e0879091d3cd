"""Finds personal data in texts and takes it out."""

from nlp.redaction.finding import covered, find, redact

__all__ = ["covered", "find", "redact"]
