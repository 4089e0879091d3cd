"""The kinds of signal, in the order in which those of one place are told."""

FELT_KINDS = ("churn", "refund", "legal", "urgency", "request", "complaint", "praise", "question")
"""Those that words and the vector tell together; each is a section of ``lexicons/signals_*.toml``."""
RARE_KINDS = FELT_KINDS[:4]
"""Those that hardly any ordinary text carries, and that somebody acts upon."""
SELDOM_KINDS = (*RARE_KINDS, "request")
"""Those that must not be told of an ordinary text that has no word of them."""
COMPETITOR = "competitor"
KINDS = (*FELT_KINDS, COMPETITOR)

SURE, LIKELY = 0.9, 0.65
"""Strength of words that surely, and that probably, do what they look like."""
HOLDS = 0.5
"""Strength from which a signal counts."""
