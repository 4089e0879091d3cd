"""The words: every sentence a person sees, and every model prompt, once per language."""

from prompts.reading import LANGUAGES, Words, read

__all__ = ["LANGUAGES", "Words", "read"]
