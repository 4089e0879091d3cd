"""Who is left uncontacted at random, so that what contacting brings can be measured without bias."""

import hashlib

HELD_OUT = "held_out"
"""The kind of event that records it."""
_STEPS = 1_000_000


def held_out(customer_id: str, share: float, salt: str = "earful") -> bool:
    """Whether this customer is among the ``share`` (0..1) left out: always the same for the same customer."""
    drawn = int.from_bytes(hashlib.sha256(f"{salt}|{customer_id}".encode()).digest()[:8], "big")
    return drawn % _STEPS < share * _STEPS
