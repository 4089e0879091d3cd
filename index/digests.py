"""Names for texts: the same words have the same key in the database and in the vector index."""

import hashlib


def text_hash(text: str) -> str:
    """32 hexadecimal digits of SHA-256 over ``text`` exactly as it stands."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
