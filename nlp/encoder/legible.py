"""What every text goes through before a model reads it."""

from nlp.language import to_simplified


def legible(text: str) -> str:
    """``text`` as valid UTF-8, its Chinese in Simplified characters.

    The models saw far more Simplified than Traditional Chinese; this way a remark has one vector in both
    scripts. Lone surrogates, which no tokenizer takes, become question marks.
    """
    if text.isascii():
        return text
    return to_simplified(text.encode("utf-8", "replace").decode("utf-8"))
