"""English words without their endings, so that "charging", "charged" and "charges" are one word."""

ENDINGS = ("ings", "ing", "ies", "ied", "es", "ed", "s", "e", "y")
SHORTEST = 4
"""A stem is no shorter than this: "ring" keeps its ending."""


def stem(word: str) -> str:
    """The beginning that all forms of ``word`` (lower case) share."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word.removesuffix(ending)
    return word.removesuffix("s") if len(word) >= SHORTEST else word
